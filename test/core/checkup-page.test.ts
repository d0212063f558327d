import fc from "fast-check";
import { marked, type Token } from "marked";
import { describe, expect, it } from "vitest";
import { checkupIssue, checkupPage } from "../../src/core/checkup-page.ts";
import type { Check, CheckState } from "../../src/core/checkup.ts";
import type { Settings } from "../../src/core/settings.ts";
import { paris, settings } from "./reconnect.ts";

const HERE = "https://github.com/o/r";
const english: Settings = { ...settings, language: "en" };
const check = (id: string, state: CheckState, more: Partial<Check> = {}): Check => ({
  id,
  state,
  label: `L ${id}`,
  finding: "Trouvé.",
  ...more,
});
const page = (checks: readonly Check[], notes: readonly string[] = [], of = settings) =>
  checkupPage(
    { at: paris("2026-11-23 08:47"), checks, requests: { slack: 1, brevo: 2, github: 3 } },
    notes,
    HERE,
    of,
  ).replaceAll("\u00A0", " ");
const tokensOf = (markdown: string): Token[] => {
  const tokens: Token[] = [];
  void marked.walkTokens(marked.lexer(markdown), (token) => void tokens.push(token));
  return tokens;
};

describe("the page of a checkup", () => {
  it("begins with the verdict and a line like a badge, and has the worst first", () => {
    const text = page([check("a", "ok"), check("b", "bad", { remedy: "Faites" }), check("c", "skipped")]);
    expect(text).toMatch(
      /^## ❌ PAS PRÊT [^]+\n\n\*\*Vérification faite le lundi 23 novembre 2026 à 8 h 47 : 1 ✗ · 1 ✓ · 1 –\*\*\n/u,
    );
    expect(text.match(/L [abc]/gu)).toEqual(["L b", "L c", "L a"]);
    expect(page([check("a", "warn")], [], english)).toContain("| ⚠ to look at | L a |");
  });

  it("links a note to a page of ours, and to no other one", () => {
    const text = page([], [`Ici — ${HERE}/issues/7`, "Ailleurs — https://evil.test/x"]);
    expect(text).toContain(`- [Ici](${HERE}/issues/7)`);
    expect(text).not.toContain("](https://evil");
  });
});

describe("the issue", () => {
  it("is there only while something is to mend, and changes only with that", () => {
    const bad = check("b", "bad");
    expect(checkupIssue([check("a", "warn")], HERE, settings)).toBeUndefined();
    const one = checkupIssue([check("a", "ok"), bad], HERE, settings);
    expect(one).toEqual(checkupIssue([bad, check("a", "ok", { finding: "Autre." })], HERE, settings));
    expect(one).not.toEqual(checkupIssue([{ ...bad, finding: "Autre." }], HERE, settings));
    expect(checkupIssue([bad, check("w", "warn")], HERE, settings)?.body).toContain("À regarder aussi");
  });

  const hostile = fc.oneof(
    fc.constantFrom(
      "@everyone #1 GH-1",
      "<img src=x onerror=y>",
      "[x](https://evil.test)",
      "a | b\n| c |",
      "-->\n# Titre",
      "`x` **y**",
      "https://evil.test www.evil.test",
      "x".repeat(5_000),
      "<>&|`*[]@#".repeat(500),
    ),
    fc.string(),
  );
  const hostiles = fc.array(
    fc
      .record({
        state: fc.constantFrom<CheckState[]>("bad", "warn"),
        label: hostile,
        finding: hostile,
        remedy: hostile,
      })
      .map(({ state, ...more }) => check("x", state, more)),
    { maxLength: 40 },
  );

  it("and the page make nothing of what names and answers hold, and fit what GitHub takes", () => {
    fc.assert(
      fc.property(hostiles, (checks) => {
        const issue = checkupIssue(checks, HERE, settings);
        const texts = [...(issue ? [issue.body] : []), page(checks)];
        expect(Math.max(...texts.map((text) => text.length))).toBeLessThan(65_000);
        const found = texts.flatMap(tokensOf);
        const links = found.flatMap((token) => (token.type === "link" ? [String(token["href"])] : []));
        expect(new Set(links).size).toBeLessThanOrEqual(1);
        expect(links.filter((href) => !href.startsWith(`${HERE}/`))).toEqual([]);
        const alive = new Set(["image", "codespan", "em", "list", "blockquote", "code"]);
        expect(found.filter(({ type }) => alive.has(type))).toEqual([]);
        const html = found.flatMap((token) => (token.type === "html" ? [token.raw] : []));
        expect(html.filter((raw) => !/^<\/?sub>$/u.test(raw.trim()))).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
