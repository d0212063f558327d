import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { z } from "zod";
import { GUARDS, type Guard, type Proof } from "./guards.ts";

/**
 * `npm run guards`: takes each protection of `guards.ts` out of a copy of the tree, one at a time, and wants its tests
 * red; then wants the same tests green on the copy as it was. Words after `--` choose: `npm run guards -- "4 no"`.
 * Exit 1 when a protection can go unnoticed, when the list is not true to the code any more, or when green is red.
 */
const ROOT = join(import.meta.dirname, "..", "..");
/** Milliseconds for one run of vitest. A mutant that never ends was noticed. */
const RUN_MS = 180_000;

type Result =
  | { readonly kind: "green"; readonly passed: number }
  | { readonly kind: "red"; readonly test: string }
  | { readonly kind: "endless" }
  | { readonly kind: "broken"; readonly why: string };

const Report = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  success: z.boolean(),
  testResults: z.array(
    z.object({
      message: z.string().default(""),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** The tree as git would commit it now, with the project's own packages. */
function copyTree(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "runbook-guards-")));
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  for (const path of new Set(listed.split("\0"))) {
    if (path !== "" && existsSync(join(ROOT, path))) cpSync(join(ROOT, path), join(folder, path));
  }
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
  return folder;
}

/** Red means that a test ran and failed: a file that cannot even be loaded proves nothing. */
function runTests(folder: string, { file, name }: Proof): Result {
  const output = join(folder, "guards-report.json");
  rmSync(output, { force: true });
  const chosen =
    name === undefined ? [] : ["--testNamePattern", name.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`)];
  const vitest = join("node_modules", "vitest", "vitest.mjs");
  const { error } = spawnSync(
    process.execPath,
    [vitest, "run", file, ...chosen, "--bail=1", "--reporter=json", `--outputFile=${output}`],
    { cwd: folder, stdio: "ignore", timeout: RUN_MS, killSignal: "SIGKILL" },
  );
  if (error && "code" in error && error.code === "ETIMEDOUT") return { kind: "endless" };
  if (!existsSync(output)) return { kind: "broken", why: error?.message ?? "vitest wrote no report" };
  const report = Report.parse(JSON.parse(readFileSync(output, "utf8")));
  const failed = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === "failed");
  if (failed) return { kind: "red", test: failed.fullName };
  const [why] = report.testResults.map(({ message }) => message.split("\n")[0] ?? "").filter(Boolean);
  if (!report.success) return { kind: "broken", why: why ?? "vitest failed without a failing test" };
  return report.numPassedTests > 0
    ? { kind: "green", passed: report.numPassedTests }
    : { kind: "broken", why: `no test of ${file} is named so` };
}

/** Tries one mutant and puts the file back. */
function tryMutant(folder: string, { file, original, replacement, proof }: Guard): Result {
  const path = join(folder, file);
  const text = readFileSync(path, "utf8");
  const parts = text.split(original);
  if (parts.length !== 2)
    return { kind: "broken", why: `its original text stands ${parts.length - 1} times in ${file}, not once` };
  writeFileSync(path, parts.join(replacement));
  try {
    return runTests(folder, proof);
  } finally {
    writeFileSync(path, text);
  }
}

/** How a result reads where red is wanted. */
function verdict(result: Result): string {
  switch (result.kind) {
    case "red":
      return `by « ${result.test} »`;
    case "endless":
      return `by tests that did not end within ${RUN_MS / 1000} s`;
    case "green":
      return `${result.passed} tests stay green without it`;
    case "broken":
      return result.why;
    default:
      return result satisfies never;
  }
}

const proofOf = ({ file, name }: Proof): string =>
  name === undefined ? basename(file) : `${basename(file)} « ${name} »`;

function main(wanted: readonly string[]): number {
  const guards = GUARDS.filter(({ protection }) => wanted.every((word) => protection.startsWith(word)));
  const folder = copyTree();
  let faults = guards.length === 0 ? 1 : 0;
  try {
    for (const guard of guards) {
      const result = tryMutant(folder, guard);
      const isCaught = result.kind === "red" || result.kind === "endless";
      const word = isCaught ? "caught" : result.kind === "green" ? "NOT CAUGHT" : "BROKEN";
      if (!isCaught) faults += 1;
      process.stdout.write(
        `${word.padEnd(11)}${guard.protection}: ${guard.mutant}; ${proofOf(guard.proof)}: ${verdict(result)}\n`,
      );
    }
    const proofs = new Map(guards.map(({ proof }) => [proofOf(proof), proof]));
    for (const [words, proof] of proofs) {
      const result = runTests(folder, proof);
      const isGreen = result.kind === "green";
      if (!isGreen) faults += 1;
      const told = isGreen ? `${result.passed} tests` : verdict(result);
      process.stdout.write(`${(isGreen ? "green" : "NOT GREEN").padEnd(11)}${words}: ${told}\n`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`\n${guards.length} mutants by hand, ${faults} faults\n`);
  return faults === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
