import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["test/core/plan*.test.ts"], setupFiles: ["test/mutate/seed.ts"] },
});
