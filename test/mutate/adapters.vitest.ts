import { defineConfig } from "vitest/config";

export default defineConfig({
  test: { include: ["test/adapters/{brevo,slack,exchange}.test.ts"] },
});
