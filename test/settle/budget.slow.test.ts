import { expect, test } from "vitest";
import type { FaultKind } from "../../src/sandbox/faults.ts";
import { openWorld, type World } from "../world.ts";

/** Brevo's general bucket of an hour: campaigns, account and senders together (facts/brevo.md section 6). */
const PER_HOUR = 100;
const HOUR_MS = 3_600_000;

/** What goes wrong in each incident's first run, so that the re-runs have something to repair. */
const mishaps: readonly { readonly what: string; readonly kind: FaultKind }[] = [
  { what: "POST /emailCampaigns", kind: "lost-answer" },
  { what: "POST /emailCampaigns", kind: "500-before" },
  { what: "POST /emailCampaigns/:id/sendNow", kind: "500-before" },
  { what: "POST /emailCampaigns/:id/sendNow", kind: "lost-answer" },
  { what: "GET /emailCampaigns", kind: "502-html" },
  { what: "GET /senders", kind: "502-html" },
  { what: "chat.postMessage", kind: "lost-answer" },
  { what: "GET /emailCampaigns/:id", kind: "slow-after" },
  { what: "GET /contacts/lists", kind: "429" },
  { what: "POST /emailCampaigns/:id/sendNow", kind: "502-html" },
];

/** The most requests to the general bucket in any sixty minutes. */
function busiestHour({ sandbox }: World): number {
  const times = sandbox.requests
    .filter(({ server, path }) => server === "brevo" && !path.startsWith("/v3/contacts"))
    .map(({ at }) => at.getTime());
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + HOUR_MS).length));
}

/** Ten outages in one day, each declared and ended with mishaps, and each form filled in three times more. */
async function badDay(w: World): Promise<void> {
  for (const [index, mishap] of mishaps.entries()) {
    const services = index % 3 === 0 ? ["rp", "cfn"] : [index % 2 === 0 ? "rp" : "cfn"];
    w.sandbox.faults.add(mishap);
    for (let again = 0; again < 4; again += 1) {
      await w.declare({ services });
      w.pass({ minutes: 3 });
    }
    w.sandbox.faults.add(mishap);
    for (let again = 0; again < 4; again += 1) {
      await w.resolve({ services });
      w.pass({ minutes: 3 });
    }
    w.pass({ minutes: 60 });
  }
}

test(
  "ten incidents in a day, each re-run three times, stay within Brevo's hour and leave once",
  { timeout: 120_000 },
  async () => {
    await using w = await openWorld({ now: "2025-11-24T06:00:00.000Z" });
    w.brevo.state.credits = 1_000_000;
    await badDay(w);
    expect(busiestHour(w)).toBeLessThanOrEqual(PER_HOUR);
    const refused = w.sandbox.requests.filter(({ status, fault }) => status === 429 && fault === undefined);
    expect(refused).toEqual([]);
    // Four of the ten concern both tools.
    expect(w.deliveries()).toHaveLength(2 * 14);
  },
);

test("a form that is filled in again after all went well asks Brevo for nothing", async () => {
  await using w = await openWorld();
  await w.declare();
  w.requests();
  for (let again = 0; again < 3; again += 1) await w.declare();
  const general = w.requests().filter((what) => what.includes(" /") && !what.includes("/contacts/"));
  expect(general).toEqual([]);
});
