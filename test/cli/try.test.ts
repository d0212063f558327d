import { test } from "vitest";
import { stage } from "./stage.ts";
test("try", async () => {
  await using s = await stage();
  const show = async (args: string[], o = {}) => {
    const r = await s.run(args, o);
    console.log(args.join(" "), r.exit, r.ms, "\n" + r.stdout + "---\n" + r.stderr);
    return r;
  };
  await show(["declare", "--service", "rp", "--dry-run"], {
    env: { SLACK_BOT_TOKEN: "", BREVO_API_KEY: "" },
  });
  await show(["declare", "--service", "rp", "--dry-run"]);
  await show(["declare", "--service", "rp"]);
  console.log(s.sandbox.requests.map((r) => r.what + " " + r.status).join("\n"));
  await show(["declare", "--service", "rp"]);
  await show(["preview"]);
  await show(["check"]);
  await show(["settle"]);
  await show(["resolve", "--json"]);
  await show(["resolve"]);
  await show(["settle", "--json"]);
  await show(["declare", "--service", "xx", "--json"]);
  console.log(s.git("log", "--oneline"), s.git("status", "--short"), s.read("incidents/" + s.incidents()[0]));
});
