import { appendFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  GENERAL,
  idOf,
  NOTHING,
  openFile,
  paris,
  spawnProgram,
  stage,
  writesOf,
  type Run,
  type Stage,
} from "./stage.ts";

const RP = ["declare", "--service", "rp"];

/** One refusal: exit 1, the headline, one sentence in French, no progress, and the world as it was. */
async function expectRefused(s: Stage, args: readonly string[], options: Parameters<Stage["run"]>[1] = {}) {
  const before = s.world();
  const run = await s.run(args, options);
  expect(s.world()).toEqual(before);
  expect(run).toMatchObject({ exit: 1, headline: NOTHING, stderr: "" });
  return run;
}

/** The sentence below the headline; there is no other line. */
function sentence({ lines }: Run): string {
  expect(lines).toHaveLength(2);
  return lines[1] ?? "";
}

let calm: Stage;
beforeAll(async () => {
  calm = await stage();
});
afterAll(() => calm[Symbol.asyncDispose]());

describe("what was typed", () => {
  test.concurrent.each<[string, string[], RegExp]>([
    [
      "an unknown command",
      ["frobnicate"],
      /^La commande « frobnicate » n’existe pas\. Commandes : declare, resolve,/u,
    ],
    ["an unknown option", ["declare", "--frob"], /^L’option « --frob » n’existe pas/u],
    ["an option of another command", [...RP, "--resolved-at", "14:05"], /« --resolved-at » n’existe pas/u],
    ["an option without its value", ["declare", "--service"], /^(?!.*n’existe pas).*--service/u],
    ["an option that swallows another", [...RP, "--message", "--dry-run"], /^(?!.*n’existe pas).*--message/u],
    ["a tool without its option", ["declare", "rp"], /--service/u],
    [
      "the inert choice of the form",
      ["declare", "--service", "— choisissez l'outil —"],
      /pas choisi l’outil/u,
    ],
    [
      "an unknown cause",
      [...RP, "--cause", "gremlins"],
      /^« gremlins » n’est pas une cause connue\. .*hosting/u,
    ],
    [
      "a cause with a slip",
      [...RP, "--cause", "hostng"],
      /« hostng » n’est pas une cause connue\. .*hosting/u,
    ],
    [
      "an hour that is none",
      [...RP, "--started-at", "patate"],
      /^L’heure de début ne va pas.*« patate ».*« 14h05 »/u,
    ],
    ["an hour beyond the day", [...RP, "--started-at", "25h10"], /Les heures vont de 0 à 23/u],
    ["24:00", [...RP, "--started-at", "24:00"], /Minuit s’écrit 00:00/u],
    [
      "a start in the future",
      [...RP, "--started-at", paris(-60)],
      /est dans le futur\. Rien n’a été envoyé\./u,
    ],
    ["a start nine days ago", [...RP, "--started-at", paris(9 * 1440)], /a plus de sept jours/u],
    [
      "an incident with a path trick",
      ["resolve", "../../etc/passwd"],
      /^L’incident « \.\.\/\.\.\/etc\/passwd » n’existe pas/u,
    ],
    [
      "an unknown incident",
      ["resolve", "2026-01-01-rp"],
      /n’existe pas\. Rien n’a été envoyé\. Aucune panne n’est ouverte/u,
    ],
    ["nothing open", ["resolve"], /^Aucune panne n’est ouverte\. Rien n’a été envoyé\./u],
    [
      "nothing open of a tool",
      ["resolve", "--service", "cfn"],
      /^Coffre-fort numérique Reconnect n’a pas de panne ouverte/u,
    ],
    [
      "--late of nothing",
      ["settle", "--late", "../../etc/passwd"],
      /Aucune panne ouverte ne s’appelle ainsi/u,
    ],
    ["a preview with a path trick", ["preview", "../../../etc/passwd"], /n’existe pas/u],
    ["a check outside of the clone", ["check", "/etc/passwd"], /^Le fichier « .*etc\/passwd » n’existe pas/u],
    [
      "a check of nothing",
      ["check", "incidents/none.yml"],
      /^Le fichier « incidents\/none\.yml » n’existe pas/u,
    ],
  ])("%s: %j", async (_what, args, words) => {
    expect(sentence(await expectRefused(calm, args))).toMatch(words);
  });

  // Every refusal of a sentence is in test/core/incident.test.ts: here is how one of them is told.
  test.concurrent.each<[string, string[], RegExp]>([
    ["no full stop", ["--message", "Nous changeons une pièce"], /Terminez le texte par un point/u],
    ["two lines", ["--message", "Une.\nDeux."], /une seule ligne/u],
    ["the cause « other » alone", ["--cause", "other"], /écrivez aussi une phrase/u],
  ])("a sentence with %s", async (_what, more, words) => {
    const run = await expectRefused(calm, [...RP, ...more]);
    expect(run.lines[1]).toBe("Rien n’a été envoyé. À corriger :");
    expect(run.lines.slice(2).join("\n")).toMatch(words);
  });

  test.concurrent("a refused sentence does not name a place in a file that was never written", async () => {
    const run = await expectRefused(calm, [...RP, "--message", "Nous changeons une pièce"]);
    expect(run.text).not.toContain("incidents/");
  });
});

