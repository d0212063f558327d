import { existsSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { normaliseName } from "../../src/core/campaign.ts";
import type { NoticeKind } from "../../src/core/notice.ts";
import type { Outcome } from "../../src/commands/outcome.ts";
import type { Delivery } from "../../src/sandbox/brevo/entities.ts";
import { openWorld, type Clone, type World } from "../world.ts";
import type { By, History, Run, Tool } from "./gesture.ts";

/** One run of the program, with what it found and what it left. */
export interface Ran {
  readonly run: Run;
  readonly clone: Clone;
  /** Nothing else went on meanwhile. */
  readonly alone: boolean;
  readonly before: Sight;
  readonly after: Sight;
  readonly outcome: Outcome;
}

/** What stands there at one moment: counters of the world, and the files of one clone. */
export interface Sight {
  readonly deliveries: number;
  readonly messages: number;
  readonly requests: number;
  /** Texts by the incident's id. */
  readonly files: ReadonlyMap<string, string>;
  readonly journals: ReadonlyMap<string, string>;
  /** Names of the drafts at Brevo. */
  readonly drafts: readonly string[];
}

/** A history while it is lived through. */
export interface Story {
  readonly world: World;
  readonly clones: Readonly<Record<By, Clone>>;
  readonly remote: boolean;
  /** Campaigns that a person made, by their id. */
  readonly made: Set<number>;
  /** Campaigns that a person sent, by their id. */
  readonly byHand: Set<number>;
  /** Those among them that Brevo's list did not show yet when they left. */
  readonly unseen: Set<number>;
  /** Names of campaigns of ours that a person deleted, as drafts, in Brevo. */
  readonly deleted: Set<string>;
  readonly undo: { readonly clone: Clone; readonly path: string; readonly text: string | undefined }[];
  /** Runs since the last check. */
  readonly ran: Ran[];
  /** The last form that was sent off, and its number at GitHub. */
  form: { readonly run: Run; readonly number: number } | undefined;
  numbers: number;
  /** How many runs want the remote away. */
  offline: number;
  /** Slack's history could not be read at some time: it may hold a message twice (design section 4.5). */
  wasBlind: boolean;
  /** What happened, line by line, for the counterexample. */
  readonly told: string[];
}

const BEGINNINGS = { "at noon": "2025-11-24T13:11:00.000Z", "before midnight": "2025-11-24T22:50:00.000Z" };

/** Lays the world of a history. */
export async function beginStory({ begins, remote, gestures }: History): Promise<Story> {
  const world = await openWorld({ now: BEGINNINGS[begins], remote });
  // Fifteen calls a run are within the hour's hundred; a story has many runs in an hour.
  world.brevo.state.perHour = PLENTY;
  world.brevo.senders.push({ id: 2, name: "Ancien", email: "ancien@reconnect.example", active: false });
  const needsTwo = remote && JSON.stringify(gestures).includes('"colleague"');
  return {
    world,
    clones: { me: world, colleague: needsTwo ? world.colleague() : world },
    remote,
    made: new Set(),
    byHand: new Set(),
    unseen: new Set(),
    deleted: new Set(),
    undo: [],
    ran: [],
    form: undefined,
    numbers: 100,
    offline: 0,
    wasBlind: false,
    told: [],
  };
}

export const PLENTY = 10_000;

/** Ids of the incident files of a clone, in their order. */
export function incidentsOf({ root }: Clone): readonly string[] {
  const folder = join(root, "incidents");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^\d{4}-.*\.yml$/u.test(name))
    .map((name) => name.slice(0, -4))
    .toSorted();
}

/** One of these, whatever number was drawn. */
export function pickOf<T>(all: readonly T[], number: number): T | undefined {
  return all[number % Math.max(all.length, 1)];
}

/** Ids of the folders of a clone that hold a journal. */
export function journalsOf({ root }: Clone): readonly string[] {
  const folder = join(root, "incidents");
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, "journal.yml")));
}

export function sightOf({ world }: Story, clone: Clone): Sight {
  const texts = (ids: readonly string[], end: string) =>
    new Map(ids.map((id) => [id, readFileSync(join(clone.root, `incidents/${id}${end}`), "utf8")]));
  return {
    deliveries: world.brevo.deliveries.length,
    messages: world.slack.messages.length,
    requests: world.sandbox.requests.length,
    files: texts(incidentsOf(clone), ".yml"),
    journals: texts(journalsOf(clone), "/journal.yml"),
    drafts: world.brevo.campaigns.filter(({ accepted }) => !accepted).map(({ content }) => content.name),
  };
}

/** What a mail was for. A campaign made by hand may carry no incident. */
export interface Told {
  readonly incident: string | undefined;
  readonly phase: NoticeKind;
  readonly tool: Tool;
  /** Of news, as its campaign's name has it. */
  readonly hour?: string;
}

/** Reads it from the name as it was when the mail left, and from the subject, which nobody corrects here. */
export function toldBy({ name, subject }: Delivery): Told {
  const hour = / · (?<hour>\d\d\/\d\d \d\dh\d\d[^·]*) · /u.exec(normaliseName(name))?.groups?.["hour"];
  const phase = /^(?:Fin|Retour|Fausse alerte)\b/u.test(subject) ? "recovery" : "outage";
  return {
    incident: / · (?<id>\d{4}-\d\d-\d\d-[a-z0-9-]+)$/u.exec(normaliseName(name))?.groups?.["id"],
    phase: subject.startsWith("Nouvelles") ? "update" : phase,
    ...(hour !== undefined && { hour }),
    tool: subject.includes("Coffre-fort") ? "cfn" : "rp",
  };
}

export const keyOf = ({ incident = "?", phase, tool, hour }: Told): string =>
  `${incident} ${phase}/${hour === undefined ? "" : `${hour}/`}mail/${tool}`;

/** The mails that the robot let leave, in their order: all but those that a person sent. */
export function robotMails({ world, byHand }: Story): readonly Delivery[] {
  return world.brevo.deliveries.filter(({ campaignId }) => !byHand.has(campaignId));
}

/** Takes the remote away while the work lasts; other work may want it away too. */
export async function withoutRemote<T>(story: Story, work: () => Promise<T>): Promise<T> {
  const { bare } = story.world;
  story.offline += 1;
  if (story.offline === 1 && story.remote) renameSync(bare, `${bare}.away`);
  try {
    return await work();
  } finally {
    story.offline -= 1;
    if (story.offline === 0 && story.remote) renameSync(`${bare}.away`, bare);
  }
}
