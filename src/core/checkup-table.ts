import type { Check, CheckState, Checkup } from "./checkup.ts";
import type { Language } from "./settings.ts";
import { checkupWords } from "./words/checkup.ts";

/** The worst of the lines; one that could not be looked at is no verdict of its own. */
export function verdict({ checks }: Pick<Checkup, "checks">): "ok" | "warn" | "bad" {
  if (checks.some(({ state }) => state === "bad")) return "bad";
  return checks.some(({ state }) => state === "warn") ? "warn" : "ok";
}

const MARKS: Readonly<Record<CheckState, string>> = { ok: "✓", warn: "⚠", bad: "✗", skipped: "–" };
/** The tools carry their own names in every language. */
const TOOLS = { slack: "Slack", brevo: "Brevo", github: "GitHub" };
const GROUPS = ["checkup", "slack", "brevo", "texts", "github"] as const;

/** The table, one line a check under its tool's name, each ⚠ and ✗ with its gesture on the next line. */
export function checkupLines({ checks, requests }: Checkup, language: Language): readonly string[] {
  const words = checkupWords[language];
  const count = (state: CheckState) => checks.filter((check) => check.state === state).length;
  const titles = { ...words.groups, ...TOOLS };
  const table = GROUPS.flatMap((group) => {
    const own = checks.filter(({ id }) => id === group || id.startsWith(`${group}.`));
    return own.length === 0 ? [] : [titles[group], ...own.flatMap((check) => linesOf(check, language))];
  });
  return [
    `${words.summary(count("ok"), count("warn"), count("bad"), count("skipped"))}. ${words.sent}`,
    ...table,
    words.requests(requests.slack, requests.brevo, requests.github),
  ];
}

function linesOf({ state, label, finding, remedy }: Check, language: Language): readonly string[] {
  const words = checkupWords[language];
  const line = words.line(MARKS[state], label, finding);
  return remedy === undefined ? [line] : [line, words.remedy(remedy)];
}
