import { isCounted } from "./figures.ts";
import { allReadings } from "./follow-up.ts";
import { endsFalseAlarm, mailNamed } from "./follow-up-text.ts";
import type { Incident } from "./incident.ts";
import type { Entry } from "./journal.ts";
import { escaped } from "./literal.ts";
import type { Settings } from "./settings.ts";
import { duration } from "./time.ts";
import { followUpWords } from "./words/follow-up.ts";
import { mailWords } from "./words/mail.ts";

/** Everything that was read of an incident's mails, as a Markdown table; `undefined` where nothing was. */
export function figuresTable(
  incident: Pick<Incident, "status" | "mistaken">,
  journal: readonly Entry[],
  settings: Settings,
): string | undefined {
  const { language } = settings;
  const words = followUpWords[language];
  const { number } = mailWords[language];
  const rows = allReadings(journal).map(({ mail, figures, at, leftAt }) => {
    const lasted = duration(leftAt, at < leftAt ? leftAt : at, language);
    const head = [
      escaped(mailNamed(mail, settings, endsFalseAlarm(mail, incident, settings))),
      words.table.after(lasted),
    ];
    if (!isCounted(figures)) {
      const missing = figures.status === "vanished" ? words.vanished : words.unavailable;
      return [...head, missing, "", "", "", "", "", ""];
    }
    const { sent, delivered, bounced, unsubscribed, complaints, blocked, remaining } = figures;
    const counts = [sent, delivered, bounced, unsubscribed, complaints, blocked, remaining];
    return [...head, ...counts.map((each) => number(each))];
  });
  if (rows.length === 0) return undefined;
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const { columns, legend } = words.table;
  return [line(columns), line(columns.map(() => "---")), ...rows.map(line), "", legend].join("\n");
}
