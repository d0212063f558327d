import { describe, expect, test } from "vitest";
import { progressOn } from "../../src/commands/terminal.ts";
import { settings } from "../core/reconnect.ts";
import { runJob } from "./job.ts";
import { ALREADY, idOf, NOTHING, paris, PREVIEW, SENT, stage, spawnProgram, writesOf } from "./stage.ts";

describe("the help", () => {
  test.concurrent.each([[["--help"]], [[]], [["declare", "--help"]]])(
    "is shown for %j, in French and with examples, outside of any repository",
    async (args) => {
      const run = await spawnProgram(args, { cwd: "/", env: { PATH: process.env["PATH"] } });
      expect(run).toMatchObject({ exit: 0, stderr: "" });
      expect(run.headline).toBe("Annoncer une panne, puis sa fin : sur Slack et par e-mail, une seule fois.");
      for (const name of ["declare", "resolve", "settle", "preview", "check", "checkup", "demo", "sandbox"])
        expect(run.stdout).toMatch(new RegExp(`^  ${name} `, "mu"));
      expect(run.stdout).toContain("npx runbook declare --service rp");
    },
  );
});

describe("a whole outage", () => {
  test.concurrent("each command begins with its headline, and a repetition sends nothing", async () => {
    await using s = await stage();
    const { slack, brevo } = s.sandbox;

    const calm = await s.run(["settle"], { env: { SLACK_BOT_TOKEN: "", BREVO_API_KEY: "" } });
    expect(calm).toMatchObject({ exit: 0, headline: ALREADY, stderr: "" });
    expect(calm.lines[1]).toBe("Rien à envoyer : tout est à jour.");

    const declared = await s.run(["declare", "--service", "rp", "--started-at", paris(30)]);
    expect(declared).toMatchObject({ exit: 0, headline: SENT });
    expect(declared.stdout).toContain("Quand la panne est finie");
    expect(brevo.deliveries).toMatchObject([
      { name: `Indisponibilité Reconnect Pro · ${idOf()}`, listIds: [47], recipients: 1234 },
    ]);

    const again = await s.run(["declare", "--service", "rp"]);
    expect(again).toMatchObject({ exit: 0, headline: ALREADY });
    expect(again.lines[1]).toMatch(
      /^Reconnect Pro : déjà déclarée à .+ par Léa Martin, rien n’a été renvoyé\.$/u,
    );

    expect(await s.run(["preview"])).toMatchObject({ exit: 0, headline: PREVIEW });
    expect(await s.run(["settle"])).toMatchObject({ exit: 0, headline: ALREADY });

    const resolved = await s.run(["resolve"]);
    expect(resolved).toMatchObject({ exit: 0, headline: SENT });
    const ended = await s.run(["resolve"]);
    expect(ended).toMatchObject({ exit: 0, headline: ALREADY });
    expect(ended.lines[1]).toMatch(/^Reconnect Pro : fin déjà déclarée \(.+\), rien n’a été renvoyé\.$/u);
    expect(await s.run(["settle"])).toMatchObject({ exit: 0, headline: ALREADY });
    expect(await s.run(["check"])).toMatchObject({ exit: 0, stderr: "" });

    expect(brevo.deliveries.map(({ name, listIds }) => [name, listIds])).toEqual([
      [`Indisponibilité Reconnect Pro · ${idOf()}`, [47]],
      [`Fin de l'indisponibilité Reconnect Pro · ${idOf()}`, [47]],
    ]);
    expect(slack.messages.filter(({ threadTs }) => threadTs === undefined)).toHaveLength(2);
    expect(s.git("status", "--porcelain")).toBe("");
  });

  test.concurrent("an outage that ends in the minute in which it was declared can be resolved", async () => {
    await using s = await stage();
    await s.run(["declare", "--service", "rp", "--started-at", paris(0)]);
    const run = await s.run(["resolve", "--resolved-at", paris(0)]);
    expect(run).toMatchObject({ exit: 0, headline: SENT });
  });

  test.concurrent("a wrong click is taken back at once as a false alarm", async () => {
    await using s = await stage();
    await s.run(["declare", "--service", "rp"]);
    const run = await s.run(["resolve", "--service", "rp", "--false-alarm"]);
    expect(run).toMatchObject({ exit: 0, headline: SENT });
    expect(s.sandbox.brevo.deliveries).toHaveLength(2);
    expect(s.sandbox.brevo.deliveries[1]?.subject).toBe(
      "Fausse alerte : Reconnect Pro fonctionne normalement",
    );
  });

  test.concurrent("one tool of two was a false alarm, the other one comes back later", async () => {
    await using s = await stage();
    await s.run(["declare", "--service", "rp", "--service", "cfn", "--started-at", paris(30)]);
    const first = await s.run(["resolve", "--service", "cfn", "--false-alarm"]);
    expect(first).toMatchObject({ exit: 0, headline: SENT });
    expect(first.text).toContain("Encore en panne : Reconnect Pro.");
    expect(await s.run(["resolve", "--service", "rp"])).toMatchObject({ exit: 0, headline: SENT });
    const text = s.read(`incidents/${s.incidents()[0] ?? ""}`);
    expect(text).toMatch(/^status: resolved$/mu);
    expect(text).toMatch(/^mistaken: \[cfn\]$/mu);
    expect(s.sandbox.brevo.deliveries).toHaveLength(4);
  });

  test.concurrent("both tools in one incident; one is open already: only the other is declared", async () => {
    await using s = await stage();
    await s.run(["declare", "--service", "rp", "--started-at", paris(30)]);
    const run = await s.run(["declare", "--service", "rp", "--service", "cfn", "--started-at", paris(20)]);
    expect(run).toMatchObject({ exit: 0, headline: SENT });
    expect(run.lines[1]).toMatch(/^Reconnect Pro : déjà déclarée à/u);
    expect(s.incidents()).toEqual([`${idOf("cfn", 20)}.yml`, `${idOf()}.yml`]);
    expect(s.sandbox.brevo.deliveries.map(({ listIds }) => listIds)).toEqual([[47], [48]]);

    const both = await s.run(["resolve", "--service", "rp", "--service", "cfn"]);
    expect(both).toMatchObject({ exit: 0, headline: SENT });
    expect(s.sandbox.brevo.deliveries).toHaveLength(4);
  });

  test.concurrent("a file written by hand and `settle` do the same as the command", async () => {
    await using s = await stage();
    s.write(
      `incidents/${idOf()}.yml`,
      `services: [rp]\nstatus: open\nstarted_at: ${paris(30)} # vu par Léa\n`,
    );
    expect(await s.run(["settle"])).toMatchObject({ exit: 0, headline: SENT });
    expect(s.sandbox.brevo.deliveries).toHaveLength(1);
    expect(s.read(`incidents/${idOf()}.yml`)).toContain("# vu par Léa");
    expect(s.git("status", "--porcelain")).toBe("");
  });
});

