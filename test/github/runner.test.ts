import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DispatchRefused } from "./dispatch-inputs.ts";
import { dispatchEvent, pullEvent, pushEvent, rerun, scheduleEvent } from "./events.ts";
import type { Files } from "./people.ts";
import { runWorkflow, type RunOptions } from "./runner.ts";
import { startGitHub } from "./server.ts";

const FILE = ".github/workflows/w.yml";
const CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1";

/** A repository with one workflow file, given without the indentation of the test. */
async function open(workflow: string, files: Files = {}) {
  const hub = await startGitHub();
  const lines = workflow.replace(/^\n/u, "").split("\n");
  const indent = lines[0]?.search(/\S/u) ?? 0;
  const text = lines.map((line) => line.slice(indent)).join("\n");
  const start = await hub.people.push({ [FILE]: text, ...files }, { message: "Start" });
  const run = (event: RunOptions["event"], more: Partial<RunOptions> = {}) =>
    runWorkflow({ file: "w.yml", hub, event, ...more });
  return {
    hub,
    start,
    run,
    /** Fills in the form. */
    click: async (inputs = {}, more: Partial<RunOptions> = {}, branch = "main") =>
      run(await dispatchEvent(hub, inputs, { branch }), more),
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  };
}

/** One job of these steps, started by hand. */
const job = (steps: string, more = "") => `
on: workflow_dispatch
jobs:
  j:
    runs-on: ubuntu-24.04
${more}
    steps:
${steps}`;

describe("what starts a run", () => {
  const pushes = `
    on:
      push:
        branches: [main, "release/**"]
        paths: ["incidents/**", "!incidents/*.md"]
    jobs: { j: { runs-on: x, steps: [{ run: "true" }] } }`;

  test.concurrent.each<[string, Files, string, string, boolean]>([
    ["a file that is named", { "incidents/a.yml": "a" }, "main", "x", true],
    ["one file of two", { "incidents/d/a.yml": "a", b: "b" }, "release/1/2", "x", true],
    ["another file", { b: "b" }, "main", "x", false],
    ["a file that is taken away again", { "incidents/README.md": "a" }, "main", "x", false],
    ["another branch", { "incidents/a.yml": "a" }, "feature", "x", false],
    ["a message that skips runs", { "incidents/a.yml": "a" }, "main", "x [skip ci]", false],
  ])("a push of %s", async (_what, files, branch, message, started) => {
    await using s = await open(pushes);
    const push = await s.hub.people.push(files, { branch, message });
    expect(await s.run(await pushEvent(s.hub, push))).toMatchObject({ started });
  });

  test.concurrent("paths that are ignored, whole pushes only; the robot's own pushes never", async () => {
    await using s = await open(`
      on: { push: { branches: [main], paths-ignore: ["incidents/**"] } }
      jobs: { j: { runs-on: x, steps: [{ run: "true" }] } }`);
    const only = await s.hub.people.push({ "incidents/a.yml": "a" });
    expect(await s.run(await pushEvent(s.hub, only))).toMatchObject({ started: false });
    const both = await s.hub.people.push({ "incidents/a.yml": "b", b: "b" });
    expect(await s.run(await pushEvent(s.hub, both))).toMatchObject({ started: true });
    expect(await s.run(await pushEvent(s.hub, both, "github-actions[bot]"))).toMatchObject({
      started: false,
    });
  });

  test.concurrent("a pull request, by its type, its base and the files it changes", async () => {
    await using s = await open(`
      on: { pull_request: { branches: [main], paths: ["incidents/**"], types: [opened, closed] } }
      jobs: { j: { runs-on: x, steps: [{ run: "echo $GITHUB_BASE_REF $GITHUB_HEAD_REF $GITHUB_REF" }] } }`);
    const { number } = await s.hub.people.pull({ "incidents/a.yml": "a" }, { branch: "a" });
    const run = await s.run(await pullEvent(s.hub, number));
    expect(run.jobs[0]?.steps[0]?.log).toBe(`main a refs/pull/${number}/merge`);
    expect(await s.run(await pullEvent(s.hub, number, "synchronize"))).toMatchObject({ started: false });
    const merged = await s.hub.people.merge(number);
    expect(await s.run(await pullEvent(s.hub, number, "closed"))).toMatchObject({
      jobs: [{ steps: [{ log: "main a refs/heads/main" }] }],
    });
    expect((await pullEvent(s.hub, number, "closed")).sha).toBe(merged.after);
    await s.hub.people.push({ "incidents/c.yml": "1" });
    const torn = await s.hub.people.pull({ "incidents/c.yml": "2" }, { branch: "c" });
    await s.hub.people.push({ "incidents/c.yml": "3" });
    expect(await s.run(await pullEvent(s.hub, torn.number))).toMatchObject({ started: false });
    const other = await s.hub.people.pull({ b: "b" }, { branch: "b" });
    expect(await s.run(await pullEvent(s.hub, other.number))).toMatchObject({ started: false });
  });

  test.concurrent("the clock, only as the file has it", async () => {
    await using s = await open(`
      on: { schedule: [{ cron: "17 6 * * *" }] }
      jobs: { j: { runs-on: x, steps: [{ run: "echo \${{ github.event.schedule }}" }] } }`);
    expect(await s.run(await scheduleEvent(s.hub, "17 6 * * *"))).toMatchObject({ started: true });
    expect(await s.run(await scheduleEvent(s.hub, "0 6 * * *"))).toMatchObject({ started: false });
    expect(await s.click()).toMatchObject({ started: false });
  });

  test.concurrent("a file that GitHub would not take is refused in its words", async () => {
    await using s = await open(`
      on: workflow_dispatch
      jobs: { j: { runs-on: x, if: nonsense.x, steps: [{ run: "true" }] } }`);
    await expect(s.click()).rejects.toThrow(/Invalid workflow file:.*nonsense/u);
  });
});

