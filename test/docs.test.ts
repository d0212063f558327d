import { existsSync, readFileSync } from "node:fs";
import { marked, type Token, type Tokens } from "marked";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { parseIncident, type IncidentContext } from "../src/core/incident.ts";
import { parseJournal } from "../src/core/journal.ts";
import { OTHER } from "../src/core/mail-causes.ts";
import { parseSettings } from "../src/core/settings.ts";
import { parseTemplates } from "../src/core/templates.ts";
import { commandWords } from "../src/core/words/command.ts";
import { faultWords } from "../src/core/words/fault.ts";
import { receiptWords } from "../src/core/words/receipt.ts";
import { templateFiles } from "./core/reconnect.ts";

const fromRoot = (path: string) => new URL(`../${path}`, import.meta.url);
const read = (path: string) => readFileSync(fromRoot(path), "utf8");

const parsedSettings = parseSettings({ path: "runbook.yml", text: read("runbook.yml") });
const parsedTemplates = parseTemplates(templateFiles(), "fr");
if (!parsedSettings.ok || !parsedTemplates.ok)
  throw new Error("The shipped settings and templates have tests of their own.");
const settings = parsedSettings.value;
const context: IncidentContext = {
  settings,
  causes: [...parsedTemplates.value.causes.keys()].map((id) => ({ id, needsMessage: id === OTHER })),
  now: new Date("2026-11-23T19:00:00+01:00"),
};

const pages = ["README.md", ".github/SECURITY.md", "incidents/README.md", "incidents/PROCEDURE.md"].map(
  (path) => {
    const tokens: Token[] = [];
    const text = read(path);
    void marked.walkTokens(marked.lexer(text), (token) => void tokens.push(token));
    return { path, text, tokens };
  },
);
const page = (path: string) => pages.find((one) => one.path === path) ?? { path, text: "", tokens: [] };
const codeSpans = (path: string) =>
  page(path).tokens.flatMap((token) => (token.type === "codespan" ? [String(token["text"])] : []));

/** As GitHub makes them: small letters, no punctuation, hyphens for spaces. */
const anchorsOf = (path: string) =>
  page(path).tokens.flatMap((token) =>
    token.type === "heading"
      ? [
          String(token["text"])
            .toLowerCase()
            .replaceAll(/[^\p{L}\p{M}\p{N}_\- ]/gu, "")
            .replaceAll(" ", "-"),
        ]
      : [],
  );

describe("links", () => {
  const web = "https://github.test/owner/name";
  const links = pages.flatMap(({ path, tokens }) =>
    tokens.flatMap((token) => (token.type === "link" ? [{ path, href: String(token["href"]) }] : [])),
  );
  const relative = links.filter(({ href }) => !/^[a-z]+:/u.test(href));

  /** Where GitHub takes the reader of a page, whatever the repository is called. */
  function targetOf({ path, href }: { path: string; href: string }): { file?: string; anchor: string } {
    const url = new URL(href, `${web}/blob/main/${path}`);
    const [, kind, rest = ""] =
      /^\/owner\/name\/(blob\/main|actions\/workflows)\/(.+)$/u.exec(decodeURI(url.pathname)) ?? [];
    const anchor = decodeURIComponent(url.hash.slice(1));
    if (kind === undefined) return { anchor };
    return { file: kind === "blob/main" ? rest : `.github/workflows/${rest}`, anchor };
  }

  it("lead to files that exist", () => {
    expect(relative.length).toBeGreaterThan(20);
    const lost = relative.filter((link) => {
      const { file } = targetOf(link);
      return file === undefined || !existsSync(fromRoot(file));
    });
    expect(lost).toEqual([]);
  });

  it("lead to headings that exist", () => {
    const anchored = relative
      .map((link) => ({ ...link, ...targetOf(link) }))
      .filter(({ anchor }) => anchor !== "");
    expect(anchored.length).toBeGreaterThan(3);
    expect(anchored.filter(({ file = "", anchor }) => !anchorsOf(file).includes(anchor))).toEqual([]);
  });

  it.each(["README.md", "incidents/PROCEDURE.md"])("of %s reach both forms from its first screen", (path) => {
    const first = relative.filter((link) => link.path === path).slice(0, 2);
    expect(first.map((link) => targetOf(link).file)).toEqual([
      ".github/workflows/declarer-une-panne.yml",
      ".github/workflows/declarer-la-fin.yml",
    ]);
  });
});

