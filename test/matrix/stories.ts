import { paris } from "../cli/stage.ts";
import { openPlace, type Place } from "./place.ts";

/** One form that staff fill in, on the world that it finds. */
export interface Story {
  /** "declare rp" */
  readonly name: string;
  /** What is declared. */
  readonly services: readonly string[];
  /** What is ended, at the end of the story. */
  readonly ends: readonly string[];
  /** Whose users get news by mail, at the end of the story. */
  readonly news: readonly string[];
  /** What the incident file says once the form's wish stands in it. */
  readonly asked: RegExp;
  readonly args: readonly string[];
  /** What stands before the form is filled in; copied for every cell. */
  readonly before: Place;
}

/** One request of a story, where something can go wrong. */
export interface Site {
  readonly on: "slack" | "brevo" | "remote" | "git";
  readonly what: string;
  /** The how manieth of its sort in the story, from 1. */
  readonly nth: number;
}

const BOTH = ["rp", "cfn"];
const flagsOf = (services: readonly string[]) => services.flatMap((service) => ["--service", service]);

/** News without an hour, as the form gives it: whoever fills it in again does so in another minute. */
const NEWS = ["--message", "Les équipes de notre hébergeur remplacent une pièce.", "--mail"];

/**
 * The whole cycle, for one tool or two: what is declared, then what is ended. The one tool that ends alone is one of two
 * that were declared, and was a false alarm: the same requests, and the other one stays open beside it. News by mail is
 * given of one tool: it has the tracks of the two phases.
 */
export async function tellStories(services: readonly string[]): Promise<readonly Story[]> {
  const isOne = services.length === 1;
  const declare = (which: readonly string[]) => ["declare", ...flagsOf(which), "--started-at", paris(30)];
  const announce = async (which: readonly string[]) => {
    const place = await openPlace("folder");
    const first = await place.run(declare(which));
    if (first.exit !== 0) throw new Error(`The story could not begin:\n${first.text}`);
    return place;
  };
  const fresh = await openPlace("folder");
  const announced = await announce(isOne ? BOTH : services);
  const alone = isOne ? await announce(services) : undefined;
  for (const place of [fresh, announced, alone]) place?.pack();
  const name = services.join(" ");
  const declared: Story = {
    name: `declare ${name}`,
    services,
    ends: [],
    news: [],
    asked: /^/u,
    args: declare(services),
    before: fresh,
  };
  if (!alone)
    return [
      declared,
      {
        ...declared,
        name: `resolve ${name}`,
        ends: services,
        asked: /^status: resolved/mu,
        args: ["resolve", ...flagsOf(services)],
        before: announced,
      },
    ];
  return [
    declared,
    {
      ...declared,
      name: `take back ${name} of two`,
      services: BOTH,
      ends: services,
      asked: new RegExp(`^mistaken: \\[${name}\\]`, "mu"),
      args: ["resolve", ...flagsOf(services), "--false-alarm"],
      before: announced,
    },
    {
      ...declared,
      name: `update ${name}`,
      news: services,
      asked: /^updates:/mu,
      args: ["update", ...flagsOf(services), ...NEWS],
      before: alone,
    },
  ];
}

/** Everything that a story asks of Slack, Brevo, the remote and git when nothing goes wrong. */
export async function sitesOf({ before, args }: Story): Promise<readonly Site[]> {
  await using place = await openPlace("server", before);
  const run = await place.run(args, { env: place.shim() });
  if (run.exit !== 0) throw new Error(`The story does not go well by itself:\n${run.text}`);
  const sites: Site[] = [];
  const add = (on: Site["on"], what: string) => {
    const nth = sites.filter((site) => site.on === on && site.what === what).length + 1;
    sites.push({ on, what, nth });
  };
  for (const { server, what } of place.stage.sandbox.requests)
    add(server === "slack" ? "slack" : "brevo", what);
  for (const { what } of place.server?.requests ?? []) add("remote", what);
  for (const call of place.gitCalls().toSorted()) add("git", call.replace(/#\d+$/u, ""));
  return sites;
}
