import { describe, expect, test } from "vitest";
import { runJob } from "./job.ts";
import { idOf, openFile, paris, stage, type Stage } from "./stage.ts";

const RP = "Reconnect Pro (professionnels)";
const WHERE = { GITHUB_REPOSITORY: "reconnect/outages", GITHUB_TOKEN: "", BREVO_API_KEY: "" };
const BY_CLOCK = { ...WHERE, GITHUB_EVENT_NAME: "schedule" };
const alarm = (s: Stage, reason: string, env: Record<string, string> = WHERE) =>
  runJob(s, { command: "alarm", reason }, env);
const texts = ({ sandbox }: Stage): string[] => sandbox.slack.messages.map(({ text }) => text);

describe("the alarm", () => {
  test.concurrent("tells the channel who asked, why, and what to do by hand; it needs Slack's key only", async () => {
    await using s = await stage();
    const run = await alarm(s, "⚠️ À VÉRIFIER. ✗ E-mail de panne : PAS PARTI Plus de crédits.");
    expect(run.exit).toBe(0);
    expect(texts(s)).toHaveLength(1);
    const [text = ""] = texts(s);
    expect(text).toContain("lancé par lea-m");
    expect(text).toContain("E-mail de panne : PAS PARTI Plus de crédits.");
    expect(text).toMatch(/https:\/\/github\.com\/reconnect\/outages\/actions\/runs\/47\d\d\b/u);
    expect(text).toContain("https://github.com/reconnect/outages/blob/HEAD/incidents/PROCEDURE.md");
    expect(text).toContain("N’envoyez rien dans Brevo");
    expect(s.sandbox.brevo.campaigns).toEqual([]);
  });

  test.concurrent("of a crash that could not say why says what to do, in the channel and on the page", async () => {
    await using s = await stage();
    const { summary } = await alarm(s, "");
    for (const text of [texts(s)[0], summary]) expect(text).toContain("Remplissez de nouveau le formulaire");
    expect(summary).toMatch(/^<h2>⚠️ À VÉRIFIER/u);
  });

  test.concurrent("of a refusal is calm: who, why, and no second headline on the page", async () => {
    await using s = await stage();
    const { summary } = await alarm(s, "❌ RIEN N'EST PARTI. Vous n’avez pas choisi l’outil.");
    expect(texts(s)[0]).toMatch(
      /^:warning: \*La demande de lea-m a été refusée, rien n’est parti\.\* Vous n’avez pas choisi l’outil\.\n/u,
    );
    expect(summary.trim()).toBe("<p>Le canal Slack est prévenu que cette exécution n’a pas fini.</p>");
  });

  test.concurrent("of a failure calls the technical contact", async () => {
    await using s = await stage({
      settings: (shipped) => shipped.replace(/technical_contact: ""/u, 'technical_contact: "<@U0123ABCD>"'),
    });
    await alarm(s, "⚠️ À VÉRIFIER. x");
    expect(texts(s)[0]).toMatch(/^<@U0123ABCD> :rotating_light:/u);
  });

  test.concurrent("of each click is told; of the clock, the same reason once a day, without a name", async () => {
    await using s = await stage();
    await alarm(s, "le même");
    await alarm(s, "le même");
    expect(texts(s)).toHaveLength(2);
    await alarm(s, "le même", BY_CLOCK);
    await alarm(s, "le même", BY_CLOCK);
    expect(texts(s)).toHaveLength(3);
    await alarm(s, "un autre", BY_CLOCK);
    expect(texts(s)).toHaveLength(4);
    expect(texts(s)[3]).not.toContain("lea-m");
  });

  test.concurrent("twice for one attempt is one message", async () => {
    await using s = await stage();
    const same = { ...WHERE, GITHUB_RUN_ID: "99" };
    await alarm(s, "x", same);
    await alarm(s, "x", same);
    expect(texts(s)).toHaveLength(1);
  });

  test.concurrent("lets no text of people mention or link anything", async () => {
    await using s = await stage();
    await alarm(s, "<!channel> <@U1> @channel <https://e.vil|ici>", {
      ...WHERE,
      GITHUB_TRIGGERING_ACTOR: "<!here>",
    });
    expect(texts(s)[0]).not.toMatch(/<!|<@|@channel\b|<https:\/\/e\.vil/u);
  });

  test.concurrent("is heard with broken settings too, when the environment names the channel", async () => {
    await using s = await stage();
    s.write("runbook.yml", "couleur: rouge\n");
    const run = await alarm(s, "runbook.yml est refusé");
    expect([run.exit, texts(s).length]).toEqual([0, 1]);
  });

  test.concurrent.each([
    ["without Slack's key", { SLACK_BOT_TOKEN: "" }],
    ["with a key that is none any more", { SLACK_BOT_TOKEN: "xoxb-rien" }],
  ])("%s says on the page to tell people in person", async (_what, env) => {
    await using s = await stage();
    const run = await alarm(s, "x", { ...WHERE, ...env });
    expect(run.exit).toBe(0);
    expect(run.summary).toContain("Prévenez l’équipe de vive voix");
    expect(texts(s)).toEqual([]);
  });
});

