import { describe, expect, it } from "vitest";
import type { Problem } from "../../src/core/problem.ts";
import { parseTemplates, TEMPLATE_PATHS } from "../../src/core/templates.ts";
import { templateWords } from "../../src/core/words/templates.ts";
import { templateFiles } from "./reconnect.ts";

/** The problems once `from` is replaced by `to` in one file, with plain spaces. */
function problemsWith(path: string, from: string | RegExp, to: string): readonly Problem[] {
  const files = templateFiles().map((file) => {
    if (file.path !== path) return file;
    const text = file.text.replace(from, () => to);
    if (text === file.text) throw new Error(`Nothing to replace in ${path}: ${String(from)}`);
    return { path, text };
  });
  const parsed = parseTemplates(files, "fr");
  if (parsed.ok) return [];
  return parsed.problems.map((problem) => ({
    ...problem,
    message: problem.message.replaceAll("\u00A0", " "),
  }));
}

const KNOWN = "templates/outage.known.md";
const CAUSES = "templates/causes.yml";
const SLACK = "templates/slack.yml";
const LAYOUT = "templates/layout.html";

describe("parseTemplates", () => {
  it("takes the files as shipped", () => {
    expect(parseTemplates(templateFiles(), "fr")).toMatchObject({ ok: true });
    expect(
      templateFiles()
        .map(({ path }) => path)
        .toSorted(),
    ).toEqual([...TEMPLATE_PATHS].toSorted());
  });

  it("takes Windows line ends and a byte order mark", () => {
    const files = templateFiles().map(({ path, text }) => ({
      path,
      text: `\uFEFF${text.replaceAll("\n", "\r\n")}`,
    }));
    expect(parseTemplates(files, "fr")).toEqual(parseTemplates(templateFiles(), "fr"));
  });

  it.each([
    [
      "an unknown placeholder",
      "{debut}**.",
      "{debu}**.",
      22,
      45,
      "{debu} n’existe pas ici. Voulez-vous dire {debut} ?",
    ],
    [
      "a placeholder of another mail",
      "Bonjour,",
      "Bonjour, {duree}",
      20,
      10,
      "{duree} n’existe pas ici. Mots permis : ",
    ],
    ["raw HTML", "Bonjour,", "Bonjour, <b>vous</b>", 20, 10, "« <b> » est du HTML."],
    ["an HTML comment", "Bonjour,", "<!-- à revoir -->", 20, 1, "« <!-- à revoir --> » est du HTML."],
    ["an entity", "Bonjour,", "Bonjour&nbsp;!", 20, 8, "« &nbsp; » est du HTML."],
    ["an image", "Bonjour,", "Bonjour ![logo](https://x.fr/l.png)", 20, 9, "Les images sont interdites"],
    ["a lone brace", "Bonjour,", "Bonjour } ,", 20, 9, "Accolade « } » seule."],
    ["an unclosed brace", "Bonjour,", "Bonjour {debut", 20, 9, "Accolade « { » seule."],
    ["Brevo's own braces", "Bonjour,", "Bonjour {{ contact.PRENOM }}", 20, 9, "« {{ » est un code de Brevo"],
    ["Brevo's tag", "Bonjour,", "{% if x %}", 20, 1, "« {% » est un code de Brevo"],
    ["Brevo's double brackets", "Bonjour,", "Bonjour [[x]]", 20, 9, "« [[ » est un code de Brevo"],
    ["Brevo's old attribute", "Bonjour,", "Bonjour %PRENOM%", 20, 9, "« %PRENOM% » est un code de Brevo"],
    [
      "Brevo's old link",
      "Bonjour,",
      "Bonjour [UNSUBSCRIBE]",
      20,
      9,
      "« [UNSUBSCRIBE] » est un code de Brevo",
    ],
    [
      "a link without encryption",
      "Bonjour,",
      "[ici](http://x.fr)",
      20,
      1,
      "Le lien « http://x.fr » doit commencer par https://.",
    ],
    [
      "a mail link",
      "Bonjour,",
      "aide@x.fr",
      20,
      1,
      "Le lien « mailto:aide@x.fr » doit commencer par https://.",
    ],
    ["a link's title", "Bonjour,", '[ici](https://x.fr "voir")', 20, 1, "Un lien n’a pas de titre"],
    ["a table", "Bonjour,", "| a | b |\n|---|---|\n| 1 | 2 |", 20, 1, "Mise en forme non permise (tableau)."],
    ["a code block", "Bonjour,", "```\nx\n```", 20, 1, "Mise en forme non permise (bloc de code)."],
    ["code", "Bonjour,", "Bonjour `x`", 20, 9, "Mise en forme non permise (code)."],
    ["a quote", "Bonjour,", "> Bonjour,", 20, 1, "Mise en forme non permise (citation)."],
    ["a rule", "Bonjour,", "***", 20, 1, "Mise en forme non permise (ligne de séparation)."],
    ["struck text", "Bonjour,", "~~Bonjour~~", 20, 1, "Mise en forme non permise (texte barré)."],
    ["a sub-title", "Bonjour,", "## Bonjour", 20, 1, "Mise en forme non permise (sous-titre)."],
    [
      "a list in a list",
      "Bonjour,",
      "- a\n  - b",
      21,
      3,
      "Mise en forme non permise (liste dans une liste).",
    ],
    ["a second title", "Bonjour,", "# Bonjour", 16, 4, "Un seul titre (#) par e-mail."],
    ["no title", /^# \{titre\}$/mu, "Bonjour.", 16, 4, "Le texte doit commencer par un seul titre"],
    ["a lost sentence", "{message}\n\n", "", 16, 4, "{message} manque"],
    ["an abbreviation", "Bonjour,", "Bonjour, le CFN est là.", 20, 13, "« CFN » : écrivez le nom complet"],
    ["an unknown key", 'band: "', 'bande: "', 14, 1, "Clé « bande » inconnue. Voulez-vous dire « band » ?"],
    ["a missing key", /tone: alert\n/u, "", 1, 1, "La clé « tone » manque."],
    ["an unknown tone", "tone: alert", "tone: rouge", 15, 7, "Ton « rouge » inconnu."],
    ["a placeholder in the band", "Incident en cours", "Panne {debut}", 14, 14, "{debut} n’existe pas ici"],
    [
      "free text in the preview",
      'depuis {debut}."',
      '{message}"',
      13,
      12,
      "{message} ne peut pas servir dans l’aperçu",
    ],
    ["a code in the preview", 'depuis {debut}."', '{{ x }}"', 13, 48, "« {{ » est un code de Brevo"],
    ["no front matter", /^---\n/u, "", 1, 1, "Le fichier doit commencer par « --- »"],
  ])("finds %s in a mail", (_, from, to, line, col, message) => {
    const problems = problemsWith(KNOWN, from, to);
    expect(problems).toContainEqual({ file: KNOWN, line, col, message: expect.stringContaining(message) });
  });

  it.each([
    [
      "an unknown key of a cause",
      '    label: "Panne de réseau"',
      '    labl: "Panne"',
      "Clé « labl » inconnue. Voulez-vous dire « label » ?",
    ],
    ["a missing key of a cause", '    label: "Panne de réseau"\n', "", "La clé « label » manque."],
    [
      "a forbidden word",
      "une erreur dans notre outil.",
      "un virus dans notre outil.",
      "« virus » : parlez-en d’abord",
    ],
    [
      "a forbidden word with other letters",
      "une erreur dans notre outil.",
      "un Piratage.",
      "« piratage » : parlez-en d’abord",
    ],
    [
      "a leak",
      "une erreur dans notre outil.",
      "un vol de données.",
      "« vol de donnees » : parlez-en d’abord",
    ],
    [
      "an abbreviation",
      "une erreur dans notre outil.",
      "une erreur dans RP.",
      "« RP » : écrivez le nom complet",
    ],
    ["no final point", "une erreur dans notre outil.", "une erreur", "La phrase doit finir par un point."],
    ["a stray brace", "une erreur dans notre outil.", "une {erreur.", "Accolade « { » seule."],
    ["a text for other", "  other:\n", '  other:\n    cause: "Autre."\n', "« other » n’a qu’un label"],
    ["a missing other", /  other:\n.*\n/u, "", "La clé « other » manque."],
    ["a bad id", "  network:", "  Réseau:", "Le nom de cause « Réseau »"],
    ["an unquoted #", '"Panne de réseau"', "Panne du serveur #3", "commence un commentaire"],
    ["a number", '"Panne de réseau"', "3", "« label » doit être une phrase"],
    ["a list", 'slack: "réparation urgente"', "slack: [a]", "« slack » doit être une phrase"],
    ["a missing part", /\nsentences:[\s\S]*/u, "\n", "La clé « sentences » manque."],
    [
      "a wrong placeholder of a sentence",
      "est prévu {retour}",
      "est prévu {retou}",
      "Voulez-vous dire {retour} ?",
    ],
  ])("finds %s in causes.yml", (_, from, to, message) => {
    const problems = problemsWith(CAUSES, from, to);
    expect(problems).toContainEqual(
      expect.objectContaining({ file: CAUSES, message: expect.stringContaining(message) }),
    );
  });

  it("tells where the fault of a cause stands", () => {
    expect(problemsWith(CAUSES, '"Panne de réseau"', '"Panne {x}"')).toEqual([
      {
        file: CAUSES,
        line: 19,
        col: 19,
        message: "{x} n’existe pas ici : aucun mot entre accolades n’est permis.",
      },
    ]);
  });

  it.each([
    ["an unknown key", "by_hand:", "by_hands:", "Clé « by_hands » inconnue. Voulez-vous dire « by_hand » ?"],
    ["a missing key", /^by_hand:.*\n/mu, "", "La clé « by_hand » manque."],
    ["an unknown placeholder", '{depuis}."', '{depui}."', "Voulez-vous dire {depuis} ?"],
    ["a mention", "Cause : pas", "<!channel> pas", "« <!channel> » est du HTML."],
    ["a nested map", 'by_hand: "', 'by_hand:\n  x: "', "« by_hand » doit être une phrase"],
  ])("finds %s in slack.yml", (_, from, to, message) => {
    expect(problemsWith(SLACK, from, to)).toContainEqual(
      expect.objectContaining({ file: SLACK, message: expect.stringContaining(message) }),
    );
  });

  it.each([
    ["a missing placeholder", "{bandeau}", "", "{bandeau} doit être là exactement une fois (trouvé : 0)."],
    [
      "a doubled placeholder",
      "{contenu}",
      "{contenu}{contenu}",
      "{contenu} doit être là exactement une fois (trouvé : 2).",
    ],
    ["an unknown placeholder", "{contenu}", "{contenu}{pied}", "{pied} n’existe pas ici."],
    [
      "a missing way out",
      /<a [^>]*unsubscribe.*<\/a>/u,
      "",
      'href="{{ unsubscribe }}" doit être là exactement une fois (trouvé : 0).',
    ],
    [
      "a doubled way out",
      "{contenu}",
      '{contenu}<a href="{{ unsubscribe }}">x</a>',
      'href="{{ unsubscribe }}" doit être là exactement une fois (trouvé : 2).',
    ],
    [
      "a Brevo link outside a link",
      "{contenu}",
      "{contenu}{{ mirror }}",
      "« {{ mirror }} » est un code de Brevo",
    ],
    [
      "another Brevo code",
      "{contenu}",
      "{contenu}{{ contact.EMAIL }}",
      "« {{ contact.EMAIL }} » est un code de Brevo",
    ],
    ["CSS that Brevo eats", ".page {", ".page {#x", "« {# » est un code de Brevo"],
    [
      "a page that leads elsewhere",
      "{contenu}",
      '{contenu}<meta http-equiv="refresh" content="0">',
      "est interdit",
    ],
    ["another base", "{contenu}", '{contenu}<base href="x">', "« <base » est interdit"],
    ["an image", "{contenu}", '{contenu}<img src="x">', "« <img » est interdit"],
    ["a web font", "<style>", '<style>@import "x";', "« @import » est interdit"],
  ])("finds %s in the layout", (_, from, to, message) => {
    expect(problemsWith(LAYOUT, from, to)).toContainEqual(
      expect.objectContaining({ file: LAYOUT, message: expect.stringContaining(message) }),
    );
  });

  it("names missing and useless files", () => {
    const files = templateFiles().map(({ path, text }) => ({
      path: path.replace("known.md", "knwon.md"),
      text,
    }));
    const parsed = parseTemplates([...files, { path: "templates/README.md", text: "" }], "fr");
    expect(parsed).toMatchObject({
      problems: expect.arrayContaining([
        { file: KNOWN, line: 1, col: 1, message: templateWords.fr.missingFile },
        { file: "templates/outage.knwon.md", line: 1, col: 1, message: expect.stringContaining(KNOWN) },
      ]),
    });
  });

  it("tells every fault of every file at once, in the order of the text", () => {
    const broken = templateFiles().map(({ path, text }) => ({
      path,
      text: text.replace("Bonjour,", "{a} et {{b}}"),
    }));
    const parsed = parseTemplates(broken, "en");
    expect(parsed.ok ? [] : parsed.problems.map(({ file, line }) => `${file}:${line}`)).toHaveLength(18);
  });
});

describe("templateWords", () => {
  it("has the same sentences in both languages", () => {
    expect(Object.keys(templateWords.en)).toEqual(Object.keys(templateWords.fr));
  });
});
