import { describe, expect, test } from "vitest";
import { DAY, openWorld, steps, words, type World } from "../world.ts";

const ID = `${DAY}-rp`;
const MARKED = `Indisponibilité Reconnect Pro · ${ID}`;
const MAIL = "outage/mail/rp";
const POSTS = "chat.postMessage";
const CREATES = "POST /emailCampaigns";
const REMOVES = "DELETE /emailCampaigns/:id";
const FOR_EVER = Number.POSITIVE_INFINITY;

const count = (w: World, what: string) => w.requests().filter((each) => each === what).length;

describe.concurrent("what goes wrong again and again ends", () => {
  test("a message whose answer is lost is tried twice, not a third time", async () => {
    await using w = await openWorld();
    w.sandbox.faults.add({ what: POSTS, kind: "500-before", times: FOR_EVER });
    const outcome = await w.declare();
    expect([outcome.exit, steps(outcome)["outage/slack"], count(w, POSTS)]).toEqual([2, "unknown", 2]);
  });

  test("a rival that can't be removed", async () => {
    await using w = await openWorld();
    w.brevo.byHand({ name: MARKED, listIds: [47] });
    w.brevo.byHand({ name: MARKED, listIds: [47] });
    w.sandbox.faults.add({ what: REMOVES, kind: "500-before", times: FOR_EVER });
    const outcome = await w.declare();
    expect([outcome.exit, count(w, REMOVES), w.deliveries()]).toEqual([2, 3, []]);
  });

  test("a text that Brevo changes each time is written twice, then told", async () => {
    await using w = await openWorld();
    w.brevo.state.storeHtml = (html) => html.replace("</body>", "<p>Publicité</p></body>");
    const outcome = await w.declare();
    expect([outcome.exit, count(w, CREATES), w.deliveries()]).toEqual([2, 2, []]);
    expect(words(outcome)).toContain("PAS PARTI");
  });
});

describe.concurrent("what goes wrong once is put right in the same run", () => {
  test("a text that Brevo changed once is written again", async () => {
    await using w = await openWorld();
    let stored = 0;
    w.brevo.state.storeHtml = (html) => {
      stored += 1;
      return stored === 1 ? html.replace("</body>", "<p>Publicité</p></body>") : html;
    };
    expect(steps(await w.declare())[MAIL]).toBe("done");
    expect([w.deliveries().length, w.brevo.campaigns.length]).toEqual([1, 1]);
  });

  test("two drafts by hand, with a text that is not ours", async () => {
    await using w = await openWorld();
    w.brevo.byHand({ name: MARKED, listIds: [47] });
    w.brevo.byHand({ name: MARKED, listIds: [47] });
    expect(steps(await w.declare())[MAIL]).toBe("done");
    expect([w.deliveries().length, w.brevo.campaigns.length]).toEqual([1, 1]);
  });

  test("a removal that failed once", async () => {
    await using w = await openWorld();
    w.brevo.byHand({ name: MARKED, listIds: [47] });
    w.brevo.byHand({ name: MARKED, listIds: [47] });
    w.sandbox.faults.add({ what: REMOVES, kind: "500-before" });
    expect(steps(await w.declare())[MAIL]).toBe("done");
    expect([w.deliveries().length, w.brevo.campaigns.length]).toEqual([1, 1]);
  });
});
