import { expect, test } from "vitest";
import { DAY, openWorld, steps, words } from "../world.ts";

test("one", async () => {
  const t0 = performance.now();
  await using w = await openWorld();
  const t1 = performance.now();
  const o = await w.declare();
  const t2 = performance.now();
  console.log(words(o), steps(o), w.requests(), t1 - t0, t2 - t1);
  const s = await w.settle();
  const t3 = performance.now();
  console.log(words(s), w.requests(), t3 - t2);
  w.pass({ minutes: 30 });
  const r = await w.resolve();
  const t4 = performance.now();
  console.log(words(r), w.requests(), t4 - t3);
  console.log(
    w.read(`incidents/${DAY}-rp/journal.yml`),
    w.git("log", "--oneline"),
    w.git("status", "--short"),
    w.channel().map((m) => [m.text, w.thread(m).map((r) => r.text)]),
  );
});
test("remote", async () => {
  const t0 = performance.now();
  await using w = await openWorld({ remote: true });
  const t1 = performance.now();
  const o = await w.declare({ services: ["rp", "cfn"] });
  const t2 = performance.now();
  console.log(words(o), steps(o), w.requests(), t1 - t0, t2 - t1);
  w.pass({ minutes: 30 });
  const r = await w.resolve();
  const t4 = performance.now();
  console.log(words(r), w.requests(), t4 - t2);
  console.log(
    w.read(`incidents/${DAY}-rp-cfn/journal.yml`),
    w.git("log", "--oneline"),
    w.git("status", "--short"),
  );
});
