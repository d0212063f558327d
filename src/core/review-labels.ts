import { incidentIdOf } from "./incident-tree.ts";
import type { Readers } from "./review-audience.ts";
import { cut } from "./literal.ts";
import { stepLabel } from "./receipt.ts";
import { tally, type Review, type ReviewedIncident, type ReviewedStep } from "./review.ts";
import type { Settings } from "./settings.ts";
import { since } from "./time.ts";
import { reviewWords } from "./words/review.ts";

/** Names are data of somebody: in a sentence they have an end. */
const SHORT = 120;

/** The first line of the review, as plain text. */
export function verdict(review: Review): { readonly mark: string; readonly text: string } {
  const words = reviewWords[review.settings.language].verdict;
  if (review.problems.length > 0) return { mark: "❌", text: words.correct(review.problems.length) };
  return { mark: sends(review) ? "📣" : "🤐", text: outlook(review) };
}

/** What merging sends, whatever is wrong besides. */
function outlook(review: Review): string {
  const words = reviewWords[review.settings.language].verdict;
  const channel = cut(review.settings.slack.channelName, SHORT);
  return sends(review) ? words.sends(tally(review), channel) : words.silent;
}

function sends(review: Review): boolean {
  const { messages, mails } = tally(review);
  return messages + mails > 0;
}

/** The review in plain lines, for the log of the run. */
export function reviewLines(review: Review): readonly string[] {
  const { settings, problems, incidents } = review;
  const words = reviewWords[settings.language];
  return [
    ...(problems.length > 0 ? [anyway(review)] : []),
    ...incidents.flatMap((incident) => [
      words.incident(incident.id, incident.change),
      ...(incident.silence ? [`  ${words.silence[incident.silence]}`] : []),
      ...incident.steps.map((step) =>
        [
          `  ${labelOf(step.key, settings, step.mistaken)}`,
          whomOf(step, settings),
          fateOf(step, review),
        ].join(" · "),
      ),
      ...remarksOf(incident, settings).map((text) => `  ⚠ ${text}`),
    ]),
  ];
}

/** What a reviewer should know of an incident before merging. */
export function remarksOf({ steps, cautions }: ReviewedIncident, settings: Settings): readonly string[] {
  const words = reviewWords[settings.language];
  const waiting = steps.flatMap((step) =>
    step.told
      ? [words.waits(labelOf(step.key, settings, step.mistaken), step.told.reason, step.told.gesture)]
      : [],
  );
  return [...waiting, ...cautions];
}

/** What a step delivers, with the tool's name cut where somebody made it a text. */
export function labelOf(step: string, settings: Settings, mistaken?: true): string {
  const short = settings.services.map((service) => ({
    ...service,
    name: cut(service.name, SHORT),
    grammar: { ...service.grammar, de: cut(service.grammar.de, SHORT) },
  }));
  return stepLabel(step, { ...settings, services: short }, mistaken);
}

/** Whom a step reaches, as far as it is known. */
export function whomOf({ isChat, readers }: ReviewedStep, { slack, language }: Settings): string {
  if (isChat) return `#${cut(slack.channelName, SHORT)}`;
  return readers ? readersTold(readers, language) : "";
}

function readersTold(readers: Readers, language: Settings["language"]): string {
  const words = reviewWords[language].readers;
  switch (readers.kind) {
    case "exact":
      return words.exact(cut(readers.list, SHORT), readers.contacts);
    case "estimate":
      return words.estimate(cut(readers.list, SHORT), readers.contacts, readers.asOf);
    case "unknown":
      return readers.forced === undefined ? words.unknown : words.forced(readers.forced);
    default:
      return readers satisfies never;
  }
}

/** What becomes of a step. */
export function fateOf({ fate, at }: ReviewedStep, { settings, now }: Review): string {
  const words = reviewWords[settings.language].fate;
  if (fate !== "left") return `${fate === "leaves" ? "📣 " : ""}${words[fate]}`;
  return words.left(at ? since(at, now, settings.timeZone, settings.language) : "");
}

/** What happens when somebody merges what has to be corrected. */
export function anyway(review: Review): string {
  const words = reviewWords[review.settings.language].anyway;
  const isBlocked = review.problems.some(
    ({ file }) => file === "runbook.yml" || file.startsWith("templates/"),
  );
  if (isBlocked) return words.blocked;
  return review.problems.some(({ file }) => incidentIdOf(file) !== undefined)
    ? words.unannounced(outlook(review))
    : words.rest(outlook(review));
}