describe("YAML examples", () => {
  const blocks = pages.flatMap(({ path, tokens }) =>
    tokens
      .filter((token): token is Tokens.Code => token.type === "code" && token["lang"] === "yaml")
      .map(({ text }) => ({
        path,
        text,
        file: /^# (?<file>incidents\/\S+)\n/u.exec(text)?.groups?.["file"],
      })),
  );
  const incidents = blocks.flatMap(({ file, text }) =>
    file?.endsWith("journal.yml") === false ? [{ file, text }] : [],
  );

  it("for staff all say in which file they stand", () => {
    const nameless = blocks.filter(({ path, file }) => path.startsWith("incidents/") && file === undefined);
    expect(nameless).toEqual([]);
    expect(incidents.length).toBeGreaterThan(8);
  });

  it.each(incidents)("of $file can be copied as they are", ({ file, text }) => {
    const parsed = parseIncident({ path: file, text: `${text}\n` }, context);
    expect(parsed.ok ? [] : parsed.problems).toEqual([]);
  });

  it("together show every line that an incident file may have", () => {
    const shown = new Set(
      incidents.flatMap(({ text }) => Object.keys(z.record(z.string(), z.unknown()).parse(parse(text)))),
    );
    const rows = tableUnder("incidents/README.md", "Toutes les lignes").map(([line = ""]) =>
      line.replaceAll("`", ""),
    );
    expect(rows.length).toBeGreaterThan(10);
    expect([...shown].toSorted()).toEqual(rows.toSorted());
  });

  it("of a journal are what the robot writes", () => {
    const journal = blocks.find(({ file }) => file?.endsWith("journal.yml"));
    const parsed = parseJournal({ path: journal?.file ?? "", text: journal?.text ?? "" }, "fr");
    expect(parsed.ok && parsed.value.map(({ event }) => event)).toEqual([
      "posted",
      "drafted",
      "left",
      "figures",
      "posted",
    ]);
  });
});

describe("the table of what is refused", () => {
  const base = { services: "[rp]", status: "open", started_at: "2026-11-23 14:05" };
  /** The file that somebody would have who wrote these lines instead of, or besides, the usual three. */
  function fileWith(cell: string) {
    const lines = [...cell.matchAll(/`(?<key>\w+): (?<value>[^`]+)`/gu)].map(({ groups }) => [
      groups?.["key"],
      groups?.["value"],
    ]);
    const text = Object.entries({ ...base, ...Object.fromEntries(lines) }).map(
      ([key, value]) => `${key}: ${String(value)}\n`,
    );
    return { path: "incidents/2026-11-23-rp.yml", text: text.join("") };
  }
  const rows = tableUnder("incidents/README.md", "Ce que le robot refuse, et pourquoi").map(
    ([wrong = "", why, right = ""]) => ({
      wrong,
      why,
      right,
    }),
  );

  it.each(rows)("$wrong is refused: $why", ({ wrong }) => {
    expect(wrong).toMatch(/^`\w+: .+`$/u);
    expect(parseIncident(fileWith(wrong), context).ok).toBe(false);
  });

  it.each(rows.filter(({ right }) => right.includes("`")))("$right is taken", ({ right }) => {
    const parsed = parseIncident(fileWith(right), context);
    expect(parsed.ok ? [] : parsed.problems).toEqual([]);
  });
});

