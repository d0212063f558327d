import { asSeen } from "./chat-text.ts";
import type { Problem } from "./problem.ts";
import { lineDiff } from "./review-diff.ts";
import { anyway, fateOf, labelOf, remarksOf, verdict, whomOf } from "./review-labels.ts";
import type { Sample } from "./review-samples.ts";
import { code, cut, escaped, fence, wrapped } from "./literal.ts";
import type { PlannedMail, Review, ReviewedIncident, ReviewedStep } from "./review.ts";
import type { Settings } from "./settings.ts";
import { longDate } from "./time.ts";
import { reviewWords } from "./words/review.ts";

/** GitHub refuses a comment over 65,536 characters; the rest is for the mark and what a browser adds. */
const MOST = 64_000;
const MOST_PROBLEMS = 20;
const MOST_TEXT = 12_000;
const LONG = 400;
const SHORT = 120;

/** A part of the page. The smaller its rank, the longer it is kept when not everything fits. */
interface Part {
  readonly rank: number;
  readonly text: string;
}

/**
 * The review as GitHub's Markdown, for the comment and for the job's page. Whatever comes from a file or a person is a
 * literal in it. `runUrl` is where the run can be seen.
 */
export function reviewPage(review: Review, runUrl: string | undefined): string {
  const { settings, problems, incidents } = review;
  const words = reviewWords[settings.language];
  const { mark, text } = verdict(review);
  const isEmpty = problems.length === 0 && incidents.length === 0 && review.samples === undefined;
  const head = [
    `### ${mark} ${escaped(text)}`,
    ...(problems.length > 0 ? [`**${escaped(anyway(review))}**`, problemTable(problems, settings)] : []),
    ...(isEmpty ? [escaped(words.nothingOurs)] : []),
  ];
  return fit(
    [
      { rank: 0, text: head.join("\n\n") },
      ...incidents.flatMap((incident) => incidentParts(incident, review)),
      ...sampleParts(review),
    ],
    closing(review, runUrl),
    settings,
  );
}

function fit(parts: readonly Part[], end: string, settings: Settings): string {
  const words = reviewWords[settings.language];
  let room = MOST - end.length - escaped(words.more(parts.length)).length - 4;
  const kept = new Set<Part>();
  for (const part of parts.toSorted((a, b) => a.rank - b.rank)) {
    if (part.text.length + 2 > room) continue;
    room -= part.text.length + 2;
    kept.add(part);
  }
  const missing = parts.length - kept.size;
  return [
    ...parts.filter((part) => kept.has(part)).map(({ text }) => text),
    ...(missing > 0 ? [escaped(words.more(missing))] : []),
    end,
  ].join("\n\n");
}

function problemTable(problems: readonly Problem[], settings: Settings): string {
  const words = reviewWords[settings.language];
  const { title, file, line, what } = words.problems;
  const rows = problems
    .slice(0, MOST_PROBLEMS)
    .map((each) => row([code(cut(each.file, SHORT)), String(each.line), escaped(cut(each.message, LONG))]));
  const more = problems.length - rows.length;
  return [
    `#### ${escaped(title)}`,
    "",
    ...table([file, line, what], rows),
    ...(more > 0 ? ["", escaped(words.moreProblems(more))] : []),
  ].join("\n");
}

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const table = (heads: readonly string[], rows: readonly string[]): string[] => [
  row(heads.map(escaped)),
  row(heads.map(() => "---")),
  ...rows,
];

