import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { formChoices } from "../src/commands/form.ts";
import { receiptWords } from "../src/core/words/receipt.ts";
import { parseSettings } from "../src/core/settings.ts";
import { parseTemplates } from "../src/core/templates.ts";
import { templateFiles } from "./core/reconnect.ts";

const ACTION = "./.github/actions/runbook";
const defaultBranch = "format('refs/heads/{0}', github.event.repository.default_branch)";

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const stepSchema = z.looseObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), scalar).optional(),
  env: z.record(z.string(), z.string()).optional(),
});
const jobSchema = z.looseObject({
  if: z.string().optional(),
  permissions: z.record(z.string(), z.string()).optional(),
  concurrency: z.unknown().optional(),
  environment: z.unknown().optional(),
  "timeout-minutes": z.number(),
  steps: z.array(stepSchema),
});
const inputSchema = z.looseObject({
  description: z.string(),
  required: z.boolean().default(false),
  default: scalar.optional(),
  options: z.array(z.string()).optional(),
});
const workflowSchema = z.looseObject({
  name: z.string(),
  "run-name": z.string().optional(),
  on: z.looseObject({
    push: z.looseObject({ branches: z.array(z.string()), paths: z.array(z.string()).optional() }).optional(),
    workflow_dispatch: z.looseObject({ inputs: z.record(z.string(), inputSchema) }).optional(),
  }),
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), jobSchema),
});

const folder = new URL("../.github/workflows/", import.meta.url);
const workflows = readdirSync(folder).map((name) => {
  const text = readFileSync(new URL(name, folder), "utf8");
  const { name: title, ...workflow } = workflowSchema.parse(parse(text));
  return { ...workflow, name, title, text };
});
const jobs = workflows.flatMap((workflow) =>
  Object.entries(workflow.jobs).map(([id, job]) => ({
    where: `${workflow.name}, ${id}`,
    workflow,
    id,
    ...job,
  })),
);
const senders = jobs.filter(({ steps }) => JSON.stringify(steps).includes("secrets."));
const named = (name: string) => {
  const found = workflows.find((workflow) => workflow.name === name);
  if (!found) throw new Error(`No workflow ${name}`);
  return { ...found, inputs: found.on.workflow_dispatch?.inputs ?? {} };
};
const forms = [named("declarer-une-panne.yml"), named("declarer-la-fin.yml")];
const actionInputs = z
  .looseObject({
    inputs: z.record(z.string(), z.unknown()),
    runs: z.looseObject({ using: z.string(), main: z.string() }),
  })
  .parse(parse(readFileSync(new URL("../.github/actions/runbook/action.yml", import.meta.url), "utf8")));

describe("every workflow", () => {
  it.each(workflows)("$name grants nothing at its top", ({ permissions }) => {
    expect(permissions).toEqual({});
  });

  it.each(workflows)("$name says why a job has a permission", ({ text }) => {
    const granted = text.split("\n").filter((line) => /^\s+[a-z-]+: (?:read|write)\b/u.test(line));
    expect(granted).not.toEqual([]);
    expect(granted.filter((line) => !/ # \w/u.test(line))).toEqual([]);
  });

  it.each(workflows)("$name starts only where nobody outside can start it with our keys", ({ on }) => {
    expect(["push", "pull_request", "workflow_dispatch"]).toEqual(expect.arrayContaining(Object.keys(on)));
  });

  it.each(workflows)("$name pins every action to a commit, with its version beside it", ({ text }) => {
    const used = [...text.matchAll(/uses: (?<what>.+)/gu)].map((match) => match.groups?.["what"] ?? "");
    expect(used).not.toEqual([]);
    const loose = used.filter(
      (what) => !what.startsWith(ACTION) && !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d/u.test(what),
    );
    expect(loose).toEqual([]);
  });

  it.each(jobs)("$where ends by itself within a quarter of an hour", (job) => {
    expect(job["timeout-minutes"]).toBeGreaterThan(0);
    expect(job["timeout-minutes"]).toBeLessThanOrEqual(15);
  });

  it.each(jobs)("$where puts no expression into a shell command", ({ steps }) => {
    expect(steps.map(({ run }) => run ?? "").filter((run) => run.includes("${{"))).toEqual([]);
  });

  it.each(jobs)("$where leaves no token behind in its clone", ({ steps }) => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.map((step) => step.with?.["persist-credentials"])).toEqual(checkouts.map(() => false));
  });

  it.each(workflows)(
    "$name shows keys to the one step that sends, and to nothing else",
    ({ jobs: own, ...rest }) => {
      const others = Object.values(own).map(({ steps, ...job }) => ({
        job,
        steps: steps.map(({ env, ...step }) => (step.uses === ACTION ? step : { ...step, env })),
      }));
      const { text: _text, ...read } = rest;
      expect(JSON.stringify([read, others])).not.toMatch(/secrets\.|github\.token/u);
    },
  );

  it("takes the local action from the default branch or from the pull request, and knows each of its inputs", () => {
    const given = jobs.flatMap(({ steps }) => steps.filter(({ uses }) => uses === ACTION));
    expect(given.map((step) => String(step.with?.["command"])).toSorted()).toEqual([
      "check",
      "declare",
      "resolve",
      "settle",
    ]);
    const unknown = given
      .flatMap((step) => Object.keys(step.with ?? {}))
      .filter((name) => !(name in actionInputs.inputs));
    expect(unknown).toEqual([]);
    expect(actionInputs.runs).toMatchObject({ using: "node24", main: "runbook.mjs" });
  });
});

