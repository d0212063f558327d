import { type ChatSentences, readChat } from "./chat-sentences.ts";
import { type Causes, readCauses } from "./mail-causes.ts";
import { readLayout } from "./mail-layout.ts";
import { type Fault, problemAt } from "./mail-scan.ts";
import { MAIL_NAMES, type MailName, type MailTemplate, readMail } from "./mail-template.ts";
import { nearest } from "./nearest.ts";
import type { Parsed, Problem, SourceFile } from "./problem.ts";
import type { Language } from "./settings.ts";
import { templateWords } from "./words/templates.ts";

/** Every file of `templates/`, checked: nothing in it can fail any more when an outage is announced. */
export interface Templates extends Causes {
  /** `layout.html`, without the maintainers' comments. */
  readonly layout: string;
  readonly mails: ReadonlyMap<MailName, MailTemplate>;
  readonly chat: ChatSentences;
}

const FOLDER = "templates/";
const LAYOUT = `${FOLDER}layout.html`;
const CAUSES = `${FOLDER}causes.yml`;
const CHAT = `${FOLDER}slack.yml`;

/** Over this many bytes a proposal of a stranger could keep the parsers busy for minutes; a mail has two thousand. */
const LIMIT = 20_000;

/** The files that `templates/` must hold, as paths of the repository. */
export const TEMPLATE_PATHS: readonly string[] = [LAYOUT, ...MAIL_NAMES.map(mailPath), CAUSES, CHAT];

/**
 * Reads the files of `templates/`. Every fault of every file comes at once, with its line, its column and what to
 * write instead, in `language`. Files outside `templates/` and a README.md are left alone.
 */
export function parseTemplates(files: readonly SourceFile[], language: Language): Parsed<Templates> {
  const words = templateWords[language];
  const problems: Problem[] = [];

  function read<T>(path: string, reader: (source: string, faults: Fault[]) => T): T | undefined {
    const file = files.find((one) => one.path === path);
    if (!file) {
      problems.push({ file: path, line: 1, col: 1, message: words.missingFile });
      return undefined;
    }
    // GitHub's editor keeps Windows line ends; a byte order mark would hide the front matter.
    const source = file.text.replace(/^\uFEFF/u, "").replace(/\r\n?/gu, "\n");
    const bytes = new TextEncoder().encode(source).length;
    if (bytes > LIMIT) {
      problems.push({ file: path, line: 1, col: 1, message: words.tooLong(bytes, LIMIT) });
      return undefined;
    }
    const faults: Fault[] = [];
    const value = bounded(() => reader(source, faults));
    if (value === undefined) faults.push({ offset: 0, message: words.unsupported(words.kinds.other) });
    const ordered = faults.toSorted((a, b) => a.offset - b.offset);
    problems.push(...ordered.map((fault) => problemAt(path, source, fault)));
    return value;
  }

  const layout = read(LAYOUT, (source, faults) => readLayout(source, language, faults));
  const mails = new Map<MailName, MailTemplate>();
  for (const name of MAIL_NAMES) {
    const mail = read(mailPath(name), (source, faults) => readMail(name, source, language, faults));
    if (mail) mails.set(name, mail);
  }
  const causes = read(CAUSES, (source, faults) => readCauses(source, language, faults));
  const chat = read(CHAT, (source, faults) => readChat(source, language, faults));
  problems.push(...strangers(files, language));

  if (problems.length > 0 || layout === undefined || !causes || !chat) return { ok: false, problems };
  return { ok: true, value: { layout, mails, ...causes, chat } };
}

/** Reads, unless the text is nested so deep that no parser gets through. */
function bounded<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function strangers(files: readonly SourceFile[], language: Language): readonly Problem[] {
  const words = templateWords[language];
  return files
    .filter(({ path }) => path.startsWith(FOLDER) && path !== `${FOLDER}README.md`)
    .filter(({ path }) => !TEMPLATE_PATHS.includes(path))
    .map(({ path }) => ({
      file: path,
      line: 1,
      col: 1,
      message: words.unknownFile(nearest(path, TEMPLATE_PATHS)),
    }));
}

function mailPath(name: MailName): string {
  return `${FOLDER}${name}.md`;
}
