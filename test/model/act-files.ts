import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { dateOf, formatWallClock, parseWallClock } from "../../src/core/time.ts";
import type { Clone } from "../world.ts";
import { ZONE } from "./act-run.ts";
import type { Change, Setting, Tool } from "./gesture.ts";
import { incidentsOf, pickOf, type Story } from "./story.ts";

const pathOf = (id: string) => `incidents/${id}.yml`;

/** Writes a file by hand; `undefined` deletes it. Nothing is committed, and it can be reverted. */
function put(story: Story, clone: Clone, path: string, text: string | undefined): void {
  const old = existsSync(join(clone.root, path)) ? clone.read(path) : undefined;
  if (old === text) return;
  story.undo.push({ clone, path, text: old });
  if (text === undefined) clone.remove(path);
  else clone.write(path, text);
}

/** The last change of a file is taken back. */
export function revert(story: Story): void {
  const last = story.undo.pop();
  if (!last) return;
  const { clone, path, text } = last;
  if (text !== undefined) clone.write(path, text);
  else rmSync(join(clone.root, path), { force: true });
}

export function editFile(story: Story, clone: Clone, file: number, change: Change): void {
  const id = pickOf(incidentsOf(clone), file);
  if (id === undefined) return;
  const text = clone.read(pathOf(id));
  put(story, clone, pathOf(id), changed(text, change, story.world.now()));
}

const lineOf = (text: string, key: string) => new RegExp(`^${key}: (.*)\\n`, "mu").exec(text)?.[1];

/** Sets one line, at the end when it is new; `undefined` takes it away. */
function withLine(text: string, key: string, value: string | undefined): string {
  const line = value === undefined ? "" : `${key}: ${value}\n`;
  const old = new RegExp(`^${key}: .*\\n`, "mu");
  return old.test(text) ? text.replace(old, () => line) : text + line;
}

function changed(text: string, change: Change, now: Date): string {
  const at = (instant: Date) => formatWallClock(instant, ZONE);
  const start = parseWallClock(lineOf(text, "started_at") ?? "", ZONE, "fr");
  const first = start.ok ? start.at.getTime() + 60_000 : 0;
  const end = at(new Date(Math.max(now.getTime(), first)));
  switch (change.line) {
    case "services":
      return withLine(text, "services", `[${change.tools.join(", ")}]`);
    case "status":
      return withEnd(withLine(text, "status", change.status), change.status, end);
    case "back":
      return withBack(text, change.tool, end);
    case "started_at":
      return start.ok
        ? withLine(text, "started_at", at(new Date(start.at.getTime() + change.later * 60_000)))
        : text;
    case "declared_at":
      return withLine(text, "declared_at", at(now));
    case "notify":
      return withLine(text, "notify", change.silent ? "false" : undefined);
    case "cause":
      return withLine(text, "cause", change.cause);
    case "message":
      return withLine(text, "message", `"${change.message}"`);
    case "news":
      return withNews(text, change.how);
    case "lists":
      return withLine(text, "lists", `{ rp: ${change.list} }`);
    case "fault":
      return withLine(text, "statut", lineOf(text, "statut") === undefined ? "open" : undefined);
    default:
      return change satisfies never;
  }
}

function withEnd(text: string, status: "open" | "resolved" | "mistaken", end: string): string {
  if (status === "open") return withLine(text, "resolved_at", undefined);
  const isThere = lineOf(text, "resolved_at")?.startsWith("{") === false;
  return status === "resolved" && !isThere ? withLine(text, "resolved_at", end) : text;
}

/** One tool has an end of its own; the last one that comes back is `resolved`. */
function withBack(text: string, tool: Tool, end: string): string {
  const services = lineOf(text, "services") ?? "";
  const known = lineOf(text, "resolved_at");
  if (!services.includes(tool) || known?.includes(tool) || known?.startsWith("{") === false) return text;
  const pairs = [...(known === undefined ? [] : [known.slice(1, -1).trim()]), `${tool}: ${end}`];
  const isAll = pairs.length === services.split(",").length;
  const map = withLine(text, "resolved_at", `{ ${pairs.join(", ")} }`);
  return isAll ? withLine(map, "status", "resolved") : map;
}

/** The last news is corrected or taken away; it is the file's end, unless other lines came after it. */
function withNews(text: string, how: "hour" | "sentence" | "gone"): string {
  const last =
    /  - at: (?<day>\S+) (?<hour>\d\d):(?<minute>\d\d)(?<rest>.*)\n(?<lines>(?:    .*\n)*)(?!  - )/u;
  switch (how) {
    case "hour":
      return text.replace(last, (all, day, hour, minute) =>
        all.replace(`${day} ${hour}:${minute}`, `${day} ${hour}:${minute === "59" ? "58" : "59"}`),
      );
    case "sentence":
      return text.replace(last, (all) => all.replace("La pièce", "Une pièce").replace("vos données", "tout"));
    case "gone":
      return text.replace(/^updates:\n(?: .*\n)*/mu, "");
    default:
      return how satisfies never;
  }
}

