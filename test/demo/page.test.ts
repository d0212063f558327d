import { describe, expect, it } from "vitest";
import { typographie } from "../../src/core/typography.ts";
import { frameHeight, previewHtml } from "../../src/demo/mail-frame.ts";
import { demoPage, type DemoData } from "../../src/demo/page.ts";
import { pageWords } from "../../src/demo/words.ts";
import { monday } from "./monday.ts";
import { mailFrames, readPage } from "./read-page.ts";

const HOSTILE = `</style></script><script>alert(1)</script><img src=x onerror=alert(1)> " onload="x ' &lt;`;

/** Every text of the data made hostile; `keep` says which are not free text but decide how the page is built. */
function poisoned(data: DemoData): DemoData {
  const keep = new Set(["timeZone", "kind", "phase"]);
  const poison = (value: unknown, key: string): unknown => {
    if (typeof value === "string") return keep.has(key) ? value : `${HOSTILE}${value}`;
    if (value instanceof Date || typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => poison(item, key));
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poison(item, name)]));
  };
  const isData = (value: unknown): value is DemoData => typeof value === "object" && value !== null;
  const result = poison(data, "");
  if (!isData(result)) throw new Error("Poisoning must keep the shape");
  return result;
}

const page = demoPage(monday);
const read = readPage(page);