describe("a job that sees the keys", () => {
  it("is one of three", () => {
    expect(senders.map(({ id }) => id).toSorted()).toEqual(["declare", "resolve", "settle"]);
  });

  it.each(senders)("$where waits for the others and is never cancelled by a newer one", ({ concurrency }) => {
    expect(concurrency).toEqual({ group: "runbook-send", queue: "max" });
  });

  it.each(senders)(
    "$where runs on the default branch only, with the environment's keys, behind nobody",
    (job) => {
      expect(job.if).toBe(`github.ref == ${defaultBranch}`);
      expect(job.environment).toBe("production");
      expect(job).not.toHaveProperty("needs");
      expect(job.workflow).not.toHaveProperty("concurrency");
    },
  );

  it.each(senders)("$where runs what stands on the default branch now, and nothing besides", ({ steps }) => {
    expect(steps).toHaveLength(2);
    expect(steps[0]?.uses).toMatch(/^actions\/checkout@/u);
    expect(steps[0]?.with?.["ref"]).toBe("${{ github.event.repository.default_branch }}");
    expect(steps[1]?.uses).toBe(ACTION);
  });

  it.each(senders)("$where may write the journal and no more", ({ permissions }) => {
    expect(permissions).toEqual({ contents: "write" });
  });

  it.each(senders)(
    "$where gives the program its two keys, the token and the two optional ids",
    ({ steps }) => {
      expect(steps[1]?.env).toEqual({
        SLACK_BOT_TOKEN: "${{ secrets.SLACK_BOT_TOKEN }}",
        BREVO_API_KEY: "${{ secrets.BREVO_API_KEY }}",
        GITHUB_TOKEN: "${{ github.token }}",
        SLACK_CHANNEL_ID: "${{ vars.SLACK_CHANNEL_ID }}",
        BREVO_SENDER_ID: "${{ vars.BREVO_SENDER_ID }}",
      });
    },
  );
});

