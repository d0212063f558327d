import { escaped, lines, link, sentence } from "./chat-text.ts";
import type { DueList } from "./checkup-due.ts";
import type { News } from "./checkup-news.ts";
import type { Check } from "./checkup.ts";
import { productValues } from "./mail-values.ts";
import type { Settings } from "./settings.ts";
import type { Templates } from "./templates.ts";
import { timeWords } from "./words/time.ts";

/** Slack folds a longer message; the page of the run has every line. */
const MOST = 8;

/** The message of a checkup in the team's channel: it mentions nobody. `runUrl` is where all of it can be read. */
export function checkupPost(
  { worse, due }: News,
  runUrl: string | undefined,
  templates: Templates,
  settings: Settings,
): string {
  const say = sentence(templates, settings);
  const line = ({ label, finding, remedy = "" }: Check) =>
    say("checkup_line", [
      ["quoi", escaped(label)],
      ["constat", ended(escaped(finding))],
      ["geste", ended(escaped(remedy))],
    ]);
  const list = ({ service, list: { name }, month }: DueList) =>
    say("checkup_list", [
      ...productValues(service),
      ["nom", escaped(name)],
      ["mois", monthOf(month, settings)],
    ]);
  const shown = worse.slice(0, MOST).map(line);
  // A list whose own line got worse is told there, with what to do.
  const lists = due.filter(({ service }) => !worse.some(({ id }) => id === `brevo.list.${service.id}`));
  return lines([
    ...(worse.length > 0 ? [say("checkup_worse"), ...shown, ...(worse.length > MOST ? ["…"] : [])] : []),
    ...(lists.length > 0 ? [say("checkup_due"), ...lists.map(list)] : []),
    ...(runUrl === undefined
      ? []
      : [say("checkup_follow", [["lien", link(runUrl, say("checkup_follow_link"))]])]),
  ]);
}

/** "2026-10" → « octobre 2026 » */
function monthOf(month: string, { language }: Settings): string {
  const [year = "", number = ""] = month.split("-");
  return `${timeWords[language].month(Number(number))} ${year}`;
}

const ended = (text: string): string => (text === "" || /[.!?…]$/u.test(text) ? text : `${text}.`);
