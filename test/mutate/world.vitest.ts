import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/adapters/*.test.ts", "test/settle/*.test.ts"],
    // Races are won by chance, and chance would kill mutants.
    exclude: ["test/settle/races.slow.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
