import { openBrevoAccount, type BrevoAccount } from "../adapters/brevo-account.ts";
import { githubAccess } from "../adapters/actions.ts";
import { lookAtRepository } from "../adapters/github-state.ts";
import { openSlackAccount } from "../adapters/slack-account.ts";
import { senderNow, type BrevoSeen } from "../core/checkup-brevo.ts";
import {
  leftoverProbes,
  probesAmong,
  wantsRecipients,
  writeProbe,
  type Probe,
  type ProbeSeen,
} from "../core/checkup-draft.ts";
import { listNow } from "../core/checkup-lists.ts";
import type { GitHubSeen } from "../core/checkup-github.ts";
import type { Key, Look } from "../core/checkup.ts";
import type { SlackSeen } from "../core/checkup-slack.ts";
import type { Campaign } from "../core/campaign.ts";
import type { ListId } from "../core/settings.ts";
import type { Project } from "./project.ts";
import type { Access, Machine } from "./run.ts";

/** A key that is missing in a job of GitHub is one of its secrets, which have a line of their own. */
const keyOf = ({ github }: Machine, key: string | undefined): Key =>
  key !== undefined ? "there" : github ? "told" : "missing";

/** Reads Slack as far as its key reaches. `count` is called for each request. */
export async function lookAtSlack(machine: Machine, access: Access, count: () => void): Promise<SlackSeen> {
  const { slackToken: token, channel: id } = access;
  const seen: SlackSeen = { key: keyOf(machine, token), channelId: id };
  if (token === undefined) return seen;
  const { requestMs, hard: signal, wait } = machine.limits;
  const meter = (_: URL, headers?: Headers) => void (headers ?? count());
  const slack = openSlackAccount({ token, apiUrl: access.slackUrl, requestMs, signal, wait, meter });
  const identity = await slack.identity();
  if (identity.kind !== "done" || id === undefined) return { ...seen, identity };
  const [channel, history, general] = await Promise.all([
    slack.channel(id),
    slack.readable(id),
    slack.whoPostsGeneral(),
  ]);
  return { ...seen, identity, channel, history, general };
}

/** Reads Brevo as far as its key reaches, and makes and deletes one draft to nobody. */
export async function lookAtBrevo(
  machine: Machine,
  access: Access,
  project: Project,
  count: () => void,
): Promise<BrevoSeen> {
  const { settings } = project;
  const { brevoKey: apiKey } = access;
  const senderId = access.senderId ?? settings.brevo.senderId;
  const seen: BrevoSeen = { key: keyOf(machine, apiKey), senderId, blocklisted: new Map() };
  if (apiKey === undefined) return seen;
  const { requestMs, hard: signal, wait } = machine.limits;
  let remaining: number | undefined;
  const meter = ({ pathname }: URL, headers?: Headers) => {
    if (!headers) return count();
    const left = headers.get("x-sib-ratelimit-remaining");
    // Lists have an allowance of their own, three hundred times as large (facts/brevo.md section 6).
    if (left !== null && !pathname.includes("/contacts/")) remaining = Number(left);
  };
  const brevo = openBrevoAccount({ apiKey, apiUrl: access.brevoUrl, requestMs, signal, wait, meter });
  const plans = await brevo.plans();
  if (plans.kind !== "done") return { ...seen, plans };
  const [senders, lists] = await Promise.all([brevo.senders(), brevo.lists()]);
  const now = machine.now();
  const chosen =
    lists.kind === "done" ? settings.services.map((one) => listNow(lists.value, one, settings, now)) : [];
  const blocklisted = new Map<number, Look<number>>();
  for (const found of chosen)
    if ("list" in found) blocklisted.set(found.list.id, await brevo.blocklisted(found.list.id));
  const sender = senderNow({ senderId, senders });
  const probe = sender && writeProbe(project, sender.id, now);
  const [first] = chosen.flatMap((found) => ("list" in found ? [found.list.id] : []));
  const fallback = settings.drill?.listId ?? first;
  const tried =
    probe && !machine.limits.soft.aborted ? await tryDraft(brevo, probe, fallback, machine.now) : undefined;
  return {
    ...seen,
    plans,
    senders,
    lists,
    blocklisted,
    ...(tried && { probe: tried }),
    ...(remaining !== undefined && Number.isFinite(remaining) && { remaining }),
  };
}

/** Leftovers that one checkup deletes: Brevo's hour has room for an outage beside them. */
const LEFTOVERS = 5;

/**
 * Deletes what earlier checkups left, then makes a draft, reads it and deletes it: whatever happens in between. Where Brevo
 * takes none to nobody, it is to the drill's list, else to one of ours: there is no way to send it from here.
 */
async function tryDraft(
  brevo: BrevoAccount,
  toNobody: Probe,
  fallback: ListId | undefined,
  now: () => Date,
): Promise<ProbeSeen> {
  const before = await brevo.drafts();
  const drafts = before.kind === "done" ? before.value : [];
  const leftovers: Look<null>[] = [];
  for (const { id } of leftoverProbes(drafts, now()).slice(0, LEFTOVERS))
    leftovers.push(await remove(brevo, id));
  let probe = toNobody;
  let created = await brevo.create(probe);
  if (created.kind === "refused" && wantsRecipients(created.fault) && fallback !== undefined) {
    probe = { ...toNobody, listId: fallback };
    created = await brevo.create(probe);
  }
  if (created.kind === "refused") return { probe, created, leftovers };
  if (created.kind === "unknown") {
    const lost = await findLost(brevo, drafts);
    const removed = lost && (await remove(brevo, lost.id));
    return { probe, created, leftovers, ...(removed && { removed }) };
  }
  const readBack = await brevo.campaign(created.value);
  return { probe, created, readBack, removed: await remove(brevo, created.value), leftovers };
}

/** The draft whose answer was lost: a probe that was not there before. */
async function findLost(brevo: BrevoAccount, before: readonly Campaign[]): Promise<Campaign | undefined> {
  const after = await brevo.drafts();
  if (after.kind !== "done") return undefined;
  const known = new Set(before.map(({ id }) => id));
  return probesAmong(after.value).find(({ id }) => !known.has(id));
}

/** Deletes once. When the answer is lost, whether the draft is gone tells how it went. */
async function remove(brevo: BrevoAccount, id: Campaign["id"]): Promise<Look<null>> {
  const removed = await brevo.remove(id);
  if (removed.kind !== "unknown") return removed;
  const found = await brevo.campaign(id);
  return found.kind === "done" && found.value === undefined ? { kind: "done", value: null } : removed;
}

/** GitHub answers at once or not at all. */
const GITHUB_MS = 5_000;

/** Reads the repository's settings, in a job of GitHub; nothing elsewhere. */
export async function lookAtGitHub(
  { env, github, limits }: Machine,
  { slackToken, brevoKey }: Access,
  count: () => void,
): Promise<GitHubSeen | undefined> {
  const access = github && githubAccess(env);
  if (!access) return undefined;
  const missing = [
    ...(slackToken === undefined ? ["SLACK_BOT_TOKEN"] : []),
    ...(brevoKey === undefined ? ["BREVO_API_KEY"] : []),
  ];
  const requestMs = Math.min(limits.requestMs, GITHUB_MS);
  const meter = (_: URL, headers?: Headers) => void (headers ?? count());
  const bounds = { requestMs, signal: limits.hard, wait: limits.wait, meter };
  return { missing, ...(await lookAtRepository({ ...access, ...bounds })) };
}
