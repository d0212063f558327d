import { expect, test } from "vitest";
import { DAY, openWorld, plain, said, steps, words, type World } from "../world.ts";

const ID = `${DAY}-rp`;
const MAIL = "outage/mail/rp";

test.concurrent("the end goes to the very list of the outage, even when a newer list appeared", async () => {
  await using w = await openWorld();
  await w.declare();
  w.pass({ hours: 2 });
  w.brevo.lists.push({
    id: 60,
    name: "Utilisateurs RP Déc 25",
    folderId: 1,
    uniqueSubscribers: 1300,
    createdAt: w.now().toISOString(),
  });
  w.brevo.list(47).name = "Ancienne liste";
  w.requests();
  expect((await w.resolve()).exit).toBe(0);
  expect(w.deliveries().map(({ listIds }) => listIds)).toEqual([[47], [47]]);
  expect(w.requests()).not.toContain("GET /contacts/lists");
});

test.concurrent("a list forced after the mail left changes nothing for the end", async () => {
  await using w = await openWorld();
  await w.declare();
  w.pass({ hours: 2 });
  w.edit(`incidents/${ID}.yml`, "status: open", "status: open\nlists: { rp: 40 }");
  expect((await w.resolve()).exit).toBe(0);
  expect(w.deliveries().map(({ listIds }) => listIds)).toEqual([[47], [47]]);
});

test.concurrent("a list forced by the file is taken and said", async () => {
  await using w = await openWorld();
  w.write(
    `incidents/${ID}.yml`,
    `services: [rp]\nstatus: open\nstarted_at: ${DAY} 14:05\nlists: { rp: 40 }\n`,
  );
  const outcome = await w.settle();
  expect(outcome.exit).toBe(0);
  expect(words(outcome)).toContain("Tous les utilisateurs RP Mars 25 » (n° 40) est imposée");
  expect(w.deliveries()).toMatchObject([{ listIds: [40], recipients: 1093 }]);
  w.pass({ hours: 1 });
  await w.resolve();
  expect(w.deliveries()[1]).toMatchObject({ listIds: [40] });
});

/** What nobody may mail to: the mail fails with words, Slack is told all the same, and once corrected it leaves. */
const refused: readonly {
  readonly name: string;
  readonly spoil: (w: World) => void;
  readonly mend: (w: World) => void;
  readonly says: RegExp;
  readonly settings?: readonly (readonly [string, string])[];
}[] = [
  {
    name: "no list of the service",
    spoil: ({ brevo }) => void (brevo.lists.length = 0),
    mend: ({ brevo }) => void brevo.lists.push(newList("Utilisateurs RP Nov 25")),
    says: /Aucune liste Brevo.*renommez la bonne liste « Utilisateurs RP novembre 2025 »|Aucune liste Brevo/u,
  },
  {
    name: "an empty list",
    spoil: ({ brevo }) => void (brevo.list(47).uniqueSubscribers = 0),
    mend: ({ brevo }) => void (brevo.list(47).uniqueSubscribers = 10),
    says: /« Utilisateurs RP Nov 25 » \(n° 47\), est vide/u,
  },
  {
    name: "a list that is too old, where that blocks",
    settings: [['stale_list: "warn"', 'stale_list: "block"']],
    spoil: ({ brevo }) => void (brevo.list(47).name = "Utilisateurs RP Août 25"),
    mend: ({ brevo }) => void (brevo.list(47).name = "Utilisateurs RP Nov 25"),
    says: /date d’août 2025 : 3 mois, le maximum est 2/u,
  },
  {
    name: "several senders and none chosen",
    spoil: ({ brevo }) =>
      void brevo.senders.push({ id: 2, name: "Autre", email: "a@b.example", active: true }),
    mend: ({ brevo }) => void brevo.senders.pop(),
    says: /plusieurs expéditeurs.*1 = Reconnect.*2 = Autre/u,
  },
];

test.concurrent.for(refused)(
  "$name: nothing leaves by mail, Slack does, and mending delivers",
  async (story) => {
    await using w = await openWorld({ ...(story.settings && { settings: story.settings }) });
    story.spoil(w);
    const outcome = await w.declare();
    expect(outcome.exit).toBe(2);
    expect(steps(outcome)).toEqual({ "outage/slack": "done", [MAIL]: "failed" });
    expect(said(outcome, MAIL)).toMatch(story.says);
    expect([w.brevo.campaigns.length, w.channel().length]).toEqual([0, 1]);
    expect(plain(w.thread(w.channel()[0]).find(({ broadcast }) => broadcast)?.text)).toMatch(
      /n’est pas parti/u,
    );
    story.mend(w);
    expect((await w.settle()).exit).toBe(0);
    expect([w.deliveries().length, w.channel().length]).toEqual([1, 1]);
  },
);

test.concurrent("a list that is too old warns loudly and is taken", async () => {
  await using w = await openWorld();
  w.brevo.list(47).name = "Utilisateurs RP Août 25";
  const outcome = await w.declare();
  expect(outcome.exit).toBe(0);
  expect(words(outcome)).toContain(
    "LISTE TROP ANCIENNE : « Utilisateurs RP Août 25 » (n° 47) date d’août 2025",
  );
  expect(w.deliveries()).toHaveLength(1);
});

test.concurrent("the sender that the environment names is taken", async () => {
  await using w = await openWorld();
  w.brevo.senders.push({ id: 2, name: "Autre", email: "autre@reconnect.example", active: true });
  w.env = { BREVO_SENDER_ID: "2" };
  expect((await w.declare()).exit).toBe(0);
  expect(w.brevo.campaign(101).content.senderId).toBe(2);
});

function newList(name: string) {
  return { id: 61, name, folderId: 1, uniqueSubscribers: 9, createdAt: "2025-11-20T08:00:00.000Z" };
}
