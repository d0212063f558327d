import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { formChoices } from "../src/commands/form.ts";
import { checkupToldWords } from "../src/core/words/checkup-told.ts";
import { drillWords } from "../src/core/words/drill.ts";
import { receiptWords } from "../src/core/words/receipt.ts";
import { snapshotWords } from "../src/core/words/snapshot.ts";
import { parseSettings } from "../src/core/settings.ts";
import { parseTemplates } from "../src/core/templates.ts";
import { templateFiles } from "./core/reconnect.ts";

const ACTION = "./.github/actions/runbook";
const defaultBranch = "format('refs/heads/{0}', github.event.repository.default_branch)";

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const stepSchema = z.looseObject({
  id: z.string().optional(),
  if: z.string().optional(),
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
const changeSchema = z
  .looseObject({
    branches: z.array(z.string()).optional(),
    paths: z.array(z.string()).optional(),
    "paths-ignore": z.array(z.string()).optional(),
  })
  .optional();
const workflowSchema = z.looseObject({
  name: z.string(),
  "run-name": z.string().optional(),
  on: z.looseObject({
    push: changeSchema,
    pull_request: changeSchema,
    schedule: z.array(z.strictObject({ cron: z.string(), timezone: z.string() })).optional(),
    workflow_dispatch: z.looseObject({ inputs: z.record(z.string(), inputSchema).optional() }).nullish(),
  }),
  permissions: z.record(z.string(), z.string()),
  concurrency: z.unknown().optional(),
  jobs: z.record(z.string(), jobSchema),
});

const home = new URL("../.github/", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, home), "utf8");
const workflows = readdirSync(new URL("workflows/", home)).map((name) => {
  const text = read(`workflows/${name}`);
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
/** Those that announce to everybody; a drill goes to a test channel. */
const announcers = senders.filter(({ id }) => id !== "drill");
const named = (name: string) => {
  const found = workflows.find((workflow) => workflow.name === name);
  if (!found) throw new Error(`No workflow ${name}`);
  return { ...found, inputs: found.on.workflow_dispatch?.inputs ?? {} };
};
const forms = [
  { ...named("declarer-une-panne.yml"), command: "declare" as const },
  { ...named("declarer-la-fin.yml"), command: "resolve" as const },
  { ...named("donner-des-nouvelles.yml"), command: "update" as const },
];
const drillForm = named("faire-un-exercice.yml");
const action = z
  .looseObject({
    inputs: z.record(z.string(), z.unknown()),
    outputs: z.record(z.string(), z.object({ description: z.string() })),
    runs: z.looseObject({ using: z.string(), main: z.string() }),
  })
  .parse(parse(read("actions/runbook/action.yml")));

/** What starts each workflow. */
const STARTS = {
  "ci.yml": ["pull_request", "push"],
  "codeql.yml": ["pull_request", "push", "schedule"],
  "declarer-la-fin.yml": ["workflow_dispatch"],
  "declarer-une-panne.yml": ["workflow_dispatch"],
  "dependencies.yml": ["pull_request"],
  "faire-un-exercice.yml": ["schedule", "workflow_dispatch"],
  "donner-des-nouvelles.yml": ["workflow_dispatch"],
  "faults.yml": ["pull_request", "push"],
  "relire.yml": ["pull_request"],
  "settle.yml": ["push", "schedule", "workflow_dispatch"],
  "verifier.yml": ["schedule", "workflow_dispatch"],
};

/** What each job may do with GITHUB_TOKEN. */
const sending = { contents: "write", "pull-requests": "write" };
const reading = { contents: "read" };
const GRANTS = {
  "ci.yml, code": reading,
  "ci.yml, files": reading,
  "codeql.yml, analyse": { "security-events": "write", contents: "read", actions: "read" },
  "declarer-la-fin.yml, resolve": sending,
  "declarer-la-fin.yml, wrong-branch": undefined,
  "declarer-une-panne.yml, declare": sending,
  "declarer-une-panne.yml, wrong-branch": undefined,
  "dependencies.yml, review": reading,
  "faire-un-exercice.yml, drill": sending,
  "faire-un-exercice.yml, wrong-branch": undefined,
  "donner-des-nouvelles.yml, update": sending,
  "donner-des-nouvelles.yml, wrong-branch": undefined,
  "faults.yml, faults": reading,
  "relire.yml, review": { contents: "read", "pull-requests": "write" },
  "settle.yml, settle": sending,
  "settle.yml, wrong-branch": undefined,
  "verifier.yml, checkup": { ...sending, issues: "write", actions: "read" },
  "verifier.yml, wrong-branch": undefined,
};

/** What each step is shown, by the command that it runs; a step that is not here is shown nothing. */
const keys = ["BREVO_API_KEY: secrets.BREVO_API_KEY", "GITHUB_TOKEN: github.token"];
const slackKey = "SLACK_BOT_TOKEN: secrets.SLACK_BOT_TOKEN";
const SHOWN = {
  "declarer-la-fin.yml, resolve, alarm": [slackKey],
  "declarer-la-fin.yml, resolve, resolve": [...keys, slackKey],
  "declarer-une-panne.yml, declare, alarm": [slackKey],
  "declarer-une-panne.yml, declare, declare": [...keys, slackKey],
  "faire-un-exercice.yml, drill, drill": [...keys, slackKey],
  "donner-des-nouvelles.yml, update, alarm": [slackKey],
  "donner-des-nouvelles.yml, update, update": [...keys, slackKey],
  "relire.yml, review, review": ["GITHUB_TOKEN: github.token"],
  "settle.yml, settle, alarm": [slackKey],
  "settle.yml, settle, settle": [...keys, slackKey],
  "verifier.yml, checkup, alarm": [slackKey],
  "verifier.yml, checkup, checkup": [...keys, slackKey],
};

describe("every workflow", () => {
  it.each(workflows)("$name grants nothing at its top", ({ permissions }) => {
    expect(permissions).toEqual({});
  });

  it("grants each job what it needs, and no more", () => {
    expect(Object.fromEntries(jobs.map(({ where, permissions }) => [where, permissions]))).toEqual(GRANTS);
  });

  it.each(workflows)("$name says why a job has a permission", ({ text }) => {
    const granted = text.split("\n").filter((line) => /^\s+[a-z-]+: (?:read|write)\b/u.test(line));
    expect(granted).not.toEqual([]);
    expect(granted.filter((line) => !/ # \w/u.test(line))).toEqual([]);
  });

  it("starts only where nobody outside can start it with our keys", () => {
    // pull_request_target, workflow_run and issue_comment run with keys what strangers wrote.
    expect(Object.fromEntries(workflows.map(({ name, on }) => [name, Object.keys(on).toSorted()]))).toEqual(
      STARTS,
    );
  });

  it.each(workflows)("$name pins every action to a commit, with its version beside it", ({ text }) => {
    const used = [...text.matchAll(/uses: (?<what>.+)/gu)].map((match) => match.groups?.["what"] ?? "");
    expect(used).not.toEqual([]);
    const loose = used.filter(
      (what) =>
        what.split(" ")[0] !== ACTION && !/^[\w-]+(?:\/[\w-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/u.test(what),
    );
    expect(loose).toEqual([]);
  });

  it("pins one action to one commit everywhere, the README's too", () => {
    const texts = [...workflows.map(({ text }) => text), read("../README.md")].join("\n");
    const pins = [...texts.matchAll(/uses: (?<what>[\w/-]+)@(?<pin>[0-9a-f]{40} # v\S+)/gu)];
    const byOwner = Map.groupBy(pins, ({ groups }) => groups?.["what"]?.split("/").slice(0, 2).join("/"));
    expect(byOwner.size).toBeGreaterThan(4);
    const several = [...byOwner].filter(
      ([, found]) => new Set(found.map(({ groups }) => groups?.["pin"])).size > 1,
    );
    expect(several).toEqual([]);
  });

  it.each(jobs)("$where ends by itself within a quarter of an hour, the long tests within two", (job) => {
    expect(job["timeout-minutes"]).toBeGreaterThan(0);
    expect(job["timeout-minutes"]).toBeLessThanOrEqual(job.id === "faults" ? 40 : 15);
  });

  it.each(jobs)("$where puts no expression into a shell command", ({ steps }) => {
    expect(steps.map(({ run }) => run ?? "").filter((run) => run.includes("${{"))).toEqual([]);
  });

  it.each(jobs)("$where leaves no token behind in its clone", ({ steps }) => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.map((step) => step.with?.["persist-credentials"])).toEqual(checkouts.map(() => false));
  });

  it("shows keys to the steps that need them, in their environment, and to nothing else", () => {
    const shown = jobs.flatMap(({ where, steps }) =>
      steps.flatMap(({ env = {}, with: given }) => {
        const seen = Object.entries(env).filter(([, value]) => /secrets|github\.token/u.test(value));
        const what = seen.map(([name, value]) => `${name}: ${value.replaceAll(/^\$\{\{ | \}\}$/gu, "")}`);
        return seen.length === 0
          ? []
          : [[`${where}, ${String(given?.["command"])}`, what.toSorted()] as const];
      }),
    );
    expect(Object.fromEntries(shown)).toEqual(SHOWN);
    // Whatever else could name them: inputs, jobs, conditions, whole contexts.
    const everywhere = JSON.stringify(workflows.map(({ text: _text, ...workflow }) => workflow));
    const mentions = everywhere.match(/secrets|github\.token|toJSON|secrets: inherit/giu) ?? [];
    expect(mentions).toHaveLength(Object.values(SHOWN).flat().length);
  });

  it("takes the local action from a branch of ours or from the pull request, and knows its inputs and outputs", () => {
    const given = jobs.flatMap(({ steps }) => steps.filter(({ uses }) => uses === ACTION));
    expect(given.map((step) => String(step.with?.["command"])).toSorted()).toEqual([
      "alarm",
      "alarm",
      "alarm",
      "alarm",
      "alarm",
      "check",
      "checkup",
      "declare",
      "drill",
      "resolve",
      "review",
      "settle",
      "update",
    ]);
    const unknown = given
      .flatMap((step) => Object.keys(step.with ?? {}))
      .filter((name) => !(name in action.inputs));
    expect(unknown).toEqual([]);
    expect(action.runs).toMatchObject({ using: "node24", main: "runbook.mjs" });
    const answers = jobs.flatMap(({ where, steps }) =>
      [...JSON.stringify(steps).matchAll(/steps\.(?<id>[\w-]+)\.outputs\.(?<name>[\w-]+)/gu)].map(
        ({ groups }) => {
          const { uses } = steps.find(({ id }) => id === groups?.["id"]) ?? {};
          return { where, uses, known: (groups?.["name"] ?? "") in action.outputs };
        },
      ),
    );
    expect(answers).toHaveLength(12);
    expect(answers.filter(({ uses, known }) => uses !== ACTION || !known)).toEqual([]);
  });
});

describe("a job that sees the keys", () => {
  it("is one of six", () => {
    expect(senders.map(({ id }) => id).toSorted()).toEqual([
      "checkup",
      "declare",
      "drill",
      "resolve",
      "settle",
      "update",
    ]);
  });

  it.each(senders)("$where waits for the others and is never cancelled by a newer one", ({ concurrency }) => {
    expect(concurrency).toEqual({ group: "runbook-send", queue: "max" });
  });

  it.each(senders)(
    "$where runs on the default branch only, with the environment's keys, behind nobody",
    (job) => {
      // A schedule knows no other branch; whether its event names the default one is nowhere promised.
      const scheduled = job.workflow.on.schedule ? "github.event_name == 'schedule' || " : "";
      expect(job.if).toBe(`${scheduled}github.ref == ${defaultBranch}`);
      expect(job.environment).toEqual({ name: "production", deployment: false });
      expect(job).not.toHaveProperty("needs");
      expect(job.workflow).not.toHaveProperty("concurrency");
    },
  );

  it.each(senders)("$where runs what stands on the default branch now, and nothing besides", ({ steps }) => {
    const uses = steps.map((step) => step.uses?.replace(/@.*/u, ""));
    expect(["actions/checkout", ACTION, ACTION].slice(0, uses.length)).toEqual(uses);
    expect(steps[0]?.with?.["ref"]).toBe("${{ github.event.repository.default_branch }}");
    expect(steps[1]).not.toHaveProperty("if");
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

  it.each(announcers)(
    "$where gives the alarm when the step before failed in any way and nobody was told",
    (job) => {
      const [, run, alarm] = job.steps;
      const unlessPreview = !("mode" in (job.workflow.on.workflow_dispatch?.inputs ?? {}))
        ? ""
        : ` && inputs.mode != '${formChoicesHere().modes[1]}'`;
      expect(run?.id).toBe("runbook");
      expect(alarm?.if).toBe(
        `(failure() || cancelled()) && steps.runbook.outputs.alarm != 'no'${unlessPreview}`,
      );
      expect(alarm?.with).toEqual({ command: "alarm", reason: "${{ steps.runbook.outputs.alarm }}" });
      expect(alarm?.env).toEqual({
        SLACK_BOT_TOKEN: "${{ secrets.SLACK_BOT_TOKEN }}",
        SLACK_CHANNEL_ID: "${{ vars.SLACK_CHANNEL_ID }}",
      });
    },
  );
});

describe("a drill", () => {
  const { on, jobs: own, inputs } = drillForm;

  it("is due once a month, on a weekday morning of Paris, never on the hour; a missed one is made up for", () => {
    expect(on.schedule).toEqual([{ cron: "37 10 * * 2", timezone: "Europe/Paris" }]);
  });

  it("never alarms the channel of real outages: its run is red, and the test channel is told", () => {
    expect(own["drill"]?.steps).toHaveLength(2);
    expect(JSON.stringify(own)).not.toContain('"alarm"');
  });

  it("has a form that offers the tools, all of them first, and the two modes", () => {
    const choices = formChoicesHere();
    expect(inputs["service"]?.options).toEqual(choices.services.drill);
    expect(inputs["service"]?.default).toBe("Les deux outils");
    expect(inputs["mode"]?.options).toEqual(choices.modes);
    expect(inputs["mode"]?.default).toBe(choices.modes[0]);
    expect(own["drill"]?.steps[1]?.with).toEqual({
      command: "drill",
      service: "${{ inputs.service }}",
      mode: "${{ inputs.mode }}",
    });
    expect(drillForm["run-name"]).toContain(`'${choices.modes[1]}'`);
  });

  it("has the title that its own sentences send people to, in place of the titles of announcements", () => {
    const titleOf = ({ title }: { title: string }) => title.replace(/^\S+ /u, "");
    expect(titleOf(drillForm)).toBe(drillWords.fr.form);
    const others = [...forms, named("settle.yml")].map(({ title }) => title.replace(/^[^\p{L}]+/u, ""));
    expect(others.filter((title) => !drillWords.fr.realForms.includes(title))).toEqual([]);
  });
});

describe("a pull request", () => {
  const { on, jobs: own, ...relire } = named("relire.yml");
  const { review } = own;

  it("with a file that changes what is sent is read, and only then", () => {
    expect(on.pull_request).toEqual({
      branches: ["main", "master"],
      paths: ["incidents/**", "templates/**", "runbook.yml"],
    });
  });

  it("is read by the code of the base branch, and its own files are only files", () => {
    const [code, proposal, ...steps] = review?.steps ?? [];
    expect(code?.with).toEqual({
      ref: "${{ github.event.pull_request.base.ref }}",
      "persist-credentials": false,
    });
    expect(proposal?.with).toEqual({
      ref: "${{ github.sha }}",
      path: "proposal",
      "persist-credentials": false,
      "fetch-depth": 2,
    });
    expect(steps.map(({ uses, run }) => run ?? uses?.replace(/@.*/u, ""))).toEqual([
      "git -C proposal worktree add --quiet --detach ../before HEAD^1",
      ACTION,
      "actions/upload-artifact",
    ]);
    const sides = { before: "before", proposal: "proposal" };
    expect(steps[1]).toMatchObject({ id: "review", with: { command: "review", ...sides } });
    expect(JSON.stringify(review)).not.toContain("proposal/");
  });

  it("is read without any key but the job's own token", () => {
    expect(JSON.stringify([on, review, relire])).not.toMatch(/secrets|vars\./u);
    expect(review).not.toHaveProperty("environment");
    expect(review?.steps[3]?.env).toEqual({ GITHUB_TOKEN: "${{ github.token }}" });
  });

  it("keeps the mails to look at, whatever the reading says", () => {
    const upload = review?.steps.at(-1);
    expect(upload?.if).toBe("always() && steps.review.outputs.folder != ''");
    expect(upload?.with).toEqual({
      name: "runbook-review",
      path: "${{ steps.review.outputs.folder }}",
      "if-no-files-found": "ignore",
      "retention-days": 14,
    });
  });

  it("is read in its newest form, and never waits for a job that sends", () => {
    expect(relire.concurrency).toEqual({
      group: "relire-${{ github.event.pull_request.number }}",
      "cancel-in-progress": true,
    });
    expect(review).not.toHaveProperty("concurrency");
  });
});

describe("tests and analyses", () => {
  const code = ["src/**", "test/**", "package*.json", ".github/**"];

  it("leave incident files alone", () => {
    const { on } = named("ci.yml");
    expect(on.push).toEqual({ branches: ["main", "master"], "paths-ignore": ["incidents/**"] });
    expect(on.pull_request).toEqual({ "paths-ignore": ["incidents/**"] });
  });

  it("take a quarter of an hour only when what they play has changed", () => {
    const { on } = named("faults.yml");
    const paths = [...code, "runbook.yml", "templates/**"];
    expect(on.push).toEqual({ branches: ["main", "master"], paths });
    expect(on.pull_request).toEqual({ paths });
    const runs = (name: string) =>
      Object.values(named(name).jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
    expect(runs("ci.yml")).toEqual(["npm ci --ignore-scripts", "npm test", "npm run check"]);
    expect(runs("faults.yml")).toEqual([
      "npm ci --ignore-scripts",
      "npm run test:faults",
      "npm run test:github",
    ]);
  });

  it("look at the code with CodeQL when it changes, and every week", () => {
    const { on, jobs: own } = named("codeql.yml");
    expect(on.pull_request?.paths).toEqual(code);
    expect(on.push?.paths).toEqual(code);
    expect(on.schedule).toEqual([{ cron: "41 5 * * 1", timezone: "Europe/Paris" }]);
    expect(own["analyse"]?.["strategy"]).toMatchObject({
      matrix: { language: ["javascript-typescript", "actions"] },
    });
    expect(own["analyse"]?.steps[1]?.with).toMatchObject({ "build-mode": "none" });
  });

  it.each(["codeql.yml", "dependencies.yml"])("of %s stay grey where GitHub sells them apart", (name) => {
    expect(Object.values(named(name).jobs).map((job) => job.if)).toEqual([
      "github.event.repository.visibility == 'public' || vars.CODE_SECURITY == 'on'",
    ]);
  });
});

describe("dependabot.yml", () => {
  it("proposes packages and actions weekly, a week after they came out", () => {
    const shape = z.object({ updates: z.array(z.record(z.string(), z.unknown())) });
    const { updates } = shape.parse(parse(read("dependabot.yml")));
    expect(updates.map((update) => update["package-ecosystem"])).toEqual(["npm", "github-actions"]);
    for (const update of updates) {
      expect(update).toMatchObject({
        schedule: { interval: "weekly", timezone: "Europe/Paris" },
        cooldown: { "default-days": 7 },
      });
      expect(update).toHaveProperty("groups");
    }
  });
});

describe("CODEOWNERS", () => {
  const lines = read("CODEOWNERS")
    .split("\n")
    .filter((line) => /^(?:# )?\//u.test(line));

  it("covers what runs with the keys", () => {
    expect(lines.map((line) => /\/\S+/u.exec(line)?.[0])).toEqual([
      "/.github/",
      "/src/",
      "/templates/layout.html",
      "/package*.json",
      "/runbook.yml",
    ]);
  });

  it("sleeps until its placeholder is a team that exists", () => {
    expect(lines.filter((line) => line.startsWith("/") && line.includes("@your-organisation/"))).toEqual([]);
  });
});

describe("a form", () => {
  const choices = formChoicesHere();

  it.each(forms)(
    "$name offers the tools of runbook.yml, the causes of causes.yml and the two modes",
    ({ inputs, command }) => {
      expect(inputs["service"]?.options).toEqual(choices.services[command]);
      expect(inputs["cause"]?.options).toEqual(command === "update" ? undefined : choices.causes[command]);
      expect(inputs["mode"]?.options).toEqual(choices.modes);
    },
  );

  it.each(forms)("$name wants the tool, news its sentence too, and the first choices are careful", (form) => {
    const { inputs, command } = form;
    const required = Object.entries(inputs).filter(([, input]) => input.required);
    expect(required.map(([id]) => id)).toEqual(command === "update" ? ["service", "message"] : ["service"]);
    const ticks = Object.values(inputs).filter((input) => input["type"] === "boolean");
    expect(ticks.filter((input) => input.default !== false)).toEqual([]);
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
    const done = { declare: "Début de panne", resolve: "Fin de panne", update: "Nouvelles" };
    expect(form["run-name"]).toContain(done[form.command]);
    expect(form["run-name"]).toContain("Aperçu");
    expect(form["run-name"]).toContain(`'${choices.modes[0]}'`);
  });

  it("has the title that receipts and Slack messages send people to", () => {
    const titles = forms.map(({ title }) => title.replace(/^\S+ /u, ""));
    expect(titles).toEqual([
      "Déclarer une indisponibilité",
      "Déclarer la fin d’une indisponibilité",
      "Donner des nouvelles d’une panne",
    ]);
    expect(receiptWords.fr.whenOver).toContain(titles[1]);
    const slack = readFileSync(new URL("../templates/slack.yml", import.meta.url), "utf8");
    expect(titles.filter((title) => !slack.includes(`« ${title} »`))).toEqual([]);
  });

  it.each([...forms, drillForm, named("settle.yml"), named("verifier.yml")])(
    "$name says in words, and in red, that nothing left from another branch",
    ({ jobs: own, on }) => {
      const job = own["wrong-branch"];
      const byHand = on.schedule ? "github.event_name == 'workflow_dispatch' && " : "";
      expect(job?.if).toBe(`${byHand}github.ref != ${defaultBranch}`);
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
    expect(on.push).toEqual({ branches: ["main", "master"], paths: ["incidents/**"] });
    expect(Object.keys(inputs)).toEqual(["late"]);
    expect(senders.find(({ id }) => id === "settle")?.steps[1]?.with).toEqual({
      command: "settle",
      late: "${{ inputs.late }}",
    });
  });

  it("repairs and reminds by the hour of Paris, by day, and never on the hour", () => {
    const { schedule = [] } = named("settle.yml").on;
    expect(schedule).toEqual([{ cron: "23 6-21 * * *", timezone: "Europe/Paris" }]);
    const [first = 0, last = 0] = schedule[0]?.cron.match(/\d+(?=-)|(?<=-)\d+/gu)?.map(Number) ?? [];
    const runs = last - first + 1;
    expect(read("../README.md")).toContain(`| 1 | ${runs} × 30 | ${runs * 30} |`);
  });
});

describe("verifier.yml", () => {
  const { on, title, jobs: own } = named("verifier.yml");

  it("looks once a week, on a morning of Paris, never on the hour, and whenever somebody asks", () => {
    expect(on.schedule).toEqual([{ cron: "47 8 * * 1", timezone: "Europe/Paris" }]);
    expect(on).toHaveProperty("workflow_dispatch");
    expect(own["checkup"]?.steps[1]?.with).toEqual({ command: "checkup" });
  });

  it("is called as the words that send people there call it", () => {
    expect(checkupToldWords.fr.issue.form).toBe(title);
    const told = [snapshotWords.fr.old(1), checkupToldWords.fr.alarm({ reason: "", run: "" })];
    expect(told.filter((text) => !text.includes(`«\u00A0${title}\u00A0»`))).toEqual([]);
    expect(read("../README.md")).toContain("actions/workflows/verifier.yml/badge.svg");
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
    expect(senders.map(({ steps }) => steps[0]?.with?.["fetch-depth"])).toEqual(senders.map(() => 1));
  });
});

/** The choices that the program offers with the shipped settings and causes. */
function formChoicesHere() {
  const text = read("../runbook.yml");
  const settings = parseSettings({ path: "runbook.yml", text });
  const templates = parseTemplates(templateFiles(), "fr");
  if (!settings.ok || !templates.ok)
    throw new Error("The shipped settings and templates are read by tests of their own.");
  return formChoices(settings.value, [...templates.value.causes.values()]);
}

const scratch = mkdtempSync(join(tmpdir(), "runbook-workflows-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
