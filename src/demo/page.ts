import { typographie } from "../core/typography.ts";
import { audience } from "./audience.ts";
import { channel } from "./channel.ts";
import { course, outageBar } from "./course.ts";
import type { DemoData } from "./data.ts";
import { figures } from "./figures.ts";
import { mails } from "./mails.ts";
import { type Html, markup, type Part, verbatim } from "./markup.ts";
import { pageStyle } from "./page.css.ts";
import { trace } from "./trace.ts";
import { pageWords as words } from "./words.ts";

export type { DemoData } from "./data.ts";

/** Nothing is fetched and nothing runs, even if a text of the page should find a way to ask for it. */
const POLICY = [
  "script-src 'none'",
  "connect-src 'none'",
  "img-src data:",
  "media-src 'none'",
  "object-src 'none'",
  "font-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' cy='8' r='7' fill='%2317663a'/%3E%3Cpath d='M4.5 8.2l2.4 2.4 4.6-5' fill='none' stroke='white' stroke-width='2'/%3E%3C/svg%3E";

/**
 * The demo as one page that needs nothing else: no network, no script, no font. French. Every text of `data` is
 * untrusted and escaped; the mails stand in locked frames.
 */
export function demoPage(data: DemoData): string {
  const { title, organisation, timeline, scenes, timeZone } = data;
  const start = timeline[0]?.at ?? scenes[0]?.at;
  const services = [...new Set(data.mails.map(({ service }) => service))];
  const page = markup`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title} · ${organisation}</title>
<link rel="icon" href="${ICON}">
<style>${verbatim(pageStyle)}</style>
</head>
<body>
<a class="skip" href="#contenu">${words.skip}</a>
<header class="hero"><div class="wrap">
<div class="top"><p class="brand">${organisation} <span class="pill pill-quiet">${words.demo}</span></p>${themeChoice()}</div>
${start === undefined ? undefined : markup`<p class="when"><time datetime="${start.toISOString()}">${words.day(start, timeZone)}</time></p>`}
<h1>${typographie(title)}</h1>
<p class="lede">${words.summary(services)}</p>
<p class="note">${words.nothingReal}</p>
${outageBar(data)}
</div></header>
<nav class="contents" aria-label="${words.contents}"><div class="wrap"><ul>
${SECTIONS.map(({ id, heading }) => markup`<li><a href="#${id}">${heading}</a></li>`)}
</ul></div></nav>
<main id="contenu" class="wrap">
${figures(data)}
<div class="side-by-side">
${section("deroule", words.timelineIntro, course(data))}
${section("slack", words.slackIntro(data.channel.name), channel(data))}
</div>
${section("emails", words.mailsIntro, mails(data))}
${section("destinataires", words.audienceIntro, audience(data))}
${section("trace", words.traceIntro, trace(data))}
</main>
<footer class="foot"><div class="wrap"><p>${organisation} · ${words.demo}. ${words.nothingReal}</p></div></footer>
</body>
</html>
`;
  return page.source;
}

const SECTIONS = [
  { id: "deroule", heading: words.timeline },
  { id: "slack", heading: words.slack },
  { id: "emails", heading: words.mails },
  { id: "destinataires", heading: words.audience },
  { id: "trace", heading: words.trace },
] as const;

function section(id: (typeof SECTIONS)[number]["id"], intro: string, content: Html): Html {
  const heading = SECTIONS.find((one) => one.id === id)?.heading;
  return markup`<section id="${id}" class="part part-${id}" aria-labelledby="titre-${id}">
<h2 id="titre-${id}">${heading}</h2>
<p class="intro">${intro}</p>
${content}
</section>`;
}

/** Radio buttons and style sheet only: the page runs no script. */
function themeChoice(): Part {
  const choices = (["auto", "light", "dark"] as const).map(
    (theme) =>
      markup`<label><input type="radio" name="theme" id="theme-${theme}"${theme === "auto" ? markup` checked` : undefined}><span>${words.themes[theme]}</span></label>`,
  );
  return markup`<fieldset class="theme"><legend class="hidden">${words.theme}</legend>${choices}</fieldset>`;
}
