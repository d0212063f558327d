import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Outcome } from "../../src/commands/outcome.ts";
import { FULL, type Permissions } from "../github/entities.ts";
import { startGitHub, type GitHubServer } from "../github/server.ts";
import { openWorld, plain, words, type World } from "../world.ts";

const Json = z.object({
  checkup: z.object({
    checks: z.array(
      z.object({ id: z.string(), state: z.string(), finding: z.string(), remedy: z.string().optional() }),
    ),
    requests: z.object({ github: z.number() }),
  }),
});
const read = ({ json }: Outcome) => Json.parse(json).checkup;
const lines = (outcome: Outcome) =>
  Object.fromEntries(
    read(outcome).checks.flatMap(({ id, state }) => (id.startsWith("github") ? [[id.slice(7), state]] : [])),
  );

const HEALTHY = {
  secrets: "ok",
  commit: "ok",
  pulls: "ok",
  environment: "ok",
  policy: "ok",
  schedule: "ok",
};

/** What the job of a checkup asks for. */
const JOB: Permissions = { contents: "write", "pull-requests": "write", issues: "write", actions: "read" };

/** A world whose checkups run as a job of a GitHub of ours. */
async function openJob(permissions: Permissions = FULL) {
  const world = await openWorld();
  const hub = await startGitHub({ now: world.now });
  await hub.people.push({ "README.md": "# Runbook\n" });
  world.env = {
    GITHUB_ACTIONS: "true",
    GITHUB_REPOSITORY: hub.store.fullName,
    GITHUB_TOKEN: hub.store.robotToken(permissions),
    GITHUB_API_URL: hub.apiUrl,
    GITHUB_SERVER_URL: hub.serverUrl,
  };
  return {
    world,
    hub,
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]();
      await world[Symbol.asyncDispose]();
    },
  };
}

interface Row {
  readonly what: string;
  readonly line: keyof typeof HEALTHY;
  readonly state?: "warn";
  readonly after?: readonly (keyof typeof HEALTHY)[];
  readonly remedy: RegExp;
  readonly breaks: (hub: GitHubServer, world: World) => void;
  readonly repair: (hub: GitHubServer, world: World) => void;
}
const settle = ({ store }: GitHubServer) => store.workflows.get("settle.yml");
const production = { branches: ["main"], reviewers: [], waitMinutes: 0 };
const setEnvironment =
  (change: Partial<Parameters<GitHubServer["store"]["environments"]["set"]>[1]>) =>
  ({ store }: GitHubServer) =>
    void store.environments.set("production", { ...production, ...change });
const ROWS: readonly Row[] = [
  {
    what: "a secret is empty",
    line: "secrets",
    remedy: /« Environment secrets »/u,
    breaks: (_, world) => void (world.env = { ...world.env, SLACK_BOT_TOKEN: "" }),
    repair: (_, world) => void (world.env = { ...world.env, SLACK_BOT_TOKEN: "xoxb-sandbox" }),
  },
  {
    what: "a ruleset wants pull requests on main",
    line: "commit",
    state: "warn",
    remedy: /Fusionnez ces demandes|retire la règle/u,
    breaks: ({ store }) => store.requirePulls("main"),
    repair: ({ store }) => store.requirePulls("main", false),
  },
  {
    what: "the repository is archived",
    line: "commit",
    remedy: /désarchive/u,
    breaks: ({ store }) => void (store.archived = true),
    repair: ({ store }) => void (store.archived = false),
  },
  {
    what: "robots may open no pull requests",
    line: "pulls",
    state: "warn",
    remedy: /Allow GitHub Actions to create/u,
    breaks: ({ store }) => void (store.allowsRobotPulls = false),
    repair: ({ store }) => void (store.allowsRobotPulls = true),
  },
  {
    what: "the environment is missing",
    line: "environment",
    state: "warn",
    after: ["policy"],
    remedy: /le crée dans « Settings », « Environments »/u,
    breaks: ({ store }) => void store.environments.delete("production"),
    repair: setEnvironment({}),
  },
  {
    what: "the environment wants a reviewer",
    line: "environment",
    remedy: /Required reviewers/u,
    breaks: setEnvironment({ reviewers: ["lea-m"] }),
    repair: setEnvironment({}),
  },
  {
    what: "the environment makes wait",
    line: "environment",
    remedy: /Wait timer/u,
    breaks: setEnvironment({ waitMinutes: 5 }),
    repair: setEnvironment({}),
  },
  {
    what: "the environment is open to every branch",
    line: "policy",
    state: "warn",
    remedy: /Selected branches and tags » avec « main » seulement/u,
    breaks: setEnvironment({ branches: undefined }),
    repair: setEnvironment({}),
  },
  {
    what: "the environment is open to a second branch",
    line: "policy",
    state: "warn",
    remedy: /« main » seulement/u,
    breaks: setEnvironment({ branches: ["main", "essai/*"] }),
    repair: setEnvironment({}),
  },
  {
    what: "GitHub put the schedule to sleep",
    line: "schedule",
    remedy: /Enable workflow/u,
    breaks: (hub) => void Object.assign(settle(hub) ?? {}, { state: "disabled_inactivity" }),
    repair: (hub) => void Object.assign(settle(hub) ?? {}, { state: "active" }),
  },
  {
    what: "the schedule has not run for two days",
    line: "schedule",
    state: "warn",
    remedy: /éteignez-le et rallumez-le/u,
    breaks: (hub, { now }) =>
      void Object.assign(settle(hub) ?? {}, { lastScheduled: new Date(now().getTime() - 48 * 3_600_000) }),
    repair: (hub, { now }) => void Object.assign(settle(hub) ?? {}, { lastScheduled: now() }),
  },
];