/** Somebody writes an incident file without the form. */
export function writeFile(story: Story, clone: Clone, tools: readonly Tool[], ago: number): void {
  const start = new Date(story.world.now().getTime() - ago * 60_000);
  const base = `${dateOf(start, ZONE)}-${tools.join("-")}`;
  const taken = incidentsOf(clone);
  const id = [base, `${base}-2`, `${base}-3`].find((each) => !taken.includes(each)) ?? `${base}-9`;
  const text = `services: [${tools.join(", ")}]\nstatus: open\nstarted_at: ${formatWallClock(start, ZONE)}\n`;
  put(story, clone, pathOf(id), text);
}

export function deleteFile(story: Story, clone: Clone, file: number): void {
  const id = pickOf(incidentsOf(clone), file);
  if (id !== undefined) put(story, clone, pathOf(id), undefined);
}

export function renameFile(clone: Clone, file: number, withFolder: boolean): void {
  const id = pickOf(incidentsOf(clone), file);
  if (id === undefined || id.length > 40) return;
  const move = (from: string, to: string) => {
    if (existsSync(join(clone.root, from))) renameSync(join(clone.root, from), join(clone.root, to));
  };
  move(pathOf(id), pathOf(`${id}-bis`));
  if (withFolder) move(`incidents/${id}`, `incidents/${id}-bis`);
  commit(clone, `Rename ${id}`);
}

export function loseJournal(clone: Clone, file: number, whole: boolean): void {
  const id = pickOf(incidentsOf(clone), file);
  if (id === undefined) return;
  const lost = whole ? `incidents/${id}` : `incidents/${id}/journal.yml`;
  rmSync(join(clone.root, lost), { recursive: true, force: true });
  commit(clone, `Lose ${lost}`);
}

const SETTINGS: Readonly<Record<Setting, readonly [shipped: string, corrected: string]>> = {
  "outage name": ['outage: "Indisponibilité Reconnect Pro"', 'outage: "Interruption de Reconnect Pro"'],
  "recovery name": [
    `recovery: "Fin de l'indisponibilité Reconnect Pro"`,
    'recovery: "Retour de Reconnect Pro"',
  ],
  sender: ['sender_id: ""', 'sender_id: "2"'],
  "stale list": ['stale_list: "warn"', 'stale_list: "block"'],
};

/** Corrects a setting, or takes the correction back, and shares it as people do. */
export function correctSetting(story: Story, clone: Clone, setting: Setting): void {
  const [shipped, corrected] = SETTINGS[setting];
  const text = clone.read("runbook.yml");
  const isShipped = text.includes(`  ${shipped}`);
  clone.write("runbook.yml", isShipped ? text.replace(shipped, corrected) : text.replace(corrected, shipped));
  push(story, clone);
}

/** The name that the procedure prescribes for a campaign, by the settings of this clone. */
export function prescribed(clone: Clone, tool: Tool, phase: "outage" | "recovery"): string {
  const names = [...clone.read("runbook.yml").matchAll(new RegExp(`^ {6}${phase}: "(.*)"$`, "gmu"))];
  return names[tool === "rp" ? 0 : 2]?.[1] ?? "";
}

function commit(clone: Clone, message: string): void {
  clone.git("add", "--all", "--", "incidents", "runbook.yml");
  if (clone.git("status", "--short") !== "") clone.git("commit", "--quiet", "--message", message);
}

/** A person commits and pushes; when it fails the commit stays here. */
export function push(story: Story, clone: Clone): void {
  if (existsSync(join(clone.root, "incidents"))) commit(clone, "Work by hand");
  else if (clone.git("status", "--short") !== "")
    clone.git("commit", "--quiet", "--all", "--message", "By hand");
  if (!story.remote || story.offline > 0) return;
  try {
    clone.git("pull", "--quiet", "--no-rebase", "--no-edit");
    clone.git("push", "--quiet");
  } catch {
    if (clone.git("ls-files", "--unmerged") !== "") clone.git("merge", "--abort");
  }
}

export function goBack(clone: Clone, commits: number): void {
  const known = Number(clone.git("rev-list", "--count", "--first-parent", "HEAD"));
  if (known > commits) clone.git("reset", "--quiet", "--hard", `HEAD~${commits}`);
}
