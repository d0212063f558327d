import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { act } from "./act.ts";
import type { Gesture } from "./gesture.ts";
import { histories } from "./history.ts";
import { brokenIn } from "./play.ts";
import { breachesNow } from "./promise.ts";
import { beginStory, type Story } from "./story.ts";

/** The same few histories each time: the long run stands in `model.slow.test.ts`. */
const QUICK = { seed: 7, numRuns: 8, interruptAfterTimeLimit: 20_000 };

test("a few random histories keep every promise", async () => {
  const kept = fc.asyncProperty(histories(6), async (history) => {
    expect(await brokenIn(history)).toBe("");
  });
  await fc.assert(kept, QUICK);
});

const declare: Gesture = { kind: "run", by: "me", command: { do: "declare", tools: ["rp"], ago: 0 } };
const resolve: Gesture = { kind: "run", by: "me", command: { do: "resolve", of: "whatever" } };

/** Who watches the watchers: worlds in which a promise was broken behind the program's back. */
const planted: readonly {
  readonly promise: string;
  readonly gestures: readonly Gesture[];
  readonly plant: (story: Story) => void;
}[] = [
  {
    promise: "at most one mail",
    gestures: [declare],
    plant: ({ world: { brevo } }) => brevo.deliveries.push(...brevo.deliveries.map((mail) => ({ ...mail }))),
  },
  {
    promise: "no end without a beginning",
    gestures: [declare, resolve],
    plant: ({ world: { brevo } }) => brevo.deliveries.splice(0, 1),
  },
  {
    promise: "the end goes to the list of the beginning",
    gestures: [declare, resolve],
    plant: ({ world: { brevo } }) => {
      const [first, end] = brevo.deliveries.splice(0, 2);
      if (first && end) brevo.deliveries.push(first, { ...end, listIds: [40] });
    },
  },
  {
    promise: "never left without evidence",
    gestures: [declare],
    plant: ({ world: { brevo } }) => brevo.deliveries.splice(0, 1),
  },
  {
    promise: "one message per step",
    gestures: [declare],
    plant: ({ world: { slack } }) => slack.messages.push(...slack.messages.slice(0, 1)),
  },
];

describe.concurrent("the model sees a world in which it does not hold that there is", () => {
  test.for(planted)("$promise", async ({ promise, gestures, plant }) => {
    const story = await beginStory({ begins: "at noon", remote: false, gestures });
    for (const gesture of gestures) await act(story, gesture);
    expect(breachesNow(story)).toEqual([]);
    plant(story);
    expect(breachesNow(story).map((each) => each.promise)).toContain(promise);
    await story.world.close();
  });
});
