import fc from "fast-check";
import { expect, it } from "vitest";
import { GENERAL, openWorld, words } from "../world.ts";
import { drillLines, messagesIn, TEST_CHANNEL, wholeCycle } from "./drilling.ts";

const TECHNICAL = "C0TECHNIQ1";
const CHANNELS = [GENERAL, TECHNICAL, TEST_CHANNEL];
/** A list that may be anything: the newest of a tool, a team's own, a large one. */
const OPEN_LIST = 60;

/** One value most of the time, so that whole cycles are played too; else one of the others. */
const mostly = <T>(usual: T, ...others: readonly T[]) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.constant(usual) },
    { weight: 2, arbitrary: fc.constantFrom(...others) },
  );

const situation = fc.record({
  realByFile: mostly("", ...CHANNELS),
  realByEnv: mostly<string | undefined>(GENERAL, TECHNICAL, TEST_CHANNEL, undefined),
  drillChannel: mostly(TEST_CHANNEL, GENERAL, TECHNICAL, "C0ABSENT99"),
  expectedName: mostly("général", "exercices", "technique"),
  drillList: mostly<number | "">(OPEN_LIST, 12, 47, 48, 999, ""),
  listName: mostly(
    "Équipe",
    "Utilisateurs RP Déc 25",
    "Essai cfn",
    "Utilisateurs Coffre-fort Nov 25",
    "Newsletter Nov 25",
  ),
  contacts: mostly(3, 0, 1, 10, 11, 500),
  newestIsSmall: fc.boolean(),
  isMember: mostly(true, false),
  isArchived: mostly(false, true),
  services: fc.subarray(["rp", "cfn"]),
  isAway: mostly(false, true),
});

it("a drill leaves every real channel and every real list alone, and is refused or played whole, whatever is set", async () => {
  let played = 0;
  await fc.assert(
    fc.asyncProperty(situation, async (given) => {
      const { realByFile, realByEnv, drillChannel, drillList } = given;
      const w = await openWorld();
      try {
        const lines = [
          ['channel_id: ""', `channel_id: "${realByFile}"`],
          ['channel_name: "général"', `channel_name: "${given.expectedName}"`],
          ...drillLines(drillChannel, drillList),
        ] as const;
        for (const [from, to] of lines) w.edit("runbook.yml", from, to);
        w.env = { SLACK_CHANNEL_ID: realByEnv };
        Object.assign(w.slack.channel(TEST_CHANNEL), {
          isMember: given.isMember,
          isArchived: given.isArchived,
        });
        const mine = { id: OPEN_LIST, name: given.listName, uniqueSubscribers: given.contacts };
        w.brevo.lists.push({ ...mine, folderId: 1, createdAt: "2025-11-20T08:00:00.000Z" });
        if (given.newestIsSmall) w.brevo.list(47).uniqueSubscribers = 5;
        const real = [realByFile, realByEnv].filter((id) => id);
        // An outage of the same tool may be under way.
        if (given.isAway) await w.declare();
        const before = { deliveries: w.deliveries().length, campaigns: w.brevo.campaigns.length };
        const told = CHANNELS.map((id) => messagesIn(w, id).length);

        const outcome = await w.drill({ services: given.services });

        const fresh = w.deliveries().slice(before.deliveries);
        const news = CHANNELS.filter((id, index) => messagesIn(w, id).length !== told[index]);
        expect(fresh.filter(({ listIds }) => listIds.length !== 1 || listIds[0] !== drillList)).toEqual([]);
        expect(fresh.filter(({ recipients }) => recipients === 0 || recipients > 10)).toEqual([]);
        expect(news.filter((id) => id !== drillChannel || real.includes(id))).toEqual([]);
        const names = fresh.map(({ name }) => name).toSorted();
        const isPlayed = outcome.exit === 0;
        if (isPlayed) played += 1;
        const services = given.services.length === 0 ? ["rp", "cfn"] : given.services;
        const id = `2025-11-24-exercice-${services.join("-")}`;
        const isOfTool = drillList === OPEN_LIST && /\b(?:rp|cfn|coffre)/iu.test(given.listName);
        expect({
          exit: outcome.exit,
          names,
          made: w.brevo.campaigns.length - before.campaigns,
          isRemedied: /Rien n’a été envoyé\. (?:À faire : )?\p{Lu}/u.test(words(outcome)),
        }).toEqual(
          isPlayed && !isOfTool
            ? { exit: 0, names: wholeCycle(id, services), made: names.length, isRemedied: false }
            : { exit: 1, names: [], made: 0, isRemedied: true },
        );
      } finally {
        await w.close();
      }
    }),
    { numRuns: 24, seed: 20261127 },
  );
  expect(played).toBeGreaterThan(2);
}, 60_000);
