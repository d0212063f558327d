import { describe, expect, it } from "vitest";
import { receiptPage } from "../../src/core/receipt-page.ts";
import { writeReceipt, type Links } from "../../src/core/receipt.ts";
import { settings } from "./reconnect.ts";

const words = { open: "ouvrir", here: "https://github.com/r/o" };
const page = (...lines: readonly string[]): string =>
  receiptPage({ headline: "✅ ANNONCE PARTIE", lines }, words);
const plain = (...lines: readonly string[]): string => page(...lines).replaceAll("\u00A0", " ");

describe("a receipt as a page", () => {
  it("begins with its headline", () => {
    expect(page()).toBe("<h2>✅ ANNONCE PARTIE</h2>\n");
  });

  it("shows incidents as titles, steps as items with their label, and what follows a step inside it", () => {
    expect(
      plain(
        "Incident 2026-11-23-rp (Reconnect Pro) — https://github.com/r/o/blob/main/x.yml",
        "  ✗ E-mail de panne : PAS PARTI",
        "    Plus de crédits.",
        "    À faire : achetez.",
        "  ⚠ Liste trop vieille.",
        "Et après ?",
      ),
    ).toBe(
      "<h2>✅ ANNONCE PARTIE</h2>\n" +
        '<h3>Incident 2026-11-23-rp (Reconnect Pro) — <a href="https://github.com/r/o/blob/main/x.yml">ouvrir</a></h3>\n' +
        "<ul><li>✗ <b>E-mail de panne</b> : PAS PARTI<br>Plus de crédits.<br>À faire : achetez.</li>" +
        "<li>⚠ Liste trop vieille.</li></ul>\n<p>Et après ?</p>\n",
    );
  });

  it("keeps French signs on the line of their word", () => {
    expect(page("« Settings » : ouvrez ?", "  ✗ E-mail : non !")).toContain(
      "<p>«\u00A0Settings\u00A0»\u00A0: ouvrez\u00A0?</p>\n<ul><li>✗ <b>E-mail</b>\u00A0: non\u00A0!</li></ul>",
    );
  });

  it("shows places in files as code, and quoted text as a quotation", () => {
    expect(page("incidents/a.yml:3:1: La clé manque.", "  │ Bonjour,", "  │")).toContain(
      "<ul><li><code>incidents/a.yml:3:1</code> La clé manque.</li></ul>\n<blockquote>Bonjour,<br></blockquote>",
    );
  });

  it("makes an address inside a sentence a link that shows it", () => {
    expect(plain("Fusionnez : https://github.com/r/o/pull/1")).toContain(
      '<p>Fusionnez : <a href="https://github.com/r/o/pull/1">https://github.com/r/o/pull/1</a></p>',
    );
  });

  it.each([
    ["a tag", "<script>alert(1)</script>", "<script"],
    ["an attribute", 'https://x.fr/"onclick="y', '"onclick'],
    ["an address that is none of ours", "https://evil.example/login", '<a href="https://evil'],
    [
      "one that only begins like ours",
      "https://github.com/r/o.evil.example/",
      '<a href="https://github.com/r/o.evil',
    ],
    ["a bare address", "www.evil.example", "www.evil"],
    ["an issue by its letters", "voir GH-12", "GH-12"],
    ["a block that ends at carriage returns", "un\r\r# titre", "\r"],
    ["a mention", "merci @equipe-tech", "@equipe"],
    ["a number of an issue", "voir #12", "#12"],
    ["a block that ends", "un\n\n# titre", "\n\n"],
  ])("lets %s in a person's text do nothing", (_what, text, alive) => {
    expect(page(text, `  ✓ Slack : ${text}`, `  │ ${text}`)).not.toContain(alive);
  });
});

describe("a receipt with links", () => {
  const links: Links = {
    file: (id) => `https://github.com/r/o/blob/main/incidents/${id}.yml`,
    campaign: (id) => `https://app.brevo.com/${id}`,
    endForm: "https://github.com/r/o/actions/workflows/declarer-la-fin.yml",
  };
  const list = { id: 47, name: "Utilisateurs RP Nov 26", contacts: 1234 };
  const reports = [
    {
      id: "2026-11-23-rp",
      warnings: [],
      steps: [
        { step: "outage/slack", state: "done", fresh: true, link: "https://r.slack.com/p1" },
        { step: "outage/mail/rp", state: "done", fresh: true, campaign: 101, list },
      ],
    },
  ] as const;

  it("leads to the incident file, the message, the campaign and the form of the end", () => {
    const { lines } = writeReceipt(reports, { settings, rehearsal: false, links });
    expect(lines.map((line) => / — (?<url>https:\S+)$/u.exec(line)?.groups?.["url"])).toEqual([
      "https://github.com/r/o/blob/main/incidents/2026-11-23-rp.yml",
      "https://r.slack.com/p1",
      "https://app.brevo.com/101",
      links.endForm,
    ]);
  });

  it("has none of ours on a terminal", () => {
    const { lines } = writeReceipt(reports, { settings, rehearsal: false });
    expect(lines.filter((line) => line.includes("https://")).length).toBe(1);
  });

  it("ends with what was done around the announcement", () => {
    const { lines } = writeReceipt(reports, { settings, rehearsal: false, after: ["Revue proposée."] });
    expect(lines.at(-1)).toBe("Revue proposée.");
  });
});
