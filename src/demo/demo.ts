import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Machine } from "../commands/run.ts";
import { demoPage } from "./page.ts";
import { play } from "./play.ts";
import { setStage } from "./stage.ts";
import { story } from "./story.ts";

/**
 * `runbook demo`: a whole outage on the embedded sandbox, with the real commands and no credentials. Prints what
 * happens and writes `demo.html` into `cwd`. Exit 0 when everything left exactly once.
 */
export async function demo(
  root: string,
  cwd: string,
  env: Machine["env"],
  say: (text: string) => number,
  onProgress: Machine["onProgress"],
): Promise<number> {
  const stage = await setStage(root, env);
  try {
    const data = await play(stage, {
      begin: (hour, title) => void say(story.words.scene(hour, title)),
      end: ({ headline, lines }) => void say([headline, ...lines].map((line) => `    ${line}`).join("\n")),
      onProgress,
    });
    const path = join(cwd, "demo.html");
    writeFileSync(path, demoPage(data));
    say(`\n${story.words.account(data.channel.messages.length, data.mails.length)}`);
    return say(story.words.page(pathToFileURL(path).href));
  } finally {
    await stage.strike();
  }
}