describe("a form", () => {
  const form = `
    name: Form
    run-name: "\${{ inputs.mode == 'Send' && 'Send' || 'Look' }} : \${{ inputs.tool }}"
    on:
      workflow_dispatch:
        inputs:
          tool: { type: choice, options: [none, rp], required: true, default: none }
          mode: { type: choice, options: [Send, Look], default: Send }
          alarm: { type: boolean, default: false }
          words: { type: string }
    jobs:
      j:
        runs-on: x
        steps:
          - env: { TYPED: "\${{ inputs.alarm == false }}", TEXT: "\${{ github.event.inputs.alarm == 'false' }}" }
            run: echo "$TYPED $TEXT <\${{ inputs.words }}>"`;

  test.concurrent("is filled in with its defaults, and its types are kept", async () => {
    await using s = await open(form);
    const run = await s.click({ tool: "rp" });
    expect(run).toMatchObject({ runName: "Send : rp", conclusion: "success" });
    expect(run.jobs[0]?.steps[0]).toMatchObject({ log: "true true <>", env: ["TYPED", "TEXT"] });
    expect((await s.click({ tool: "rp", mode: "Look", alarm: true })).jobs[0]?.steps[0]?.log).toBe(
      "false false <>",
    );
  });

  test.concurrent.each([{ tool: "cfn" }, { other: "x" }, { tool: "" }, { alarm: "oui" }])(
    "that is filled in with %o is refused",
    async (inputs) => {
      await using s = await open(form);
      await expect(s.click(inputs)).rejects.toThrow(DispatchRefused);
    },
  );

  test.concurrent("runs the file of the branch that was chosen, if the default branch has one", async () => {
    await using s = await open(form);
    await s.hub.people.push(
      { [FILE]: job("      - run: echo other").slice(1) },
      { branch: "other", from: "main" },
    );
    expect((await s.click({}, {}, "other")).jobs[0]?.steps[0]?.log).toBe("other");
    const event = await dispatchEvent(s.hub, {});
    expect(await runWorkflow({ file: "none.yml", hub: s.hub, event })).toMatchObject({ started: false });
  });
});

