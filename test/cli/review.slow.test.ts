import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { announced, FORK, logOf, past, propose, reviewOn, ROBOT, thisMonth } from "./pull-request.ts";
import { idOf, NOTHING, openFile, paris, stage, type Stage } from "./stage.ts";

describe("merging sends", () => {
  test.concurrent("what a new file asks, and the page shows it whole; nothing is sent meanwhile", async () => {
    await using s = await stage();
    past(s);
    propose(s)(`incidents/${idOf()}.yml`, openFile("rp", 30, 'message: "Nous changeons une pièce."\n'));
    const run = await reviewOn(s);
    expect(run.exit).toBe(0);
    expect(run.verdict).toBe("📣 Fusionner enverra 1 message dans #général et 1 e-mail à ≈ 1 234 personnes");
    expect(run.headline).toBe(run.verdict);
    expect(run.prose).toContain(`Incident ${idOf()} · nouvelle fiche`);
    expect(run.prose).toContain(`d’après la liste « ${thisMonth()} » de la dernière annonce`);
    expect(run.prose).toContain("Objet : Indisponibilité temporaire de Reconnect Pro");
    expect(run.prose).toContain("Nous changeons une pièce.");
    expect(run.prose).toContain("@canal 🔴");
    expect(run.prose).toMatch(/Fusionnez avant .+ : après, l’annonce sera trop ancienne/u);
    expect(run.prose).not.toContain("⚠️");
    expect(run.prose).toContain("Le commentaire de la demande de fusion n’a pas pu être écrit");
    const name = `${idOf()}.outage.rp.html`;
    expect(Object.keys(run.artifact).toSorted()).toEqual([name, "index.html"]);
    expect(run.artifact[name]).toContain("Nous changeons une pièce.");
    expect(run.artifact[name]).toContain("default-src 'none'");
    expect(run.artifact["index.html"]).toContain(`src="${name}"`);
    expect(s.sandbox.requests).toEqual([]);
  });

  test.concurrent("to a number that nobody knows, when nothing was ever announced", async () => {
    await using s = await stage();
    propose(s)(`incidents/${idOf("cfn")}.yml`, openFile("cfn"));
    const run = await reviewOn(s);
    expect(run.verdict).toBe(
      "📣 Fusionner enverra 1 message dans #général et 1 e-mail (nombre de personnes inconnu)",
    );
    expect(run.prose).toContain("nombre inconnu : la liste est choisie à l’envoi");
    expect(run.prose).not.toContain("0 contact");
  });

  test.concurrent("to at least the people that are known, when one of two numbers is not", async () => {
    await using s = await stage();
    past(s);
    propose(s)(`incidents/${idOf("rp-cfn")}.yml`, openFile("rp, cfn"));
    const { verdict } = await reviewOn(s);
    expect(verdict).toContain("2 e-mails à au moins ≈ 1 234 personnes");
  });

  test.concurrent("the end to exactly the list of the beginning", async () => {
    await using s = await stage();
    const { file } = announced(s);
    propose(s)(file, `${openFile().replace("open", "resolved")}resolved_at: ${paris(2)}\n`);
    const run = await reviewOn(s);
    expect(run.verdict).toBe("📣 Fusionner enverra 1 message dans #général et 1 e-mail à 1 234 personnes");
    expect(run.prose).toContain(
      "1 234 personnes, la liste « Utilisateurs RP Mars 2026 » de l’e-mail de début",
    );
    expect(run.prose).toContain("Fin de l'indisponibilité temporaire de Reconnect Pro");
    // One mail and one message, each shown once.
    expect(run.summary.match(/<details>/gu)).toHaveLength(2);
    expect(Object.keys(run.artifact)).toHaveLength(2);
    expect(run.prose).toMatch(/déjà parti \(.+\), ne repart pas/u);
  });

  test.concurrent("with a warning for a list that is too old, and for one that the file forces", async () => {
    await using s = await stage();
    past(s, "Utilisateurs RP Nov 24");
    const change = propose(s);
    change(`incidents/${idOf()}.yml`, openFile());
    const old = await reviewOn(s);
    expect(old.exit).toBe(0);
    expect(old.prose).toMatch(
      /⚠️ Liste ancienne : .+ « Utilisateurs RP Nov 24 », a \d+ mois \(le maximum est 2\)/u,
    );
    change("runbook.yml", s.read("runbook.yml").replace('"warn"', '"block"'));
    expect((await reviewOn(s)).prose).toContain("sinon l’e-mail ne partira pas");
    change(`incidents/${idOf()}.yml`, openFile("rp", 30, "lists: { rp: 99 }\n"));
    const forced = await reviewOn(s);
    expect(forced.prose).toContain("La fiche impose la liste n° 99");
    expect(forced.prose).toContain("nombre inconnu : la liste n° 99, imposée par la fiche");
  });

  test.concurrent("in English where the settings say so", async () => {
    await using s = await stage({ settings: (text) => text.replace('language: "fr"', 'language: "en"') });
    past(s);
    propose(s)(`incidents/${idOf()}.yml`, openFile());
    const run = await reviewOn(s);
    expect(run.verdict).toBe("📣 Merging sends 1 message to #général and 1 mail to ≈ 1,234 people");
    expect(run.prose).toMatch(/To whom[\s\S]+Merge before[\s\S]+This review sends nothing/u);
  });
});

