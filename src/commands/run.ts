import { createHash } from "node:crypto";
import { hostname } from "node:os";
import { openBrevo } from "../adapters/brevo.ts";
import { rehearseChat, rehearseLedger, rehearseMailer } from "../adapters/rehearsal.ts";
import { GitError } from "../adapters/git.ts";
import type { GitHub } from "../adapters/github.ts";
import type { Position } from "../adapters/remote.ts";
import type { Repository } from "../adapters/repository.ts";
import { openSlack } from "../adapters/slack.ts";
import { chooseAudience, type Audience, type ContactList } from "../core/audience.ts";
import { CHECKUP, readCheckup } from "../core/checkup-file.ts";
import { listIdShape } from "../core/campaign.ts";
import { parseIncident, type Incident } from "../core/incident.ts";
import type { Guard } from "../core/plan.ts";
import type { SourceFile } from "../core/problem.ts";
import type { IncidentReport } from "../core/report.ts";
import type { Update } from "../core/update.ts";
import type { Service, Settings } from "../core/settings.ts";
import { audienceThen, snapshotNote } from "../core/snapshot.ts";
import { commandWords } from "../core/words/command.ts";
import type { World } from "../ports.ts";
import { noteQuiet, once, settleIncident, type Order, type Progress } from "../settle.ts";
import { idsOf, loadIncident, openSettings, type Incidents, type Loaded, type Project } from "./project.ts";
import { Refusal } from "./refusal.ts";
import type { Limits } from "./stop.ts";

const BREVO_URL = "https://api.brevo.com/v3";

/** What `main` knows of the machine and of the request; nothing else reads environment, arguments or the clock. */
export interface Machine {
  readonly repo: Repository;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  /** How long this command may take; cut short by SIGINT and SIGTERM. */
  readonly limits: Limits;
  /** Who asks, for the journal and the Slack message. */
  readonly actor: string;
  readonly runId: string;
  readonly onProgress: (event: Progress, settings: Settings) => void;
  /** Nobody asked for this run: GitHub's clock did. */
  readonly isScheduled?: boolean;
  /** The repository on GitHub, in a job of GitHub. */
  readonly github?: GitHub;
}

/** Keys and addresses of the two tools, checked as far as that goes without asking them. */
export interface Access {
  readonly slackToken: string | undefined;
  readonly slackUrl: string;
  readonly channel: string | undefined;
  readonly brevoKey: string | undefined;
  readonly brevoUrl: string;
  readonly senderId: number | undefined;
}

/** What is read of the settings for it. */
type AccessSettings = Pick<Settings, "language"> & {
  readonly slack: { readonly channelId?: string | undefined };
};

/** Reads keys and addresses; refuses what cannot be meant. An empty variable is an absent one. */
export function readAccess({ env }: Machine, settings: AccessSettings): Access {
  const words = commandWords[settings.language];
  const value = (name: string) => env[name]?.trim() || undefined;
  const url = (name: string, fallback: string) => {
    const text = value(name) ?? fallback;
    if (!/^https?:\/\/\S+$/u.test(text)) throw new Refusal(words.badUrl(name, text));
    return text;
  };
  const channel = value("SLACK_CHANNEL_ID") ?? settings.slack.channelId;
  if (channel !== undefined && !/^[CG][A-Z0-9]{8,}$/u.test(channel))
    throw new Refusal(words.badChannel(channel));
  const sender = value("BREVO_SENDER_ID");
  if (sender !== undefined && !/^\d+$/u.test(sender)) throw new Refusal(words.badSender(sender));
  return {
    slackToken: value("SLACK_BOT_TOKEN"),
    slackUrl: url("SLACK_API_URL", "https://slack.com/api/"),
    channel,
    brevoKey: value("BREVO_API_KEY"),
    brevoUrl: url("BREVO_API_URL", BREVO_URL),
    senderId: sender === undefined ? undefined : Number(sender),
  };
}

/** Neither tool has a key: a copy of the repository, or one that is not set up yet. */
export const isUnconfigured = ({ slackToken, brevoKey }: Access): boolean =>
  slackToken === undefined && brevoKey === undefined;

/** Refuses to send with a key or the channel missing: half an announcement must be a decision, not an accident. */
export function requireAccess(access: Access, settings: Settings): void {
  const words = commandWords[settings.language];
  const missing = [
    ...(access.slackToken === undefined ? ["SLACK_BOT_TOKEN"] : []),
    ...(access.brevoKey === undefined ? ["BREVO_API_KEY"] : []),
  ];
  if (missing.length > 0) throw new Refusal(words.missingKeys(missing));
  if (access.channel === undefined) throw new Refusal(words.missingChannel);
}

