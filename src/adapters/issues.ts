import type { Octokit } from "@octokit/core";
import { z } from "zod";
import type { KeptIssue, WantedIssue } from "../core/checkup-issue.ts";
import type { Answer } from "../ports.ts";

const issueShape = z.object({
  number: z.int(),
  html_url: z.string(),
  state: z.enum(["open", "closed"]),
  title: z.string(),
  body: z.string().nullish(),
  user: z.object({ type: z.string() }).nullish(),
  /** GitHub lists pull requests among the issues. */
  pull_request: z.unknown().optional(),
});

type Ask = <T>(request: () => Promise<{ readonly data: unknown }>, shape: z.ZodType<T>) => Promise<Answer<T>>;

/** How a repository's API is asked: once, or again when nobody answered, which is for what may be done twice. */
export interface Asking {
  readonly octokit: Octokit;
  readonly here: { readonly owner: string; readonly repo: string };
  readonly ask: Ask;
  readonly repeat: Ask;
}

/** Issues that the robot keeps, each kind under a mark of its own at the head of its text. */
export interface Issues {
  /** The robot's open ones with this mark; where none is open, the last closed one. */
  marked(mark: string): Promise<Answer<readonly KeptIssue[]>>;
  /** Writes a new one, once. */
  open(mark: string, wanted: WantedIssue): Promise<Answer<KeptIssue>>;
  /** Gives it this text, and opens it when it was closed. */
  write(mark: string, number: number, wanted: WantedIssue): Promise<Answer<KeptIssue>>;
  close(number: number, why: "completed" | "not_planned"): Promise<Answer<KeptIssue>>;
  /** Says something under it, once. */
  comment(number: number, body: string): Promise<Answer<null>>;
}

const PAGE = 100;
const MOST_PAGES = 10;

/** The issues of one repository. */
export function issuesOf({ octokit, here, ask, repeat }: Asking): Issues {
  const hidden = (mark: string) => `<!-- ${mark} -->\n`;

  /** Reads page by page until `isEnough`. Somebody else may quote the mark: only what a robot wrote is ours to change. */
  async function read(
    mark: string,
    query: { readonly state: "open" | "closed"; readonly sort: "created" | "updated" },
    isEnough: (found: readonly KeptIssue[]) => boolean,
  ): Promise<Answer<readonly KeptIssue[]>> {
    const found: KeptIssue[] = [];
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const listed = await repeat(
        () =>
          octokit.request("GET /repos/{owner}/{repo}/issues", {
            ...here,
            ...query,
            direction: "desc",
            per_page: PAGE,
            page,
          }),
        z.array(issueShape),
      );
      if (listed.kind !== "done") return listed;
      for (const each of listed.value)
        if (!each.pull_request && each.user?.type === "Bot" && isMarked(each, mark))
          found.push(toIssue(each, hidden(mark)));
      if (listed.value.length < PAGE || isEnough(found)) break;
    }
    return { kind: "done", value: found };
  }

  const isMarked = ({ body }: z.infer<typeof issueShape>, mark: string): boolean =>
    body?.replaceAll("\r\n", "\n").startsWith(hidden(mark)) === true;

  async function change(
    number: number,
    mark: string,
    fields: {
      title?: string;
      body?: string;
      state: "open" | "closed";
      state_reason?: "completed" | "not_planned";
    },
  ): Promise<Answer<KeptIssue>> {
    // The same text and state twice are the same issue.
    const changed = await repeat(
      () =>
        octokit.request("PATCH /repos/{owner}/{repo}/issues/{issue_number}", {
          ...here,
          issue_number: number,
          ...fields,
        }),
      issueShape,
    );
    return changed.kind === "done" ? done(toIssue(changed.value, hidden(mark))) : changed;
  }

  return {
    async marked(mark) {
      const open = await read(mark, { state: "open", sort: "created" }, () => false);
      if (open.kind !== "done" || open.value.length > 0) return open;
      const closed = await read(mark, { state: "closed", sort: "updated" }, (found) => found.length > 0);
      return closed.kind === "done" ? done(closed.value.slice(0, 1)) : closed;
    },
    async open(mark, { title, body }) {
      const opened = await ask(
        () =>
          octokit.request("POST /repos/{owner}/{repo}/issues", {
            ...here,
            title,
            body: `${hidden(mark)}${body}`,
          }),
        issueShape,
      );
      return opened.kind === "done" ? done(toIssue(opened.value, hidden(mark))) : opened;
    },
    write: (mark, number, { title, body }) =>
      change(number, mark, { title, body: `${hidden(mark)}${body}`, state: "open" }),
    close: (number, why) => change(number, "", { state: "closed", state_reason: why }),
    async comment(number, body) {
      const said = await ask(
        () =>
          octokit.request("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
            ...here,
            issue_number: number,
            body,
          }),
        z.unknown(),
      );
      return said.kind === "done" ? done(null) : said;
    },
  };
}

const done = <T>(value: T): Answer<T> => ({ kind: "done", value });

function toIssue(
  { number, html_url, state, title, body }: z.infer<typeof issueShape>,
  hidden: string,
): KeptIssue {
  const text = (body ?? "").replaceAll("\r\n", "\n");
  return {
    number,
    url: html_url,
    isOpen: state === "open",
    title,
    body: text.startsWith(hidden) ? text.slice(hidden.length) : text,
  };
}