describe("steps", () => {
  test.concurrent("follow their `if`, and continue-on-error hides a failure", async () => {
    await using s = await open(
      job(`
      - { id: soft, run: exit 3, continue-on-error: true }
      - { run: 'echo \${{ steps.soft.outcome }} \${{ steps.soft.conclusion }}' }
      - { id: hard, run: exit 1 }
      - { run: echo never }
      - { if: failure(), run: 'echo failed \${{ job.status }}' }
      - { if: always(), run: echo always }
      - { if: cancelled(), run: echo cancelled }
      - { if: "failure() && steps.hard.outcome == 'success'", run: echo no }`),
    );
    const run = await s.click();
    expect(run).toMatchObject({ conclusion: "failure", jobs: [{ result: "failure" }] });
    expect(run.jobs[0]?.steps.map(({ outcome, conclusion }) => `${outcome} ${conclusion}`)).toEqual([
      "failure success",
      "success success",
      "failure failure",
      "skipped skipped",
      "success success",
      "success success",
      "skipped skipped",
      "skipped skipped",
    ]);
    expect(run.jobs[0]?.steps.map(({ log }) => log.replaceAll("\n", " "))).toMatchObject({
      1: "failure success",
      2: "##[error]Process completed with exit code 1.",
      4: "failed failure",
    });
  });

  test.concurrent("leave outputs, variables and a page; what is deeper in `env` wins", async () => {
    await using s = await open(`
      on: workflow_dispatch
      env: { A: workflow, B: workflow, C: workflow }
      jobs:
        j:
          runs-on: x
          env: { B: job, C: "\${{ github.ref_name }}" }
          outputs: { made: "\${{ steps.one.outputs.value }}", key: "\${{ steps.one.outputs.key }}" }
          steps:
            - id: one
              env: { KEY: "\${{ secrets.KEY }}", C: step }
              run: |
                echo "value=$A $B $C" >> "$GITHUB_OUTPUT"
                printf 'long<<END\\n1\\n2\\nEND\\n' >> "$GITHUB_OUTPUT"
                echo "key=$KEY" >> "$GITHUB_OUTPUT"
                echo "D=later" >> "$GITHUB_ENV"
                echo "# Page" >> "$GITHUB_STEP_SUMMARY"
            - run: echo "$C $D \${{ env.D }} <\${{ steps.one.outputs.long }}>"
        k:
          needs: j
          runs-on: x
          steps: [{ run: "echo '\${{ needs.j.outputs.made }}' '\${{ needs.j.outputs.key }}'" }]`);
    const run = await s.click({}, { secrets: { KEY: "s3cret-value" } });
    expect(run.jobs[0]).toMatchObject({
      summary: "# Page\n",
      steps: [{ outputs: { value: "workflow job step", long: "1\n2" }, secrets: ["KEY"] }, { secrets: [] }],
    });
    expect(run.jobs[0]?.steps[1]?.log).toBe("main later later <1\n2>");
    // An output that holds a secret is dropped.
    expect(run.jobs[1]?.steps[0]?.log).toBe("workflow job step ");
  });

  test.concurrent("texts of several lines are folded as YAML folds them, whatever stands in them", async () => {
    await using s = await open(
      job(`
      - env:
          FOLDED: >-
            it's \${{ github.ref_name }},
            isn't it?
          KEPT: |
            a
              \${{ github.ref_name }}'s
          QUOTED: "a
            \${{ github.ref_name }}"
        run: printf '<%s>' "$FOLDED" "$KEPT" "$QUOTED"`),
    );
    const log = (await s.click()).jobs[0]?.steps[0]?.log;
    expect(log).toBe("<it's main, isn't it?><a\n  main's\n><a main>");
  });

  test.concurrent("the shell is the one that GitHub takes: a broken pipe fails with `shell: bash` only", async () => {
    await using s = await open(
      job(`
      - { run: "false | true" }
      - { shell: bash, run: "false | true" }`),
    );
    expect((await s.click()).jobs[0]?.steps).toMatchObject([{ outcome: "success" }, { outcome: "failure" }]);
  });

  test.concurrent("the log hides secrets, obeys orders and keeps the rest", async () => {
    await using s = await open(
      job(`
      - env: { KEY: "\${{ secrets.KEY }}" }
        run: |
          echo "plain $KEY, base64 $(printf %s "x:$KEY" | base64 -w0)"
          echo "::add-mask::hidden later"
          echo "hidden later, \${{ github.token }}"
          echo "::error file=a.yml,line=3,col=2,title=T%3At::one%0Atwo"
          echo "::nonsense::stays"
          echo "in the middle ##[warning]obeyed all the same"
          echo "::stop-commands::END"
          echo "::error::not obeyed"
          echo "::END::"`),
    );
    const [step] = (await s.click({}, { secrets: { KEY: "s3cret-value" } })).jobs[0]?.steps ?? [];
    expect(step?.log.split("\n")).toEqual([
      expect.stringMatching(/^plain \*\*\*, base64 eDp\S{0,4}\*\*\*\S{0,4}$/u),
      "***, ***",
      "##[error]one",
      "two",
      "::nonsense::stays",
      "##[warning]obeyed all the same",
      "::error::not obeyed",
    ]);
    expect(step?.annotations).toEqual([
      { level: "error", file: "a.yml", line: "3", col: "2", title: "T:t", message: "one\ntwo" },
      { level: "warning", message: "obeyed all the same" },
    ]);
    expect(step?.secrets).toEqual(["KEY", "GITHUB_TOKEN"]);
  });

  test.concurrent("a process sees nothing of ours but what the workflow and the machine give it", async () => {
    await using s = await open(job("      - run: env | cut -d= -f1 | sort"));
    const { log } = (await s.click({}, { machine: { SLACK_API_URL: "x" }, secrets: { KEY: "k" } })).jobs[0]
      ?.steps[0] ?? { log: "" };
    const names = log.split("\n").filter((name) => !/^(?:GITHUB_|RUNNER_)/u.test(name));
    expect(names).toEqual(expect.arrayContaining(["CI", "HOME", "PATH", "SLACK_API_URL"]));
    expect(names.filter((name) => /KEY|TOKEN|VITEST|NODE|npm/u.test(name))).toEqual([]);
  });
});

