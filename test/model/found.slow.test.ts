import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DAY, openWorld, steps, words } from "../world.ts";

const ID = `${DAY}-rp`;
const FILE = `incidents/${ID}.yml`;
const OLD = `services: [rp]\nstatus: open\nstarted_at: 2025-11-23 11:00\n`;

/** Faults of the program that random histories found, each as the smallest story that showed it. */
describe.concurrent("old news stays at home (design section 4.9)", () => {
  test("when an earlier run could not even look at Brevo", async () => {
    await using w = await openWorld({ files: { "incidents/2025-11-23-rp.yml": OLD } });
    w.brevo.state.key = "unknown";
    await w.settle();
    w.brevo.state.key = "valid";
    expect(steps(await w.settle())["outage/mail/rp"]).toBe("skipped");
    expect(w.deliveries()).toEqual([]);
  });

  test("when an earlier run could not post in Slack", async () => {
    await using w = await openWorld();
    w.slack.state.token = "token_revoked";
    await w.declare();
    w.slack.state.token = "valid";
    w.pass({ hours: 40 * 24 });
    await w.settle();
    expect(w.channel()).toEqual([]);
  });

  test("when its draft is still at Brevo forty days later", async () => {
    await using w = await openWorld();
    w.brevo.state.credits = 10;
    await w.declare();
    w.brevo.state.credits = 5000;
    w.pass({ hours: 40 * 24 });
    await w.settle();
    expect(w.deliveries()).toEqual([]);
  });

  test("when its draft is still at Brevo and no journal knows of it", async () => {
    await using w = await openWorld({ files: { "incidents/2025-11-23-rp.yml": OLD } });
    w.brevo.byHand({ name: "Indisponibilité Reconnect Pro · 2025-11-23-rp", listIds: [47] });
    await w.settle();
    expect(w.deliveries()).toEqual([]);
  });
});

describe.concurrent("what was begun in time and nobody heard of, after a run that was killed", () => {
  test.for([
    { what: "two days later is finished", hours: 50, mails: 1 },
    { what: "over a week later is given up, and its draft with it", hours: 8 * 24, mails: 0 },
  ])("$what", async ({ hours, mails }) => {
    await using w = await openWorld();
    w.sandbox.faults.add({ what: "POST /emailCampaigns", kind: "lost-answer" });
    w.onProgress = ({ doing }) => {
      if (w.brevo.campaigns.length > 0 && doing === "look") throw new Error("killed");
    };
    await w.declare();
    w.onProgress = () => undefined;
    w.pass({ hours });
    await w.settle();
    expect([w.deliveries().length, w.brevo.campaigns.length]).toEqual([mails, mails]);
  });
});

describe.concurrent("a wanted mail is not lost (design sections 1 and 4.8)", () => {
  test("when the file is opened again after its draft was withdrawn", async () => {
    await using w = await openWorld();
    w.brevo.state.credits = 10;
    await w.declare();
    w.brevo.state.credits = 5000;
    const text = w.read(FILE);
    w.edit(FILE, "status: open", "status: mistaken");
    await w.settle();
    w.write(FILE, text);
    expect((await w.settle()).exit).toBe(0);
    expect(w.deliveries()).toHaveLength(1);
  });

  test("when a clone that heard of no end announces an outage that is closed", async () => {
    await using w = await openWorld({ remote: true });
    const stale = w.colleague();
    w.brevo.state.credits = 10;
    await w.declare();
    stale.git("pull", "--quiet");
    await w.resolve();
    w.brevo.state.credits = 50_000;
    // GitHub does not answer the colleague: what is in the clone counts.
    stale.git("remote", "set-url", "origin", join(w.root, "nowhere"));
    expect(steps(await stale.settle())["outage/mail/rp"]).toBe("done");
    stale.git("remote", "set-url", "origin", w.bare);
    for (const clone of [stale, w]) await clone.settle();
    expect(w.deliveries().map(({ subject }) => subject.startsWith("Fin"))).toEqual([false, true]);
  });
});

describe.concurrent("an outage that is over holds up no later one (design sections 4.4 and 4.8)", () => {
  test("when its file was deleted and its end mail got another name in Brevo", async () => {
    await using w = await openWorld();
    await w.declare();
    await w.resolve();
    w.remove(FILE);
    w.brevo.rename(102, "Fin de la panne");
    w.write(`incidents/${ID}-2.yml`, `services: [rp]\nstatus: open\nstarted_at: ${DAY} 14:05\n`);
    expect(steps(await w.settle())["outage/mail/rp"]).toBe("done");
    expect(w.deliveries()).toHaveLength(3);
  });
});

