import type { IncidentId } from "./incident.ts";
import type { Problem } from "./problem.ts";
import type { Language } from "./settings.ts";
import { fileWords } from "./words/files.ts";

const FOLDER = "incidents/";
const ID = /^(\d{4})-(\d\d)-(\d\d)-[a-z0-9-]{1,40}$/u;
const KEPT = /^(?:README\.md|PROCEDURE\.md|checkup\.yml|\.gitkeep|drills\/\.gitkeep)$/u;
const DRILLS = `${FOLDER}drills/`;
/** After the date of a drill. No service may be called so, and no incident, so that nobody takes one for the other. */
export const DRILL_WORD = "exercice";
const DRILL = new RegExp(String.raw`^\d{4}-\d\d-\d\d-${DRILL_WORD}-[a-z0-9-]{1,31}$`, "u");
/**
 * What the robot writes beside the incident: its journal, and mails as sent (`outage.rp.html`,
 * `update.20261123T1510.rp.html`). No other YAML.
 */
const ROBOT =
  /^(?:journal\.yml|(?:update\.\d{8}T\d{4}[0-9-]*\.)?[a-z0-9][a-z0-9.-]*\.(?:html|txt|json|csv))$/u;
/** What people may add beside the incident: what was learnt from it. */
const PEOPLE = "review.md";

/** Whether a text has the shape of an incident's id and begins with a real date. A drill's id has not. */
export function isIncidentId(text: string): text is IncidentId<"real"> {
  return ID.test(text) && isRealDate(text) && !DRILL.test(text);
}

/** Whether a text has the shape of a drill's id: `2026-11-23-exercice-rp`. */
export function isDrillId(text: string): text is IncidentId<"drill"> {
  return DRILL.test(text) && isRealDate(text);
}

/** The id of the incident that this file describes, or undefined when it stands elsewhere or is ill-named. */
export function incidentIdOf(path: string): IncidentId<"real"> | undefined {
  const id =
    path.startsWith(FOLDER) && path.endsWith(".yml") ? path.slice(FOLDER.length, -".yml".length) : "";
  return isIncidentId(id) ? id : undefined;
}

/** The id of the drill that this file describes: `incidents/drills/2026-11-23-exercice-rp.yml`. */
export function drillIdOf(path: string): IncidentId<"drill"> | undefined {
  const id =
    path.startsWith(DRILLS) && path.endsWith(".yml") ? path.slice(DRILLS.length, -".yml".length) : "";
  return isDrillId(id) ? id : undefined;
}

/** Whether only the robot writes this file: journals, mails as sent, the check-up, the drills. */
export function isRobotFile(path: string): boolean {
  if (!path.startsWith(FOLDER)) return false;
  const rest = path.slice(FOLDER.length);
  const [folder = "", ...parts] = rest.split("/");
  if (rest === "checkup.yml" || (folder === "drills" && parts.length > 0)) return true;
  return parts.length > 0 && isIncidentId(folder) && !(parts.length === 1 && parts[0] === PEOPLE);
}

/** Checks names and places of all files under `incidents/` (paths from the repository's root, with `/`). */
export function checkTree(paths: readonly string[], language: Language = "fr"): Problem[] {
  return paths.flatMap((path) => {
    const message = misplaced(path.startsWith(FOLDER) ? path.slice(FOLDER.length) : path, language);
    return message === undefined ? [] : [{ file: path, line: 1, col: 1, message }];
  });
}

function misplaced(path: string, language: Language): string | undefined {
  const words = fileWords[language].tree;
  if (KEPT.test(path) || incidentIdOf(FOLDER + path) !== undefined) return undefined;
  const parts = path.split("/");
  const name = parts.at(-1) ?? "";
  const [folder = ""] = parts;
  if (folder === "drills" && parts.length > 1) return misplacedDrill(path, name, language);
  const isRobots = parts.length > 1 && isIncidentId(folder);
  if (isRobots && parts.length === 2 && (ROBOT.test(name) || name === PEOPLE)) return undefined;

  const right = name
    .replace(/\.ya?ml$/iu, "")
    .toLowerCase()
    .replaceAll(/[\s_]+/gu, "-");
  const isIncident = /\.ya?ml$/iu.test(name) && ID.test(right);
  if (isIncident && !isRealDate(right)) return words.date(right.slice(0, 10));
  if (isIncident && isDrillId(right)) return words.drill(`${DRILLS}${right}.yml`);
  if (isIncident)
    return parts.length > 1 ? words.folder(`${FOLDER}${right}.yml`) : words.rename(`${FOLDER}${right}.yml`);
  if (isRobots) return words.robot;
  return /\.ya?ml$/iu.test(name) && parts.length === 1 ? words.name : words.stray;
}

/** Under `drills/` stand the robot's own files, in the shape of incidents. */
function misplacedDrill(path: string, name: string, language: Language): string | undefined {
  const words = fileWords[language].tree;
  const [first = "", ...rest] = path.slice("drills/".length).split("/");
  const isFile = rest.length === 0 && drillIdOf(FOLDER + path) !== undefined;
  const isBeside = rest.length === 1 && isDrillId(first) && ROBOT.test(name);
  if (isFile || isBeside) return undefined;
  const right = name.replace(/\.ya?ml$/iu, "");
  if (!/\.ya?ml$/iu.test(name)) return words.strayDrill;
  if (isDrillId(right)) return words.drill(`${DRILLS}${right}.yml`);
  return isIncidentId(right) ? words.folder(`${FOLDER}${right}.yml`) : words.strayDrill;
}

function isRealDate(id: string): boolean {
  const [, year, month, day] = ID.exec(id) ?? [];
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}
