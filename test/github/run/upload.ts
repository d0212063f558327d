import { cpSync, globSync, mkdirSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { Machine } from "./machine.ts";
import type { StepEnd, StepRun } from "./step.ts";

/** Where the artifacts of one attempt lie, below the server's folder. */
export function artifactFolder({ hub, event }: Pick<Machine, "hub" | "event">): string {
  return join(hub.folder, "artifacts", `${event.runId}-${event.attempt}`);
}

/** actions/upload-artifact: copies what `path` names, below the folder that all of it has in common. */
export function upload(step: StepRun): StepEnd {
  const { machine, inputs, log } = step;
  const patterns = (inputs["path"] ?? "")
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
  const isHidden = (path: string) =>
    relative(machine.workspace, path)
      .split("/")
      .some((part) => /^\.[^.]/u.test(part));
  const files = patterns
    .flatMap((pattern) => globSync([pattern, join(pattern, "**")], { cwd: machine.workspace }))
    .map((path) => (path.startsWith("/") ? path : join(machine.workspace, path)))
    .filter(
      (path) => statSync(path).isFile() && (inputs["include-hidden-files"] === "true" || !isHidden(path)),
    );
  const name = inputs["name"] || "artifact";
  if (files.length === 0) {
    const message = `No files were found with the provided path: ${patterns.join("\n")}. No artifacts will be uploaded.`;
    const mood = inputs["if-no-files-found"] || "warn";
    if (mood !== "ignore") log.annotate({ level: mood === "error" ? "error" : "warning", message });
    return { outcome: mood === "error" ? "failure" : "success" };
  }
  const top = files.map((file) => dirname(file)).reduce((one, other) => common(one, other));
  for (const file of new Set(files)) {
    const to = join(artifactFolder(machine), name, relative(top, file));
    mkdirSync(dirname(to), { recursive: true });
    cpSync(file, to);
  }
  return { outcome: "success" };
}

function common(one: string, other: string): string {
  const [a, b] = [one.split("/"), other.split("/")];
  const end = a.findIndex((part, at) => part !== b[at]);
  return a.slice(0, end < 0 ? undefined : end).join("/");
}
