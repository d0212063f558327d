import type { SourceFile } from "./problem.ts";
import { escaped } from "./literal.ts";
import { stepLabel } from "./receipt.ts";
import type { Review } from "./review.ts";
import { reviewWords } from "./words/review.ts";

/** A template of a stranger is opened on a reviewer's computer: nothing in it may run or be fetched. */
const POLICY = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; frame-src 'self' file:; base-uri 'none'; form-action 'none'">`;

/** The mails of a review as files to look at in a browser, with a page that shows them all. Paths are names. */
export function artifact(review: Review): readonly SourceFile[] {
  const { settings, incidents, samples = [] } = review;
  const words = reviewWords[settings.language];
  const shown = [
    ...incidents.flatMap(({ id, mails }) =>
      mails.map(({ step, html, mistaken }) => ({
        title: `${id} · ${stepLabel(step, settings, mistaken)}`,
        file: `${id}.${step.replaceAll("/", ".").replace(".mail.", ".")}.html`,
        html,
      })),
    ),
    ...samples.flatMap(({ of, service, mail }) =>
      mail
        ? [
            {
              title: words.samples.sample(of, service.name),
              file: `sample.${of}.${service.id}.html`,
              html: mail.html,
            },
          ]
        : [],
    ),
  ];
  const frames = shown.map(
    ({ title, file }) =>
      `<h2><a href="${file}">${escaped(title)}</a></h2>\n<iframe sandbox src="${file}" title="${escaped(title)}"></iframe>`,
  );
  const title = escaped(words.index.title);
  const page = [
    `<!doctype html>\n<html lang="${settings.language}"><head><meta charset="utf-8">${POLICY}<title>${title}</title>`,
    "<style>body{font:16px sans-serif;margin:2rem}iframe{width:100%;max-width:48rem;height:60rem;border:1px solid #888}</style>",
    `</head><body><h1>${title}</h1>`,
    ...(frames.length > 0 ? frames : [`<p>${escaped(words.index.nothing)}</p>`]),
    "</body></html>\n",
  ];
  return [
    { path: "index.html", text: page.join("\n") },
    ...shown.map(({ file, html }) => ({ path: file, text: guarded(html) })),
  ];
}

/** The policy comes before anything that the template may hold. */
function guarded(html: string): string {
  const doctype = /^\s*<!doctype[^>]*>/iu.exec(html)?.[0] ?? "";
  return `${doctype}${POLICY}${html.slice(doctype.length)}`;
}