describe("a checkup in a job of GitHub", () => {
  it("finds a repository that was set up as the README says ready, in a handful of requests", async () => {
    await using job = await openJob();
    const outcome = await job.world.checkup();
    expect(lines(outcome)).toEqual(HEALTHY);
    expect(outcome.exit).toBe(0);
    const asked = job.hub.requests.map(({ what }) => what).filter((what) => !what.includes("git-"));
    expect(asked.filter((what) => !what.startsWith("GET "))).toEqual([]);
    expect(read(outcome).requests.github).toBe(8);
    expect(words(outcome)).not.toMatch(/ghs_/u);
  });

  it("says what a job may not ask, and takes it for no fault", async () => {
    await using job = await openJob(JOB);
    const outcome = await job.world.checkup();
    expect(lines(outcome)).toEqual({ ...HEALTHY, pulls: "skipped" });
    expect(outcome.exit).toBe(0);
    expect(words(outcome)).toContain("À voir dans « Settings », « Actions », « General ».");
    job.hub.store.isOldProtected = true;
    expect(lines(await job.world.checkup())).toMatchObject({ commit: "ok" });
    job.hub.store.hasRuleset = false;
    expect(lines(await job.world.checkup())).toMatchObject({ commit: "skipped" });
  });

  it("says so when GitHub does not answer", async () => {
    await using job = await openJob();
    job.hub.faults.add({ kind: "500-before", times: 99 });
    const outcome = await job.world.checkup();
    expect(new Set(Object.values(lines(outcome)))).toEqual(new Set(["ok", "skipped"]));
    expect(words(outcome)).toContain("GitHub a une panne de son côté");
  });

  let shared: Awaited<ReturnType<typeof openJob>>;
  beforeAll(async () => {
    shared = await openJob();
  });
  afterAll(() => shared[Symbol.asyncDispose]());

  it.each(ROWS)("$what: only $line tells, and its remedy repairs it", async (row) => {
    const job = shared;
    job.world.pass({ hours: 1 }); // Brevo's allowance is full again
    row.breaks(job.hub, job.world);
    const broken = await job.world.checkup();
    const { line, state = "bad", after = [] } = row;
    expect(lines(broken)).toEqual({
      ...HEALTHY,
      ...Object.fromEntries(after.map((id) => [id, "skipped"])),
      [line]: state,
    });
    const others = read(broken).checks.filter(({ id }) => !id.startsWith("github."));
    expect(others.filter(({ state: each }) => each === "bad" || each === "warn")).toEqual([]);
    const told = read(broken).checks.find(({ id }) => id === `github.${line}`);
    expect(plain(told?.remedy)).toMatch(row.remedy);
    row.repair(job.hub, job.world);
    expect(lines(await job.world.checkup())).toEqual(HEALTHY);
  });
});