describe.concurrent("who was told is not forgotten without a journal (design section 4.8: journal, else world)", () => {
  test.for([
    { what: "a service that was taken out of the file", from: "services: [rp, cfn]", to: "services: [cfn]" },
    { what: "notify: false", from: "status: open", to: "status: open\nnotify: false" },
  ])("$what", async ({ from, to }) => {
    await using w = await openWorld();
    await w.declare({ services: ["rp", "cfn"] });
    rmSync(join(w.root, `incidents/${DAY}-rp-cfn`), { recursive: true });
    w.edit(`incidents/${DAY}-rp-cfn.yml`, from, to);
    expect((await w.settle()).exit).toBe(2);
  });

  test("a draft that notify: false leaves at Brevo", async () => {
    await using w = await openWorld();
    w.brevo.state.credits = 10;
    await w.declare();
    rmSync(join(w.root, `incidents/${ID}`), { recursive: true });
    w.edit(FILE, "status: open", "status: open\nnotify: false");
    await w.settle();
    expect(w.brevo.campaigns).toEqual([]);
  });
});

describe.concurrent("a run that another one overtakes takes back what it made (design sections 4.3 and 4.5)", () => {
  test("its draft", async () => {
    await using w = await openWorld();
    w.requestMs = 15_000;
    const call = async () => void (await w.settle());
    w.sandbox.faults.add({ what: "POST /emailCampaigns", kind: "hook", when: "before", call });
    await w.declare();
    expect([w.deliveries().length, w.brevo.campaigns.length]).toEqual([1, 1]);
  });

  test("its message", async () => {
    await using w = await openWorld();
    w.requestMs = 15_000;
    w.sandbox.faults.add({ what: "chat.postMessage", kind: "hook", when: "before", call: () => settle() });
    const settle = async () => void (await w.settle());
    await w.declare();
    expect(w.channel()).toHaveLength(1);
  });
});

describe.concurrent("one outage of a tool at a time (design section 4.4)", () => {
  test("when two clones that do not hear each other put its start on two days", async () => {
    await using w = await openWorld({ remote: true });
    const other = w.colleague();
    other.git("remote", "set-url", "origin", join(w.root, "nowhere"));
    w.requestMs = 15_000;
    const call = async () => void (await other.declare({ startedAt: "hier 20h" }));
    w.sandbox.faults.add({ what: "POST /emailCampaigns/:id/sendNow", kind: "hook", when: "before", call });
    await w.declare();
    expect(w.deliveries()).toHaveLength(1);
  });
});

describe.concurrent("one outage of a tool at a time, after its campaign got another name (design section 4.4)", () => {
  test.for([
    { what: "was deleted", spoil: () => undefined },
    { what: "got a faulty line", spoil: (text: string) => `${text}statut: open\n` },
  ])("when the file of the first one $what", async ({ spoil }) => {
    await using w = await openWorld();
    await w.declare();
    w.edit(
      "runbook.yml",
      'outage: "Indisponibilité Reconnect Pro"',
      'outage: "Interruption de Reconnect Pro"',
    );
    const text = spoil(w.read(FILE));
    w.remove(FILE);
    if (text !== undefined) w.write(FILE, text);
    w.write(`incidents/${ID}-2.yml`, `services: [rp]\nstatus: open\nstarted_at: ${DAY} 14:05\n`);
    expect(steps(await w.settle())["outage/mail/rp"]).toBe("failed");
    expect(w.deliveries()).toHaveLength(1);
  });
});

describe.concurrent("the clone is clean when nothing runs", () => {
  test("after a run during which another process held the index for a moment", async () => {
    await using w = await openWorld();
    const lock = join(w.root, ".git", "index.lock");
    const hold = () => writeFileSync(lock, "");
    w.sandbox.faults.add({
      what: "POST /emailCampaigns/:id/sendNow",
      kind: "hook",
      when: "after",
      call: hold,
    });
    await w.declare();
    rmSync(lock);
    expect((await w.settle()).exit).toBe(0);
    // What stands there as deleted goes with the person's next commit, whatever it is about.
    expect(w.git("status", "--short")).toBe("");
  });
});

describe.concurrent("drift is reported", () => {
  test.for([{ status: "sent" }, { status: "draft" }] as const)(
    "a campaign ($status) with the mark of an incident that nobody in git knows",
    async ({ status }) => {
      await using w = await openWorld();
      const made = { name: "Indisponibilité Reconnect Pro · 2025-11-24-rp-2", listIds: [47], status };
      w.brevo.byHand(made);
      const told = words(await w.declare({ services: ["cfn"] }));
      expect(told).toContain("ce dépôt ne connaît pas la panne 2025-11-24-rp-2");
    },
  );

  test("an open incident whose mail was given up for its age, at every later run", async () => {
    await using w = await openWorld({ files: { "incidents/2025-11-23-rp.yml": OLD } });
    expect(words(await w.settle())).toContain("2025-11-23-rp");
    expect(words(await w.settle())).toContain("2025-11-23-rp");
  });
});
