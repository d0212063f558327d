import { verdict } from "./checkup-table.ts";
import type { Check, Checkup, CheckState } from "./checkup.ts";
import { cut, escaped } from "./literal.ts";
import type { Settings } from "./settings.ts";
import { longDate } from "./time.ts";
import { checkupToldWords } from "./words/checkup-told.ts";
import { checkupWords } from "./words/checkup.ts";

const SIGN: Readonly<Record<CheckState, string>> = { ok: "✓", warn: "⚠", bad: "✗", skipped: "–" };
/** GitHub refuses an issue over 65,536 characters; there may be two tables in one. */
const MOST = 30_000;
const LONG = 600;
const SHORT = 120;

/**
 * The page of a run, as GitHub's Markdown in which whatever comes from elsewhere is a literal: a line like a badge, the
 * whole table, what was told to whom. Notes ` — https://…` at their end link to a page of `here`.
 */
export function checkupPage(
  { at, checks, requests }: Checkup,
  notes: readonly string[],
  here: string,
  settings: Settings,
): string {
  const words = checkupToldWords[settings.language];
  const counts = (["bad", "warn", "ok", "skipped"] as const)
    .map((state) => [SIGN[state], checks.filter((check) => check.state === state).length] as const)
    .filter(([, count]) => count > 0)
    .map(([sign, count]) => `${count} ${sign}`)
    .join(" · ");
  const day = longDate(at, settings.timeZone, settings.language);
  return [
    `## ${escaped(checkupWords[settings.language].headline[verdict({ checks })])}`,
    `**${escaped(words.badge(day))} ${counts}**`,
    checkupTable(checks, settings),
    ...(notes.length > 0 ? [notes.map((note) => `- ${noteText(note, here)}`).join("\n")] : []),
    `<sub>${escaped(words.requests(requests.slack, requests.brevo, requests.github))}</sub>`,
    "",
  ].join("\n\n");
}

/** One row for each check; worst first, else in their own order. */
function checkupTable(checks: readonly Check[], { language }: Settings): string {
  const words = checkupToldWords[language];
  const order: readonly CheckState[] = ["bad", "warn", "skipped", "ok"];
  const rows = order.flatMap((state) =>
    checks
      .filter((check) => check.state === state)
      .map(({ label, finding, remedy = "" }) => [
        `${SIGN[state]} ${escaped(words.state[state])}`,
        escaped(cut(label, SHORT)),
        escaped(cut(finding, LONG)),
        escaped(cut(remedy, LONG)),
      ]),
  );
  const heads = ["", words.table.what, words.table.found, words.table.remedy].map(escaped);
  const lines = [heads, heads.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  let room = MOST;
  return lines.filter((line) => (room -= line.length + 1) >= 0).join("\n");
}

function noteText(note: string, here: string): string {
  const { text, url } = /^(?<text>.*) — (?<url>https?:\/\/[\w.:/-]+)$/u.exec(note)?.groups ?? {};
  return text !== undefined && url?.startsWith(`${here}/`) ? `[${escaped(text)}](${url})` : escaped(note);
}

/** The issue that stands open while something is to mend. Nothing in it changes as long as those lines do not. */
export function checkupIssue(
  checks: readonly Check[],
  here: string,
  settings: Settings,
): { readonly title: string; readonly body: string } | undefined {
  const words = checkupToldWords[settings.language].issue;
  const bad = checks.filter(({ state }) => state === "bad");
  const warned = checks.filter(({ state }) => state === "warn");
  if (bad.length === 0) return undefined;
  const body = [
    `${escaped(words.body)} [${escaped(words.form)}](${here}/actions/workflows/verifier.yml)`,
    checkupTable(bad, settings),
    ...(warned.length > 0 ? [`#### ${escaped(words.watch)}`, checkupTable(warned, settings)] : []),
  ];
  return { title: words.title, body: body.join("\n\n") };
}