describe("keys and addresses", () => {
  test.concurrent.each<[string, Record<string, string>, RegExp]>([
    ["no Slack key", { SLACK_BOT_TOKEN: "" }, /^Pas encore configuré : il manque SLACK_BOT_TOKEN\. Rien/u],
    ["no Brevo key", { BREVO_API_KEY: " " }, /il manque BREVO_API_KEY\. Rien/u],
    ["no key", { SLACK_BOT_TOKEN: "", BREVO_API_KEY: "" }, /il manque SLACK_BOT_TOKEN, BREVO_API_KEY/u],
    ["no channel", { SLACK_CHANNEL_ID: "" }, /^Le canal Slack n’est pas réglé\. Rien n’a été envoyé\./u],
    [
      "a channel's name",
      { SLACK_CHANNEL_ID: "#général" },
      /^SLACK_CHANNEL_ID doit être un identifiant .*« #général »/u,
    ],
    [
      "a Slack address that is none",
      { SLACK_API_URL: "slack.com/api" },
      /^SLACK_API_URL doit être une adresse/u,
    ],
    [
      "a Brevo address that is none",
      { BREVO_API_URL: "file:///etc/passwd" },
      /^BREVO_API_URL doit être une adresse/u,
    ],
    ["a sender that is none", { BREVO_SENDER_ID: "équipe" }, /^BREVO_SENDER_ID doit être un nombre/u],
  ])("%s", async (_what, env, words) => {
    expect(sentence(await expectRefused(calm, RP, { env }))).toMatch(words);
  });

  test.concurrent("`settle` with something wanted and no key is refused, and the file stays for the next run", async () => {
    await using s = await stage();
    s.write(`incidents/${idOf()}.yml`, openFile());
    s.commit();
    const run = await expectRefused(s, ["settle"], { env: { BREVO_API_KEY: "" } });
    expect(sentence(run)).toContain("il manque BREVO_API_KEY");
  });

  test.concurrent("a key pasted with its line feed is taken as it was meant", async () => {
    await using s = await stage();
    const env = { SLACK_BOT_TOKEN: `${s.env["SLACK_BOT_TOKEN"] ?? ""}\n`, SLACK_CHANNEL_ID: ` ${GENERAL}\n` };
    expect(await s.run(RP, { env })).toMatchObject({ exit: 0 });
  });
});

