import fc from "fast-check";
import { marked } from "marked";
import { describe, expect, it } from "vitest";
import type { ContactList } from "../../src/core/audience.ts";
import { listIdShape } from "../../src/core/campaign.ts";
import { firstDifference, lineDiff } from "../../src/core/review-diff.ts";
import { listCautions, outageReaders, type Readers } from "../../src/core/review-audience.ts";
import { reviewLines, verdict } from "../../src/core/review-labels.ts";
import { reviewPage } from "../../src/core/review-page.ts";
import { changedSamples } from "../../src/core/review-samples.ts";
import { code, cut, escaped, fence, wrapped } from "../../src/core/literal.ts";
import type { Review, ReviewedIncident, ReviewedStep } from "../../src/core/review.ts";
import type { Settings } from "../../src/core/settings.ts";
import { cfn, outage, paris, rp, settings, templates } from "./reconnect.ts";

const now = paris("2026-11-23 14:20");
const chat: ReviewedStep = { key: "outage/slack", isChat: true, phase: "outage", fate: "leaves" };
const estimate: Readers = { kind: "estimate", list: "Utilisateurs RP Nov 26", contacts: 1234 };
const mail = (readers: Readers, service = rp): ReviewedStep => ({
  key: `outage/mail/${service.id}`,
  isChat: false,
  phase: "outage",
  fate: "leaves",
  service,
  readers,
});
const incident = (more: Partial<ReviewedIncident> = {}): ReviewedIncident => ({
  id: "2026-11-23-rp",
  change: "new",
  steps: [chat, mail(estimate)],
  cautions: [],
  mails: [],
  posts: [],
  ...more,
});
const review = (more: Partial<Review> = {}): Review => ({
  settings,
  now,
  problems: [],
  incidents: [incident()],
  ending: [],
  ...more,
});
const english: Settings = { ...settings, language: "en" };
const spaces = (text: string): string => text.replaceAll(/[\u00A0\u202F]/gu, " ");
const problem = { file: "incidents/2026-11-23-rp.yml", line: 5, col: 1, message: "Non." };

describe("the first line", () => {
  const exact: Readers = { kind: "exact", list: "x", contacts: 1 };
  const unknown: Readers = { kind: "unknown" };
  it.each<[string, readonly ReviewedStep[], string, string]>([
    [
      "a message and a mail",
      [chat, mail(estimate)],
      "📣 Fusionner enverra 1 message dans #général et 1 e-mail à ≈ 1 234 personnes",
      "📣 Merging sends 1 message to #général and 1 mail to ≈ 1,234 people",
    ],
    [
      "a mail alone, to one person that is known",
      [mail(exact)],
      "📣 Fusionner enverra 1 e-mail à 1 personne",
      "📣 Merging sends 1 mail to 1 person",
    ],
    [
      "a message alone",
      [chat],
      "📣 Fusionner enverra 1 message dans #général",
      "📣 Merging sends 1 message to #général",
    ],
    [
      "two messages, a number and none",
      [chat, chat, mail(estimate), mail(unknown, cfn)],
      "📣 Fusionner enverra 2 messages dans #général et 2 e-mails à au moins ≈ 1 234 personnes",
      "📣 Merging sends 2 messages to #général and 2 mails to at least ≈ 1,234 people",
    ],
    [
      "an exact number and an estimate",
      [mail(exact), mail(estimate, cfn)],
      "📣 Fusionner enverra 2 e-mails à ≈ 1 235 personnes",
      "📣 Merging sends 2 mails to ≈ 1,235 people",
    ],
    [
      "a mail to nobody knows how many",
      [mail(unknown)],
      "📣 Fusionner enverra 1 e-mail (nombre de personnes inconnu)",
      "📣 Merging sends 1 mail (number of people unknown)",
    ],
    [
      "what left before, and what waits",
      [
        { ...chat, fate: "left" },
        { ...mail(estimate), fate: "waits" },
      ],
      "🤐 Fusionner n’enverra rien",
      "🤐 Merging sends nothing",
    ],
  ])("says %s", (_what, steps, fr, en) => {
    const told = (of: Settings) => {
      const { mark, text } = verdict(review({ settings: of, incidents: [incident({ steps })] }));
      return spaces(`${mark} ${text}`);
    };
    expect([told(settings), told(english)]).toEqual([fr, en]);
  });

  it("is what has to be corrected, and then what leaves all the same", () => {
    const faulty = review({ problems: [problem, problem] });
    expect(verdict(faulty)).toEqual({ mark: "❌", text: "À corriger avant de fusionner (2)" });
    expect(spaces(reviewLines(faulty)[0] ?? "")).toBe(
      "Si quelqu’un fusionne quand même : fusionner enverra 1 message dans #général et 1 e-mail à ≈ 1 234 personnes, et la fiche refusée ne sera pas annoncée.",
    );
  });
});

