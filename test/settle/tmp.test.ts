import { test } from "vitest";
import { execFile } from "node:child_process";
import { openWorld } from "../world.ts";
test("x", async () => {
  let t = performance.now();
  for (let i = 0; i < 50; i++)
    await new Promise((r) => execFile("git", ["rev-parse", "HEAD"], { cwd: "/work/main" }, r));
  console.log("async", (performance.now() - t) / 50, process.memoryUsage.rss() / 1e6);
  await Promise.all(
    [1, 2, 3, 4, 5].map(async () => {
      for (let i = 0; i < 10; i++)
        await new Promise((r) => execFile("git", ["rev-parse", "HEAD"], { cwd: "/work/main" }, r));
    }),
  );
  console.log("par", (performance.now() - t) / 50);
  for (let i = 0; i < 4; i++) {
    t = performance.now();
    await using w = await openWorld({ remote: i % 2 === 1 });
    const t1 = performance.now();
    const c0 = process.cpuUsage(),
      r0 = process.resourceUsage();
    await w.declare();
    const c1 = process.cpuUsage(c0);
    const t2 = performance.now();
    await w.settle();
    console.log(t1 - t, t2 - t1, performance.now() - t2, c1);
  }
});
