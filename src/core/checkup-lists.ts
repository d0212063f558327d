import type { ContactList } from "./audience.ts";
import { exampleName, listNow, type Chosen } from "./checkup-list-now.ts";
import { blockedCheck, sizeCheck, type About, type ListsSeen } from "./checkup-list-size.ts";
import { fine, flagged, unseen, type Check } from "./checkup.ts";
import type { Fault } from "./fault.ts";
import type { Service, Settings } from "./settings.ts";
import { checkupListWords } from "./words/checkup-lists.ts";
import { faultWords } from "./words/fault.ts";

const LINES = ["list", "size", "blocked", "names"] as const;

/**
 * Four lines for a service. Lists that Brevo would not show are a ✗, because no mail of an outage could leave; where they
 * were not asked for, the reason is given.
 */
export function listChecks(
  seen: ListsSeen | Fault | string,
  service: Service,
  settings: Settings,
  now: Date,
): readonly Check[] {
  const words = checkupListWords[settings.language];
  const about = (line: (typeof LINES)[number]): [id: string, label: string] => [
    `brevo.${line}.${service.id}`,
    words.labels[line](service.name),
  ];
  if (typeof seen === "string") return LINES.map((line) => unseen(...about(line), seen));
  if ("tool" in seen)
    return [
      flagged(...about("list"), "bad", faultWords[settings.language](seen)),
      ...LINES.slice(1).map((line) => unseen(...about(line), words.see(words.labels.list(service.name)))),
    ];
  const found = listNow(seen.lists, service, settings, now);
  if ("doubts" in found) {
    const names = found.doubts.map(({ name }) => name);
    return [
      flagged(...about("list"), "bad", words.none(names, exampleName(service, settings, now))),
      ...LINES.slice(1).map((line) => unseen(...about(line), words.noList)),
    ];
  }
  const { list, choice } = found;
  return [
    listCheck(list, choice, exampleName(service, settings, now), about("list"), settings),
    sizeCheck(list, choice, seen, about("size"), settings),
    blockedCheck(list, seen, about("blocked"), settings),
    namesCheck(list, choice, about("names"), settings),
  ];
}

function listCheck(
  list: ContactList,
  choice: Chosen,
  example: string,
  [id, label]: About,
  settings: Settings,
): Check {
  const words = checkupListWords[settings.language];
  const { staleAfterMonths: most, staleList } = settings.limits;
  const { ageMonths: age } = choice;
  if (list.contacts === 0) return flagged(id, label, "bad", words.empty(list.name));
  if (choice.stale)
    return flagged(id, label, "bad", words.stale(list.name, age, most, staleList === "block", example));
  if (age > 0 && age >= most) return flagged(id, label, "warn", words.nearlyStale(list.name, age, example));
  return fine(id, label, words.list(list.name, list.id, list.contacts, age));
}

function namesCheck(
  list: ContactList,
  { doubts, ties }: Chosen,
  [id, label]: About,
  settings: Settings,
): Check {
  const words = checkupListWords[settings.language];
  if (ties.length > 0)
    return flagged(
      id,
      label,
      "warn",
      words.ties(
        list.name,
        ties.map(({ name }) => name),
      ),
    );
  if (doubts.length > 0)
    return flagged(
      id,
      label,
      "warn",
      words.doubts(
        doubts.map(({ name }) => name),
        list.name,
      ),
    );
  return fine(id, label, words.clear);
}