describe("jobs", () => {
  test.concurrent("wait for those that they need, and are skipped after a failure", async () => {
    await using s = await open(`
      on: workflow_dispatch
      jobs:
        last: { needs: [ok, bad], if: always(), runs-on: x, steps: [{ run: "echo \${{ needs.bad.result }}" }] }
        never: { needs: bad, runs-on: x, steps: [{ run: "true" }] }
        after: { needs: never, if: failure(), runs-on: x, steps: [{ run: "true" }] }
        ok: { name: "Fine \${{ github.ref_name }}", runs-on: x, timeout-minutes: 7, steps: [{ run: "true" }] }
        bad: { needs: ok, runs-on: x, steps: [{ run: "false" }] }`);
    const run = await s.click();
    expect(Object.fromEntries(run.jobs.map(({ id, result }) => [id, result]))).toEqual({
      ok: "success",
      bad: "failure",
      last: "success",
      never: "skipped",
      after: "success",
    });
    expect(run.jobs.find(({ id }) => id === "ok")).toMatchObject({ name: "Fine main", timeoutMinutes: 7 });
    expect(run.jobs.find(({ id }) => id === "last")?.steps[0]?.log).toBe("failure");
  });

  test.concurrent("tell the group in which they wait", async () => {
    await using s = await open(`
      on: workflow_dispatch
      concurrency: { group: "w-\${{ github.ref }}", cancel-in-progress: true }
      jobs: { j: { concurrency: { group: send, queue: max }, runs-on: x, steps: [{ run: "true" }] } }`);
    expect(await s.click()).toMatchObject({
      concurrency: { group: "w-refs/heads/main", cancelInProgress: true, queue: "single" },
      jobs: [{ concurrency: { group: "send", cancelInProgress: false, queue: "max" } }],
    });
  });

  test.concurrent("an environment gives its secrets to its branches only, and fails the job elsewhere", async () => {
    const steps = `      - run: "echo '\${{ secrets.KEY }}' \${{ vars.ID }} | wc -c"`;
    await using s = await open(job(steps, "    environment: production"));
    await s.hub.people.push({ a: "a" }, { branch: "other" });
    const environments = {
      production: { branches: ["main"], secrets: { KEY: "12345678" }, vars: { ID: "C1" } },
    };
    const repository = { secrets: { KEY: "1" }, vars: { ID: "C0" } };
    const run = await s.click({}, { ...repository, environments });
    expect(run.jobs[0]).toMatchObject({
      environment: "production",
      steps: [{ log: "12", secrets: ["KEY"] }],
    });
    expect(await s.click({}, { ...repository, environments }, "other")).toMatchObject({
      conclusion: "failure",
      jobs: [
        { result: "failure", reason: expect.stringContaining('Branch "other" is not allowed'), steps: [] },
      ],
    });
    // An environment that nobody made is made by the run that names it: no secret of its own.
    expect((await s.click({}, {})).jobs[0]?.steps[0]).toMatchObject({ outcome: "success", secrets: [] });
  });

  test.concurrent.each<[string, string, string, string]>([
    ["", "contents: read", "200", "403"],
    ["    permissions: { contents: write }", "contents: write", "200", "201"],
    ["    permissions: { pull-requests: write }", "pull-requests: write", "403", "403"],
    ["    permissions: {}", "", "403", "403"],
  ])("with «%s» the token may do no more", async (permissions, granted, reads, writes) => {
    const api = `-s -o /dev/null -w '%{http_code} ' -H "authorization: bearer $TOKEN" $GITHUB_API_URL/repos/$GITHUB_REPOSITORY`;
    const steps = `
      - env: { TOKEN: "\${{ github.token }}" }
        run: |
          curl ${api}/git/ref/heads/main
          curl -X POST -d "{\\"ref\\":\\"refs/heads/x\\",\\"sha\\":\\"$GITHUB_SHA\\"}" ${api}/git/refs`;
    await using s = await open(job(steps, permissions));
    const run = await s.click();
    const told = Object.entries(run.jobs[0]?.permissions ?? {}).map(
      ([scope, access]) => `${scope}: ${access}`,
    );
    expect([told.join(), run.jobs[0]?.steps[0]?.log.trim()]).toEqual([granted, `${reads} ${writes}`]);
  });

  test.concurrent("the token dies with its job, and is another one in the next", async () => {
    await using s = await open(
      job('      - { id: t, env: { T: "${{ github.token }}" }, run: "echo t=$T >> $GITHUB_OUTPUT" }'),
    );
    const runs = [await s.click(), await s.click()];
    const tokens = runs.map(({ jobs }) => jobs[0]?.steps[0]?.outputs["t"] ?? "");
    expect(new Set(tokens).size).toBe(2);
    const ask = await fetch(`${s.hub.apiUrl}/repos/reconnect/outages`, {
      headers: { authorization: `token ${tokens[1] ?? ""}` },
    });
    expect([tokens[1]?.slice(0, 4), ask.status]).toEqual(["ghs_", 401]);
  });

  test.concurrent("a pull request from a fork gets no secret, and a token that only reads", async () => {
    await using s = await open(`
      on: pull_request
      permissions: { contents: write }
      jobs:
        j:
          runs-on: x
          steps:
            - uses: ${CHECKOUT}
            - run: 'cat new.txt; git push origin HEAD:refs/heads/x; echo "<\${{ secrets.KEY }}\${{ vars.ID }}>"'
              continue-on-error: true
            - run: 'echo "<\${{ secrets.KEY }}\${{ vars.ID }}>"'`);
    const given = { secrets: { KEY: "12345678" }, vars: { ID: "C0" } };
    const fork = await s.hub.people.pull({ "new.txt": "new\n" }, { branch: "main", fork: "somebody" });
    const run = await s.run(await pullEvent(s.hub, fork.number), given);
    expect(run.jobs[0]).toMatchObject({ permissions: { contents: "read" } });
    expect(run.jobs[0]?.steps[1]?.log).toMatch(/^new\n[^]*denied to github-actions\[bot\]/u);
    expect(run.jobs[0]?.steps[2]).toMatchObject({ log: "<>", secrets: [] });
    const own = await s.hub.people.pull({ "new.txt": "new\n" }, { branch: "own" });
    expect((await s.run(await pullEvent(s.hub, own.number), given)).jobs[0]?.steps[2]?.log).toBe("<***C0>");
  });

  test.concurrent("cancelled: the process is told, only what asks for it goes on", async () => {
    await using s = await open(
      job(`
      - { id: long, run: 'trap "echo told; exit 1" INT; curl -s $GITHUB_API_URL/ready; while :; do :; done' }
      - { run: echo never }
      - { if: always(), run: echo always }
      - { if: cancelled(), run: echo cancelled }`),
    );
    const person = new AbortController();
    s.hub.faults.add({ kind: "hook", when: "before", what: "GET /ready", call: () => person.abort() });
    const run = await s.click({}, { cancelled: person.signal });
    expect(run).toMatchObject({ conclusion: "cancelled", jobs: [{ result: "cancelled" }] });
    expect(run.jobs[0]?.steps.map(({ outcome }) => outcome)).toEqual([
      "cancelled",
      "skipped",
      "success",
      "success",
    ]);
    expect(run.jobs[0]?.steps[0]?.log).toMatch(/told$/mu);
  });
});

