import { describe, expect, test } from "vitest";
import { openBrevo } from "../../src/adapters/brevo.ts";
import { openSlack } from "../../src/adapters/slack.ts";
import { campaignIdShape, listIdShape } from "../../src/core/campaign.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import type { Answer, Chat, Mailer } from "../../src/ports.ts";
import { KINDS } from "../fault-kinds.ts";
import { GENERAL } from "../world.ts";

const id = campaignIdShape.parse(101);
const draft = {
  name: "Indisponibilité Reconnect Pro · 2025-11-24-rp",
  subject: "Indisponibilité temporaire de Reconnect Pro",
  preview: "Depuis 14 h 05",
  html: '<html><body><p>Bonjour</p><a href="{{ unsubscribe }}">x</a></body></html>',
  text: "Bonjour",
  senderId: 1,
  list: { id: listIdShape.parse(47), name: "Utilisateurs RP Nov 25", contacts: 1234 },
};
const TS = "1764000000.000100";
const mark = { incident: "2025-11-24-rp", step: "outage/slack" };

/** What a person would call done twice, if it were asked twice. */
const WRITES: readonly {
  readonly what: string;
  readonly write: (tools: { mailer: Mailer; chat: Chat }) => Promise<Answer<unknown>>;
}[] = [
  { what: "POST /emailCampaigns", write: ({ mailer }) => mailer.create(draft) },
  { what: "POST /emailCampaigns/:id/sendNow", write: ({ mailer }) => mailer.send(id) },
  { what: "DELETE /emailCampaigns/:id", write: ({ mailer }) => mailer.remove(id) },
  { what: "chat.postMessage", write: ({ chat }) => chat.post({ text: "Panne", mark }) },
  { what: "chat.update", write: ({ chat }) => chat.update(TS, "Panne") },
  { what: "chat.delete", write: ({ chat }) => chat.remove(TS) },
];
const table = WRITES.flatMap((write) => KINDS.map((kind) => ({ ...write, kind })));

describe.concurrent("a write is one request, whatever becomes of it", () => {
  test.for(table)("$what, $kind", async ({ what, kind, write }) => {
    const sandbox = await startSandbox({ now: () => new Date("2025-11-24T13:11:00.000Z") });
    sandbox.brevo.byHand({ name: draft.name, listIds: [47] });
    sandbox.faults.add({ what, kind });
    const bounds = { requestMs: 1_000, signal: new AbortController().signal, wait: async () => undefined };
    const answer = await write({
      mailer: openBrevo({ apiKey: "xkeysib-sandbox", apiUrl: sandbox.brevoUrl, ...bounds }),
      chat: openSlack({ token: "xoxb-sandbox", apiUrl: sandbox.slackUrl, channel: GENERAL, ...bounds }),
    });
    const asked = sandbox.requests.map((request) => request.what);
    await sandbox.close();
    expect(asked).toEqual([what]);
    // Only what was surely not done is refused: the next run would do it again without a look.
    expect(answer.kind === "refused").toBe(kind === "429");
  });
});
