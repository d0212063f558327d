import { describe, expect, test } from "vitest";
import { openBrevo } from "../../src/adapters/brevo.ts";
import { openDrillMailer } from "../../src/adapters/drill-mailer.ts";
import { campaignIdShape, listIdShape } from "../../src/core/campaign.ts";
import { drillId } from "../../src/core/drill.ts";
import { DrillAudience } from "../../src/core/drill-audience.ts";
import { placeByHand } from "../../src/sandbox/brevo/by-hand.ts";
import { startSandbox } from "../../src/sandbox/sandbox.ts";
import { bounds } from "../adapters/answering.ts";
import { paris, rp, settings } from "../core/reconnect.ts";
import { DRILL, TEST_CHANNEL, TEST_LIST } from "./drilling.ts";

const NAME = `EXERCICE : Indisponibilité Reconnect Pro · ${DRILL}`;
const REAL = listIdShape.parse(47);
const draft = {
  name: NAME,
  subject: "EXERCICE",
  preview: "EXERCICE",
  html: '<p>EXERCICE</p><a href="{{ unsubscribe }}">x</a>',
  text: "EXERCICE",
  senderId: 1,
  list: { id: REAL, name: "Utilisateurs RP Nov 25", contacts: 1234 },
};
const REFUSED = { kind: "refused", fault: { code: "document_not_found" } };

async function open() {
  const sandbox = await startSandbox({ now: () => paris("2025-11-24 14:11") });
  const real = openBrevo({ apiKey: "xkeysib-sandbox", apiUrl: sandbox.brevoUrl, ...bounds() });
  const lists = await real.lists();
  const audience = DrillAudience.check({
    settings: { ...settings, drill: { channelId: TEST_CHANNEL, listId: listIdShape.parse(TEST_LIST) } },
    realChannels: ["C0GENERAL1"],
    channel: {
      id: TEST_CHANNEL,
      name: "exercices",
      isGeneral: false,
      isShared: false,
      isArchived: false,
      isMember: true,
    },
    lists: lists.kind === "done" ? lists.value : [],
    now: paris("2025-11-24 14:11"),
  });
  if (!(audience instanceof DrillAudience)) throw new Error(audience.kind);
  const id = drillId(paris("2025-11-24 14:05"), [rp.id], [], settings);
  const place = (listIds: readonly number[], name = NAME) =>
    campaignIdShape.parse(placeByHand(sandbox.brevo, { name, listIds }).id);
  return {
    sandbox,
    place,
    door: openDrillMailer(audience, id, real),
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}

describe.concurrent("Brevo, as a drill sees it", () => {
  test("sends to the list of drills whatever list a draft names", async () => {
    await using w = await open();
    const made = await w.door.create(draft);
    expect(made.kind === "done" && w.sandbox.brevo.campaign(made.value).content.listIds).toEqual([TEST_LIST]);
    const answer = made.kind === "done" ? await w.door.send(made.value) : made;
    expect(answer.kind).toBe("done");
    expect(w.sandbox.brevo.deliveries).toMatchObject([{ listIds: [TEST_LIST], recipients: 4 }]);
  });

  test.for([
    ["another list", [47]],
    ["another list besides", [TEST_LIST, 47]],
    ["no list", []],
  ] as const)("knows no campaign of %s: none is shown, sent or deleted", async ([, listIds]) => {
    await using w = await open();
    const id = w.place(listIds);
    expect(await w.door.campaigns(paris("2025-11-23 00:00"))).toEqual({ kind: "done", value: [] });
    expect(await w.door.campaign(id)).toEqual({ kind: "done", value: undefined });
    expect(await w.door.send(id)).toMatchObject(REFUSED);
    expect(await w.door.remove(id)).toMatchObject(REFUSED);
    expect([w.sandbox.brevo.deliveries.length, w.sandbox.brevo.campaigns.length]).toEqual([0, 1]);
  });

  test("looks once more before it sends: a person may have changed the list meanwhile", async () => {
    await using w = await open();
    const id = w.place([TEST_LIST]);
    expect(await w.door.campaign(id)).toMatchObject({ value: { id } });
    const campaign = w.sandbox.brevo.campaign(id);
    campaign.content = { ...campaign.content, listIds: [47] };
    expect(await w.door.send(id)).toMatchObject(REFUSED);
    expect(w.sandbox.brevo.deliveries).toEqual([]);
  });

  test("lists one list, and no campaign of another drill", async () => {
    await using w = await open();
    w.place([TEST_LIST], `${NAME}-2`);
    w.place([TEST_LIST], "Newsletter à relire");
    const lists = await w.door.lists();
    expect(lists).toMatchObject({ value: [{ id: TEST_LIST, contacts: 4 }] });
    expect(await w.door.campaigns(paris("2025-11-23 00:00"))).toEqual({ kind: "done", value: [] });
  });
});
