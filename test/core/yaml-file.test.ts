import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { MAX_BYTES, parseYaml } from "../../src/core/yaml-file.ts";

const schema = z.strictObject({
  name: z.string(),
  note: z.string().optional(),
  when: z.string().optional(),
  size: z.strictObject({ width: z.number(), depth: z.number().optional() }).optional(),
  tags: z.array(z.enum(["red", "blue"])).optional(),
});

function read(text: string): unknown {
  const parsed = parseYaml({ path: "a.yml", text }, schema, { language: "fr" });
  if (parsed.ok) return parsed.value;
  return parsed.problems.map(
    ({ line, col, message }) => `${line}:${col} ${message.replaceAll("\u00A0", " ")}`,
  );
}

const QUOTES = 'mettez le texte entre guillemets ("…").';
const LOST =
  'La suite est perdue : après une espace, « # » commence un commentaire. Mettez toute la valeur entre guillemets ("…"), ou enlevez « # ».';

describe("parseYaml reads", () => {
  it.each([
    ["a mark of byte order and Windows line ends", "\uFEFFname: a\r\nwhen: b\r\n", { name: "a", when: "b" }],
    [
      "comments behind single words and quoted texts",
      'name: a # x\nnote: "b c" # y\n',
      { name: "a", note: "b c" },
    ],
    ["a sign # inside a word or a quoted text", 'name: a#1\nnote: "b #2"\n', { name: "a#1", note: "b #2" }],
    ["a sign # inside a folded text", "name: a\nnote: > # y\n  b #2\n  c\n", { name: "a", note: "b #2 c\n" }],
    ["an hour as a text", "name: a\nwhen: 14:05\n", { name: "a", when: "14:05" }],
    ["marks of the document's beginning and end", "---\nname: a\n...\n", { name: "a" }],
  ])("%s", (_, text, value) => {
    expect(read(text)).toEqual(value);
  });
});

