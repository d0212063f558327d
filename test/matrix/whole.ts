import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseJournal, type Entry } from "../../src/core/journal.ts";
import { stepOf } from "../world.ts";
import type { Place } from "./place.ts";
import type { Story } from "./stories.ts";

interface Step {
  readonly service: string;
  /** The campaign's: what was prescribed, and the mark. */
  readonly name: string;
  /** In the journal, "outage/mail/rp". */
  readonly mail: string;
  /** The message that goes with it, "outage/slack". */
  readonly post: string;
  /** The files of the mail as it left, without their endings. */
  readonly kept: string;
}

const TOOLS = new Map([
  ["rp", "Reconnect Pro"],
  ["cfn", "Coffre-fort numérique Reconnect"],
]);

/** The mails that a story is to send. */
function stepsOf(place: Place, { services, ends, news }: Story): Step[] {
  const [id = ""] = idsOf(place);
  const step = (phase: string, service: string, begin: string, post: string, detail = ""): Step => ({
    service,
    name: `${begin} ${TOOLS.get(service) ?? ""}${detail} · ${id}`,
    mail: `${phase}/mail/${service}`,
    post: `${phase}/${post}`,
    kept: `${phase.replace("/", ".")}.${service}`,
  });
  return [
    ...services.map((service) => step("outage", service, "Indisponibilité", "slack")),
    ...news.map((service) => {
      const { key, hour } = newsOf(place, id);
      return step(`update/${key}`, service, "Nouvelles de l'indisponibilité", "slack", ` · ${hour}`);
    }),
    ...ends.map((service) => step("recovery", service, "Fin de l'indisponibilité", `slack/${service}`)),
  ];
}

/** The hour of the one piece of news, which its file alone knows: "20261123T1510" and "23/11 15h10". */
function newsOf({ stage }: Place, id: string): { readonly key: string; readonly hour: string } {
  const text = id === "" ? "" : stage.read(`incidents/${id}.yml`);
  const [, year = "", month = "", day = "", hour = "", minute = ""] =
    /^updates:\n +- at: (\d+)-(\d+)-(\d+) (\d+):(\d+)$/mu.exec(text) ?? [];
  return { key: `${year}${month}${day}T${hour}${minute}`, hour: `${day}/${month} ${hour}h${minute}` };
}

const idsOf = ({ stage }: Place): string[] => stage.incidents().map((name) => name.slice(0, -4));

/** How often each mail of the story left. */
export function deliveriesOf(place: Place, story: Story): number[] {
  const names = place.stage.sandbox.brevo.deliveries.map(({ name }) => name);
  return stepsOf(place, story).map(({ name }) => names.filter((each) => each === name).length);
}

/** Whether what the form asked for stands in a file, so that any later run knows of it. */
export function isAsked(place: Place, { asked }: Story): boolean {
  const [id] = idsOf(place);
  return id !== undefined && asked.test(place.stage.read(`incidents/${id}.yml`));
}

/** What the channel shows of the robot, as "outage/slack": top-level messages, and news in the thread. */
function postsOf({ stage }: Place): string[] {
  const shown = stage.sandbox.slack.messages.filter(({ tombstone }) => !tombstone);
  return shown.flatMap((message) =>
    stepOf(message)
      .map((text) => text.split(" ")[1] ?? "")
      .filter((step) => message.threadTs === undefined || /^update\/[^/]+\/slack$/u.test(step)),
  );
}

const repeated = (all: readonly string[]): string[] => all.filter((each, index) => all.indexOf(each) < index);

/** What must not be true for one moment: a mail that left twice, from whatever campaign. */
export function doubles({ stage }: Place): string[] {
  return repeated(stage.sandbox.brevo.deliveries.map(({ name }) => name)).map((name) => `${name} left twice`);
}

/**
 * What is wrong once a run said that all is well; nothing when everything wanted is there once. `delivered`: mails and
 * messages. `recorded`: also that journal, kept mails and remote tell the truth.
 */
export function missing(place: Place, story: Story, depth: "delivered" | "recorded"): string[] {
  const { stage } = place;
  const { brevo } = stage.sandbox;
  const [id = "none", ...others] = idsOf(place);
  const steps = stepsOf(place, story);
  const posts = steps.map(({ post }) => post);
  const lists = new Map(
    story.services.map((service) => [
      service,
      new Set(
        listsOf(
          place,
          steps.filter((step) => step.service === service),
        ),
      ),
    ]),
  );
  const wrong = [
    ...others.map((other) => `a second incident: ${other}`),
    ...same(
      "mails",
      brevo.deliveries.map(({ name }) => name),
      steps.map(({ name }) => name),
    ),
    ...same(
      "campaigns at Brevo",
      brevo.campaigns.map(({ content }) => content.name),
      steps.map(({ name }) => name),
    ),
    ...same("messages", postsOf(place), [...new Set(posts)]),
    ...[...lists].flatMap(([service, ids]) =>
      ids.size === 1 ? [] : [`${service}: mails to lists ${[...ids].join(", ")}`],
    ),
  ];
  return depth === "delivered" ? wrong : [...wrong, ...unrecorded(place, id, steps)];
}

function listsOf({ stage }: Place, steps: readonly Step[]): string[] {
  return stage.sandbox.brevo.deliveries
    .filter(({ name }) => steps.some((step) => step.name === name))
    .map(({ listIds }) => listIds.join("+"));
}

function same(what: string, is: readonly string[], wanted: readonly string[]): string[] {
  const [a, b] = [is.toSorted().join(", "), wanted.toSorted().join(", ")];
  return a === b ? [] : [`${what}: ${a || "none"}`];
}

/** What journal, kept mails, working tree and remote say that is not so. */
function unrecorded({ stage, bare }: Place, id: string, steps: readonly Step[]): string[] {
  const wrong: string[] = [];
  const path = `incidents/${id}/journal.yml`;
  const text = existsSync(join(stage.root, path)) ? stage.read(path) : "";
  const parsed = parseJournal({ path, text }, "en");
  const journal: readonly Entry[] = parsed.ok ? parsed.value : [];
  if (!parsed.ok) wrong.push(`damaged journal: ${JSON.stringify(parsed.problems)}`);
  for (const { mail, kept, name } of steps) {
    const left = journal.filter(({ step, event }) => step === mail && event === "left");
    const real = stage.sandbox.brevo.deliveries.filter((delivery) => delivery.name === name);
    if (left.length === 0 || left.some(({ campaign }) => campaign !== real[0]?.campaignId))
      wrong.push(
        `${mail} left by the journal as ${left.map(({ campaign }) => campaign).join(", ") || "none"}`,
      );
    for (const ending of ["html", "txt"])
      if (!existsSync(join(stage.root, `incidents/${id}/${kept}.${ending}`)))
        wrong.push(`${kept}.${ending} is missing`);
  }
  const shown = new Set(stage.sandbox.slack.messages.map(({ ts }) => ts));
  for (const { step, ts, event } of journal)
    if (event === "posted" && (ts === undefined || !shown.has(ts)))
      wrong.push(`${step}: no message ${ts ?? ""}`);
  const status = stage.git("--no-optional-locks", "status", "--porcelain");
  if (status !== "") wrong.push(`git status: ${status}`);
  const [here, there] = [stage.git("rev-parse", "HEAD"), stage.git("--git-dir", bare, "rev-parse", "main")];
  if (here !== there) wrong.push("the remote has something else");
  return wrong;
}
