import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPullRequest } from "../adapters/event.ts";
import { changesBetween, openProposal } from "../adapters/proposal.ts";
import { kindIn } from "../adapters/tree.ts";
import { WAITING } from "../adapters/waiting.ts";
import { isRobotFile } from "../core/incident-tree.ts";
import { artifact } from "../core/review-artifact.ts";
import { reviewLines, verdict } from "../core/review-labels.ts";
import { reviewPage } from "../core/review-page.ts";
import { escaped } from "../core/literal.ts";
import type { Review } from "../core/review.ts";
import { commandWords } from "../core/words/command.ts";
import { reviewWords } from "../core/words/review.ts";
import type { Outcome } from "./outcome.ts";
import { openSettings } from "./project.ts";
import { problemLine, Refusal } from "./refusal.ts";
import { judge } from "./review-judgement.ts";
import type { Machine } from "./run.ts";

/** By which the comment is found again. */
const MARK = "review";
/** GitHub shows ten annotations of a step; a log of thousands helps nobody. */
const MOST_SHOWN = 50;

/** Two folders below the repository's root, both of them data: no code of theirs is run. */
export interface Sides {
  /** The branch that the request goes to, as it was when GitHub merged the two; empty: the repository itself. */
  readonly before: string;
  /** What the request would make of it. */
  readonly after: string;
}

/**
 * Reviews the pull request that started this run (in GitHub's jobs only): what merging would send, and what has to be
 * corrected first. Sends nothing and needs no key.
 */
export async function review(machine: Machine, { before, after }: Sides): Promise<Outcome> {
  const { env } = machine;
  const here = machine.repo.root;
  const words = reviewWords[openSettings(machine.repo)?.language ?? "fr"];
  const pull = readPullRequest(env["GITHUB_EVENT_PATH"]);
  if (!pull) throw new Refusal(words.noPullRequest);
  for (const folder of [after, ...(before === "" ? [] : [before])])
    if (kindIn(here, folder) !== "folder") throw new Refusal(words.noProposal(folder));
  // The branch may have moved since: its newer journals would look like lines that the request takes away.
  const repo = before === "" ? machine.repo : openProposal(machine.repo, join(here, before), () => false);
  const root = join(here, after);
  const isRobot = pull.isOurs && pull.branch === WAITING;
  // What only the robot may write is taken from the branch itself, whatever a stranger makes of it.
  const proposal = openProposal(repo, root, (path) => !isRobot && isRobotFile(path));
  const raw = openProposal(repo, root, () => false);
  const changes = changesBetween(repo.root, root);
  const result = await judge({ ...machine, repo }, { proposal, raw, changes, isRobot });
  if (!("settings" in result)) throw new Refusal(commandWords.fr.refusedFields, result.problems);
  const page = reviewPage(result, runUrl(env));
  const said = await machine.github?.say(pull.number, MARK, page);
  return outcomeOf(result, page, said?.kind === "done", keep(result, env));
}

function outcomeOf(result: Review, page: string, isSaid: boolean, folder: string): Outcome {
  const words = reviewWords[result.settings.language];
  const exit = result.problems.length > 0 ? 1 : 0;
  const { mark, text } = verdict(result);
  const problems = result.problems.slice(0, MOST_SHOWN);
  const more = result.problems.length - problems.length;
  return {
    exit,
    headline: `${mark} ${text}`,
    lines: [
      ...problems.map(problemLine),
      ...(more > 0 ? [words.moreProblems(more)] : []),
      ...reviewLines(result),
      ...(isSaid ? [] : [words.unsaid]),
    ],
    json: { exit, incidents: [], problems },
    problems,
    alarm: false,
    reason: "",
    page: isSaid ? page : `${page}\n\n<sub>${escaped(words.unsaid)}</sub>\n`,
    outputs: { folder },
  };
}

/** Writes the mails down for the artifact; gives their folder. */
function keep(result: Review, env: Machine["env"]): string {
  const parent = env["RUNNER_TEMP"] || mkdtempSync(join(tmpdir(), "runbook-"));
  const folder = join(parent, "runbook-review");
  // A machine of one's own keeps what an earlier run left.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { path, text } of artifact(result)) writeFileSync(join(folder, path), text);
  return folder;
}

function runUrl(env: Machine["env"]): string | undefined {
  const url = [env["GITHUB_SERVER_URL"], env["GITHUB_REPOSITORY"], "actions/runs", env["GITHUB_RUN_ID"]].join(
    "/",
  );
  return /^https:\/\/[\w.-]+\/[\w.-]+\/[\w.-]+\/actions\/runs\/\d+$/u.test(url) ? url : undefined;
}
