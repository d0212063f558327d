import { describe, expect, test } from "vitest";
import { announced, propose, reviewOn } from "./pull-request.ts";
import { ALREADY, idOf, NOTHING, openFile, paris, PREVIEW, SENT, stage } from "./stage.ts";

const SENTENCE = "Nous remplaçons une pièce.";

describe("`runbook update`", () => {
  test.concurrent("gives news once, shows it before, and tells programs of it", async () => {
    await using s = await stage();
    await s.run(["declare", "--service", "rp", "--started-at", paris(30)]);
    const mailed = ["update", idOf(), "--message", SENTENCE, "--mail", "--at", paris(5)];

    const look = await s.run([...mailed, "--dry-run"]);
    expect(look).toMatchObject({ exit: 0, headline: PREVIEW });
    expect(look.text).toContain(`│ ${SENTENCE}`);
    expect(look.text).toContain("E-mail « Nouvelles de l'indisponibilité temporaire de Reconnect Pro »");
    expect(s.sandbox.brevo.deliveries).toHaveLength(1);

    const given = await s.run(mailed);
    expect(given).toMatchObject({ exit: 0, headline: SENT });
    expect(given.stderr).toMatch(
      /E-mail de nouvelles de Reconnect Pro du \d\d\/\d\d à \d{1,2}.h(?:.\d\d)? : j’envoie/u,
    );
    const again = await s.run(["update", "--service", "rp", "--message", SENTENCE, "--json"]);
    expect(JSON.parse(again.stdout)).toMatchObject({
      exit: 0,
      incidents: [
        {
          steps: [
            { step: "outage/slack", state: "done" },
            { step: expect.stringMatching(/^update\/\d{8}T\d{4}\/slack$/u), state: "done" },
            { step: "outage/mail/rp", state: "done" },
            { step: expect.stringMatching(/^update\/\d{8}T\d{4}\/mail\/rp$/u), state: "done", campaign: 102 },
          ],
        },
      ],
    });
    expect(await s.run(["settle"])).toMatchObject({ exit: 0, headline: ALREADY });
    expect(s.sandbox.brevo.deliveries.map(({ listIds }) => listIds)).toEqual([[47], [47]]);
    expect(await s.run(["check"])).toMatchObject({ exit: 0, stderr: "" });
    expect(s.git("status", "--porcelain")).toBe("");
  });

  test.concurrent.each([
    ["without a sentence", ["update"], "Il manque la phrase à dire."],
    [
      "with a cause",
      ["update", "--message", SENTENCE, "--cause", "hosting"],
      "L’option « --cause » n’existe pas",
    ],
    ["with an empty hour", ["update", "--message", SENTENCE, "--at"], "L’option « --at » attend une valeur"],
    [
      "with a wrong hour",
      ["update", "--message", SENTENCE, "--at", "tantôt"],
      "L’heure de la nouvelle ne va pas.",
    ],
    ["of an outage that nobody knows", ["update", "2026-11-23-rp", "--message", SENTENCE], "n’existe pas"],
  ])("is refused %s", async (_what, args, told) => {
    await using s = await stage();
    const run = await s.run(args);
    expect(run).toMatchObject({ exit: 1, headline: NOTHING });
    expect(run.text).toContain(told);
    expect(s.sandbox.requests).toEqual([]);
  });
});

describe("a pull request with news", () => {
  const item = (message: string) =>
    `updates:\n  - at: ${paris(5)}\n    message: "${message}"\n    mail: true\n`;

  test.concurrent("shows whom it is told to, word for word, and until when", async () => {
    await using s = await stage();
    const { file } = announced(s);
    propose(s)(file, openFile("rp", 30, item(SENTENCE)));
    const run = await reviewOn(s);
    expect(run.exit).toBe(0);
    expect(run.verdict).toBe("📣 Fusionner enverra 1 message dans #général et 1 e-mail à 1 234 personnes");
    expect(run.prose).toMatch(/E-mail de nouvelles de Reconnect Pro du \d\d\/\d\d à \d{1,2}.h(?:.\d\d)?/u);
    expect(run.prose).toContain(
      "1 234 personnes, la liste « Utilisateurs RP Mars 2026 » de l’e-mail de début",
    );
    expect(run.prose).toContain("Objet : Nouvelles de l'indisponibilité temporaire de Reconnect Pro");
    expect(run.prose).toContain(
      `💬 Reconnect Pro : des nouvelles de la panne. ${SENTENCE}`
        .replace("Reconnect", "*Reconnect")
        .replace("panne.", "panne.*"),
    );
    expect(run.prose).toMatch(/Fusionnez avant .+ : après, l’annonce sera trop ancienne/u);
    expect(Object.keys(run.artifact)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^.+-rp\.update\.\d{8}T\d{4}\.rp\.html$/u)]),
    );
  });

  test.concurrent("that left already says that the edit comes too late", async () => {
    await using s = await stage();
    await s.run(["declare", "--service", "rp", "--started-at", paris(30)]);
    await s.run(["update", "--message", SENTENCE, "--mail", "--at", paris(5)]);
    const file = `incidents/${idOf()}.yml`;
    propose(s)(file, s.read(file).replace("une pièce", "deux pièces"));
    const run = await reviewOn(s);
    expect([run.exit, run.verdict]).toEqual([0, "🤐 Fusionner n’enverra rien"]);
    expect(run.prose).toMatch(
      /⚠️ La nouvelle de Reconnect Pro est déjà partie par e-mail \(.+\) : cette modification/u,
    );
  });
});

test.concurrent("`preview` shows news that waits, and none that was told", async () => {
  await using s = await stage();
  const { file } = announced(s);
  s.write(file, `${openFile()}updates:\n  - at: ${paris(5)}\n    message: "${SENTENCE}"\n`);
  const shown = await s.run(["preview"], { env: { BREVO_API_KEY: "" } });
  expect(shown.text).toMatch(/── .+-rp · nouvelles du \d\d\/\d\d à \d{1,2}.h(?:.\d\d)? ──/u);
  expect(shown.text).toContain(SENTENCE);
  expect(shown.text).not.toContain("E-mail « Nouvelles");
});

test.concurrent("news is told in English where that is the language", async () => {
  await using s = await stage({ settings: (shipped) => shipped.replace('language: "fr"', 'language: "en"') });
  await s.run(["declare", "--service", "rp", "--started-at", paris(30)]);
  const given = await s.run(["update", "--message", "We are replacing a part.", "--mail"]);
  expect(given).toMatchObject({ exit: 0, headline: "✅ ANNOUNCEMENT SENT" });
  expect(given.text).toMatch(/✓ News mail Reconnect Pro of \d\d\/\d\d \d\dh\d\d: left at/u);
  const again = await s.run(["update", "--message", "We are replacing a part."]);
  expect(again.lines[1]).toMatch(/^This news was given already \(.+\), nothing was sent again\.$/u);
  expect((await s.run(["update"])).lines[1]).toMatch(/^The sentence is missing\./u);
});
