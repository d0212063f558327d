import type { Block, Inline } from "./mail-markdown.ts";
import type { Tone } from "./mail-template.ts";
import type { Values } from "./mail-values.ts";

// Outlook reads no style sheet and inherits nothing reliably: every element carries its own letters.
const LETTERS = "font-family:Arial, Helvetica, sans-serif; color:#1b2127;";
const TITLE = `margin:0 0 20px 0; ${LETTERS} font-size:26px; line-height:34px; font-weight:bold;`;
const PARAGRAPH = `margin:0 0 18px 0; ${LETTERS} font-size:18px; line-height:28px;`;
const LIST = `margin:0 0 18px 0; padding:0 0 0 24px; ${LETTERS} font-size:18px; line-height:28px;`;
const ITEM = `margin:0 0 6px 0; ${LETTERS} font-size:18px; line-height:28px;`;
const LINK = "color:#0b4a82; text-decoration:underline;";

/** Band colours by daylight; `layout.html` has those of the night under the same class names. */
export const BANDS: Readonly<Record<Tone, { readonly background: string; readonly ink: string }>> = {
  alert: { background: "#a61b1b", ink: "#ffffff" },
  good: { background: "#17663a", ink: "#ffffff" },
  neutral: { background: "#3b4a59", ink: "#ffffff" },
};

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "{": "&#123;",
  "}": "&#125;",
  "[": "&#91;",
  "]": "&#93;",
  "%": "&#37;",
};

/** Text as HTML in which neither a browser nor Brevo's template languages find anything of their own. */
function encode(text: string): string {
  return text.replace(/[&<>"'{}[\]%]/gu, (character) => ENTITIES[character] ?? character);
}

/** The mail's text as HTML. `blocks` are resolved: they hold no placeholder any more. */
export function htmlOf(blocks: readonly Block[]): string {
  return blocks.map(blockHtml).join("\n");
}

/** Puts values into the layout; all are encoded but `contenu`, which is ours. */
export function fillLayout(layout: string, values: Values, content: string): string {
  return layout.replace(/(?<!\{)\{([A-Za-z_]+)\}(?!\})/gu, (_, name: string) => {
    if (name === "contenu") return content;
    const value = encode(values.get(name) ?? "");
    return name === "le_produit" ? unbroken(value) : value;
  });
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case "title":
      return `<h1 class="text" style="${TITLE}">${inlineHtml(block.children)}</h1>`;
    case "paragraph":
      return `<p class="text" style="${PARAGRAPH}">${inlineHtml(block.children)}</p>`;
    case "list": {
      const tag = block.ordered ? "ol" : "ul";
      const items = block.items.map((item) => `<li class="text" style="${ITEM}">${inlineHtml(item)}</li>`);
      return `<${tag} class="text" style="${LIST}">\n${items.join("\n")}\n</${tag}>`;
    }
    default:
      return block satisfies never;
  }
}

function inlineHtml(children: readonly Inline[]): string {
  return children.map(oneHtml).join("");
}

function oneHtml(inline: Inline): string {
  switch (inline.kind) {
    case "text":
      return unbroken(encode(inline.text));
    case "value":
      return "";
    case "strong":
    case "em":
      return `<${inline.kind}>${inlineHtml(inline.children)}</${inline.kind}>`;
    case "link":
      return `<a class="link" href="${encode(inline.href)}" style="${LINK}">${inlineHtml(inline.children)}</a>`;
    case "break":
      return "<br>";
    default:
      return inline satisfies never;
  }
}

/** U+2011 is missing from many fonts; a span keeps « Coffre-fort » on one line everywhere. */
function unbroken(html: string): string {
  return html.replaceAll("Coffre-fort", '<span style="white-space:nowrap">Coffre-fort</span>');
}
