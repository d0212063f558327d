import { fine, flagged, unseen, type Check, type Look } from "./checkup.ts";
import type { Fault } from "./fault.ts";
import type { Settings } from "./settings.ts";
import { formatWallClock } from "./time.ts";
import { checkupGitHubWords } from "./words/checkup-github.ts";
import { faultWords } from "./words/fault.ts";

/** The environment that holds the keys. */
export interface Environment {
  readonly hasReviewers: boolean;
  readonly waitMinutes: number;
  /** `all`: any branch may use it; `protected`: every protected one; else the patterns. */
  readonly branches: "all" | "protected" | readonly string[];
}

/** What a checkup saw of the repository on GitHub; only a job there can look. */
export interface GitHubSeen {
  /** Secrets that did not reach the job. */
  readonly missing: readonly string[];
  readonly repository: Look<{ readonly defaultBranch: string; readonly isArchived: boolean }>;
  /** Types of the rules that hold for the default branch: `pull_request`, `deletion` … */
  readonly rules: Look<readonly string[]>;
  /** Whether an older branch protection holds, whose rules a job cannot read. */
  readonly isProtected: Look<boolean>;
  readonly mayOpenPulls: Look<boolean>;
  readonly environment: Look<Environment | undefined>;
  /** State of the workflow that repairs and reminds: `active`, `disabled_inactivity` … */
  readonly schedule: Look<string | undefined>;
  readonly lastScheduled: Look<Date | undefined>;
}

const LINES = ["secrets", "commit", "pulls", "environment", "policy", "schedule"] as const;
type Line = (typeof LINES)[number];

/** GitHub's lines; one alone where this is no job of GitHub. */
export function githubChecks(seen: GitHubSeen | undefined, settings: Settings, now: Date): readonly Check[] {
  const { labels, ...words } = checkupGitHubWords[settings.language];
  if (!seen) return [unseen("github", labels.all, words.notHere)];
  return [
    seen.missing.length === 0
      ? fine("github.secrets", labels.secrets, words.secrets)
      : flagged("github.secrets", labels.secrets, "bad", words.missingSecrets(seen.missing)),
    commitCheck(seen, settings),
    pullsCheck(seen, settings),
    ...environmentChecks(seen, settings),
    scheduleCheck(seen, settings, now),
  ];
}

/** A question that GitHub did not answer: what the job may not ask is no fault of the repository. */
function unanswered(line: Line, fault: Fault, { language }: Settings): Check {
  const { labels, ...words } = checkupGitHubWords[language];
  const told = faultWords[language](fault);
  const why = fault.code === "permission_denied" ? words.notAllowed(words.where[line]) : told.reason;
  return unseen(`github.${line}`, labels[line], why);
}

/** Rules that let the robot's commits in: they go forward, and GitHub signs them (facts/github-actions.md section 4). */
const HARMLESS = new Set([
  "deletion",
  "non_fast_forward",
  "creation",
  "required_linear_history",
  "required_signatures",
]);

function commitCheck({ repository, rules, isProtected }: GitHubSeen, settings: Settings): Check {
  const { labels, ...words } = checkupGitHubWords[settings.language];
  const line = ["github.commit", labels.commit] as const;
  if (repository.kind !== "done") return unanswered("commit", repository.fault, settings);
  const { defaultBranch, isArchived } = repository.value;
  if (isArchived) return flagged(...line, "bad", words.archived());
  if (rules.kind !== "done") return unanswered("commit", rules.fault, settings);
  const inTheWay = rules.value.filter((type) => !HARMLESS.has(type));
  // Announcements leave all the same, and the incident waits in a pull request: no ✗.
  if (inTheWay.length > 0) return flagged(...line, "warn", words.ruled(defaultBranch, inTheWay));
  if (isProtected.kind === "done" && isProtected.value && rules.value.length === 0)
    return unseen(...line, words.oldProtection(defaultBranch));
  return fine(...line, words.commit(defaultBranch));
}

function pullsCheck({ mayOpenPulls }: GitHubSeen, settings: Settings): Check {
  const { labels, ...words } = checkupGitHubWords[settings.language];
  const line = ["github.pulls", labels.pulls] as const;
  if (mayOpenPulls.kind !== "done") return unanswered("pulls", mayOpenPulls.fault, settings);
  return mayOpenPulls.value ? fine(...line, words.pulls) : flagged(...line, "warn", words.noPulls());
}

function environmentChecks({ environment, repository }: GitHubSeen, settings: Settings): readonly Check[] {
  const { labels, ...words } = checkupGitHubWords[settings.language];
  const line = ["github.environment", labels.environment] as const;
  const policy = ["github.policy", labels.policy] as const;
  if (environment.kind !== "done")
    return [
      unanswered("environment", environment.fault, settings),
      unanswered("policy", environment.fault, settings),
    ];
  const found = environment.value;
  // The keys may stand beside it, as on the free plan: announcements leave, but everybody who writes can read them.
  if (!found)
    return [flagged(...line, "warn", words.noEnvironment()), unseen(...policy, words.seeEnvironment)];
  const branch = repository.kind === "done" ? repository.value.defaultBranch : undefined;
  const isClosed =
    typeof found.branches !== "string" &&
    found.branches.length === 1 &&
    (branch === undefined || found.branches[0] === branch);
  return [
    found.hasReviewers || found.waitMinutes > 0
      ? flagged(...line, "bad", words.gate())
      : fine(...line, words.environment),
    isClosed
      ? fine(...policy, words.policy(branch ?? "main"))
      : flagged(...policy, "warn", words.open(branch ?? "main")),
  ];
}

const DAY_MS = 86_400_000;

function scheduleCheck({ schedule, lastScheduled }: GitHubSeen, settings: Settings, now: Date): Check {
  const { labels, ...words } = checkupGitHubWords[settings.language];
  const line = ["github.schedule", labels.schedule] as const;
  if (schedule.kind !== "done") return unanswered("schedule", schedule.fault, settings);
  if (schedule.value === undefined) return flagged(...line, "bad", words.noWorkflow());
  if (schedule.value !== "active") return flagged(...line, "bad", words.asleep());
  if (lastScheduled.kind !== "done") return unanswered("schedule", lastScheduled.fault, settings);
  const last = lastScheduled.value;
  if (!last) return flagged(...line, "warn", words.neverRan());
  const at = formatWallClock(last, settings.timeZone);
  return now.getTime() - last.getTime() > DAY_MS
    ? flagged(...line, "warn", words.late(at))
    : fine(...line, words.alive(at));
}