/** Where the clone stands. Refuses when git does not tell: whether this is the right branch is not known then. */
export async function positionOf({ repo }: Machine): Promise<Position> {
  try {
    return await repo.position();
  } catch (error) {
    if (error instanceof GitError)
      throw new Refusal(commandWords[openSettings(repo)?.language ?? "fr"].gitSilent);
    throw error;
  }
}

/** Refuses to send from a branch that is not the remote's own: its files are proposals. */
export async function requireDefaultBranch(machine: Machine, settings: Settings): Promise<void> {
  const { branch, defaultBranch, hasRemote } = await positionOf(machine);
  if (hasRemote && defaultBranch !== undefined && branch !== defaultBranch)
    throw new Refusal(
      branch === undefined
        ? commandWords[settings.language].detached(defaultBranch)
        : commandWords[settings.language].wrongBranch(branch, defaultBranch),
    );
}

/** News of an incident, in {@link RunOptions.lifted}: by its hour in the file, because the journal may know another one. */
export const liftedNews = (id: string, { at }: Pick<Update, "at">): string => `${id} ${at.toISOString()}`;

export interface RunOptions {
  readonly rehearsal: boolean;
  /** Ids of incidents, and {@link liftedNews}, that leave whatever their age. */
  readonly lifted: ReadonlySet<string>;
  /** Incident files as they would be written; a rehearsal writes none. */
  readonly unwritten?: readonly SourceFile[];
  /** Resolves when the new incident file is shared. */
  readonly shared?: Promise<unknown>;
  readonly incidents: Incidents;
  /** Incidents that want nothing: their files alone are looked at, for edits that came too late. */
  readonly quiet?: readonly Loaded[];
  /** The reading of the lists, when it began before git was asked. */
  readonly lists?: Order["lists"];
  /** Ports of one's own, for a rehearsal that wants to see what goes through them. */
  readonly world?: World;
  /** Whom a mail would go to where Brevo is not asked; `undefined` when nobody knows. */
  readonly audience?: (service: Service, incident: Incident) => ContactList | undefined;
}

/** Begins to read Brevo's lists: the channel is told whom the mail goes to, and waits for that two seconds at most. */
export function readListsEarly({ brevoKey, brevoUrl }: Access, limits: Limits): Pick<RunOptions, "lists"> {
  if (brevoKey === undefined) return {};
  const { requestMs, hard: signal, wait } = limits;
  const lists = openBrevo({ apiKey: brevoKey, apiUrl: brevoUrl, requestMs, signal, wait }).lists();
  return { lists: () => lists };
}

/** Settles these incidents side by side through real or rehearsed ports. */
export async function settleAll(
  machine: Machine,
  project: Project,
  wanted: readonly Loaded[],
  options: RunOptions,
): Promise<readonly IncidentReport[]> {
  const { quiet = [] } = options;
  if (wanted.length === 0 && quiet.length === 0) return [];
  const { settings } = project;
  const access = readAccess(machine, settings);
  if (!options.rehearsal && wanted.length > 0) requireAccess(access, settings);
  const order = await orderOf(machine, project, access, options);
  const settled = await Promise.all(wanted.map(({ incident }) => settleIncident(incident, order)));
  const edited = await Promise.all(quiet.map(({ incident }) => noteQuiet(incident, order)));
  return [...settled, ...edited.filter((report) => report !== undefined)];
}

