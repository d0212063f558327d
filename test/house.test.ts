import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

const ROOT = join(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** Design section 5: the design card, and what earned its place beside it. */
const CARD = [
  ".github",
  "incidents",
  "package.json",
  "README.md",
  "src",
  "templates",
  "test",
  "tsconfig.json",
];
const BESIDE = [
  ".ci",
  ".env.example",
  ".gitattributes",
  ".gitignore",
  ".oxfmtrc.json",
  ".oxlintrc.json",
  "LICENSE",
  "package-lock.json",
  "rolldown.config.ts",
  "runbook.yml",
  "vitest.config.ts",
];

describe("the top level", () => {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 16 * 1024 * 1024,
  });
  const top = new Set(listed.split("\0").flatMap((path) => path.split("/")[0] || []));

  it("holds the design card", () => {
    expect(CARD.filter((name) => !top.has(name))).toEqual([]);
  });
  it("holds nothing that was not decided", () => {
    expect([...top].filter((name) => !CARD.includes(name) && !BESIDE.includes(name))).toEqual([]);
  });
});

describe("package.json", () => {
  const manifest = z
    .looseObject({
      dependencies: z.record(z.string(), z.string()),
      devDependencies: z.record(z.string(), z.string()),
      optionalDependencies: z.record(z.string(), z.string()),
    })
    .parse(JSON.parse(read("package.json")));
  const { dependencies, devDependencies, optionalDependencies } = manifest;

  it("pins every version exactly", () => {
    const all = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+$/u.test(version))).toEqual([]);
  });

  it("is what the lock file locks", () => {
    const lock = z
      .looseObject({ packages: z.record(z.string(), z.looseObject({ version: z.string().optional() })) })
      .parse(JSON.parse(read("package-lock.json")));
    expect(lock.packages[""]).toMatchObject({ dependencies, devDependencies, optionalDependencies });
  });
});

/** One thing that each part of the house must not do, and one that it may. */
const PLANTED: readonly (readonly [path: string, code: string, refused: boolean])[] = [
  ["core/adapter.ts", 'import "../adapters/brevo.ts";', true],
  ["core/words/adapter.ts", 'import "../../adapters/brevo.ts";', true],
  ["core/settle.ts", 'import "../settle.ts";', true],
  ["core/settle-part.ts", 'import "../settle/mail.ts";', true],
  ["core/ports.ts", 'import "../ports.ts";', true],
  ["core/sandbox.ts", 'import "../sandbox/sandbox.ts";', true],
  ["core/command.ts", 'import "../commands/run.ts";', true],
  ["core/demo.ts", 'import "../demo/demo.ts";', true],
  ["core/type-only.ts", 'export type { World } from "../ports.ts";', true],
  ["core/process.ts", "export const home = process.env;", true],
  ["core/timer.ts", "export const timer = setTimeout(() => undefined, 1);", true],
  ["core/fetch.ts", "export const page = fetch;", true],
  [
    "core/allowed.ts",
    'import "zod"; import "yaml"; import "marked"; import "temporal-polyfill"; import "./time.ts";',
    false,
  ],
  ["core/words/allowed.ts", 'import "../time.ts"; import "./settle.ts";', false],
  ["settle/adapter.ts", 'import "../adapters/brevo.ts";', true],
  ["settle/fs.ts", 'import "node:fs";', true],
  ["settle/sdk.ts", 'import "@getbrevo/brevo";', true],
  ["settle/sandbox.ts", 'import "../sandbox/sandbox.ts";', true],
  ["settle/command.ts", 'import "../commands/run.ts";', true],
  ["settle.ts", 'import "./adapters/brevo.ts";', true],
  ["settle/allowed.ts", 'import "../ports.ts"; import "../core/plan.ts"; import "./case.ts";', false],
  ["adapters/settle.ts", 'import "../settle.ts";', true],
  ["adapters/settle-part.ts", 'import "../settle/mail.ts";', true],
  ["adapters/command.ts", 'import "../commands/run.ts";', true],
  ["adapters/sandbox.ts", 'import "../sandbox/sandbox.ts";', true],
  [
    "adapters/allowed.ts",
    'import "node:fs"; import "@slack/web-api"; import "../ports.ts"; import "../core/fault.ts";',
    false,
  ],
  ["sandbox/core.ts", 'import "../core/time.ts";', true],
  ["sandbox/brevo/core.ts", 'import "../../core/time.ts";', true],
  ["sandbox/port.ts", 'import "../ports.ts";', true],
  ["sandbox/sdk.ts", 'import "@slack/web-api";', true],
  ["sandbox/allowed.ts", 'import "node:http"; import "./faults.ts";', false],
];
/** What the linter lets through today and should not: rules to add. Each line breaks when its rule is there. */
const THROUGH: readonly (readonly [path: string, code: string])[] = [
  ["core/fs.ts", 'import { readFileSync } from "node:fs"; export const read = readFileSync;'],
  ["core/bare-fs.ts", 'import "fs";'],
  ["core/sdk.ts", 'import "@slack/web-api";'],
  ["core/clock.ts", "export const now = Date.now();"],
  ["core/chance.ts", "export const chance = Math.random();"],
  ["core/exit.ts", "export const home = globalThis.process.env;"],
  ["settle/clock.ts", "export const now = Date.now();"],
  ["settle/process.ts", "export const home = process.env;"],
  ["settle/timer.ts", "export const timer = setTimeout(() => undefined, 1);"],
];

