import type { Git } from "./git.ts";
import { INCIDENTS } from "./scan.ts";

/** An incident as people write it: `incidents/2026-11-23-rp.yml`. */
export const isIncidentFile = (path: string): boolean => /^incidents\/[^/]+\.yml$/u.test(path);

/** What the robot writes beside it: its journal, and each mail as it left. */
const ROBOT_FILE =
  /^incidents\/\d{4}-\d\d-\d\d-[a-z0-9-]{1,40}\/(?:journal\.yml|(?:outage|recovery)\.[a-z0-9-]+\.(?:html|txt))$/u;

/**
 * Files under `incidents/` that differ from the branch: edits of people, and lines or mails of a run that was killed
 * between writing and committing. The index is brought in line with them, because such a run may have left it behind.
 * A robot's file that is gone is nobody's edit. Throws {@link GitError}.
 */
export async function listEdits(git: Git, kindOf: (path: string) => "file" | "link" | "gone") {
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
  const paths = new Set(listed.split("\0").map((entry) => entry.slice(3)));
  const ours = [...paths].filter((path) =>
    isIncidentFile(path) ? kindOf(path) !== "link" : ROBOT_FILE.test(path) && kindOf(path) === "file",
  );
  if (ours.length === 0) return [];
  await git(["add", "--all", "--", ...ours]);
  const changed = await git(["diff", "--cached", "--name-only", "-z", "--no-renames", "--", ...ours]);
  return changed.split("\0").filter((path) => path !== "");
}