/** All that one run is told before it acts, with real or rehearsed ports. */
export async function orderOf(
  machine: Machine,
  project: Project,
  access: Access,
  options: RunOptions,
): Promise<Order<"real">> {
  const { settings, templates, context } = project;
  const world = options.world ?? openWorld(machine, access, options);
  // Without Brevo's key a rehearsal still shows what would be done, and says that the audience is not known.
  const isBlind = options.rehearsal && access.brevoKey === undefined;
  const { webUrl = machine.github?.webUrl, defaultBranch } = await positionOf(machine);
  return {
    world,
    settings,
    templates,
    read: (file) => {
      const parsed = parseIncident(file, { ...context, now: machine.now() });
      return parsed.ok ? parsed.value : undefined;
    },
    guard: (id, notice): Guard =>
      options.lifted.has(notice?.phase === "update" ? liftedNews(id, notice.update) : id) ? "lifted" : "on",
    actor: machine.actor,
    runId: machine.runId,
    digest: (text) => createHash("sha256").update(text).digest("hex"),
    ...(access.senderId !== undefined && { senderId: access.senderId }),
    fileUrl: (id) =>
      webUrl === undefined ? undefined : `${webUrl}/blob/${defaultBranch ?? "main"}/incidents/${id}.yml`,
    ...(webUrl !== undefined && { webUrl }),
    claimed: claimedCampaigns(machine, project, options.incidents),
    closed: (service) => {
      const ended = options.incidents.ended.filter(({ services }) => services.includes(service));
      return new Set([...options.incidents.scan.closed, ...ended.map(({ id }) => id)]);
    },
    known: idsOf(options.incidents),
    unfinished: (id, service) =>
      options.incidents.unended
        .filter((other) => other.id !== id && other.services.includes(service))
        .map((other) => other.id),
    lists: isBlind
      ? () => Promise.resolve({ kind: "done", value: [] })
      : (options.lists ?? once(() => world.mailer.lists())),
    audience: (lists, service, incident) =>
      isBlind
        ? blindAudience(machine, settings, options, service, incident)
        : chooseAudience(lists, service, settings, machine.now(), incident.lists.get(service.id)),
    shared: options.shared ?? Promise.resolve(),
    // A rehearsal looks at the world; it does nothing that would be worth a line.
    onProgress: (event) => {
      if (!options.rehearsal || event.doing === "look") machine.onProgress(event, settings);
    },
  };
}

/** Whom a mail would go to where Brevo is not asked: as somebody knows, else as the last checkup saw it, else nobody. */
function blindAudience(
  { repo, now }: Machine,
  settings: Settings,
  { audience }: RunOptions,
  service: Service,
  incident: Incident,
): Audience {
  if (audience) return { kind: "forced", list: audience(service, incident) ?? UNKNOWN_LIST, warnings: [] };
  const snapshot = readCheckup(repo.read(CHECKUP))?.snapshot;
  const then = snapshot && audienceThen(snapshot, service, settings, now(), incident.lists.get(service.id));
  if (!snapshot || !then) return { kind: "forced", list: UNKNOWN_LIST, warnings: [] };
  const note = snapshotNote(snapshot, settings, now());
  // What was refused then may be mended: nothing is foretold of it.
  if (then.kind === "refused") return { kind: "forced", list: UNKNOWN_LIST, warnings: [note, then.reason] };
  return { ...then, warnings: [note, ...then.warnings] };
}

const UNKNOWN_LIST: ContactList = { id: listIdShape.parse(0), name: "", contacts: 0 };

/** A campaign sent by hand counts for one incident only; those of past incidents are older than this. */
const CLAIMED_DAYS = 8;

function claimedCampaigns(
  { repo, now }: Machine,
  { context }: Project,
  { loaded, scan }: Incidents,
): Set<number> {
  const since = new Date(now().getTime() - CLAIMED_DAYS * 86_400_000).toISOString().slice(0, 10);
  const recent = [...scan.closed].filter((id) => id >= since).map((id) => loadIncident(repo, id, context));
  const all = [...loaded, ...recent.filter((one) => "journal" in one)];
  return new Set(all.flatMap(({ journal }) => journal.flatMap(({ campaign }) => campaign ?? [])));
}

function openWorld(machine: Machine, access: Access, options: RunOptions): World {
  const { rehearsal, unwritten = [] } = options;
  const { limits } = machine;
  const bounds = { requestMs: limits.requestMs, signal: limits.hard, wait: limits.wait };
  const { slackToken, channel, brevoKey } = access;
  const chat =
    slackToken === undefined || channel === undefined
      ? undefined
      : openSlack({ token: slackToken, apiUrl: access.slackUrl, channel, ...bounds });
  const mailer =
    brevoKey === undefined ? undefined : openBrevo({ apiKey: brevoKey, apiUrl: access.brevoUrl, ...bounds });
  const base = { now: machine.now, wait: limits.wait, hold: limits.hold, stopped: () => limits.soft.aborted };
  const ledger = rehearsal ? rehearseLedger(machine.repo, unwritten) : machine.repo;
  if (rehearsal || !chat || !mailer)
    return { ...base, chat: rehearseChat(chat), mailer: rehearseMailer(mailer, machine.now), ledger };
  return { ...base, chat, mailer, ledger };
}

/** Names this run in the journal: GitHub's run and attempt, else this machine, process and second. */
export function nameRun(env: Readonly<Record<string, string | undefined>>, pid: number, now: Date): string {
  const run = env["GITHUB_RUN_ID"];
  if (run !== undefined && run !== "") return `${run}/${env["GITHUB_RUN_ATTEMPT"] ?? "1"}`;
  return `${hostname()}-${pid}-${Math.floor(now.getTime() / 1000)}`;
}
