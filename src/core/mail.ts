import { BANDS, fillLayout, htmlOf } from "./mail-html.ts";
import { BREVO_LINKS } from "./mail-layout.ts";
import type { Block } from "./mail-markdown.ts";
import { placeholders, visibleLines } from "./mail-readback.ts";
import { resolve, textOf } from "./mail-resolve.ts";
import type { MailName, MailTemplate } from "./mail-template.ts";
import { fill, mailValues, subjectOf, type MailRequest, type Values, type Wording } from "./mail-values.ts";
import type { NoticeKind } from "./notice.ts";
import type { Language, Settings } from "./settings.ts";
import type { Templates } from "./templates.ts";
import { typographie } from "./typography.ts";
import { mailWords } from "./words/mail.ts";

export { linkTargets, placeholders, sameMail, tells, visibleText } from "./mail-readback.ts";
export type { MailRequest } from "./mail-values.ts";

/** A mail as it would leave at `now`: what Brevo gets, and the same text for people to read before and after. */
export interface Mail {
  readonly wording: Wording;
  /** As `runbook.yml` has it, never set by typography: it is compared with Brevo's. */
  readonly subject: string;
  /** The line that a mailbox shows beside the subject. */
  readonly preview: string;
  readonly html: string;
  readonly text: string;
}

/**
 * Writes the mail of one service and one phase, or with one piece of news. The values of the incident are put in after the Markdown was parsed,
 * and encoded, so that no text of a person becomes HTML or a code of Brevo.
 *
 * @throws Error when the mail would hold any code of Brevo but its two links: a guard, templates and settings are
 *   checked long before.
 */
export function writeMail(request: MailRequest, templates: Templates, settings: Settings): Mail {
  const { language } = settings;
  const { wording, values } = mailValues(request, templates, settings);
  const template = templateOf(request.phase, wording, templates);
  const blocks = resolve(template.blocks, values, printer(language));
  const all: Values = new Map([...values, ...bandValues(template)]);

  const mail: Mail = {
    wording,
    subject: subjectOf(request),
    preview: printer(language)(fill(template.preheader, values)),
    html: fillLayout(templates.layout, all, htmlOf(blocks)),
    text: plainText(template, blocks, footerLines(templates.layout, all, language)),
  };
  refuseCodes(mail, language);
  return mail;
}

function templateOf(phase: NoticeKind, wording: Wording, templates: Templates): MailTemplate {
  const name = nameOf(phase, wording);
  const template = templates.mails.get(name);
  if (!template) throw new Error(`No template ${name}: parseTemplates lets no such Templates through`);
  return template;
}

function nameOf(phase: NoticeKind, wording: Wording): MailName {
  if (phase === "update") return "update";
  return wording === "mistaken" ? "recovery.mistaken" : `${phase}.${wording}`;
}

function bandValues({ band }: MailTemplate): Values {
  const { background, ink } = BANDS[band.tone];
  return new Map([
    ["bandeau", band.label],
    ["ton", band.tone],
    ["fond_bandeau", background],
    ["encre_bandeau", ink],
  ]);
}

function plainText({ band }: MailTemplate, blocks: readonly Block[], footer: readonly string[]): string {
  const paragraphs = blocks.map((block): string => {
    switch (block.kind) {
      case "title":
      case "paragraph":
        return textOf(block.children);
      case "list":
        return block.items
          .map((item, index) => `${block.ordered ? `${index + 1}.` : "-"} ${textOf(item)}`)
          .join("\n");
      default:
        return block satisfies never;
    }
  });
  return `${[band.label, ...paragraphs, "---", ...footer].join("\n\n")}\n`;
}

/** What the layout says under the text; its two links, which each reader gets from Brevo, are told in words. */
function footerLines(layout: string, values: Values, language: Language): readonly string[] {
  const words = mailWords[language];
  const below = layout.slice(layout.indexOf("{contenu}") + "{contenu}".length);
  const told = below.replace(
    /(href="\{\{ (mirror|unsubscribe) \}\}"[^>]*>[^<]*)/gu,
    (link, _, name) => `${link}${name === "mirror" ? words.mirrorLink : words.unsubscribeLink}`,
  );
  return visibleLines(fillLayout(told, values, "")).map(printer(language));
}

function refuseCodes({ subject, preview, html }: Mail, language: Language): void {
  const inHtml = placeholders(html);
  const surplus = inHtml.filter((code, index) => code !== BREVO_LINKS[index]);
  // Nothing can be encoded in a subject or a preview, and Brevo runs both as templates.
  const elsewhere = `${subject} ${preview}`.match(/[{}]|\[\[|\]\]|%[A-Za-z_]\w*%/gu) ?? [];
  if (inHtml.length === BREVO_LINKS.length && surplus.length === 0 && elsewhere.length === 0) return;
  throw new Error(mailWords[language].brevoCode([...surplus, ...elsewhere]));
}

function printer(language: Language): (text: string) => string {
  return language === "fr" ? typographie : (text) => text;
}