describe("the procedure by hand", () => {
  const spans = codeSpans("incidents/PROCEDURE.md");

  it("gives each campaign the name by which the robot recognises it, and the prescribed subject", () => {
    const wanted = settings.services.flatMap(({ id, campaign, subject }) =>
      (["outage", "recovery"] as const).flatMap((phase) => [
        `${campaign[phase]} · AAAA-MM-JJ-${id}`,
        subject[phase],
      ]),
    );
    expect(wanted).toHaveLength(8);
    expect(spans.filter((span) => /^(?:Indisponibilité|Fin de)/u.test(span)).toSorted()).toEqual(
      wanted.toSorted(),
    );
  });

  it("explains the five headlines of a receipt, word for word", () => {
    const rows = tableUnder("incidents/PROCEDURE.md", "Lire le reçu").map(([says = ""]) =>
      says.replaceAll("`", ""),
    );
    expect(rows.toSorted()).toEqual(Object.values(receiptWords.fr.headline).toSorted());
  });

  it("names every field of the forms as the form does", () => {
    const names = ["declarer-une-panne.yml", "declarer-la-fin.yml", "donner-des-nouvelles.yml"];
    const inputs = names.flatMap((name) => {
      const form = z.object({
        on: z.object({
          workflow_dispatch: z.object({
            inputs: z.record(z.string(), z.object({ description: z.string() })),
          }),
        }),
      });
      return Object.values(form.parse(parse(read(`.github/workflows/${name}`))).on.workflow_dispatch.inputs);
    });
    const labels = inputs.map(({ description }) =>
      (/^.+? \?|^[^(]+/u.exec(description)?.[0] ?? description).trim(),
    );
    expect(labels).toHaveLength(15);
    const { text } = page("incidents/PROCEDURE.md");
    expect(
      labels.filter((label) => !["**", "« "].some((before) => text.includes(`${before}${label}`))),
    ).toEqual([]);
  });
});

describe("the README", () => {
  const { text } = page("README.md");

  it("names npm scripts that exist", () => {
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read("package.json")));
    const used = [...text.matchAll(/npm (?:run (?<script>[\w:]+)|(?<test>test))/gu)].map(
      ({ groups }) => groups?.["script"] ?? groups?.["test"] ?? "",
    );
    expect(new Set(used)).toContain("demo");
    expect(used.filter((script) => !(script in scripts))).toEqual([]);
  });

  it("lists the commands that the program's help lists", () => {
    const inHelp = [...commandWords.fr.help.matchAll(/^ {2}(?<command>[a-z]+) {2,}\S/gmu)].map(
      ({ groups }) => groups?.["command"],
    );
    const listed = tableUnder("README.md", "Commands").map(
      ([command = ""]) => /^`(?<name>[a-z]+)/u.exec(command)?.groups?.["name"],
    );
    expect(inHelp).toContain("declare");
    expect(new Set(listed)).toEqual(new Set(inHelp));
    expect(listed).toHaveLength(inHelp.length);
  });

  it("makes the Slack app under the name that people are told to invite", () => {
    const manifest = page("README.md").tokens.flatMap((token) =>
      token.type === "code" && String(token["text"]).startsWith("display_information")
        ? [String(token["text"])]
        : [],
    );
    const shape = z.object({
      features: z.object({ bot_user: z.object({ display_name: z.string() }) }),
      oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
      settings: z.object({ token_rotation_enabled: z.boolean() }),
    });
    const app = shape.parse(parse(manifest[0] ?? ""));
    const invite = `/invite @${app.features.bot_user.display_name}`;
    expect(text).toContain(`\`${invite}\``);
    expect(faultWords.fr({ tool: "slack", code: "not_in_channel" }).gesture).toContain(invite);
    expect(app.oauth_config.scopes.bot).toEqual(
      expect.arrayContaining(["chat:write", "channels:read", "channels:history"]),
    );
    expect(app.settings.token_rotation_enabled).toBe(false);
  });

  it("gives the laptop command as .env.example does", () => {
    const laptop = "node --env-file=.env .github/actions/runbook/runbook.mjs";
    const example = read(".env.example");
    expect([text, example].map((each) => each.split(laptop).length - 1)).toEqual([2, 2]);
  });
});

describe(".env.example", () => {
  const lines = read(".env.example").split("\n");

  it("asks for the two keys, holds none, and is the only such file that git keeps", () => {
    expect(lines.filter((line) => /^[A-Z]/u.test(line))).toEqual(["SLACK_BOT_TOKEN=", "BREVO_API_KEY="]);
    expect(read(".gitignore").split("\n")).toContain(".env");
  });

  it("offers the same optional ids as the workflows", () => {
    const offered = lines.flatMap((line) => /^# (?<name>[A-Z_]+)=/u.exec(line)?.groups?.["name"] ?? []);
    expect(offered).toEqual(["SLACK_CHANNEL_ID", "BREVO_SENDER_ID"]);
    expect(offered.filter((name) => !read(".github/workflows/settle.yml").includes(`vars.${name}`))).toEqual(
      [],
    );
  });
});

/** The cells of the first table under a heading, as written. */
function tableUnder(path: string, heading: string): string[][] {
  const { tokens } = page(path);
  const start = tokens.findIndex((token) => token.type === "heading" && token["text"] === heading);
  const table = tokens.slice(start).find((token): token is Tokens.Table => token.type === "table");
  if (start < 0 || !table) throw new Error(`No table under « ${heading} » in ${path}`);
  return table.rows.map((row) => row.map(({ text }) => text));
}
