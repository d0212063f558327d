import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { GENERAL, openWorld, words, type World, type WorldOptions } from "../world.ts";
import { drillLines, messagesIn, sent, TEST_CHANNEL, TEST_LIST } from "./drilling.ts";

const REFUSED = "❌ EXERCICE REFUSÉ : RIEN N'EST PARTI";
const set = (channel: string, list: number | string): WorldOptions => ({
  settings: drillLines(channel, list),
});
const good = set(TEST_CHANNEL, TEST_LIST);

interface Story {
  readonly name: string;
  readonly options: WorldOptions;
  readonly spoil?: (w: World) => void;
  readonly says: RegExp;
}

const stories: readonly Story[] = [
  {
    name: "no audience",
    options: {},
    says: /ne sont pas réglés.*À faire : Faites dans Slack un canal d’essai/u,
  },
  { name: "a channel without a list", options: set(TEST_CHANNEL, ""), says: /ne sont pas réglés/u },
  {
    name: "the channel of SLACK_CHANNEL_ID",
    options: set(GENERAL, TEST_LIST),
    says: /\(C0GENERAL1\) est celui des vraies annonces\. .*À faire : Écrivez l’identifiant d’un canal d’essai/u,
  },
  {
    name: "the channel of runbook.yml, while SLACK_CHANNEL_ID names another one",
    options: {
      settings: [['channel_id: ""', `channel_id: "C0TECHNIQ1"`], ...drillLines("C0TECHNIQ1", TEST_LIST)],
    },
    says: /\(C0TECHNIQ1\) est celui des vraies annonces/u,
  },
  {
    name: "a channel of the real one's name",
    options: good,
    spoil: (w) => void (w.slack.channel(TEST_CHANNEL).name = "général"),
    says: /s’appelle #général, comme le canal des vraies annonces/u,
  },
  {
    name: "the channel in which everybody is",
    options: good,
    spoil: (w) => void (w.slack.channel(TEST_CHANNEL).isGeneral = true),
    says: /\(#exercices\) est celui de toute l’organisation/u,
  },
  {
    name: "a channel that another organisation reads",
    options: good,
    spoil: (w) => void (w.slack.channel(TEST_CHANNEL).isShared = true),
    says: /\(#exercices\) est partagé avec une autre organisation\. .*À faire : Écrivez l’identifiant/u,
  },
  {
    name: "a channel that does not exist",
    options: set("C0ABSENT99", TEST_LIST),
    says: /ne trouve pas dans Slack le canal des exercices \(C0ABSENT99\)/u,
  },
  {
    name: "an archived channel",
    options: good,
    spoil: (w) => void (w.slack.channel(TEST_CHANNEL).isArchived = true),
    says: /\(#exercices\) est archivé\. .*À faire : Désarchivez-le/u,
  },
  {
    name: "a channel without the robot",
    options: good,
    spoil: (w) => void (w.slack.channel(TEST_CHANNEL).isMember = false),
    says: /n’est pas dans le canal des exercices.*\/invite @Alerte indisponibilité/u,
  },
  {
    name: "a list that Brevo does not know",
    options: set(TEST_CHANNEL, 999),
    says: /ne connaît pas la liste des exercices \(n° 999\)/u,
  },
  {
    name: "an empty list",
    options: good,
    spoil: (w) => void (w.brevo.list(TEST_LIST).uniqueSubscribers = 0),
    says: /\(n° 12\) est vide\. .*À faire : Ajoutez-y quelques collègues/u,
  },
  {
    name: "a list of eleven",
    options: good,
    spoil: (w) => void (w.brevo.list(TEST_LIST).uniqueSubscribers = 11),
    says: /a 11 contacts, et un exercice ne va jamais à plus de 10 personnes/u,
  },
  {
    name: "a small list that carries a tool's name",
    options: good,
    spoil: (w) => void (w.brevo.list(TEST_LIST).name = "Essais RP"),
    says: /« Essais RP » \(n° 12\) porte le nom d’un outil \(Reconnect Pro\)/u,
  },
  {
    name: "a small list that would be chosen in an outage",
    options: good,
    spoil: (w) => void (w.brevo.list(TEST_LIST).name = "Utilisateurs CFN Déc 25"),
    says: /porte le nom d’un outil \(Coffre-fort numérique Reconnect\)/u,
  },
  {
    name: "a real campaign that is called a drill",
    options: {
      settings: [
        ['outage: "Indisponibilité Reconnect Pro"', 'outage: "Exercice Reconnect Pro"'],
        ...drillLines(TEST_CHANNEL, TEST_LIST),
      ],
    },
    says: /une vraie campagne commence par « EXERCICE »/u,
  },
  {
    name: "a refused key of Brevo",
    options: good,
    spoil: (w) => void (w.brevo.state.key = "unknown"),
    says: /clé.*À faire : /u,
  },
  {
    name: "a missing key",
    options: good,
    spoil: (w) => void (w.env = { BREVO_API_KEY: undefined }),
    says: /il manque BREVO_API_KEY/u,
  },
  {
    name: "no real channel to keep away from",
    options: good,
    spoil: (w) => void (w.env = { SLACK_CHANNEL_ID: undefined }),
    says: /Le canal Slack n’est pas réglé/u,
  },
];

describe.concurrent("a drill is refused before anything is sent, with the next gesture, for", () => {
  test.for(stories)("$name", async ({ options, spoil, says }) => {
    await using w = await openWorld(options);
    spoil?.(w);
    const outcome = await w.drill();
    expect(outcome).toMatchObject({ exit: 1, headline: REFUSED, alarm: false });
    expect(words(outcome)).toMatch(says);
    expect(words(outcome)).toContain("Rien n’a été envoyé");
    expect([w.brevo.campaigns.length, w.slack.messages.length]).toEqual([0, 0]);
    expect(w.git("log", "--format=%s").trim()).toBe("Lay the house");
  });

  test("a folder of drills that leads elsewhere", async () => {
    await using w = await openWorld(good);
    mkdirSync(join(w.root, "incidents"), { recursive: true });
    symlinkSync(join(w.root, "templates"), join(w.root, "incidents", "drills"));
    const outcome = await w.drill();
    expect(outcome).toMatchObject({ exit: 1, headline: REFUSED, problems: [{ file: "incidents/drills" }] });
    expect([w.brevo.campaigns.length, w.slack.messages.length]).toEqual([0, 0]);
  });

  test("an unknown tool, and another branch", async () => {
    await using w = await openWorld({ ...good, remote: true });
    expect(words(await w.drill({ services: ["xyz"] }))).toContain("« xyz » n’est pas un de nos outils");
    w.git("switch", "--quiet", "--create", "essai");
    expect(await w.drill()).toMatchObject({ exit: 1, headline: REFUSED });
    expect([w.brevo.campaigns.length, w.slack.messages.length]).toEqual([0, 0]);
  });
});

describe.concurrent("by the schedule", () => {
  test("a repository without drills stays green, and is told how to set them up", async () => {
    await using w = await openWorld();
    w.isScheduled = true;
    const outcome = await w.drill();
    expect(outcome).toMatchObject({ exit: 0, headline: "ℹ️ PAS D'EXERCICE : RIEN N'EST RÉGLÉ" });
    expect(words(outcome)).toMatch(
      /Pour en faire : faites dans Slack un canal d’essai.*channel_id et list_id/u,
    );
  });

  test("a copy without keys stays green; an audience that went bad is red", async () => {
    await using w = await openWorld(good);
    w.isScheduled = true;
    w.env = { SLACK_BOT_TOKEN: undefined, BREVO_API_KEY: undefined };
    expect((await w.drill()).exit).toBe(0);
    w.env = {};
    w.brevo.list(TEST_LIST).uniqueSubscribers = 400;
    expect((await w.drill()).exit).toBe(1);
    expect([sent(w), messagesIn(w, TEST_CHANNEL)]).toEqual([{ drill: [], real: [] }, []]);
  });
});