describe("the alarm of the weekly checkup", () => {
  const CHECKUP = {
    ...BY_CLOCK,
    GITHUB_WORKFLOW_REF: "reconnect/outages/.github/workflows/verifier.yml@refs/heads/main",
  };
  test.concurrent("speaks of no announcement, and once a day, beside that of another crash", async () => {
    await using s = await stage();
    await alarm(s, "", BY_CLOCK);
    const run = await alarm(s, "", CHECKUP);
    await alarm(s, "", CHECKUP);
    expect(texts(s)).toHaveLength(2);
    expect(texts(s)[1]).toMatch(
      /^:warning: \*La vérification de la semaine n’a pas pu se faire\.\* Elle s’est arrêtée/u,
    );
    expect(`${texts(s)[1]} ${run.summary}`).not.toContain("annonce");
  });
});

describe("what a run asks the alarm for", () => {
  const declare = { command: "declare", service: RP, mode: "Envoyer" };

  test.concurrent("nothing, when all left, when it was a preview, and when there was nothing to do", async () => {
    await using s = await stage();
    expect((await runJob(s, declare)).outputs).toEqual({ alarm: "no" });
    expect((await runJob(s, { command: "settle" })).outputs).toEqual({ alarm: "no" });
    expect((await runJob(s, { ...declare, mode: "Aperçu, rien n’est envoyé" })).outputs).toEqual({
      alarm: "no",
    });
  });

  test.concurrent("nothing, when the thread says already what is missing", async () => {
    await using s = await stage({ seed: { brevo: { credits: 0 } } });
    const run = await runJob(s, declare);
    expect(run.exit).toBe(2);
    expect(s.sandbox.slack.messages.map(({ text }) => text).join("\n")).toContain("n’est pas parti");
    expect(run.outputs).toEqual({ alarm: "no" });
  });

  test.concurrent("its reason, when it was refused before there was a thread", async () => {
    await using s = await stage();
    const { outputs } = await runJob(s, { command: "declare", mode: "Envoyer" });
    expect(outputs["alarm"]).toMatch(/^❌ RIEN N'EST PARTI\. Vous n’avez pas choisi l’outil/u);
  });

  test.concurrent("its reason, when Slack itself failed", async () => {
    await using s = await stage();
    const { exit, outputs } = await runJob(s, declare, { SLACK_BOT_TOKEN: "xoxb-rien" });
    expect(exit).toBe(2);
    expect(outputs["alarm"]).not.toBe("no");
  });

  test.concurrent("its reason, when a file is refused: its outage is not announced", async () => {
    await using s = await stage();
    s.write(`incidents/${idOf()}.yml`, `${openFile()}couleur: rouge\n`);
    s.commit();
    const { exit, outputs } = await runJob(s, { command: "settle" });
    expect(exit).toBe(1);
    expect(outputs["alarm"]).toMatch(/^❌ RIEN N'EST PARTI\. incidents\/.+\.yml:4:1: .*couleur/u);
  });

  test.concurrent("with the missing mail and its reason, not the first line of the receipt", async () => {
    await using s = await stage({ seed: { brevo: { credits: 0 } } });
    const run = await runJob(s, declare, { SLACK_BOT_TOKEN: "xoxb-rien" });
    expect(run.outputs["alarm"]).toMatch(/✗ E-mail de panne .+ PAS PARTI .+crédits/u);
  });
});

describe("a schedule without any key", () => {
  const clock = { GITHUB_EVENT_NAME: "schedule" };
  const none = { SLACK_BOT_TOKEN: "", BREVO_API_KEY: "" };

  test.concurrent("stays green and says that nothing is set up, also with an outage in the files", async () => {
    await using s = await stage();
    s.write(`incidents/${idOf()}.yml`, openFile());
    s.commit();
    const run = await runJob(s, { command: "settle" }, { ...clock, ...none });
    expect(run.exit).toBe(0);
    expect(run.summary).toContain("Pas encore configuré");
    expect(run.outputs).toEqual({ alarm: "no" });
  });

  test.concurrent("is red where somebody was told already: the keys are gone", async () => {
    await using s = await stage({ seed: { brevo: { credits: 0 } } });
    await runJob(s, { command: "declare", service: RP, mode: "Envoyer" });
    const run = await runJob(s, { command: "settle" }, { ...clock, ...none });
    expect(run.exit).toBe(1);
    expect(run.outputs["alarm"]).toContain("Pas encore configuré");
  });

  test.concurrent("but one key is red: half an announcement is a fault", async () => {
    await using s = await stage();
    s.write(`incidents/${idOf()}.yml`, openFile());
    s.commit();
    const run = await runJob(s, { command: "settle" }, { ...clock, BREVO_API_KEY: "" });
    expect(run.exit).toBe(1);
    expect(run.summary).toContain("il manque BREVO_API_KEY");
  });

  test.concurrent("asked by a person is red: a mail was wanted", async () => {
    await using s = await stage();
    const run = await runJob(s, { command: "declare", service: RP, "started-at": paris(5) }, none);
    expect(run.exit).toBe(1);
    expect(run.summary).toContain("Pas encore configuré");
  });
});
