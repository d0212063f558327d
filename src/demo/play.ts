import { checkup } from "../commands/checkup.ts";
import { declare } from "../commands/declare.ts";
import { drill } from "../commands/drill.ts";
import type { Outcome } from "../commands/outcome.ts";
import { openProject } from "../commands/project.ts";
import { resolve } from "../commands/resolve.ts";
import type { Machine } from "../commands/run.ts";
import { settle } from "../commands/settle.ts";
import { update } from "../commands/update.ts";
import { clock } from "../core/time.ts";
import type { DemoData, Scene } from "./data.ts";
import { gather } from "./gather.ts";
import type { Stage } from "./stage.ts";
import { story } from "./story.ts";

/** Called before and after each scene, for the person who watches. */
export interface Watcher {
  readonly begin: (hour: string, title: string) => void;
  readonly end: (outcome: Outcome) => void;
  readonly onProgress: Machine["onProgress"];
}

/**
 * Plays the day with the real commands: a checkup, a declaration, a second click, news, the robot's hourly runs, a
 * resolution and a drill. Gives what the page shows.
 */
export async function play(stage: Stage, watcher: Watcher): Promise<DemoData> {
  const machine = () => stage.machine(watcher.onProgress);
  const { settings } = openProject(stage.repo, story.declaredAt);
  const { words } = story;
  const scenes: Scene[] = [];
  async function scene(
    at: Date,
    title: string,
    command: string,
    act: () => Promise<Outcome>,
  ): Promise<Outcome> {
    stage.setClock(at);
    watcher.begin(clock(at, settings.timeZone, settings.language), title);
    const began = performance.now();
    const outcome = await act();
    const seconds = (performance.now() - began) / 1000;
    watcher.end(outcome);
    scenes.push({ at, command, receipt: [outcome.headline, ...outcome.lines].join("\n"), seconds });
    if (outcome.exit !== 0) throw new Error([outcome.headline, ...outcome.lines].join(" "));
    return outcome;
  }
  const { slack, brevo } = stage.sandbox;
  const hourly = (at: Date, title: string) => {
    for (const { counts } of brevo.campaigns) Object.assign(counts, story.counts);
    return scene(at, title, "npx runbook settle", () => settle(machine(), { services: [] }));
  };
  const checked = await scene(story.checkedAt, words.checked, "npx runbook checkup", () =>
    checkup(machine()),
  );
  const declaration = { services: ["rp"], startedAt: story.startedAt, cause: story.cause };
  const line = `npx runbook declare --service rp --started-at ${story.startedAt} --cause ${story.cause}`;
  await scene(story.declaredAt, words.declared, line, () => declare(machine(), declaration));
  const path = `incidents/${story.id}.yml`;
  await stage.repo.write(path, story.mark + (stage.repo.read(path)?.text ?? ""), story.commitMark);
  await scene(story.clickedAgainAt, words.again, line, () => declare(machine(), declaration));
  await scene(story.newsAt, words.news, `npx runbook update --message "${story.news}"`, () =>
    update(machine(), { services: [], message: story.news }),
  );
  await hourly(story.countedAt, words.counted);
  await hourly(story.remindedAt, words.reminded);
  const first = slack.messages.map(({ channel, ts, text }) => ({ channel, ts, text }))[0];
  await scene(story.resolvedAt, words.resolved, `npx runbook resolve --resolved-at ${story.endedAt}`, () =>
    resolve(machine(), { services: [], resolvedAt: story.endedAt }),
  );
  await hourly(story.endCountedAt, words.endCounted);
  await scene(story.drilledAt, words.drilled, "npx runbook drill --service rp", () => {
    stage.setClock(story.drilledAt, true); // it tells how long it took
    return drill(machine(), { services: ["rp"] });
  });
  return gather(stage, settings, { scenes, first, checkup: checked.lines[0] ?? "" });
}