describe("parseYaml refuses", () => {
  it.each([
    ["an empty file", "", ["1:1 Ce fichier est vide."]],
    ["comments alone", "# a\n", ["1:1 Ce fichier est vide."]],
    ["a list", "\n- a\n", ["2:1 Ce fichier doit contenir des lignes « clé: valeur »."]],
    ["a colon in an unquoted text", "name: Panne : réseau\n", [`1:7 Le texte contient « : » : ${QUOTES}`]],
    ["an unquoted @canal", "name: @canal\n", [`1:7 Le texte commence par « @ » : ${QUOTES}`]],
    ["an alias, which also is Markdown", "name: *gras*\n", [`1:7 Le texte commence par « * » : ${QUOTES}`]],
    ["an anchor", "name: &a b\n", [`1:7 Le texte commence par « & » : ${QUOTES}`]],
    ["an unknown tag", "name: !Attention b\n", [`1:7 Le texte commence par « ! » : ${QUOTES}`]],
    ["a known tag", "name: !!str b\n", [`1:7 Le texte commence par « ! » : ${QUOTES}`]],
    [
      "a second document",
      "name: a\n---\nname: b\n",
      ["2:1 Un second document commence ici (« --- ») : un fichier n’en contient qu’un."],
    ],
    [
      "a key written twice",
      "name: a\nname: b\n",
      ["2:1 La clé « name » est écrite deux fois : gardez une seule ligne."],
    ],
    [
      "a nested key written twice",
      "name: a\nsize:\n  width: 1\n  width: 2\n",
      ["4:3 La clé « width » est écrite deux fois : gardez une seule ligne."],
    ],
    ["a merge key", "name: a\n<<: { b: 1 }\n", ["2:1 La clé « << » est refusée."]],
    ["a key that objects would lose", "name: a\n__proto__: 1\n", ["2:1 La clé « __proto__ » est refusée."]],
    [
      "a tab as indent",
      "name: a\nsize:\n\twidth: 1\n",
      ["3:1 Cette ligne commence par une tabulation : remplacez-la par des espaces."],
    ],
    ["a text cut by a comment", "name: Serveur 2 #3 de Paris\n", [`1:17 ${LOST}`]],
    ["a value that is nothing but a comment", "name: #47\n", [`1:7 ${LOST}`]],
    [
      "a quote that is never closed, where it opens",
      'name: "abc\nwhen: b\n',
      ["1:7 Ce guillemet ouvrant n’est jamais fermé : ajoutez le guillemet fermant à la fin du texte."],
    ],
    [
      "a bracket that is never closed, where it opens",
      "name: a\ntags: [red\nwhen: b\n",
      ["2:7 Ce crochet ou cette accolade n’est jamais fermé : ajoutez « ] » ou « } » à la fin."],
    ],
    [
      "an apostrophe that closes a quote",
      "name: 'l'accès'\n",
      [
        '1:10 Il y a du texte après la fin de la valeur : mettez tout le texte entre guillemets doubles ("…"), avec \\" pour un guillemet à l’intérieur.',
      ],
    ],
    [
      "a colon without space",
      "name:abc\nwhen: b\n",
      [
        "1:1 Cette ligne n’est pas de la forme « clé: valeur » : il faut deux-points, puis une espace ordinaire.",
      ],
    ],
    [
      "a colon followed by a no-break space",
      "name:\u00A0abc\nwhen: b\n",
      [
        "1:1 Cette ligne n’est pas de la forme « clé: valeur » : il faut deux-points, puis une espace ordinaire.",
      ],
    ],
    [
      "a line too far to the right",
      "name: a\n  when: b\n",
      ["2:3 Cette ligne est décalée : faites-la commencer sous la ligne du dessus, sans espace en plus."],
    ],
    [
      "braces of a template language",
      "name: {{ contact.EMAIL }}\n",
      ['1:8 Cette clé n’est pas un texte simple : mettez la valeur entre guillemets ("…").'],
    ],
    [
      "a nested unknown key, at the key",
      "name: a\nsize:\n  width: 1\n  detph: 2\n",
      ["4:3 La clé « detph » n’existe pas : voulez-vous dire « depth » ?"],
    ],
    ["an unknown key like no other", "name: a\nfoo: 1\n", ["2:1 La clé « foo » n’existe pas."]],
    [
      "a nested key that is missing, at its parent",
      "name: a\nsize: {}\n",
      ["2:7 Il manque la clé « width »."],
    ],
    [
      "a key without value",
      "name:\n",
      ["1:6 Cette clé n’a pas de valeur : écrivez-en une, ou effacez la ligne."],
    ],
    ["a number for a text", "name: 12\n", ['1:7 Il faut un texte ici : mettez-le entre guillemets ("…").']],
    [
      "an item of a list, at the item",
      "name: a\ntags:\n  - red\n  - bleu\n",
      ["4:5 « bleu » n’est pas une valeur possible (red, blue) : voulez-vous dire « blue » ?"],
    ],
  ])("%s", (_, text, problems) => {
    expect(read(text)).toEqual(problems);
  });

  it("a file over its limit, counted in bytes", () => {
    const start = 'name: "';
    const most = `${start}${"é".repeat((MAX_BYTES - start.length - 1) / 2)}"`;
    expect(read(most)).toHaveProperty("name");
    expect(read(`${most}\n\n`)).toEqual([
      "1:1 Ce fichier dépasse 64 Ko. Un fichier si long est refusé : enlevez ce qui n’en fait pas partie.",
    ]);
  });

  it("everything at once: unreadable lines first, then all that can still be said of the others", () => {
    const text = "note: Panne : réseau\nwhen: @midi\nnmae: a\nsize: { width: x }\ntags: [red, green]\n";
    expect(read(text)).toEqual([
      `1:7 Le texte contient « : » : ${QUOTES}`,
      `2:7 Le texte commence par « @ » : ${QUOTES}`,
      "3:1 La clé « nmae » n’existe pas : voulez-vous dire « name » ?",
      "4:16 Il faut un nombre ici, sans guillemets.",
      "5:13 « green » n’est pas une valeur possible (red, blue).",
    ]);
  });
});

describe("parseYaml", () => {
  it("answers for any text, inside the text", () => {
    const line = fc.string({
      unit: fc.constantFrom(
        "a",
        "name",
        ":",
        " ",
        "#",
        "-",
        "[",
        "]",
        "{",
        "}",
        '"',
        "'",
        "&",
        "*",
        "!",
        "|",
        ">",
        "\n",
        "\t",
        "?",
        ",",
        "%",
        "@",
        "\r\n",
      ),
    });
    fc.assert(
      fc.property(fc.oneof(line, fc.string({ unit: "binary" })), (text) => {
        const parsed = parseYaml({ path: "a.yml", text }, schema, { language: "fr" });
        if (parsed.ok) return;
        expect(parsed.problems.length).toBeGreaterThan(0);
        for (const problem of parsed.problems) {
          expect(problem.line).toBeGreaterThan(0);
          expect(problem.line).toBeLessThanOrEqual(text.split("\n").length);
          expect(problem.col).toBeGreaterThan(0);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each(["[", "{a: ", "- ", "a: "])("survives %j repeated thousands of times", (piece) => {
    const started = performance.now();
    expect(Array.isArray(read(piece.repeat(60_000 / piece.length)))).toBe(true);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it("speaks English", () => {
    const parsed = parseYaml({ path: "a.yml", text: "name: @x\nfoo: 1\n" }, schema, { language: "en" });
    expect(parsed).toEqual({
      ok: false,
      problems: [
        {
          file: "a.yml",
          line: 1,
          col: 7,
          message: 'The text begins with “@”: put the text in quotes ("…").',
        },
        { file: "a.yml", line: 2, col: 1, message: "The key “foo” does not exist." },
      ],
    });
  });
});
