import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHECK, idOf, NOTHING, openFile, paris, stage, type Stage } from "./stage.ts";

/** Takes every request and never answers. */
let silent: Server;
let url: string;
beforeAll(async () => {
  silent = createServer(() => undefined);
  silent.listen(0, "127.0.0.1");
  await once(silent, "listening");
  const address = silent.address();
  url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
});
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});

const LONGEST_MS = 100_000;
/** The real waits: this is the one place where nothing is shortened. */
const fullPatience = (shipped: string) => shipped.replace(/^(\s*patience: ).*$/mu, "$11");

/** Slack, Brevo and GitHub hang, and the person waits as long as a person has to. */
async function hangingStage(): Promise<Stage> {
  const s = await stage({ settings: fullPatience });
  s.git("remote", "add", "origin", `${url}/remote.git`);
  s.git("config", "branch.main.remote", "origin");
  s.git("config", "branch.main.merge", "refs/heads/main");
  s.git("update-ref", "refs/remotes/origin/main", "HEAD");
  return s;
}

/** A git that never answers, in front of the real one. */
function hangingGit(s: Stage): string {
  const folder = join(dirname(s.root), "hanging");
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, "git"),
    `#!/bin/sh\ncase "$*" in *--show-toplevel*) echo "${s.root}" ;; *) exec sleep 300 ;; esac\n`,
    { mode: 0o755 },
  );
  return `${folder}:${s.env["PATH"] ?? ""}`;
}

const commands: readonly {
  readonly name: string;
  readonly args: () => readonly string[];
  readonly file?: string;
}[] = [
  {
    name: "declare",
    args: () => ["declare", "--service", "rp", "--service", "cfn", "--started-at", paris(30)],
  },
  { name: "settle", args: () => ["settle"], file: openFile("rp, cfn") },
  { name: "resolve", args: () => ["resolve"], file: openFile("rp, cfn") },
];

describe.concurrent("with every server hanging", () => {
  test.for(commands)(
    "$name ends within 100 s with exit 2 and words",
    { timeout: 150_000 },
    async ({ args, file }) => {
      await using s = await hangingStage();
      if (file !== undefined) {
        s.write(`incidents/${idOf("rp-cfn")}.yml`, file);
        s.commit();
      }
      const run = await s.run(args(), {
        env: { SLACK_API_URL: `${url}/api/`, BREVO_API_URL: `${url}/v3` },
        longestMs: LONGEST_MS + 20_000,
      });
      expect(run).toMatchObject({ exit: 2, headline: CHECK });
      expect(run.ms).toBeLessThan(LONGEST_MS);
      expect(run.text).toContain("Brevo n’a pas répondu à temps");
      expect(run.text).toMatch(/À faire : (?:Attendez|Regardez|Relancez)/u);
    },
  );

  test(
    "a git that hangs at every command is given up, in words, before anything is sent",
    { timeout: 150_000 },
    async () => {
      await using s = await hangingStage();
      const run = await s.run(["declare", "--service", "rp"], {
        env: { PATH: hangingGit(s) },
        longestMs: LONGEST_MS + 20_000,
      });
      expect(run).toMatchObject({ exit: 1, headline: NOTHING });
      expect(run.ms).toBeLessThan(LONGEST_MS);
      expect(run.text).toContain("Le programme git ne répond pas comme il faut");
      expect(s.sandbox.brevo.deliveries).toEqual([]);
    },
  );
});