describe("actions", () => {
  const ACTION = `
inputs: { one: { default: "\${{ github.ref_name }}" }, two-words: { required: true }, flag: {} }
runs: { using: node24, main: main.mjs }
`;
  const MAIN = `
import { appendFileSync } from "node:fs";
const given = Object.entries(process.env).filter(([name]) => name.startsWith("INPUT_")).sort();
console.log(JSON.stringify(given), process.cwd() === process.env.GITHUB_WORKSPACE);
console.log(process.env.KEY, process.env.GITHUB_EVENT_NAME, process.env.GITHUB_RUN_ATTEMPT, process.env.GITHUB_TRIGGERING_ACTOR);
appendFileSync(process.env.GITHUB_OUTPUT, "made=1\\n");
`;
  const local = { "act/action.yml": ACTION, "act/main.mjs": MAIN };

  test.concurrent("a local one runs from the clone, with its defaults, as the runner starts it", async () => {
    await using s = await open(
      job(`
      - { uses: ./act }
      - { if: always(), uses: ${CHECKOUT} }
      - { if: always(), id: a, uses: ./act, with: { two-words: x, flag: false, other: y }, env: { KEY: "\${{ secrets.KEY }}" } }
      - { if: always(), run: 'echo \${{ steps.a.outputs.made }}' }`),
      local,
    );
    const event = rerun(await dispatchEvent(s.hub, {}), "paul");
    const { steps = [] } = (await s.run(event, { secrets: { KEY: "12345678" } })).jobs[0] ?? {};
    expect(steps[0]?.reason).toMatch(/Did you forget to run actions\/checkout/u);
    const inputs =
      '[["INPUT_FLAG","false"],["INPUT_ONE","main"],["INPUT_OTHER","y"],["INPUT_TWO-WORDS","x"]] true';
    expect(steps[2]?.log.split("\n").slice(1)).toEqual([inputs, "*** workflow_dispatch 2 paul"]);
    expect(steps[2]?.annotations).toMatchObject([{ level: "warning", message: /^Unexpected input/u }]);
    expect(steps[2]?.secrets).toEqual(["KEY"]);
    expect(steps[3]?.log).toBe("1");
  });

  test.concurrent("checkout takes the event's commit, or the reference that is asked for", async () => {
    await using s = await open(
      job(`
      - { uses: ${CHECKOUT}, with: { path: old, persist-credentials: false } }
      - { uses: ${CHECKOUT}, with: { path: new, ref: main, fetch-depth: 0 } }
      - run: |
          cat old/a new/a
          git -C old log --format=%s; git -C new log --format=%s
          git -C new rev-parse --abbrev-ref HEAD@{upstream}
          git -C old fetch -q && exit 1
          git -C new fetch -q
      - { uses: ${CHECKOUT}, with: { ref: nothing } }`),
      { a: "old\n" },
    );
    const event = await dispatchEvent(s.hub, {});
    await s.hub.people.push({ a: "new\n" }, { message: "New" });
    const { steps = [] } = (await s.run(event)).jobs[0] ?? {};
    expect(steps[2]?.log.split("\n").slice(0, 6)).toEqual([
      "old",
      "new",
      "Start",
      "New",
      "Start",
      "origin/main",
    ]);
    expect(steps[2]?.log).toMatch(/could not read Username/u);
    expect(steps.map(({ outcome }) => outcome)).toEqual(["success", "success", "success", "failure"]);
    expect(steps[0]?.secrets).toEqual(["GITHUB_TOKEN"]);
  });

  test.concurrent("artifacts are kept; other actions are said not to be played", async () => {
    await using s = await open(
      job(`
      - { run: 'mkdir -p out/d; echo 1 > out/a.txt; echo 2 > out/d/b.txt' }
      - { uses: actions/upload-artifact@v7, with: { name: page, path: out } }
      - { uses: actions/upload-artifact@v7, with: { path: none, if-no-files-found: ignore } }
      - { uses: actions/setup-node@v7 }
      - { run: echo on }`),
    );
    const run = await s.click();
    expect(run.artifacts).toMatchObject([{ name: "page", files: ["a.txt", "d/b.txt"] }]);
    expect(readFileSync(join(run.artifacts[0]?.folder ?? "", "d/b.txt"), "utf8")).toBe("2\n");
    expect(run.jobs[0]?.steps.slice(3)).toMatchObject([
      { outcome: "not-run", reason: "actions/setup-node is not played" },
      { outcome: "success" },
    ]);
  });
});
