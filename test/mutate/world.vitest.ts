import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/adapters/*.test.ts", "test/settle/*.test.ts"],
    // Races are won by chance, and chance would kill mutants; the other two take most of the time and kill few of them.
    exclude: ["test/settle/{races,lag,budget}.slow.test.ts", "test/adapters/files.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