describe("a form", () => {
  const settings = parseSettings({
    path: "runbook.yml",
    text: readFileSync(new URL("../runbook.yml", import.meta.url), "utf8"),
  });
  const templates = parseTemplates(templateFiles(), "fr");
  if (!settings.ok || !templates.ok)
    throw new Error("The shipped settings and templates are read by tests of their own.");
  const causes = [...templates.value.causes.values()].map(({ label }) => label);
  const choices = formChoices(settings.value, causes);

  it.each(forms)(
    "$name offers the tools of runbook.yml, the causes of causes.yml and the two modes",
    ({ inputs }) => {
      expect(inputs["service"]?.options).toEqual(choices.services);
      expect(inputs["cause"]?.options).toEqual(choices.causes);
      expect(inputs["mode"]?.options).toEqual(choices.modes);
    },
  );

  it.each(forms)("$name wants only the tool, and its first choices are the careful ones", ({ inputs }) => {
    const required = Object.entries(inputs).filter(([, input]) => input.required);
    expect(required.map(([id]) => id)).toEqual(["service"]);
    const lists = Object.values(inputs).filter(({ options }) => options !== undefined);
    expect(lists.map((input) => input.default)).toEqual(lists.map(({ options }) => options?.[0]));
    expect(inputs["service"]?.default).toBe("— choisissez l'outil —");
  });

  it.each(forms)("$name hands every field to the program under the same name", ({ inputs, jobs: own }) => {
    const sender = Object.values(own).find(({ steps }) => steps.some(({ env }) => env?.["BREVO_API_KEY"]));
    const { command: _command, ...given } = sender?.steps[1]?.with ?? {};
    expect(given).toEqual(Object.fromEntries(Object.keys(inputs).map((id) => [id, `\${{ inputs.${id} }}`])));
  });

  it.each(forms)("$name names its runs by what is done and for which tool", (form) => {
    expect(form["run-name"]).toContain("${{ inputs.service }}");
    expect(form["run-name"]).toMatch(/panne/u);
    expect(form["run-name"]).toContain("Aperçu");
  });

  it("has the title that receipts and Slack messages send people to", () => {
    const titles = forms.map(({ title }) => title.replace(/^\S+ /u, ""));
    expect(titles).toEqual(["Déclarer une indisponibilité", "Déclarer la fin d’une indisponibilité"]);
    expect(receiptWords.fr.whenOver).toContain(titles[1]);
    const slack = readFileSync(new URL("../templates/slack.yml", import.meta.url), "utf8");
    expect(titles.filter((title) => !slack.includes(`« ${title} »`))).toEqual([]);
  });

  it.each(forms)(
    "$name says in words, and in red, that nothing left from another branch",
    ({ jobs: own }) => {
      const job = own["wrong-branch"];
      expect(job?.if).toBe(`github.ref != ${defaultBranch}`);
      const { env, run = "" } = job?.steps[0] ?? {};
      const summary = join(scratch, "summary.md");
      const result = spawnSync("bash", ["-eo", "pipefail", "-c", run], {
        env: { ...process.env, ...env, GITHUB_STEP_SUMMARY: summary },
        encoding: "utf8",
      });
      expect(result.status).toBe(1);
      expect(readFileSync(summary, "utf8")).toContain(
        `## ${receiptWords.fr.headline.nothing}\n\nVous avez choisi une autre`,
      );
      expect(result.stdout).toMatch(/^::error title=.+::.*Rien n'a été envoyé\. .+Use workflow from/u);
      rmSync(summary);
    },
  );
});

describe("settle.yml", () => {
  it("reacts to incident files only, and takes one old incident by hand", () => {
    const { on, inputs } = named("settle.yml");
    expect(on.push?.paths).toEqual(["incidents/**"]);
    expect(Object.keys(inputs)).toEqual(["late"]);
    expect(senders.find(({ id }) => id === "settle")?.steps[1]?.with).toEqual({
      command: "settle",
      late: "${{ inputs.late }}",
    });
  });
});

describe("a clone of depth 1", () => {
  it("still merges and pushes when an old pull request was merged meanwhile", () => {
    const at = (name: string) => join(scratch, name);
    const git = (cwd: string, ...args: string[]) =>
      execFileSync("git", ["-c", "user.name=x", "-c", "user.email=x@example.org", ...args], {
        cwd,
        encoding: "utf8",
        stdio: "pipe",
      });
    const commit = (cwd: string, file: string) => {
      writeFileSync(join(cwd, file), file);
      git(cwd, "add", file);
      git(cwd, "commit", "-qm", file);
    };
    git(scratch, "init", "-q", "--bare", "-b", "main", at("remote.git"));
    git(scratch, "clone", "-q", at("remote.git"), at("people"));
    git(at("people"), "switch", "-qc", "main");
    for (const file of ["a", "b", "c"]) commit(at("people"), file);
    git(at("people"), "branch", "old", "HEAD~2");
    git(at("people"), "push", "-q", "origin", "main");

    git(scratch, "clone", "-q", "--depth", "1", `file://${at("remote.git")}`, at("runner"));
    commit(at("runner"), "journal");
    git(at("people"), "switch", "-q", "old");
    commit(at("people"), "pull-request");
    git(at("people"), "switch", "-q", "main");
    git(at("people"), "merge", "-q", "--no-edit", "old");
    git(at("people"), "push", "-q", "origin", "main");

    git(at("runner"), "fetch", "-q", "--no-tags", "origin", "main");
    git(at("runner"), "merge", "-q", "--no-edit", "FETCH_HEAD");
    git(at("runner"), "push", "-q", "origin", "HEAD:main");
    const there = git(at("remote.git"), "ls-tree", "--name-only", "main").trim().split("\n");
    expect(there).toEqual(["a", "b", "c", "journal", "pull-request"]);
    expect(senders.map(({ steps }) => steps[0]?.with?.["fetch-depth"])).toEqual([1, 1, 1]);
  });
});

const scratch = mkdtempSync(join(tmpdir(), "runbook-workflows-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
