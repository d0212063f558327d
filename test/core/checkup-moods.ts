import type { BrevoSeen } from "../../src/core/checkup-brevo.ts";
import { campaignIdShape, listIdShape, type Campaign } from "../../src/core/campaign.ts";
import { writeProbe, type ProbeSeen } from "../../src/core/checkup-draft.ts";
import type { Environment, GitHubSeen } from "../../src/core/checkup-github.ts";
import type { SlackChannel } from "../../src/core/checkup-channel.ts";
import type { SlackSeen } from "../../src/core/checkup-slack.ts";
import type { Look } from "../../src/core/checkup.ts";
import { OTHER } from "../../src/core/mail-causes.ts";
import { paris, settings, templates } from "./reconnect.ts";

/** What a checkup may see of the world, well and in every bad mood. */
export const now = paris("2025-11-24 14:11");
const texts = templates();
const causes = [...texts.causes.keys()].map((id) => ({ id, needsMessage: id === OTHER }));
export const wordings = { settings, templates: texts, context: { settings, causes, now } };

const done = <T>(value: T): Look<T> => ({ kind: "done", value });
function lost(tool: "slack" | "brevo" | "git", code: string, detail?: string): Look<never> {
  return { kind: "refused", fault: { tool, code, ...(detail !== undefined && { detail }) } };
}

const channel: SlackChannel = {
  name: "général",
  isArchived: false,
  isMember: true,
  isPrivate: false,
  isGeneral: true,
  isReadOnly: false,
  isThreadOnly: false,
};
const known = { team: "Reconnect", bot: "Alerte" };
export const slack: SlackSeen = {
  key: "there",
  channelId: "C0GENERAL1",
  identity: done({ ...known, scopes: ["chat:write", "channels:read", "channels:history"] }),
  channel: done(channel),
  history: done(null),
  general: done("ra"),
};
const channels: readonly Partial<SlackChannel>[] = [
  { isArchived: true },
  { name: "annonces" },
  { isMember: false },
  { isReadOnly: true },
  { isThreadOnly: true },
  { isGeneral: false },
  { isPrivate: true },
];
export const slackMoods: readonly SlackSeen[] = [
  slack,
  { key: "told", channelId: undefined },
  { key: "missing", channelId: "C0GENERAL1" },
  { key: "there", channelId: undefined, identity: done(known) },
  { ...slack, identity: lost("slack", "token_revoked") },
  { ...slack, identity: done(known) },
  { ...slack, identity: done({ ...known, scopes: [] }) },
  { ...slack, channel: lost("slack", "missing_scope", "groups:read") },
  { ...slack, channel: lost("slack", "channel_not_found") },
  { ...slack, history: lost("slack", "missing_scope", "channels:history") },
  { ...slack, history: lost("slack", "http_500") },
  { ...slack, general: lost("slack", "missing_scope", "team.preferences:read") },
  ...["admin", "a_word_of_tomorrow"].map((who) => ({ ...slack, general: done(who) })),
  ...channels.map((mood) => ({ ...slack, channel: done({ ...channel, ...mood }) })),
];

const list = (id: number, name: string, contacts: number) => ({
  id: listIdShape.parse(id),
  name,
  contacts,
});
const lists = [
  list(39, "Utilisateurs RP Oct 25", 1200),
  list(47, "Utilisateurs RP Nov 25", 1234),
  list(44, "Utilisateurs CFN Oct 25", 5600),
  list(48, "Utilisateurs CFN Nov 25", 5678),
];
const sender = { id: 1, name: "Reconnect", email: "a@reconnect.example", active: true };
const plan = (type: string, credits: number) => done([{ type, credits, creditsType: "sendLimit" }]);

