import { mergeIncidentTexts } from "../core/incident-merge.ts";
import { isIncidentFile } from "./edits.ts";
import type { Git } from "./git.ts";

/**
 * Settles a merge that stopped because two people edited the same incident at once: two tools that came back in the same
 * minute are both back; of two copies of one mail the one that was shared first stays. False when anything else is in conflict, or a file is new or gone on one side: that is a
 * person's. Throws {@link GitError}.
 */
export async function uniteIncidents(git: Git): Promise<boolean> {
  const listed = await git(["ls-files", "--unmerged", "-z"]);
  const stages = listed.split("\0").flatMap((line) => {
    const [, blob, stage, path] = /^\d+ ([0-9a-f]+) ([123])\t(.+)$/su.exec(line) ?? [];
    return blob === undefined || stage === undefined || path === undefined ? [] : [{ blob, stage, path }];
  });
  const paths = [...new Set(stages.map(({ path }) => path))];
  const isWhole = (path: string) => stages.filter((each) => each.path === path).length === 3;
  const shared = (path: string) => stages.find((each) => each.path === path && each.stage === "3")?.blob;
  const isMended = (path: string) => (isIncidentFile(path) ? isWhole(path) : isCopy(path) && shared(path));
  if (paths.length === 0 || !paths.every(isMended)) return false;
  for (const path of paths) {
    const copy = isCopy(path) ? shared(path) : undefined;
    if (copy !== undefined) {
      await take(git, path, copy);
      continue;
    }
    const [base = "", ours = "", theirs = ""] = await Promise.all(
      ["1", "2", "3"].map(async (stage) => `${await git(["show", `:${stage}:${path}`])}\n`),
    );
    const text = mergeIncidentTexts(base, ours, theirs);
    if (text === undefined) return false;
    const blob = await git(["hash-object", "-w", "--stdin"], { input: text });
    await take(git, path, blob);
  }
  return true;
}

/** A mail as it left: two runs may write the same one down in two ways, and a copy holds up no line of a journal. */
const isCopy = (path: string): boolean =>
  /^incidents\/(?:drills\/)?[^/]+\/[a-z0-9.-]+\.(?:html|txt)$/u.test(path);

async function take(git: Git, path: string, blob: string): Promise<void> {
  await git(["update-index", "--cacheinfo", `100644,${blob},${path}`]);
  await git(["checkout-index", "--force", "--", path]);
}
