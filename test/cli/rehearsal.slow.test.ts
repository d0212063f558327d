import { describe, expect, test } from "vitest";
import { CHECK, idOf, openFile, paris, PREVIEW, stage, writesOf, type Stage } from "./stage.ts";

const NO_KEYS = { SLACK_BOT_TOKEN: "", BREVO_API_KEY: "", SLACK_CHANNEL_ID: "" };

async function expectUntouched(s: Stage, args: readonly string[], env = {}) {
  const before = s.world();
  const run = await s.run(args, { env });
  expect(s.world()).toEqual(before);
  expect(run.headline).toBe(PREVIEW);
  return run;
}

describe("--dry-run sends nothing and writes nothing", () => {
  test.concurrent("declare", async () => {
    await using s = await stage();
    const args = ["declare", "--service", "rp", "--service", "cfn", "--cause", "hosting", "--dry-run"];
    const run = await expectUntouched(s, args);
    expect(run.exit).toBe(0);
    expect(run.stdout).toMatch(/à envoyer à la liste « Utilisateurs RP .+ » \(1.234.contacts\)/u);
    expect(s.incidents()).toEqual([]);
  });

  test.concurrent("declare without any key: the same words, audience unknown, and nothing of it is a failure", async () => {
    await using s = await stage();
    const run = await expectUntouched(s, ["declare", "--service", "rp", "--dry-run"], NO_KEYS);
    expect(s.sandbox.requests).toEqual([]);
    expect(run.stdout).not.toContain("no_key");
    expect(run.stdout).not.toContain("PAS PARTI");
    expect(run.exit).toBe(0);
  });

  test.concurrent("resolve, with and without keys", async () => {
    await using s = await stage();
    await s.run(["declare", "--service", "rp", "--started-at", paris(30)]);
    const writes = writesOf(s.sandbox);
    const run = await expectUntouched(s, ["resolve", "--dry-run"]);
    expect(run.exit).toBe(0);
    expect(run.stdout).toMatch(
      /E-mail de fin de Reconnect Pro : à envoyer à la liste « .+ » \(1.234.contacts\)/u,
    );
    expect(await expectUntouched(s, ["resolve", "--dry-run"], NO_KEYS)).toMatchObject({ exit: 0 });
    expect(writesOf(s.sandbox)).toEqual(writes);
  });

  test.concurrent("settle leaves a hand edit uncommitted", async () => {
    await using s = await stage();
    s.write(`incidents/${idOf()}.yml`, openFile());
    expect(await expectUntouched(s, ["settle", "--dry-run"])).toMatchObject({ exit: 0 });
  });

  test.concurrent("settle without keys", async () => {
    await using s = await stage();
    s.write(`incidents/${idOf()}.yml`, openFile());
    s.commit();
    const run = await expectUntouched(s, ["settle", "--dry-run"], NO_KEYS);
    expect(run.stdout).not.toContain("no_key");
    expect(run.exit).toBe(0);
  });

  test.concurrent("its progress does not pretend to send", async () => {
    await using s = await stage();
    const run = await s.run(["declare", "--service", "rp", "--dry-run"]);
    expect(run.stderr).not.toMatch(/: (j’envoie|je publie)$/mu);
  });
});

describe("preview", () => {
  test.concurrent("needs no key and no open incident: a sample of each tool, audience unknown", async () => {
    await using s = await stage();
    const run = await expectUntouched(s, ["preview"], NO_KEYS);
    expect(run.exit).toBe(0);
    expect(run.lines[1]).toBe("Aucune panne n’est ouverte : voici une panne d’exemple de chaque outil.");
    for (const text of [
      "Destinataires Reconnect Pro : inconnus sans la clé de Brevo",
      "Destinataires Coffre-fort numérique Reconnect : inconnus sans la clé de Brevo",
      "E-mail « Indisponibilité temporaire de Reconnect Pro »",
      "E-mail « Fin de l'indisponibilité temporaire du Coffre-fort numérique Reconnect »",
    ])
      expect(run.stdout).toContain(text);
    expect(s.sandbox.requests).toEqual([]);
  });

  test.concurrent("with a key it shows the list, and what it shows is what leaves", async () => {
    await using s = await stage();
    s.write(`incidents/${idOf()}.yml`, openFile("rp", 30, "cause: hosting\n"));
    s.commit();
    const run = await expectUntouched(s, ["preview", idOf()]);
    expect(run.stdout).toMatch(
      /Destinataires Reconnect Pro : liste « Utilisateurs RP .+ » \(n° 47, 1.234 contacts\)/u,
    );
    const shown = run.lines.filter((line) => line.startsWith("  │ ")).map((line) => line.slice(4));
    await s.run(["settle"]);
    const [message] = s.sandbox.slack.messages;
    for (const line of message?.text.replaceAll("\u00A0", " ").split("\n") ?? [])
      expect(shown).toContain(line);
  });

  test.concurrent("a key that Brevo refuses is said, not taken for an absent one", async () => {
    await using s = await stage();
    s.sandbox.brevo.state.key = "unknown";
    const run = await expectUntouched(s, ["preview"]);
    expect(run.stdout).not.toContain("sans la clé");
    expect(run.stdout).toMatch(/Brevo ne reconnaît pas la clé/u);
  });
});

test.concurrent("a mail that could not leave is announced to Slack and says so first", async () => {
  await using s = await stage({ seed: { brevo: { lists: [] } } });
  const run = await s.run(["declare", "--service", "rp"]);
  expect(run).toMatchObject({ exit: 2, headline: CHECK });
  expect(s.sandbox.slack.messages.length).toBeGreaterThan(0);
  expect(s.sandbox.brevo.deliveries).toEqual([]);
});
