/**
 * What the runs of StrykerJS share. It is no dependency of ours: `npm run mutate:install` puts it into `.ci/tools`, which
 * git ignores; from there it finds our own vitest. Reports stand there too.
 */
export function strykerOptions(name: "plan" | "adapters" | "world", mutate: readonly string[]) {
  return {
    mutate,
    testRunner: "vitest",
    // The runner sets `maxConcurrency: 1`: tests that are written as concurrent come one after the other, so that
    // each mutant is charged to the test that reached it. `related` would add every test that imports the file.
    vitest: { configFile: `test/mutate/${name}.vitest.ts`, related: false },
    coverageAnalysis: "perTest",
    concurrency: 1,
    // Stryker rewrites tsconfig.json by an API that TypeScript 7 has not. A name that is not there lets it be.
    tsconfigFile: "none",
    disableTypeChecks: false,
    ignorePatterns: [".ci", ".github", "incidents"],
    tempDirName: `.ci/tools/stryker-${name}`,
    cleanTempDir: "always",
    incrementalFile: `.ci/tools/stryker/${name}.incremental.json`,
    reporters: ["clear-text", "progress", "json", "html"],
    clearTextReporter: { reportTests: false, allowColor: false },
    jsonReporter: { fileName: `.ci/tools/stryker/${name}.json` },
    htmlReporter: { fileName: `.ci/tools/stryker/${name}.html` },
    // On a machine with other work a slow run is no endless loop.
    timeoutMS: 20_000,
    timeoutFactor: 3,
    thresholds: { high: 95, low: 90, break: 85 },
  };
}