function incidentParts(incident: ReviewedIncident, review: Review): Part[] {
  const { settings } = review;
  const words = reviewWords[settings.language];
  const { steps, silence, deadline, mails, posts } = incident;
  const remarks = [
    ...remarksOf(incident, settings).map((text) => `- ⚠️ ${escaped(cut(text, LONG * 2))}`),
    ...(deadline
      ? [`- ⏳ ${escaped(words.deadline(longDate(deadline, settings.timeZone, settings.language)))}`]
      : []),
  ];
  const { what, whom, fate } = words.table;
  const rows = steps.map((step) =>
    row(
      [labelOf(step.key, settings, step.mistaken), whomOf(step, settings), fateOf(step, review)].map((cell) =>
        escaped(cut(cell, LONG)),
      ),
    ),
  );
  const blocks = [
    `#### ${escaped(words.incident(incident.id, incident.change))}`,
    ...(silence ? [`**${escaped(words.silence[silence])}**`] : []),
    ...(rows.length > 0 ? [table([what, whom, fate], rows).join("\n")] : []),
    ...(remarks.length > 0 ? [remarks.join("\n")] : []),
  ];
  return [
    { rank: 1, text: blocks.join("\n\n") },
    ...mails.map((mail): Part => ({ rank: 2, text: mailBlock(mail, steps, settings) })),
    ...posts.map((post): Part => {
      const label = labelOf(post.step, settings, post.mistaken);
      return {
        rank: 3,
        text: details(words.post(label), fence(cutText(asSeen(post.text, settings.language), settings))),
      };
    }),
  ];
}

function mailBlock(mail: PlannedMail, steps: readonly ReviewedStep[], settings: Settings): string {
  const { language } = settings;
  const words = reviewWords[language];
  const label = labelOf(mail.step, settings, mail.mistaken);
  const step = steps.find(({ key }) => key === mail.step);
  const field = (name: string, value: string) =>
    `**${escaped(words.label(name))}** ${escaped(cut(value, LONG))}`;
  const fields = [
    field(words.fields.subject, mail.subject),
    field(words.fields.preview, mail.preview),
    ...(step ? [field(words.fields.whom, whomOf(step, settings))] : []),
  ];
  return details(
    words.mail(label, cut(mail.subject, SHORT)),
    `${fields.join("<br>\n")}\n\n${fence(cutText(mail.text, settings))}`,
  );
}

function cutText(text: string, { language }: Settings): string {
  return text.length <= MOST_TEXT
    ? wrapped(text)
    : `${wrapped(text.slice(0, MOST_TEXT))}\n\n${reviewWords[language].cutText}`;
}

const details = (summary: string, body: string): string =>
  `<details><summary>${escaped(summary)}</summary>\n\n${body}\n\n</details>`;

function sampleParts({ samples, settings, ending }: Review): Part[] {
  if (samples === undefined) return [];
  const words = reviewWords[settings.language].samples;
  const lines = [
    `#### ${escaped(words.title)}`,
    escaped(words.nothingSent),
    ...(ending.length > 0 ? [escaped(words.ending(ending))] : []),
    ...(samples.length === 0 ? [escaped(words.none)] : []),
  ];
  return [
    { rank: 1, text: lines.join("\n\n") },
    ...samples.map((sample): Part => ({ rank: 4, text: sampleBlock(sample, settings) })),
  ];
}

function sampleBlock({ of, service, before, after, looksOnly }: Sample, settings: Settings): string {
  const words = reviewWords[settings.language].samples;
  const diff = before === undefined ? undefined : lineDiff(wrapped(before), wrapped(after));
  const body = looksOnly
    ? escaped(words.looks)
    : diff === undefined
      ? fence(cutText(after, settings))
      : fence(cut(diff, MOST_TEXT), "diff");
  return details(words.sample(of, cut(service.name, SHORT)), body);
}

function closing({ settings, now, incidents, samples = [] }: Review, runUrl: string | undefined): string {
  const words = reviewWords[settings.language].closing;
  const hasMails =
    incidents.some(({ mails }) => mails.length > 0) || samples.some(({ mail }) => mail !== undefined);
  const page = runUrl === undefined ? escaped(words.page) : `[${escaped(words.page)}](${runUrl})`;
  const read = words.read(longDate(now, settings.timeZone, settings.language));
  return `<sub>${escaped(read)}${hasMails ? ` ${escaped(words.html)} ${page}.` : ""}</sub>`;
}
