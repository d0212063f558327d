import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/settle/*.test.ts", "test/model/found.slow.test.ts"],
    // Races are won by chance, and chance would kill mutants; the others take most of the time and kill few of them.
    exclude: ["test/settle/{races,lag,budget,faults}.slow.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
