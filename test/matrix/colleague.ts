import { execFileSync } from "node:child_process";
import type { Place } from "./place.ts";

/** What a colleague commits to the remote between our last look and our push. */
export type Move = "moved-elsewhere" | "moved-journal";

/** Moves the remote's branch, at once, while nobody of ours looks. */
export function moveHead({ stage, bare }: Place, move: Move): void {
  const git = (args: readonly string[], input = "") =>
    execFileSync("git", ["--git-dir", bare, ...args], { env: { ...stage.env }, encoding: "utf8", input });
  const path = move === "moved-elsewhere" ? "notes.md" : `incidents/${idOn(git)}/journal.yml`;
  const known = git(["ls-tree", "--name-only", "main", path]) === "" ? "" : git(["show", `main:${path}`]);
  const line =
    move === "moved-elsewhere"
      ? "Une note\n"
      : `- {at: ${new Date().toISOString()}, step: incident, event: figures, actor: Karim, run: elsewhere}\n`;
  const text = known + line;
  const seconds = Math.floor(Date.now() / 1000);
  git(
    ["fast-import", "--quiet"],
    [
      "commit refs/heads/main",
      `committer Karim <karim@reconnect.example> ${seconds} +0000`,
      "data 7\nMeet us",
      "from refs/heads/main^0",
      `M 100644 inline ${path}`,
      `data ${Buffer.byteLength(text)}\n${text}`,
      "",
    ].join("\n"),
  );
}

/** The incident as the remote knows it; before it does, any id is as good as another. */
function idOn(git: (args: readonly string[]) => string): string {
  const names = git(["ls-tree", "--name-only", "main", "incidents/"]).split("\n");
  return names.find((name) => name.endsWith(".yml"))?.slice("incidents/".length, -4) ?? "2020-01-01-rp";
}
