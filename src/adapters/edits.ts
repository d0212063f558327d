import { drillIdOf, incidentIdOf } from "../core/incident-tree.ts";
import type { Git } from "./git.ts";
import { INCIDENTS } from "./scan.ts";

/** An incident as people write it: `incidents/2026-11-23-rp.yml`. */
export const isIncidentFile = (path: string): boolean =>
  /^incidents\/[^/]+\.yml$/u.test(path) && !ROBOT_FILE.test(path);

/** What the robot writes: the last checkup; beside an incident or a drill its journal, and each mail as it left. */
const ROBOT_FILE =
  /^incidents\/checkup\.yml$|^incidents\/(?:drills\/)?\d{4}-\d\d-\d\d-[a-z0-9-]{1,40}\/(?:journal\.yml|(?:outage|recovery|update\.\d{8}T\d{4}[0-9-]*)\.[a-z0-9-]+\.(?:html|txt))$/u;

/** A file that nobody but the robot writes: the drills are all its own. */
const isRobots = (path: string): boolean => ROBOT_FILE.test(path) || drillIdOf(path) !== undefined;

/** A file that a run may write: an incident, or what the robot keeps beside it. */
export const isRecord = (path: string): boolean => incidentIdOf(path) !== undefined || isRobots(path);

/**
 * Files under `incidents/` that differ from the branch: edits of people, and lines or mails of a run that was killed
 * between writing and committing. The index is brought in line with them, because such a run may have left it behind.
 * A robot's file that is gone comes back: without its journal a sent mail would be nobody's. `robot`: edits of people stay
 * as they are. Throws {@link GitError}.
 */
export async function findEdits(
  git: Git,
  kindOf: (path: string) => "file" | "link" | "gone",
  whose: "all" | "robot",
): Promise<readonly string[]> {
  const listed = await git([
    "--no-optional-locks",
    "status",
    "--porcelain=v1",
    "-z",
    "--untracked-files=all",
    "--no-renames",
    "--",
    INCIDENTS,
  ]);
  const paths = [...new Set(listed.split("\0").map((entry) => entry.slice(3)))].filter(
    (path) => (isRobots(path) || (whose === "all" && isIncidentFile(path))) && kindOf(path) !== "link",
  );
  const isLost = (path: string) => isRobots(path) && kindOf(path) === "gone";
  const lost = paths.filter(isLost);
  // One that was never committed cannot come back.
  for (const path of lost) await git(["checkout", "--quiet", "HEAD", "--", path]).catch(() => undefined);
  const edited = paths.filter((path) => !lost.includes(path));
  if (edited.length === 0) return [];
  await git(["add", "--all", "--", ...edited]);
  const changed = await git(["diff", "--cached", "--name-only", "-z", "--no-renames", "--", ...edited]);
  return changed.split("\0").filter((path) => path !== "");
}
