import { defineConfig } from "rolldown";

// The bundle is committed: an outage must not wait for a package registry.
export default defineConfig({
  input: "src/main.ts",
  platform: "node",
  // Of GitHub's toolkit only the log, inputs and summary are used; its HTTP client would be a third of the bundle.
  treeshake: {
    moduleSideEffects: [{ test: /node_modules\/(@actions|undici|tunnel)\//u, sideEffects: false }],
  },
  output: {
    file: ".github/actions/runbook/runbook.mjs",
    format: "esm",
    minify: true,
    codeSplitting: false,
    banner: "#!/usr/bin/env node",
  },
});