describe("merging sends nothing", () => {
  test.concurrent.each<[string, string, RegExp]>([
    ["a file kept for the record", openFile("rp", 30, "notify: false\n"), /la fiche dit « notify: false »/u],
    [
      "an outage that was over before it was told",
      `${openFile().replace("open", "resolved")}resolved_at: ${paris(2)}\n`,
      /finie sans avoir été annoncée/u,
    ],
  ])("for %s, and says why", async (_what, text, why) => {
    await using s = await stage();
    propose(s)(`incidents/${idOf()}.yml`, text);
    const run = await reviewOn(s);
    expect(run.exit).toBe(0);
    expect(run.verdict).toBe("🤐 Fusionner n’enverra rien");
    expect(run.prose).toMatch(why);
    expect(run.artifact["index.html"]).toContain("Aucun e-mail ne partirait");
  });

  test.concurrent("for an outage of three days ago, and the way out is said", async () => {
    await using s = await stage();
    const id = idOf("rp", 3 * 1440);
    propose(s)(`incidents/${id}.yml`, openFile("rp", 3 * 1440));
    const run = await reviewOn(s);
    expect(run.exit).toBe(0);
    expect(run.verdict).toBe("🤐 Fusionner n’enverra rien");
    expect(run.prose).toContain("Cette annonce a plus de 24 heures et l’e-mail n’est jamais parti.");
    const wayOut = /la ligne « (?<line>declared_at: [\d :-]+) »/u.exec(run.prose)?.groups?.["line"];
    expect(run.prose.match(/⚠️/gu)).toHaveLength(1);
    expect(run.prose).not.toContain("Fusionnez avant");
    s.write(`proposal/incidents/${id}.yml`, openFile("rp", 3 * 1440, `${String(wayOut)}\n`));
    expect((await reviewOn(s)).verdict).toContain("📣 Fusionner enverra 1 message");
  });

  test.concurrent("for an edit after the mail left, which cannot change it", async () => {
    await using s = await stage();
    const { file, id } = announced(s);
    const change = propose(s);
    change(file, `# Une remarque.\n${s.read(file)}`);
    const remark = await reviewOn(s);
    expect(remark.prose).toContain("l’annonce est déjà partie");
    expect(remark.prose).not.toContain("⚠️");
    change(file, `${s.read(file)}cause: network\n`);
    const run = await reviewOn(s);
    expect(run.exit).toBe(0);
    expect(run.verdict).toBe("🤐 Fusionner n’enverra rien");
    expect(run.prose).toMatch(
      /⚠️ L’e-mail de panne de Reconnect Pro est déjà parti \(.+\) : cette modification ne le change pas/u,
    );
    expect(run.prose).toContain(`Incident ${id} · fiche modifiée`);
  });

  test.concurrent("for pages, and for what people learnt from an incident", async () => {
    await using s = await stage();
    const { id } = announced(s);
    const change = propose(s);
    change("incidents/README.md", "Autre chose.\n");
    change(`incidents/${id}/review.md`, "# Ce que nous avons appris\n");
    const run = await reviewOn(s);
    expect(run).toMatchObject({ exit: 0, verdict: "🤐 Fusionner n’enverra rien" });
    expect(run.prose).toContain("Aucune fiche, aucun modèle, aucun réglage ne change.");
    expect(await s.run(["check"])).toMatchObject({ exit: 0 });
  });

  test.concurrent("for a template; what becomes of the samples is shown line by line", async () => {
    await using s = await stage();
    const { id } = announced(s);
    const path = "templates/recovery.unknown.md";
    propose(s)(path, s.read(path).replace("L’équipe Reconnect", "Toute l’équipe Reconnect"));
    const run = await reviewOn(s);
    expect(run).toMatchObject({ exit: 0, verdict: "🤐 Fusionner n’enverra rien" });
    expect(run.prose).toContain("Changer un modèle ou un réglage n’envoie rien.");
    expect(run.prose).toContain(`prendront aussi ces textes : ${id}.`);
    expect(run.prose).toContain("- L’équipe Reconnect\n+ Toute l’équipe Reconnect");
    expect(run.summary.match(/<details>/gu)).toHaveLength(2);
    expect(run.artifact["sample.recovery.unknown.rp.html"]).toContain("Toute l’équipe Reconnect");
  });

  test.concurrent("by itself for settings, unless they make an old outage news again", async () => {
    await using s = await stage();
    s.write(`incidents/${idOf("rp", 3 * 1440)}.yml`, openFile("rp", 3 * 1440));
    s.write(
      `incidents/${idOf("rp", 3 * 1440)}/journal.yml`,
      ["slack", "mail/rp"]
        .map(
          (step) =>
            `- {at: ${new Date().toISOString()}, step: outage/${step}, event: skipped, reason: too-old}\n`,
        )
        .join(""),
    );
    const change = propose(s);
    change("runbook.yml", s.read("runbook.yml").replace("mention: true", "mention: false"));
    expect((await reviewOn(s)).verdict).toBe("🤐 Fusionner n’enverra rien");
    change("runbook.yml", s.read("runbook.yml").replace("max_age_hours: 24", "max_age_hours: 240"));
    const run = await reviewOn(s);
    expect(run.verdict).toContain("📣 Fusionner enverra 1 message");
    expect(run.prose).toContain("concerné par les nouveaux réglages");
  });
});

