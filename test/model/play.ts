import { act } from "./act.ts";
import { breach, type Breach } from "./breach.ts";
import { breachesAtTheEnd } from "./ending.ts";
import type { History } from "./gesture.ts";
import { breachesNow } from "./promise.ts";
import { beginStory, type Story } from "./story.ts";

/** What became of a history: the promises that were broken first, and everything that happened until then. */
interface Played {
  readonly broken: readonly string[];
  readonly told: readonly string[];
}

/** Lives through a history, up to the first promise that is broken. */
async function play(history: History): Promise<Played> {
  const story = await beginStory(history);
  try {
    const found = await live(story, history).catch((error: unknown) => [thrown(error)]);
    return { broken: found.map(({ promise, about }) => `${promise}: ${about}`), told: story.told };
  } finally {
    await story.world.close();
  }
}

async function live(story: Story, { gestures }: History): Promise<readonly Breach[]> {
  for (const gesture of gestures) {
    story.ran.length = 0;
    await act(story, gesture);
    const found = breachesNow(story);
    if (found.length > 0) return found;
  }
  return breachesAtTheEnd(story);
}

function thrown(error: unknown): Breach {
  return breach(
    "the program never throws",
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  );
}

/** The promises that a history breaks and everything that happened, in words; nothing when all are kept. */
export async function brokenIn(history: History): Promise<string> {
  const { broken, told } = await play(history);
  return broken.length === 0
    ? ""
    : `BROKEN: ${broken.join("\nBROKEN: ")}\nWhat happened:\n${told.join("\n")}`;
}