describe("a checkup", () => {
  test.concurrent("says that all is ready, and what is not, without sending anything", async () => {
    await using s = await stage();
    const ready = await s.run(["checkup"]);
    expect(ready).toMatchObject({ exit: 0, headline: "✅ PRÊT POUR LA PROCHAINE PANNE", stderr: "" });
    s.sandbox.slack.state.token = "token_revoked";
    const revoked = await s.run(["checkup", "--json"]);
    expect(revoked.exit).toBe(2);
    expect(JSON.parse(revoked.stdout)).toMatchObject({
      exit: 2,
      checkup: {
        checks: expect.arrayContaining([expect.objectContaining({ id: "slack.token", state: "bad" })]),
      },
    });
    const blind = await s.run(["checkup"], { env: { SLACK_BOT_TOKEN: "", BREVO_API_KEY: "" } });
    expect(blind).toMatchObject({ exit: 1, headline: "❌ VÉRIFICATION IMPOSSIBLE" });
    expect(s.sandbox.brevo.campaigns).toEqual([]);
    expect(s.sandbox.slack.messages).toEqual([]);
    expect(s.git("status", "--porcelain")).toBe("");
  });

  test.concurrent("fills the page of a job of GitHub with a table, worst first", async () => {
    await using s = await stage();
    s.sandbox.slack.channel("C0GENERAL1").isArchived = true;
    const run = await runJob(s, { command: "checkup" });
    expect(run.exit).toBe(2);
    expect(run.summary).toMatch(/^## ❌ PAS PRÊT POUR LA PROCHAINE PANNE\n\n\*\*Vérification faite .+ \d ✗/u);
    expect(run.summary).toMatch(
      /\n\| ✗ à réparer \| Canal Slack \| [^|]+ \| [^|]+désarchivez[^]+\n\| ✓ en ordre \| Clé de Brevo \| /u,
    );
    expect(run.outputs).toMatchObject({ alarm: "no" });
  });
});

describe("progress", () => {
  test.concurrent("goes to stderr as plain lines, each with its time and what is done", async () => {
    await using s = await stage();
    const run = await s.run(["declare", "--service", "rp"]);
    const lines = run.stderr.trimEnd().split("\n");
    expect(lines.length).toBeGreaterThan(6);
    for (const line of lines)
      expect(line).toMatch(/^\d\d:\d\d:\d\d (Slack, début|E-mail de panne de Reconnect Pro) : \p{Ll}.+$/u);
    expect(run.stdout).not.toContain("je regarde");
  });

  test.concurrent("tells the minute of a full hour too: 19 h 00 and 37 seconds is not « 19 h 37 s »", () => {
    const lines: string[] = [];
    const at = new Date("2026-11-23T18:00:37Z");
    const progress = progressOn({ isTerminal: false, write: (text) => void lines.push(text) }, () => at);
    progress.show({ incident: "2026-11-23-rp", step: "outage/slack", doing: "post" }, settings);
    progress.end();
    expect(lines.join("")).toMatch(/^19:00:37 /u);
  });
});

test.concurrent("a refusal shows no progress and asks nobody to write", async () => {
  await using s = await stage();
  const run = await s.run(["resolve"]);
  expect(run).toMatchObject({ exit: 1, headline: NOTHING, stderr: "" });
  expect(writesOf(s.sandbox)).toEqual([]);
});