describe("to correct before merging", () => {
  test.concurrent("is a faulty file, on its line; what is good besides is still told", async () => {
    await using s = await stage();
    const change = propose(s);
    change(`incidents/${idOf()}.yml`, `${openFile()}couleur: rouge\n`);
    change(`incidents/${idOf("cfn")}.yml`, openFile("cfn"));
    const run = await reviewOn(s);
    expect(run.exit).toBe(1);
    expect(run.verdict).toBe("❌ À corriger avant de fusionner (1)");
    expect(run.annotations).toEqual([
      expect.stringMatching(new RegExp(`^incidents/${idOf()}\\.yml,line=4,col=1::.*couleur`, "u")),
    ]);
    expect(run.prose).toContain("Si quelqu’un fusionne quand même : fusionner enverra 1 message");
    expect(run.prose).toContain("cette fiche est refusée tant qu’elle n’est pas corrigée");
  });

  /** The journal edited, and a file added to the robot's others. */
  function touch(s: Stage): string {
    const { journal, id } = announced(s);
    const change = propose(s);
    change(journal, s.read(journal).replace("contacts: 1234", "contacts: 1"));
    change("incidents/checkup.yml", "- {}\n");
    return id;
  }

  test.concurrent.each<[string, unknown]>([
    ["from a fork", FORK],
    ["from a branch of this repository", { ...ROBOT, ref: "patch-1" }],
    ["from a fork whose branch is named like the robot's", { ...ROBOT, repo: FORK.repo }],
    ["from a fork that was deleted", { ...ROBOT, repo: null }],
  ])("is the robot's memory, touched %s", async (_whose, head) => {
    await using s = await stage();
    const id = touch(s);
    const run = await reviewOn(s, head);
    expect(run.exit).toBe(1);
    expect(run.annotations).toEqual([
      expect.stringMatching(new RegExp(`^incidents/${id}/journal\\.yml,line=2,col=1::Seul le robot`, "u")),
      expect.stringMatching(/^incidents\/checkup\.yml,line=1,col=1::Seul le robot/u),
    ]);
    expect(run.prose).toContain("Annulez cette modification");
  });

  test.concurrent("is not the robot's memory in a pull request of its own", async () => {
    await using s = await stage();
    touch(s);
    const run = await reviewOn(s, ROBOT);
    expect(run).toMatchObject({ exit: 0, annotations: [], verdict: "🤐 Fusionner n’enverra rien" });
  });

  test.concurrent("is a journal that goes: what would be sent is what the branch knows", async () => {
    await using s = await stage();
    const { journal, file } = announced(s);
    const change = propose(s);
    change(journal, undefined);
    change(file, `${s.read(file)}data_safe: true\n`);
    const run = await reviewOn(s);
    expect(run.exit).toBe(1);
    expect(run.prose).toContain("Si quelqu’un fusionne quand même : fusionner n’enverra rien");
  });

  test.concurrent("is a file deleted, silenced or emptied after its mail left", async () => {
    await using s = await stage();
    const { file } = announced(s);
    const change = propose(s);
    change(file, undefined);
    const gone = await reviewOn(s);
    expect(gone.exit).toBe(1);
    expect(gone.annotations).toEqual([expect.stringMatching(/line=1,col=1::.*a été supprimé/u)]);
    expect(gone.prose).toContain("fiche effacée");
    change(file, `${s.read(file)}notify: false\n`);
    const silenced = await reviewOn(s);
    expect(silenced.annotations).toEqual([expect.stringMatching(/line=4,col=1::.*notify: false/u)]);
    change(file, openFile("cfn"));
    expect((await reviewOn(s)).annotations).toEqual([
      expect.stringMatching(/line=1,col=1::.*n’est plus dans/u),
    ]);
  });

  test.concurrent("are settings that can't be read; settings of the branch that can't be are mended by it", async () => {
    await using s = await stage();
    const change = propose(s);
    const good = s.read("runbook.yml");
    change("runbook.yml", `${good}couleur: rouge\n`);
    const run = await reviewOn(s);
    expect(run).toMatchObject({ exit: 1, verdict: "❌ À corriger avant de fusionner (1)" });
    expect(run.annotations).toEqual([expect.stringMatching(/^runbook\.yml,line=\d+,col=1::.*couleur/u)]);
    change("runbook.yml", undefined);
    expect((await reviewOn(s)).annotations).toEqual([expect.stringMatching(/^runbook\.yml,line=1/u)]);

    change("runbook.yml", good);
    change(`incidents/${idOf()}.yml`, openFile());
    s.write("runbook.yml", `${good}couleur: rouge\n`);
    const mended = await reviewOn(s);
    expect(mended.exit).toBe(0);
    expect(mended.verdict).toContain("📣 Fusionner enverra 1 message");
    change("runbook.yml", "");
    expect(await logOf(s)).toMatchObject({ exit: 1, headline: NOTHING });
  });

  test.concurrent("are twenty-one outages at once", async () => {
    await using s = await stage();
    const change = propose(s);
    for (let n = 1; n <= 21; n += 1)
      change(
        `incidents/${idOf()}-${String(n)}.yml`,
        `${openFile()}resolved_at: ${paris(2)}\n`.replace("open", "resolved"),
      );
    const run = await reviewOn(s);
    expect(run.exit).toBe(1);
    expect(run.annotations).toEqual([expect.stringContaining("annoncerait 21 pannes à la fois")]);
  });
});

