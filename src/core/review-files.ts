import { isRobotFile } from "./incident-tree.ts";
import type { Contradiction } from "./plan.ts";
import type { Problem, SourceFile } from "./problem.ts";
import { firstDifference } from "./review-diff.ts";
import type { Settings } from "./settings.ts";
import { hindranceWords } from "./words/hindrance.ts";
import { reviewWords } from "./words/review.ts";

type Read = (path: string) => SourceFile | undefined;

/** Files of the robot that a person touched: each is a problem, at the first line that differs. */
export function touchedByHand(
  paths: readonly string[],
  before: Read,
  after: Read,
  language: Settings["language"],
): readonly Problem[] {
  return paths.filter(isRobotFile).map((path) => {
    const line = firstDifference(before(path)?.text ?? "", after(path)?.text ?? "");
    return { file: path, line, col: 1, message: reviewWords[language].touched };
  });
}

/** The line that asks for what cannot be had any more, for each kind. */
const KEYS: Readonly<Record<Contradiction["kind"], string>> = {
  "service-removed": "services",
  silenced: "notify",
  reopened: "status",
  deleted: "",
};

/** What a file asks against what already left, on the line that asks it. */
export function contradicted(
  id: string,
  text: string,
  found: readonly Contradiction[],
  settings: Settings,
): readonly Problem[] {
  return found.map((why) => {
    const service = settings.services.find((each) => each.id === why.service);
    const phase = why.kind === "reopened" ? "outage" : "recovery";
    const about = { incident: id, phase, ...(service && { service }) } as const;
    const told = hindranceWords[settings.language]({ on: "file", why }, about);
    return {
      file: `incidents/${id}.yml`,
      line: lineOf(text, KEYS[why.kind]),
      col: 1,
      message: reviewWords[settings.language].contradiction(told.reason, told.gesture),
    };
  });
}

function lineOf(text: string, key: string): number {
  const index = text.split("\n").findIndex((line) => key !== "" && line.startsWith(`${key}:`));
  return Math.max(0, index) + 1;
}