describe("demoPage", () => {
  it("is a French page with landmarks, headings in order, and every element closed", () => {
    expect(page).toMatch(/^<!doctype html>\n<html lang="fr">/u);
    expect(read.unclosed).toEqual([]);
    for (const landmark of ["header", "nav", "main", "footer"]) {
      expect(read.elements.map(({ name }) => name)).toContain(landmark);
    }
    expect(read.elements.filter(({ name }) => name === "main")).toHaveLength(1);
    const levels = read.elements.flatMap(({ name }) => (/^h[1-6]$/u.test(name) ? [Number(name[1])] : []));
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    for (const [index, level] of levels.entries())
      expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1);
  });

  it("has ids of its own for every anchor and label", () => {
    const ids = read.elements.flatMap(({ attributes }) => attributes.get("id") ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const wanted = read.elements.flatMap(({ name, attributes }) => [
      ...(name === "a" && attributes.get("href")?.startsWith("#") ? [attributes.get("href")?.slice(1)] : []),
      ...(attributes.has("aria-labelledby") ? [attributes.get("aria-labelledby")] : []),
    ]);
    expect(wanted.length).toBeGreaterThan(5);
    expect(ids).toEqual(expect.arrayContaining(wanted));
  });

  it("shows every datum", () => {
    const { text } = read;
    const shown = (value: string | number): void => expect(text).toContain(plain(String(value)));
    for (const value of [monday.title, monday.organisation, monday.incidentFile.path]) shown(value);
    for (const line of monday.incidentFile.text.trim().split("\n")) shown(line);
    for (const scene of monday.scenes) [scene.command, ...scene.receipt.split("\n")].forEach(shown);
    for (const moment of monday.timeline) shown(moment.text);
    shown(monday.channel.name);
    for (const message of monday.channel.messages) {
      for (const { author, text: said } of [message, ...message.replies]) {
        shown(author);
        said.split("\n").map(spoken).forEach(shown);
      }
    }
    for (const mail of monday.mails) {
      [mail.service, mail.subject, mail.preview, mail.from, mail.list.name].forEach(shown);
    }
    for (const list of monday.lists)
      [list.name, list.verdict, `n° ${list.id}`, pageWords.number(list.contacts)].forEach(shown);
    for (const entry of monday.journal) [entry.step, entry.event, entry.detail].forEach(shown);
    shown(`Slack : ${monday.requests.slack} requêtes`);
    shown(`Brevo : ${monday.requests.brevo} requêtes`);
    for (const clock of ["8 h 05", "8 h 11", "10 h 20", "10 h 22", "08:11:04", "10:22:05"]) shown(clock);
  });

  it("counts its figures from what happened", () => {
    const { text } = read;
    expect(text).toContain("2 gestes au lieu de 20");
    expect(text).toContain("1,8 seconde de la déclaration à l’e-mail accepté");
    expect(text).toContain("1 234 personnes prévenues par e-mail");
    expect(text).toContain("1 e-mail par personne, à chaque étape");
    expect(text).toContain("2 heures et 15 minutes de panne");
    expect(text).toContain("L’e-mail de fin est parti à la même liste que l’e-mail de début.");

    const twice = readPage(demoPage({ ...monday, mails: [...monday.mails, ...monday.mails] })).text;
    expect(twice).toContain("2 e-mails par personne");
    expect(twice).toContain("à vérifier");
    const moved = monday.mails.map((mail) =>
      mail.phase === "outage" ? mail : { ...mail, list: { ...mail.list, id: 9 } },
    );
    expect(readPage(demoPage({ ...monday, mails: moved })).text).not.toContain("la même liste que");
  });

  it("tells the robot's rounds, news and drills by their names, and draws the outage without them", () => {
    const { text } = read;
    expect(text).toContain("7 h 47 Le robot Le robot vérifie que tout est prêt. 8 h 05 Début");
    expect(text).toContain("9 h Nouvelles Léa Martin donne des nouvelles. 9 h Slack");
    expect(text).toContain("1 seconde après le geste 10 h 20 Fin");
    expect(text).toContain("16 h Exercice L’équipe joue un exercice.");
    expect(text).toContain("Nouvelles, Slack update/20261123T0900/slack");
    expect(text).toContain("Début, e-mail, chiffres outage/mail/rp/figures/1h");
    expect(page).toContain('class="bar-outage" style="left:0%;width:98.5%"');
  });

  it("counts no gesture that sent nothing, and says so", () => {
    const again = {
      at: new Date("2026-11-23T08:30:00+01:00"),
      text: "Un second clic.",
      kind: "gesture",
    } as const;
    const timeline = [...monday.timeline.slice(0, 5), again, ...monday.timeline.slice(5)];
    const { text } = readPage(demoPage({ ...monday, timeline }));
    expect(text).toContain("2 gestes au lieu de 20");
    expect(text).toContain("8 h 30 Rien à refaire Un second clic.");
  });

  it("tells the hours on the organisation's clocks", () => {
    expect(readPage(demoPage({ ...monday, timeZone: "America/Cayenne" })).text).toContain("4 h 05");
  });

  it("shows each mail whole, on a phone and on a desktop, in a locked frame", () => {
    const frames = mailFrames(page);
    expect(frames.map(({ width }) => width)).toEqual(["375", "640", "375", "640"]);
    for (const [index, { sandbox, title, html, height }] of frames.entries()) {
      const mail = monday.mails[Math.floor(index / 2)];
      expect(sandbox).toBe("");
      expect(title).toContain(mail?.subject ?? "none");
      expect(html).toBe(previewHtml(mail?.html ?? ""));
      expect(html).not.toContain("{{");
      expect(Number(height)).toBeGreaterThan(500);
    }
  });

  it("needs no network and runs nothing", () => {
    const forbidden = /^(?:script|img|object|embed|video|audio|base|form)$/u;
    expect(read.elements.filter(({ name }) => forbidden.test(name))).toEqual([]);

    const attributes = read.elements.flatMap((element) =>
      [...element.attributes].map(([key, value]) => ({ on: `${element.name} ${key}`, key, value })),
    );
    expect(attributes.filter(({ key }) => key.startsWith("on"))).toEqual([]);
    const loading = attributes.filter(({ key }) =>
      /^(?:src|href|srcset|action|data|poster|background)$/u.test(key),
    );
    const links = loading.filter(({ on }) => on === "a href");
    expect(links.filter(({ value }) => !/^(?:https:\/\/|#)/u.test(value))).toEqual([]);
    const others = loading.filter(({ on }) => on !== "a href");
    expect(others.map(({ on, value }) => `${on} ${value.slice(0, 5)}`)).toEqual(["link href data:"]);

    expect(read.elements.filter(({ name }) => name === "style")).toHaveLength(1);
    expect(page).not.toMatch(/@import|@font-face|url\(/u);
    expect(page).toContain("script-src &#39;none&#39;");
  });

  it("takes every text for text", () => {
    const hostile = readPage(demoPage(poisoned(monday)));
    const shape = ({ elements }: typeof read): readonly string[] =>
      elements.map(({ name, attributes }) => `${name} ${[...attributes.keys()].join(" ")}`);
    expect(hostile.unclosed).toEqual([]);
    expect(hostile.elements.some(({ name }) => name === "script" || name === "img")).toBe(false);
    expect(shape(hostile).filter((one) => / on/u.test(one))).toEqual([]);
    // Same page, other words: hostile text neither adds an element nor an attribute. (Marks of the YAML colours are ours.)
    const plainShape = new Set(shape(read));
    expect(shape(hostile).filter((one) => !plainShape.has(one))).toEqual([]);
    for (const { html } of mailFrames(demoPage(poisoned(monday))))
      expect(html.startsWith(HOSTILE)).toBe(true);
  });

  it("drops characters that would show a text backwards", () => {
    expect(demoPage({ ...monday, title: "a\u202Eb\u0000c\u2066d" })).toContain("<h1>abcd</h1>");
  });

  it("stands without mails, messages, an end or a beginning", () => {
    const empty: DemoData = {
      ...monday,
      scenes: [],
      timeline: [],
      channel: { name: "général", messages: [] },
      mails: [],
      lists: [],
      journal: [],
    };
    const { text, unclosed } = readPage(demoPage(empty));
    expect(unclosed).toEqual([]);
    expect(text).toContain("Aucun e-mail n’est parti.");
    expect(text).toContain("Aucun message.");
    expect(text).not.toMatch(/NaN|Infinity|undefined/u);
    const running = { ...monday, timeline: monday.timeline.filter(({ kind }) => kind !== "end") };
    expect(readPage(demoPage(running)).text).not.toContain("de panne Début");
  });
});

describe("previewHtml", () => {
  it("changes nothing but Brevo's two links", () => {
    const html =
      '<a class="l" href="{{ mirror }}">m</a><a href=\'{{unsubscribe}}\'>u</a> {{ other }} <a href="https://x.fr">x</a>';
    expect(previewHtml(html)).toBe(
      '<a class="l" href="#" target="_blank">m</a><a href="#" target="_blank">u</a> {{ other }} <a href="https://x.fr">x</a>',
    );
  });
});

describe("frameHeight", () => {
  it("is higher on a phone, and within bounds", () => {
    const { html } = monday.mails[0] ?? { html: "" };
    expect(frameHeight(html, 375)).toBeGreaterThan(frameHeight(html, 640));
    expect(frameHeight("", 375)).toBeGreaterThan(100);
    expect(frameHeight("<p>mot mot mot</p>".repeat(2000), 375)).toBeLessThan(2000);
  });
});

describe("pageWords", () => {
  it("is set as a French printer would", () => {
    const sentences = Object.values(pageWords).flatMap((word) => {
      if (typeof word === "string") return [word];
      return typeof word === "object" ? Object.values(word) : [];
    });
    expect(sentences.length).toBeGreaterThan(60);
    for (const sentence of sentences) expect(typographie(sentence)).toBe(sentence);
  });
});

const plain = (text: string): string => text.replace(/\s+/gu, " ").trim();

/** What a reader sees of a line of mrkdwn of ours. */
function spoken(line: string): string {
  return line
    .replace(/^> ?/u, "")
    .replace(/<[^|>]*\|([^>]*)>/gu, "$1")
    .replace(/<!channel>/gu, "@canal")
    .replace(/<!subteam\^(\w+)>/gu, "@$1")
    .replace(/:(\w+):/gu, (code, name: string) => EMOJI[name] ?? code)
    .replaceAll("*", "");
}
const EMOJI: Readonly<Record<string, string>> = {
  red_circle: "🔴",
  large_green_circle: "🟢",
  white_check_mark: "✅",
};