describe("the command", () => {
  test.concurrent("is none of the terminal's", async () => {
    await using s = await stage();
    expect(await s.run(["review"])).toMatchObject({ exit: 1, headline: NOTHING });
    expect((await s.run(["--help"])).text).not.toMatch(/^\s+review /mu);
  });

  test.concurrent.each<[string, Record<string, string>, RegExp]>([
    ["without a pull request", { GITHUB_EVENT_PATH: "" }, /relit une demande de fusion/u],
    ["with an event of another kind", { GITHUB_EVENT_PATH: "runbook.yml" }, /relit une demande de fusion/u],
    ["without a folder", { INPUT_PROPOSAL: "" }, /Le dossier « {2}» .+ manque/u],
    ["with a folder outside", { INPUT_PROPOSAL: "../clone" }, /Le dossier « \.\.\/clone » .+ manque/u],
  ])("%s is refused in words", async (_what, env, words) => {
    await using s = await stage();
    propose(s);
    const event =
      env["GITHUB_EVENT_PATH"] === "runbook.yml" ? { GITHUB_EVENT_PATH: join(s.root, "runbook.yml") } : {};
    const run = await logOf(s, { ...env, ...event });
    expect(run).toMatchObject({ exit: 1 });
    expect(run.text).toMatch(words);
  });

  test.concurrent("without a page or outputs it still says what it found", async () => {
    await using s = await stage();
    propose(s)(`incidents/${idOf()}.yml`, openFile());
    const run = await logOf(s, { GITHUB_STEP_SUMMARY: "", GITHUB_OUTPUT: "", RUNNER_TEMP: "" });
    expect(run.exit).toBe(0);
    expect(run.headline).toContain("📣 Fusionner enverra 1 message");
    expect(run.stdout).not.toContain("set-output");
  });
});
