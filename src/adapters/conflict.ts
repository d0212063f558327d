import { mergeIncidentTexts } from "../core/incident-merge.ts";
import { isIncidentFile } from "./edits.ts";
import type { Git } from "./git.ts";

/**
 * Settles a merge that stopped because two people edited the same incident at once: two tools that came back in the same
 * minute are both back. False when anything else is in conflict, or a file is new or gone on one side: that is a
 * person's. Throws {@link GitError}.
 */
export async function uniteIncidents(git: Git): Promise<boolean> {
  const listed = await git(["ls-files", "--unmerged", "-z"]);
  const stages = listed.split("\0").flatMap((line) => {
    const [, stage, path] = /^\d+ [0-9a-f]+ ([123])\t(.+)$/su.exec(line) ?? [];
    return stage === undefined || path === undefined ? [] : [{ stage, path }];
  });
  const paths = [...new Set(stages.map(({ path }) => path))];
  const isWhole = (path: string) => stages.filter((each) => each.path === path).length === 3;
  if (paths.length === 0 || !paths.every((path) => isIncidentFile(path) && isWhole(path))) return false;
  for (const path of paths) {
    const [base = "", ours = "", theirs = ""] = await Promise.all(
      ["1", "2", "3"].map(async (stage) => `${await git(["show", `:${stage}:${path}`])}\n`),
    );
    const text = mergeIncidentTexts(base, ours, theirs);
    if (text === undefined) return false;
    const blob = await git(["hash-object", "-w", "--stdin"], { input: text });
    await git(["update-index", "--cacheinfo", `100644,${blob},${path}`]);
    await git(["checkout-index", "--force", "--", path]);
  }
  return true;
}
