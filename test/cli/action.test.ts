import { describe, expect, test } from "vitest";
import {
  ALREADY,
  BREVO_KEY,
  CHECK,
  GITHUB_TOKEN,
  idOf,
  NOTHING,
  openFile,
  paris,
  PREVIEW,
  SENT,
  SLACK_TOKEN,
  stage,
  writesOf,
} from "./stage.ts";
import { runJob } from "./job.ts";

const RP = "Reconnect Pro (professionnels)";

describe("the form that declares", () => {
  test.concurrent("announces; the receipt stands on the page and in the log, with who clicked", async () => {
    await using s = await stage();
    const inputs = {
      command: "declare",
      service: RP,
      "started-at": paris(30),
      cause: "Panne chez notre hébergeur",
      message: "",
      mode: "Envoyer",
    };
    const run = await runJob(s, inputs);
    expect(run.exit).toBe(0);
    expect(run.log).toContain(SENT);
    expect(run.summary).toMatch(new RegExp(`^<h2>${SENT}</h2>`, "u"));
    expect(run.summary).toContain('<a href="https://reconnect.slack.com/archives/');
    for (const secret of [SLACK_TOKEN, BREVO_KEY, GITHUB_TOKEN])
      expect(run.stdout).toMatch(new RegExp(`^::add-mask::${secret}$`, "mu"));
    // Masks come before anything else: what is printed earlier is not hidden.
    expect(run.stdout.split("\n")[0]).toMatch(/^::add-mask::/u);
    expect(s.read(`incidents/${idOf()}.yml`)).toContain("cause: hosting");
    expect(s.read(`incidents/${idOf()}/journal.yml`)).toMatch(/actor: lea-m, run: "?471\d\/1/u);
    expect(s.git("log", "--format=%s")).toContain(`Declare ${idOf()}, asked by lea-m`);

    const again = await runJob(s, { ...inputs, "started-at": "" });
    expect(again.summary).toContain(`<h2>${ALREADY}</h2>`);
    expect(again.summary).toMatch(/déjà déclarée à .+ par lea-m, rien n’a été renvoyé\./u);
    expect(s.sandbox.brevo.deliveries).toHaveLength(1);

    const end = {
      command: "resolve",
      service: "Les deux outils",
      cause: "je ne sais pas",
      "false-alarm": "false",
    };
    const resolved = await runJob(s, { ...end, "resolved-at": "", mode: "Envoyer" });
    expect(resolved.summary).toContain(`<h2>${SENT}</h2>`);
    expect(s.sandbox.brevo.deliveries).toHaveLength(2);
  });

  test.concurrent.each<[string, Record<string, string>, RegExp]>([
    [
      "the first choice",
      { service: "— choisissez l'outil —" },
      /Vous n’avez pas choisi l’outil\. Rien n’a été envoyé\./u,
    ],
    ["no tool", { service: "" }, /Vous n’avez pas choisi l’outil/u],
    [
      "a tool of long ago",
      { service: "Vieil outil (tous)" },
      /« Vieil outil \(tous\) » n’est pas un de nos outils/u,
    ],
    ["a bad hour", { service: RP, "started-at": "tantôt" }, /« tantôt »/u],
  ])("%s: nothing is sent", async (_what, inputs, words) => {
    await using s = await stage();
    const before = s.world();
    const run = await runJob(s, { command: "declare", mode: "Envoyer", ...inputs });
    expect(run.exit).toBe(1);
    expect(run.summary).toContain(`<h2>${NOTHING}</h2>`);
    expect(run.summary.replaceAll("\u00A0", " ")).toMatch(words);
    expect(s.world()).toEqual(before);
  });

  test.concurrent("« Re-run jobs » declares nothing new, even when the outage is over", async () => {
    await using s = await stage();
    const inputs = { command: "declare", service: RP, "started-at": paris(30), mode: "Envoyer" };
    const env = { GITHUB_RUN_ID: "900" };
    expect(await runJob(s, inputs, env)).toMatchObject({ exit: 0 });
    await s.run(["resolve"]);
    const run = await runJob(s, inputs, { ...env, GITHUB_RUN_ATTEMPT: "2" });
    expect(run.exit).toBe(0);
    expect(run.summary).toContain(`<h2>${ALREADY}</h2>`);
    expect(run.summary).toContain("Cette exécution a déjà eu lieu");
    expect(s.sandbox.brevo.deliveries).toHaveLength(2);
    expect(s.incidents()).toHaveLength(1);
  });

  test.concurrent("« Aperçu » sends nothing", async () => {
    await using s = await stage();
    const before = s.world();
    const run = await runJob(s, { command: "declare", service: RP, mode: "Aperçu, rien n’est envoyé" });
    expect(run.exit).toBe(0);
    expect(run.summary).toContain(`<h2>${PREVIEW}</h2>`);
    expect(s.world()).toEqual(before);
  });

  test.concurrent("« Aperçu » shows the texts word for word, also those of an end and of a false alarm", async () => {
    await using s = await stage();
    const look = { service: RP, mode: "Aperçu, rien n’est envoyé" };
    const message = "Nous changeons une pièce.";
    const start = await runJob(s, { ...look, command: "declare", message });
    expect(start.summary).toContain("<blockquote>");
    for (const text of [
      message,
      "Indisponibilité temporaire de Reconnect Pro",
      "🔴 *Reconnect Pro est indisponible*",
    ])
      expect(start.summary.replaceAll("\u00A0", " ")).toContain(text);
    await runJob(s, { command: "declare", service: RP, "started-at": paris(30), mode: "Envoyer" });
    const end = await runJob(s, { ...look, command: "resolve", resolution: "La pièce est changée." });
    expect(end.summary).toContain("La pièce est changée.");
    const mistaken = await runJob(s, { ...look, command: "resolve", "false-alarm": "true" });
    expect(mistaken.summary.replaceAll("\u00A0", " ")).toContain("était une erreur");
    expect(mistaken.summary.replaceAll("\u00A0", " ")).toContain("Fausse alerte : Reconnect Pro fonctionne");
    expect(mistaken.summary).not.toMatch(/e-mail de fin|fin de la panne/iu);
    expect(mistaken.summary).not.toContain("<script");
    expect(s.sandbox.brevo.deliveries).toHaveLength(1);
  });

  test.concurrent("a mode that nobody knows is refused: it may have been meant as a preview", async () => {
    await using s = await stage();
    const run = await runJob(s, { command: "declare", service: RP, mode: "Aperçu, rien n'est envoyé" });
    expect(writesOf(s.sandbox)).toEqual([]);
    expect([0, 1]).toContain(run.exit);
  });

  test.concurrent("a key that is missing is said on the page", async () => {
    await using s = await stage();
    const run = await runJob(s, { command: "declare", service: RP }, { BREVO_API_KEY: "" });
    expect(run.exit).toBe(1);
    expect(run.summary).toContain("il manque BREVO_API_KEY");
  });
});

describe("hostile text", () => {
  const hostile = "::error::pwned <script>alert(1)</script> <!channel> `x` ##[error]pwned";

  test.concurrent.each([
    ["the tool", { service: hostile }],
    ["the hour", { service: RP, "started-at": `${hostile}\n::error::pwned` }],
    ["the cause", { service: RP, cause: `\n::add-mask::e\n${hostile}` }],
    ["the command", { service: RP, command: hostile }],
    ["the message", { service: RP, message: `${hostile}.` }],
    ["a line that begins with a blank of .NET", { service: `a\n\u0085::stop-commands::x` }],
  ])("as %s reaches neither the runner nor the page", async (_what, inputs) => {
    await using s = await stage();
    const run = await runJob(s, { command: "declare", mode: "Envoyer", ...inputs });
    expect(run.exit).toBe(1);
    expect(run.summary).not.toContain("<script>");
    expect(run.summary).not.toContain("<!channel>");
    expect(writesOf(s.sandbox)).toEqual([]);
  });

  test.concurrent("as the name of who asks: declared, and harmless everywhere", async () => {
    await using s = await stage();
    const actor = "::error::pwned <script>x</script> <!channel> `x`";
    const run = await runJob(s, { command: "declare", service: RP }, { GITHUB_TRIGGERING_ACTOR: actor });
    expect(run.exit).toBe(0);
    const again = await runJob(s, { command: "declare", service: RP }, { GITHUB_TRIGGERING_ACTOR: actor });
    for (const { summary } of [run, again]) expect(summary).not.toMatch(/<script>|<!channel>/u);
    const [post] = s.sandbox.slack.messages;
    expect(post?.text.match(/<!channel>/gu)).toHaveLength(1);
    expect(post?.text).not.toContain("<script>");
    expect(s.sandbox.brevo.deliveries[0]?.html).not.toContain("<script>");
  });
});

describe("faulty files", () => {
  test.concurrent("become annotations of their lines, and the receipt says it too", async () => {
    await using s = await stage();
    const path = `incidents/${idOf()}.yml`;
    s.write(path, `${openFile()}"::error::x": 1\ncouleur: rouge\n`);
    s.write(`incidents/${idOf("cfn")}.yml`, openFile("cfn"));
    s.commit();
    const run = await runJob(s, { command: "settle" });
    expect(run.exit).toBe(1);
    expect(run.summary).toContain(`<h2>${CHECK}</h2>`);
    expect(run.summary).toContain(`<code>${path}:5:1</code> `);
    expect(run.stdout).toMatch(new RegExp(`^::error file=${path},line=5,col=1::.*couleur`, "mu"));
    expect(s.sandbox.brevo.deliveries).toHaveLength(1);
    const check = await runJob(s, { command: "check" });
    expect(check.exit).toBe(1);
    expect(check.stdout).toMatch(new RegExp(`^::error file=${path},line=5,col=1::`, "mu"));
  });

  test.concurrent("broken settings are told on the page, not as a crash", async () => {
    await using s = await stage();
    s.write("runbook.yml", `${s.read("runbook.yml")}couleur: rouge\n`);
    const run = await runJob(s, { command: "declare", service: RP });
    expect(run.exit).toBe(1);
    expect(run.stdout).toMatch(/^::error file=runbook\.yml,line=\d+,col=1::/mu);
    expect(run.summary).toContain("runbook.yml:");
  });

  test.concurrent("without a page, or with one that cannot be written, what was sent stays exit 0", async () => {
    await using s = await stage();
    const inputs = { command: "declare", service: RP };
    const run = await runJob(s, inputs, { GITHUB_STEP_SUMMARY: "/nonexistent/summary.md" });
    expect(s.sandbox.brevo.deliveries).toHaveLength(1);
    expect(run).toMatchObject({ exit: 0 });
    expect(run.log).toContain(SENT);
    expect((await runJob(s, inputs, { GITHUB_STEP_SUMMARY: "" })).exit).toBe(0);
  });
});
