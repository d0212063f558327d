import * as fc from "fast-check";
import type { FaultKind } from "../../src/sandbox/faults.ts";
import { named, often, one, shape } from "./arbitrary.ts";
import type { Change, Gesture, History, Mood, Point } from "./gesture.ts";
import { ago, by, cause, declare, message, pick, run, tool, tools } from "./wishes.ts";

/**
 * Limits of the promise. Nobody can tell that a mail left once every trace of it is gone, so no history here does that:
 *
 * - A campaign that left is deleted in Brevo, and its journal is lost too (deleted, or never known to this clone). A
 *   campaign that was only a draft may be deleted, and what left may be deleted while the journal stays.
 * - A campaign that left loses its mark (` · 2026-11-23-rp`) in Brevo, and its journal is lost too. Any other new name,
 *   and a corrected name in runbook.yml, is a stop that names the campaign; without that journal another incident of
 *   the tool does not see it. A draft loses its mark at the very moment at which it is sent.
 * - Brevo's list hides a campaign for longer than a whole run takes, and its journal is lost too.
 * - Slack's channel cannot be read, and the journal that knew of the message is lost: it may be posted once more.
 * - A message is older than the seven days for which the channel is read, and its journal is lost.
 * - A campaign that a person sent by hand counts when it left before the run looked; one that leaves while the robot
 *   sends is a second one, and the receipt says so. One that leaves after the incident was closed is not looked for.
 * - A person's campaign bears the mark of an incident whose file never named that tool.
 * - An incident is known by the name of its file. Under another name it is another incident; what keeps it from a second
 *   mail is that the first one has no end yet.
 */
const SENDS = "POST /emailCampaigns/:id/sendNow";
const write = one("chat.postMessage", "POST /emailCampaigns", "DELETE /emailCampaigns/:id", SENDS, SENDS);
const read = one(
  "GET /emailCampaigns",
  "GET /emailCampaigns/:id",
  "GET /contacts/lists",
  "GET /senders",
  "conversations.history",
  "conversations.replies",
  "chat.getPermalink",
  "chat.update",
  "chat.delete",
);
const at: fc.Arbitrary<Point> = shape({ what: write, when: one("before", "after"), nth: one(1, 1, 1, 2, 3) });
const QUICK = one<FaultKind>(
  "reset-before",
  "500-before",
  "502-html",
  "429",
  "lost-answer",
  "500-after",
  "cut-body",
  "empty-body",
  "200-html",
);
/** Each of these costs a second of the wall clock. */
const SLOW = one<FaultKind>("slow-before", "slow-after");

const change = often<Change>(
  [1, shape({ line: one("services"), tools })],
  [3, shape({ line: one("status"), status: one("open", "resolved", "mistaken") })],
  [1, shape({ line: one("back"), tool })],
  [1, shape({ line: one("started_at"), later: one(-60, -5, 5, 60, -1500) })],
  [1, shape({ line: one("declared_at") })],
  [2, shape({ line: one("notify"), silent: fc.boolean() })],
  [1, shape({ line: one("cause"), cause })],
  [1, shape({ line: one("message"), message })],
  [2, shape({ line: one("news"), how: one("hour", "sentence", "gone") })],
  [1, shape({ line: one("lists"), list: one(40, 47, 46) })],
  [1, shape({ line: one("fault") })],
);

const mood = often<Mood>(
  [3, shape({ brevo: one("suspended", "in_review", "forgotten", "poor", "poor", "capped") })],
  [2, shape({ brevo: one("late draft", "late list", "slow queue", "locked", "exhausted") })],
  [2, shape({ slack: one("late", "unreadable", "closed", "no mention", "revoked") })],
);

const inMood = mood.map((each): Gesture => ({ kind: "mood", ...each }));

const campaign = {
  tool,
  phase: one("outage", "recovery"),
  status: one("sent", "sent", "draft"),
  list: one("newest", "newest", "older", "foreign", "none"),
  ago: one(0, 0, 30, 110, 200),
} as const;
const byHand = often<Gesture>(
  [2, named("campaign by hand", campaign)],
  [1, named("campaign by hand", { ...campaign, markOf: pick })],
);
const touch = named("touch", { campaign: pick, how: one("rename", "unmark", "send", "delete") });
const edit = named("edit", { by, file: pick, change });
const remove = named("delete", { by, file: pick });
const pass = named("pass", { minutes: one(1, 4, 11, 11, 40, 40, 150, 600, 1500, 3000) });
const ran = run.map((each): Gesture => ({ kind: "run", ...each }));

/** What may happen in the middle of a run. */
const touchSoftly = named("touch", { campaign: pick, how: one("rename", "send", "delete") });
const happens = often<Gesture>([4, ran], [3, edit], [1, touchSoftly], [1, byHand], [1, pass], [1, remove]);

/** Everything that can happen, the usual more often. */
const gesture = often<Gesture>(
  [16, ran],
  [2, named("again", { by })],
  [1, one({ kind: "rerun" })],
  [4, named("together", { runs: fc.array(run, { minLength: 2, maxLength: 3 }) })],
  [2, named("interrupted", { run, step: fc.integer({ min: 1, max: 12 }) })],
  [4, named("killed", { run, at })],
  [4, named("meanwhile", { run, at, happens })],
  [8, edit],
  [2, one({ kind: "revert" })],
  [1, remove],
  [1, named("rename", { by, file: pick, withFolder: fc.boolean() })],
  [2, named("lose journal", { by, file: pick, whole: fc.boolean() })],
  [2, named("write", { by, tools, ago })],
  [
    2,
    named("set", { by, setting: one("outage name", "outage name", "recovery name", "sender", "stale list") }),
  ],
  [1, named("push", { by })],
  [1, named("go back", { by, commits: fc.integer({ min: 1, max: 6 }) })],
  [
    4,
    named("fault", { what: fc.oneof(write, read), fault: QUICK, nth: one(1, 1, 2), times: one(1, 1, 2, 3) }),
  ],
  [1, named("fault", { what: write, fault: SLOW, nth: one(1, 2), times: one(1) })],
  [4, inMood],
  [2, one({ kind: "calm" })],
  [3, named("lists", { tool, what: one("newer", "newer", "newer", "emptied", "filled") })],
  [6, pass],
  [1, named("clock", { by, ahead: one(-7, -7, 7, 0) })],
  [3, byHand],
  [4, touch],
);

const declared = declare.map((command): Gesture => ({ kind: "run", by: "me", command }));
const ended: Gesture = { kind: "run", by: "me", command: { do: "resolve", of: "whatever" } };
const poor: Gesture = { kind: "mood", brevo: "poor" };
/** Most stories begin with an outage, some with one that is over, or whose mail stays a draft. */
const opening = often<readonly Gesture[]>(
  [5, declared.map((each) => [each])],
  [2, declared.map((each) => [each, ended])],
  [2, declared.map((each) => [poor, each])],
  [2, fc.tuple(inMood, declared)],
  [2, one([])],
);

/** Random histories of at most so many gestures after the first. */
export function histories(longest: number): fc.Arbitrary<History> {
  const rest = fc.array(gesture, { minLength: 1, maxLength: longest, size: "max" });
  const parts = { begins: one("at noon", "at noon", "before midnight"), remote: fc.boolean() } as const;
  return fc
    .tuple(shape<Omit<History, "gestures">>(parts), opening, rest)
    .map(([begun, first, then]) => ({ ...begun, gestures: [...first, ...then] }));
}