describe("what is open", () => {
  test.concurrent("several: the choice is listed; two of one tool: the younger file is faulty", async () => {
    await using s = await stage();
    s.write(`incidents/${idOf()}.yml`, openFile());
    s.write(`incidents/${idOf("cfn", 20)}.yml`, openFile("cfn", 20));
    s.commit();
    const several = await expectRefused(s, ["resolve"]);
    expect(sentence(several)).toMatch(/^Plusieurs pannes sont ouvertes\. .*-cfn ou .*-rp\.$/u);

    s.write(`incidents/${idOf()}-2.yml`, openFile("rp", 10));
    s.commit();
    const check = await s.run(["check"]);
    expect(check).toMatchObject({ exit: 1, headline: "1 problème à corriger :" });
    expect(check.lines.slice(1)).toEqual([
      `incidents/${idOf()}-2.yml:1:1: Reconnect Pro a déjà une panne ouverte : incidents/${idOf()}.yml. Deux annonces à la fois tromperaient les gens. Gardez un seul des deux fichiers.`,
    ]);
    const settled = await s.run(["settle"]);
    expect(settled.exit).toBe(1);
    expect(s.sandbox.brevo.deliveries.map(({ name }) => name).toSorted()).toEqual([
      `Indisponibilité Coffre-fort numérique Reconnect · ${idOf("cfn", 20)}`,
      `Indisponibilité Reconnect Pro · ${idOf()}`,
    ]);
  });

  test.concurrent("`resolve` refuses a bad end and leaves the file alone", async () => {
    await using s = await stage();
    s.write(`incidents/${idOf()}.yml`, openFile());
    s.commit();
    expect(sentence(await expectRefused(s, ["resolve", "--resolved-at", "99h"]))).toContain("« 99h »");
    expect(sentence(await expectRefused(s, ["resolve", "--resolved-at", paris(-60)]))).toContain("futur");
    expect((await expectRefused(s, ["resolve", "--resolved-at", paris(90)])).text).toContain(
      "La fin de la panne doit être après son début",
    );
    expect(sentence(await expectRefused(s, ["resolve", "--cause", "gremlins"]))).toContain("gremlins");
    expect((await expectRefused(s, ["resolve", "--resolution", "Voir http://x.fr."])).text).toContain("lien");
  });

  test.concurrent("a symbolic link is not followed by `resolve <id>` or `preview <id>`", async () => {
    await using s = await stage();
    const outside = mkdtempSync(join(tmpdir(), "runbook-outside-"));
    try {
      const target = join(outside, "real.yml");
      appendFileSync(target, openFile());
      symlinkSync(target, join(s.root, `incidents/${idOf()}.yml`));
      const before = s.world();
      for (const command of ["check", "settle", "resolve", "preview"]) {
        const named = command === "resolve" || command === "preview" ? [idOf()] : [];
        const run = await s.run([command, ...named]);
        const isSaid = run.text.includes("liens symboliques");
        expect([command, run.exit, isSaid]).toEqual([command, 1, true]);
      }
      expect(writesOf(s.sandbox)).toEqual([]);
      expect(JSON.stringify(s.world())).toBe(JSON.stringify(before));
    } finally {
      rmSync(outside, { recursive: true, force: true });
    }
  });
});

describe("where it runs", () => {
  test.concurrent("not a repository", async () => {
    const folder = mkdtempSync(join(tmpdir(), "runbook-nowhere-"));
    try {
      const run = await spawnProgram(RP, { cwd: folder, env: { PATH: process.env["PATH"] } });
      expect(run).toMatchObject({ exit: 1, headline: NOTHING, stderr: "" });
      expect(sentence(run)).toMatch(/^Ce dossier n’est pas une copie du dépôt/u);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test.concurrent("no git on the machine: said as such", async () => {
    const run = await spawnProgram(RP, { cwd: calm.root, env: { PATH: "/nonexistent" } });
    expect(run).toMatchObject({ exit: 1, headline: NOTHING, stderr: "" });
    expect(sentence(run)).toMatch(/git.*install/iu);
  });

  test.concurrent("no runbook.yml", async () => {
    await using s = await stage();
    s.git("rm", "--quiet", "runbook.yml");
    s.commit();
    for (const args of [RP, ["check"], ["settle"]])
      expect(sentence(await expectRefused(s, args))).toMatch(/^Le fichier runbook\.yml manque ici\./u);
  });

  test.concurrent("from a folder of the clone it works as from its top", async () => {
    await using s = await stage();
    mkdirSync(join(s.root, "docs"));
    expect(await s.run(RP, { cwd: join(s.root, "docs") })).toMatchObject({ exit: 0 });
    expect(s.incidents()).toHaveLength(1);
  });

  test.concurrent.each([
    ["another branch", ["checkout", "--quiet", "-b", "essai"], "« essai »"],
    ["a detached head", ["checkout", "--quiet", "--detach"], "branche"],
  ])("%s of a clone with a remote", async (_what, go, words) => {
    await using s = await stage();
    s.write(`incidents/${idOf("cfn")}.yml`, openFile("cfn"));
    s.commit();
    const bare = mkdtempSync(join(tmpdir(), "runbook-remote-"));
    try {
      s.git("clone", "--quiet", "--bare", s.root, bare);
      s.git("remote", "add", "origin", bare);
      s.git("fetch", "--quiet", "origin");
      s.git("branch", "--quiet", "--set-upstream-to=origin/main", "main");
      s.git(...go);
      for (const args of [RP, ["resolve"], ["settle"]]) {
        const run = await expectRefused(s, args);
        expect(sentence(run)).toContain(words);
        expect(sentence(run)).toMatch(/« (?:git switch )?main »/u);
        expect(sentence(run)).not.toContain("« ? »");
      }
      expect(await s.run([...RP, "--dry-run"])).toMatchObject({ exit: 0 });
    } finally {
      rmSync(bare, { recursive: true, force: true });
    }
  });
});