const written = writeProbe(wordings, 1, now);
if (!written) throw new Error("There is a service to write a draft for.");
export const probe = written;
export const draft: Campaign = {
  id: campaignIdShape.parse(7),
  name: probe.name,
  subject: probe.subject,
  status: "draft",
  createdAt: now,
  senderId: 1,
  listIds: [],
  html: probe.html,
};
const tried: ProbeSeen = {
  probe,
  created: done(draft.id),
  readBack: done(draft),
  removed: done(null),
  leftovers: [],
};
export const brevo: BrevoSeen = {
  key: "there",
  senderId: undefined,
  plans: plan("subscription", 50_000),
  senders: done([sender]),
  lists: done(lists),
  blocklisted: new Map([47, 48].map((id) => [id, done(3)])),
  remaining: 90,
  probe: tried,
};
function withList(id: number, change: Partial<(typeof lists)[number]>): BrevoSeen {
  return { ...brevo, lists: done(lists.map((each) => (each.id === id ? { ...each, ...change } : each))) };
}
const untried: BrevoSeen = {
  key: "there",
  senderId: undefined,
  plans: plan("subscription", 50_000),
  senders: done([sender]),
  lists: done(lists),
  blocklisted: new Map(),
};
const drafts: readonly Partial<ProbeSeen>[] = [
  { created: lost("brevo", "http_400") },
  { readBack: lost("brevo", "http_500") },
  { readBack: done(undefined) },
  { readBack: done({ ...draft, subject: "Sujet" }) },
  { readBack: done({ ...draft, html: "<p>x</p>" }) },
  { readBack: done({ ...draft, senderId: 2 }) },
  { readBack: done({ ...draft, listIds: [listIdShape.parse(47)] }) },
  { readBack: done({ ...draft, name: "Copie" }) },
  { removed: lost("brevo", "permission_denied") },
  { leftovers: [lost("brevo", "permission_denied")] },
  { leftovers: [done(null)] },
  { leftovers: [done(null), done(null)] },
];
export const brevoMoods: readonly BrevoSeen[] = [
  brevo,
  untried,
  { key: "told", senderId: 1, blocklisted: new Map() },
  { key: "missing", senderId: 1, blocklisted: new Map() },
  ...["ip_blocked", "unauthorized", "ratelimited", "timeout"].map((code) => ({
    ...untried,
    plans: lost("brevo", code),
  })),
  ...[
    plan("sms", 10),
    plan("free", 300),
    plan("subscription", 8_000),
    plan("free", 8_000),
    plan("free", 20_000),
  ].map((plans) => ({ ...brevo, plans })),
  { ...brevo, senders: lost("brevo", "http_500") },
  { ...brevo, senders: done([]) },
  { ...brevo, senders: done([sender, { ...sender, id: 2 }]) },
  { ...brevo, senderId: 9 },
  { ...brevo, senderId: 1, senders: done([{ ...sender, active: false }]) },
  { ...brevo, lists: lost("brevo", "http_500") },
  { ...brevo, lists: done([]) },
  { ...brevo, lists: done([list(50, "Utilisateurs RP", 10), list(51, "Utilisateurs RP test 2", 10)]) },
  { ...brevo, lists: done([list(47, "Utilisateurs RP Nov 25", 1234)]) },
  ...["Utilisateurs RP Sept 25", "Utilisateurs RP Juil 25"].map((name) => withList(47, { name })),
  ...[0, 500, 900, 1_100].map((contacts) => withList(47, { contacts })),
  { ...brevo, blocklisted: new Map([[47, done(400)]]) },
  { ...brevo, lists: done([...lists, list(50, "Utilisateurs RP novembre 2025", 1240)]) },
  { ...brevo, lists: done([...lists, list(50, "Utilisateurs RP Nov 25 copie", 1240)]) },
  { ...brevo, remaining: 3 },
  ...drafts.map((mood) => ({ ...brevo, probe: { ...tried, ...mood } })),
];

const environment: Environment = { hasReviewers: false, waitMinutes: 0, branches: ["main"] };
export const github: GitHubSeen = {
  missing: [],
  repository: done({ defaultBranch: "main", isArchived: false }),
  rules: done(["deletion", "non_fast_forward"]),
  isProtected: done(false),
  mayOpenPulls: done(true),
  environment: done(environment),
  schedule: done("active"),
  lastScheduled: done(new Date(now.getTime() - 3_600_000)),
};
const moods: readonly Partial<GitHubSeen>[] = [
  { missing: ["SLACK_BOT_TOKEN"] },
  { repository: done({ defaultBranch: "main", isArchived: true }) },
  { repository: lost("git", "timeout") },
  { rules: lost("git", "permission_denied") },
  { rules: done(["pull_request", "required_status_checks"]) },
  { rules: done([]), isProtected: done(true) },
  { mayOpenPulls: done(false) },
  { mayOpenPulls: lost("git", "permission_denied") },
  { environment: done(undefined) },
  { environment: lost("git", "permission_denied") },
  { environment: done({ ...environment, hasReviewers: true }) },
  { environment: done({ ...environment, waitMinutes: 5 }) },
  { environment: done({ ...environment, branches: "all" }) },
  { environment: done({ ...environment, branches: "protected" }) },
  { environment: done({ ...environment, branches: ["main", "x"] }) },
  { environment: done({ ...environment, branches: ["develop"] }) },
  { schedule: done(undefined) },
  { schedule: done("disabled_inactivity") },
  { schedule: lost("git", "permission_denied") },
  { lastScheduled: done(undefined) },
  { lastScheduled: lost("git", "http_500") },
  { lastScheduled: done(new Date(now.getTime() - 48 * 3_600_000)) },
];
export const githubMoods: readonly (GitHubSeen | undefined)[] = [
  undefined,
  github,
  ...moods.map((mood) => ({ ...github, ...mood })),
];
