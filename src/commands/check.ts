import { existsSync, lstatSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import { commandWords } from "../core/words/command.ts";
import { TEMPLATE_PATHS } from "../core/templates.ts";
import { receiptWords } from "../core/words/receipt.ts";
import type { Problem } from "../core/problem.ts";
import { formProblems } from "./form-files.ts";
import type { Outcome } from "./outcome.ts";
import { loadIncidents, readProject } from "./project.ts";
import { problemLine, Refusal } from "./refusal.ts";
import type { Machine } from "./run.ts";

/** `runbook check [files…]`: every problem of incident files, settings and templates, or of the files named. */
export function check({ repo, now }: Machine, files: readonly string[], cwd: string): Outcome {
  const paths = files.map((file) =>
    relative(repo.root, isAbsolute(file) ? file : join(cwd, file)).replaceAll("\\", "/"),
  );
  const { project, problems: base } = readProject(repo, now());
  const language = project?.settings.language ?? "fr";
  const words = commandWords[language];
  for (const path of paths) {
    if (path.startsWith("..") || !existsSync(join(repo.root, path)))
      throw new Refusal(words.unknownFile(path));
  }
  const incidents = project && loadIncidents(repo, project);
  const forms = project ? formProblems(repo, project.settings, project.templates) : [];
  const all: readonly Problem[] = [...base, ...forms, ...(incidents?.problems ?? [])];
  const problems =
    paths.length === 0 ? all : all.filter(({ file }) => paths.includes(file) || isLink(repo.root, file));
  if (problems.length > 0) {
    const { problems: count } = receiptWords[language];
    const lines = problems.map(problemLine);
    return {
      exit: 1,
      headline: count(problems.length),
      lines,
      json: { exit: 1, incidents: [], problems },
      problems,
      alarm: false,
      reason: "",
    };
  }
  const count =
    paths.length ||
    (incidents?.loaded.length ?? 0) + (incidents?.scan.closed.size ?? 0) + TEMPLATE_PATHS.length + 1;
  return {
    exit: 0,
    headline: words.allGood(count),
    lines: [],
    json: { exit: 0, incidents: [], problems: [] },
    problems: [],
    alarm: false,
    reason: "",
  };
}

function isLink(root: string, path: string): boolean {
  return existsSync(join(root, path)) && lstatSync(join(root, path)).isSymbolicLink();
}
