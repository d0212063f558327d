import { it } from "vitest";
import { openWorld, words } from "../world.ts";
export const SET = [
  ['channel_id: ""   # un canal Slack', 'channel_id: "C0EXERCIC1"   # un canal Slack'],
  ['list_id: ""      # numéro', "list_id: 12      # numéro"],
] as const;
it("plays", async () => {
  await using w = await openWorld({ settings: SET });
  const o = await w.drill({ dryRun: true });
  console.log(words(o));
  const p = await w.drill();
  console.log(words(p), JSON.stringify(p.json, null, 1));
  for (const m of w.slack.messages) console.log(m.channel, m.threadTs ? "  >" : "", m.text);
  console.log(w.deliveries().map((d) => [d.name, d.subject, d.listIds]));
  console.log(w.git("log", "--format=%s"), w.git("status", "--short"));
  console.log(w.read("incidents/drills/2025-11-24-exercice-rp-cfn/journal.yml"));
  console.log(w.read("incidents/drills/2025-11-24-exercice-rp-cfn/outage.rp.txt"));
  console.log(w.read("incidents/drills/2025-11-24-exercice-rp-cfn.yml"));
  const q = await w.settle();
  console.log(words(q));
});