describe("the import law", () => {
  const house = mkdtempSync(join(tmpdir(), "runbook-house-"));
  let refused: ReadonlySet<string> = new Set();
  beforeAll(() => {
    cpSync(join(ROOT, ".oxlintrc.json"), join(house, ".oxlintrc.json"));
    for (const [path, code] of [...PLANTED, ...THROUGH]) {
      mkdirSync(dirname(join(house, "src", path)), { recursive: true });
      writeFileSync(join(house, "src", path), `${code}\n`);
    }
    const linter = join(ROOT, "node_modules", ".bin", "oxlint");
    const { stdout } = spawnSync(linter, ["--format", "json", "src"], { cwd: house, encoding: "utf8" });
    const { diagnostics } = z
      .object({ diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })) })
      .parse(JSON.parse(stdout));
    const law = diagnostics.filter(({ code }) => /no-restricted-/u.test(code));
    refused = new Set(law.map(({ filename }) => filename.replaceAll("\\", "/").replace(/^.*src\//u, "")));
  });
  afterAll(() => rmSync(house, { recursive: true, force: true }));

  it.each(PLANTED)("src/%s: %s → refused: %s", (path, _code, wanted) => {
    expect(refused.has(path)).toBe(wanted);
  });
  it.each(THROUGH)("src/%s: %s", (path) => {
    expect(refused.has(path)).toBe(true);
  });
});

/** A source file without its comments; line feeds stay, so that lines keep their numbers. */
function withoutComments(code: string): string {
  const token =
    /\/\*[\s\S]*?\*\/|(?<!:)\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/gu;
  return code.replace(token, (part) => (part.startsWith("/") ? part.replaceAll(/[^\n]/gu, "") : part));
}
function sources(...places: readonly string[]): readonly { path: string; lines: readonly string[] }[] {
  const paths = places.flatMap((place) =>
    place.endsWith(".ts")
      ? [place]
      : readdirSync(join(ROOT, place), { recursive: true, encoding: "utf8" })
          .filter((name) => name.endsWith(".ts"))
          .map((name) => `${place}/${name.replaceAll("\\", "/")}`),
  );
  return paths.map((path) => ({ path, lines: withoutComments(read(path)).split("\n") }));
}
function found(pattern: RegExp, ...places: readonly string[]): string[] {
  return sources(...places).flatMap(({ path, lines }) =>
    lines.flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1} ${line.trim()}`] : [])),
  );
}

describe("the sources", () => {
  it("know no clock and no chance in core and settle", () => {
    const worldly = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random|\bTemporal\.Now\b|\bprocess\./u;
    expect(found(worldly, "src/core", "src/settle", "src/settle.ts")).toEqual([]);
  });

  it("cast nothing, and use no any, in core, settle and commands", () => {
    const loose = /\bas (?!const\b)[A-Za-z{[(]+.*;?$|: any\b|<any>|@ts-/u;
    const places = ["src/core", "src/settle", "src/settle.ts", "src/commands"];
    expect(
      found(loose, ...places).filter(
        (line) => !/\bimport\b|\bexport \*/u.test(line) && !/["'`].*\bas\b/u.test(line),
      ),
    ).toEqual([]);
  });

  /** Accented letters outside `words/` that are no sentence: how people write hours, months and names. */
  const NO_SENTENCE = [
    // What people write is read here; what they are told stands in words/time.ts.
    "src/core/time.ts",
    "src/core/time-reading.ts",
    // Names of Brevo's lists as people write them.
    "src/core/audience-name.ts",
    // Tables of letters, months and accents, for the printer.
    "src/core/mail-entities.ts",
    "src/core/typography.ts",
  ];
  it("hold no French outside words/ and templates/", () => {
    const letters = /["'`].*[àâçéèêëîïôùûüœÀÂÇÉÈÊËÎÏÔÙÛÜŒ].*["'`]/u;
    const hits = found(
      letters,
      "src/core",
      "src/settle",
      "src/settle.ts",
      "src/commands",
      "src/adapters",
      "src/main.ts",
    );
    const elsewhere = hits.filter(
      (hit) => !hit.startsWith("src/core/words/") && !NO_SENTENCE.some((path) => hit.startsWith(`${path}:`)),
    );
    expect(elsewhere).toEqual([]);
  });

  it("are no longer than a screen or three", () => {
    const lengths = sources("src").map(({ path, lines }) => ({ path, length: lines.length }));
    const median = lengths.map(({ length }) => length).toSorted((a, b) => a - b)[
      Math.floor(lengths.length / 2)
    ];
    expect(median).toBeLessThanOrEqual(90);
  });
});

describe("the bundle", () => {
  const path = ".github/actions/runbook/runbook.mjs";
  const bundle = read(path);
  it("runs as a program", () => {
    expect(bundle.startsWith("#!/usr/bin/env node\n")).toBe(true);
  });
  it("is at most 1.2 MB", () => {
    expect(statSync(join(ROOT, path)).size).toBeLessThanOrEqual(1_200_000);
  });
  it("names no place of the machine that built it", () => {
    const places = [ROOT, tmpdir(), homedir()].map((place) => `${place}/`);
    expect(places.filter((place) => place !== "//" && bundle.includes(place))).toEqual([]);
    expect(bundle).not.toMatch(/file:\/\/\/[a-z]/iu);
  });
  it("carries no key", () => {
    expect(bundle).not.toMatch(/xoxb-\d|xkeysib-[0-9a-f]{8}/u);
  });
});
