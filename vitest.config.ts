import { defineConfig } from "vitest/config";

export default defineConfig({
  // Most of the time goes to git and to our own program, which run beside the workers.
  test: { include: ["test/**/*.test.ts"], testTimeout: 30_000, hookTimeout: 30_000, maxWorkers: 2 },
});
