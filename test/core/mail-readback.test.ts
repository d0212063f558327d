import { describe, expect, it } from "vitest";
import { linkTargets, placeholders, sameMail, visibleText, writeMail } from "../../src/core/mail.ts";
import { causeId, cfn, outage, paris, settings, templates } from "./reconnect.ts";

const incident = {
  ...outage,
  services: [cfn.id],
  cause: causeId("hosting"),
  message: "Tout {va} <bien> & « vite ».",
};
const request = { phase: "outage", service: cfn, incident, now: paris("2026-11-23 14:12") } as const;
const ours = writeMail(request, templates(), settings).html;

describe("sameMail", () => {
  it.each([
    ["untouched", (html: string) => html],
    ["with other white space", (html: string) => html.replaceAll("\n", "\r\n  ")],
    [
      "with named entities",
      (html: string) =>
        html.replaceAll("é", "&eacute;").replaceAll("\u00A0", "&nbsp;").replaceAll("’", "&rsquo;"),
    ],
    ["with numbered entities", (html: string) => html.replaceAll("à", "&#224;").replaceAll("è", "&#xE8;")],
    [
      "without comments, styles and head",
      (html: string) => html.replace(/<head>[\s\S]*<\/head>/u, "").replaceAll(/<!--[\s\S]*?-->/gu, ""),
    ],
    [
      "with other attributes",
      (html: string) => html.replaceAll(/ style="[^"]*"/gu, "").replaceAll("<td", '<td valign="top"'),
    ],
    ["with tight Brevo braces", (html: string) => html.replaceAll("{{ mirror }}", "{{mirror}}")],
  ])("knows our mail %s", (_, change) => {
    expect(sameMail(ours, change(ours))).toBe(true);
  });

  it.each([
    ["a changed word", (html: string) => html.replace("Bonjour", "Bonsoir")],
    ["an appended footer", (html: string) => html.replace("</body>", "<p>Envoyé par Brevo</p></body>")],
    [
      "a tracked link",
      (html: string) => html.replace('href="{{ mirror }}"', 'href="https://r.x.fr/{{ mirror }}"'),
    ],
    ["a lost way out", (html: string) => html.replace("{{ unsubscribe }}", "#")],
    ["a decoded brace", (html: string) => html.replace("&#123;va&#125;", "{{ va }}")],
    ["a tag of Brevo's language", (html: string) => html.replace("</body>", "{% include x %}</body>")],
    ["an added link", (html: string) => html.replace("</body>", '<a href="https://x.fr"></a></body>')],
    ["an empty mail", () => ""],
  ])("refuses %s", (_, change) => {
    expect(sameMail(ours, change(ours))).toBe(false);
  });
});

describe("reading a mail", () => {
  it("sees what readers see", () => {
    const html =
      "<!doctype html><head><title>t</title><style>p { }</style></head><p>A&amp;B<br>c <b>d</b>e</p><!-- f --><p>g&unknown;</p>";
    expect(visibleText(html)).toBe("A&B c de g&unknown;");
  });
  it("finds links and codes in their order", () => {
    const html = `<a class="x" href='https://a.fr/?b=1&amp;c=2'>a</a> <a href="{{mirror}}">b</a> {% x %}{{ {{ y }}`;
    expect(linkTargets(html)).toEqual(["https://a.fr/?b=1&c=2", "{{ mirror }}"]);
    expect(placeholders(html)).toEqual(["{{ mirror }}", "{%", "{{", "{{ y }}"]);
  });
});