describe("the page", () => {
  const text = "Bonjour.\n";
  const planned = {
    step: "outage/mail/rp",
    service: rp,
    subject: "S",
    preview: "P",
    text,
    html: "<p>",
  } as const;

  it("links to the run with the mails, where there is one, and where there are mails", () => {
    const url = "https://github.com/o/r/actions/runs/1";
    const withMail = review({ incidents: [incident({ mails: [planned] })] });
    expect(reviewPage(withMail, url)).toContain(`(${url})`);
    expect(reviewPage(withMail, undefined)).not.toContain("](");
    expect(reviewPage(review(), url)).not.toContain(url);
  });

  it.each([
    [
      "many long mails",
      review({
        incidents: Array.from({ length: 40 }, () =>
          incident({ mails: [planned, { ...planned, text: "Long. ".repeat(4000) }] }),
        ),
      }),
    ],
    ["many incidents", review({ incidents: Array.from({ length: 500 }, () => incident()) })],
    [
      "many problems",
      review({
        problems: Array.from({ length: 5000 }, () => ({
          ...problem,
          file: "@".repeat(4000),
          message: "`|".repeat(4000),
        })),
      }),
    ],
    [
      "a long channel",
      review({ settings: { ...settings, slack: { ...settings.slack, channelName: "#".repeat(60_000) } } }),
    ],
    [
      "long names",
      review({
        incidents: [
          incident({
            cautions: ["@".repeat(99_999)],
            steps: [mail({ ...estimate, list: "|".repeat(60_000) })],
          }),
        ],
      }),
    ],
  ])("of %s fits into a comment, begins and ends as every other", (_what, large) => {
    const page = reviewPage(large, undefined);
    expect(page.length).toBeLessThanOrEqual(65_000);
    expect(page).toMatch(/^### /u);
    expect(page).toMatch(/<\/sub>$/u);
    expect(page.match(/<details>/gu)?.length ?? 0).toBe(page.match(/<\/details>/gu)?.length ?? 0);
  });

  it("says that something was left out, and keeps what is done before how it reads", () => {
    const mails = [{ ...planned, text: "Long. ".repeat(3000) }];
    const page = reviewPage(
      review({ incidents: Array.from({ length: 40 }, () => incident({ mails })) }),
      undefined,
    );
    expect(page.match(/#### /gu)).toHaveLength(40);
    expect(page).toMatch(/✂️ \d+ parties ne tiennent pas dans ce commentaire/u);
    expect(page).toContain("(La suite est coupée ici");
  });

  it("says how many problems it does not show", () => {
    const problems = Array.from({ length: 23 }, () => problem);
    expect(reviewPage(review({ problems }), undefined)).toContain("… et 3 autres problèmes");
  });
});

/** What of a rendered text is no literal. */
const outside = (markdown: string): string =>
  marked.parse(markdown, { async: false }).replaceAll(/<code[\s\S]*?<\/code>/gu, "");
const attacks = [
  "@everyone",
  "hello @org/team and #12, GH-7, a/b#3, a/b@deadbeef",
  "deadbeefcafe",
  "<script>alert(1)</script>",
  "<!-- runbook:review -->",
  "![x](https://e.fr/x.png) [y](https://e.fr)",
  "https://e.fr www.e.fr a@e.fr mailto:a@e.fr",
  "``` `` ` ````````",
  "a | b \\| c",
  "\\` \\\\ \\@everyone",
  "\r\n::error::x\n::add-mask::y",
  "\u001B[31mred\u202Eder",
  "</code></pre></details></summary>",
  "| --- |\n# h\n- x\n> q\n---",
  "&lt;script&gt; &#64;everyone",
  ":tada: **b** _i_ ~~s~~ $x$",
];
const LIVE =
  /@\w|#\d|\bgh-\d|:\/\/|www\.|\b[0-9a-f]{7,40}\b|<(?!\/?(?:p|code|pre|td|th|tr|table|thead|tbody)\b)/iu;
const decoded = (html: string): string =>
  html.replaceAll(/&#(?<at>\d+);/gu, (_, at: string) => {
    const sign = String.fromCodePoint(Number(at));
    return sign === "<" ? "&lt;" : sign;
  });

describe("text of people", () => {
  it.each(attacks)("%j is dead in a sentence, in a cell and in a summary", (attack) => {
    const told = escaped(attack);
    expect(told).not.toMatch(/[\n\r<>`|*_[\]\\@$~]/u);
    expect(decoded(outside(told))).not.toMatch(LIVE);
    expect(decoded(outside(`| a | b |\n| --- | --- |\n| ${told} | z |`))).toContain("<td>z</td>");
  });

  it.each(attacks)("%j is one literal as a code span, alone and in a cell", (attack) => {
    expect(outside(code(attack)).replaceAll(/\s/gu, "")).toBe("<p></p>");
    const row = outside(`| a | b |\n| --- | --- |\n| ${code(attack)} | z |`);
    expect(row).toContain("<td></td>\n<td>z</td>");
  });

  it.each(attacks)("%j is one literal as a block", (attack) => {
    expect(outside(`a\n\n${fence(attack)}\n\nb`).replaceAll(/\s/gu, "")).toBe("<p>a</p><pre></pre><p>b</p>");
  });

  it("is dead whatever it is", () => {
    const sign = fc.constantFrom(...Array.from("`~|\\@#<>&;:/.*_[]()!-=\n\r aé1f🙂\u202E"));
    const hostile = fc.string({ unit: sign, maxLength: 40 });
    fc.assert(
      fc.property(hostile, (text) => {
        expect(decoded(outside(escaped(text)))).not.toMatch(LIVE);
        expect(outside(`x ${code(text)} y`).replaceAll(/\s/gu, "")).toMatch(/^<p>x(?:—)?y<\/p>$/u);
        expect(outside(`a\n\n${fence(text)}\n\nb`).replaceAll(/\s/gu, "")).toBe(
          "<p>a</p><pre></pre><p>b</p>",
        );
      }),
      { numRuns: 2000 },
    );
  });

  it("reads as it was written", () => {
    const text = "La clé « couleur » n’existe pas (ligne 5), l’avez-vous vue ?";
    expect(escaped(text)).toBe(text);
    expect(code("incidents/2026-11-23-rp.yml")).toBe("`incidents/2026-11-23-rp.yml`");
    expect(fence("a\n")).toBe("```text\na\n```");
  });

  it("is cut and wrapped between letters", () => {
    expect(cut("🙂🙂🙂", 2)).toBe("🙂🙂…");
    expect(cut("abc", 3)).toBe("abc");
    expect(wrapped("aa bb cc\n  dd", 6)).toBe("aa bb\ncc\n  dd");
  });
});

describe("two texts side by side", () => {
  it.each([
    ["nothing changed", "a\nb", "a\nb", "  a\n  b"],
    ["a line in the middle", "a\nb\nc", "a\nx\nc", "  a\n- b\n+ x\n  c"],
    ["a line more", "a", "a\nb", "  a\n+ b"],
    ["a line less", "a\nb", "b", "- a\n  b"],
  ])("%s", (_what, before, after, wanted) => {
    expect(lineDiff(before, after)).toBe(wanted);
  });

  it("gives both back, whatever they are", () => {
    const lines = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(lines, lines, (one, other) => {
        const diff = (lineDiff(one.join("\n"), other.join("\n")) ?? "").split("\n");
        const side = (without: string) =>
          diff.filter((line) => !line.startsWith(without)).map((line) => line.slice(2));
        expect([side("+"), side("-")]).toEqual([one, other]);
      }),
    );
  });

  it("that are very long are not compared", () => {
    expect(lineDiff("a\n".repeat(30_000), "b\n".repeat(30_000))).toBeUndefined();
  });

  it.each([
    ["a\nb\n", "a\nc\n", 2],
    ["a\n", "a\nb\n", 2],
    ["a\nb\n", "a\n", 2],
    ["", "x", 1],
    ["x", "", 1],
  ])("%j and %j first differ in line %s", (before, after, line) => {
    expect(firstDifference(before, after)).toBe(line);
  });
});

describe("the readers of a mail", () => {
  const list = (name: string, contacts = 1234): ContactList => ({
    id: listIdShape.parse(47),
    name,
    contacts,
  });
  const forced = listIdShape.parse(48);
  it.each<[string, ContactList | undefined, ReturnType<typeof listIdShape.parse> | undefined, Readers]>([
    ["those of the last list", list("L"), undefined, { kind: "estimate", list: "L", contacts: 1234 }],
    [
      "those of the last list, which is forced",
      list("L"),
      listIdShape.parse(47),
      { kind: "estimate", list: "L", contacts: 1234 },
    ],
    ["nobody knows: another list is forced", list("L"), forced, { kind: "unknown", forced }],
    ["nobody knows: nothing was ever sent", undefined, undefined, { kind: "unknown" }],
    ["nobody knows: the number was not noted", list("L", 0), undefined, { kind: "unknown" }],
  ])("%s", (_what, known, wanted, readers) => {
    expect(outageReaders(known, wanted)).toEqual(readers);
  });

  it.each([
    ["Utilisateurs RP Sept 26", 0],
    ["Utilisateurs RP Août 26", 1],
    ["Autre nom", 0],
  ])("of « %s » come with %s warnings", (name, count) => {
    for (const staleList of ["warn", "block"] as const) {
      const limits = { ...settings.limits, staleList };
      expect(listCautions(list(name), undefined, rp, { ...settings, limits }, now)).toHaveLength(count);
    }
  });
});

describe("samples", () => {
  const context = { settings, causes: [], now };
  const before = { settings, templates: templates(), context };

  it("that read as before are none", () => {
    expect(changedSamples(before, before, now)).toEqual([]);
  });

  it("of a new repository are all: six mails and four messages of each tool", () => {
    expect(changedSamples(undefined, before, now)).toHaveLength(20);
  });

  it("of one tool's new subject are that tool's mails", () => {
    const subject = { ...rp.subject, outage: "Panne" };
    const services = [{ ...rp, subject }, cfn];
    const found = changedSamples(before, { ...before, settings: { ...settings, services } }, now);
    expect(found.map(({ of, service }) => `${of} ${service.id}`)).toEqual([
      "outage.unknown rp",
      "outage.known rp",
    ]);
    expect(found.every(({ before: was, after, looksOnly }) => was !== after && !looksOnly)).toBe(true);
  });

  it.each([
    ["new subject of a false alarm", { subject: { ...rp.subject, mistaken: "Tout va bien" } }],
    ["new name of its end", { subject: { ...rp.subject, recovery: "Fin" } }],
  ] as const)("of one tool's %s are the mails that have it", (what, change) => {
    const services = [{ ...rp, ...change }, cfn];
    const found = changedSamples(before, { ...before, settings: { ...settings, services } }, now);
    const wanted = what.includes("false") ? ["recovery.mistaken"] : ["recovery.unknown", "recovery.known"];
    expect(found.map(({ of }) => of)).toEqual(wanted);
  });

  it("of another sentence of a false alarm are its messages", () => {
    const sentences = new Map(templates().chat).set("mistaken", "Tout va bien.");
    const texts = { ...templates(), chat: sentences };
    const found = changedSamples(before, { ...before, templates: texts }, now);
    expect(found.map(({ of, service }) => `${of} ${service.id}`)).toEqual([
      "slack.mistaken rp",
      "slack.mistaken cfn",
    ]);
  });

  it("of another layout look otherwise and read the same", () => {
    const layout = templates().layout.replace("<body", '<body data-x="1"');
    const found = changedSamples(before, { ...before, templates: { ...templates(), layout } }, now);
    expect(found).toHaveLength(12);
    expect(found.every(({ looksOnly }) => looksOnly)).toBe(true);
  });

  it("are told as changes of no outage", () => {
    const page = reviewPage(review({ incidents: [], samples: [], ending: [outage.id] }), undefined);
    expect(page).toContain("Aucun texte d’exemple ne change.");
    expect(page).toContain(outage.id);
  });
});
