import { defineConfig } from "rolldown";

// The bundle is committed: an outage must not wait for a package registry.
export default defineConfig({
  input: "src/main.ts",
  platform: "node",
  output: {
    file: ".github/actions/runbook/runbook.mjs",
    format: "esm",
    minify: true,
    codeSplitting: false,
    banner: "#!/usr/bin/env node",
  },
});
