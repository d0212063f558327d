import { expect, test } from "vitest";
import { z } from "zod";
import { idOf, openFile, paris, stage, type Run } from "./stage.ts";

const step = z.strictObject({
  step: z.string().regex(/^(outage|recovery)\/(slack|mail)(\/[a-z0-9]+)?$/u),
  state: z.enum(["done", "failed", "unknown", "skipped", "unwanted", "todo"]),
  reason: z.string().optional(),
  next: z.string().optional(),
  campaign: z.number().optional(),
  list: z.strictObject({ id: z.number(), name: z.string(), contacts: z.number() }).optional(),
  ts: z.string().optional(),
});
const incident = z.strictObject({ id: z.string(), steps: z.array(step) });
/** The contract (design section 3), to the letter. */
const contract = z.strictObject({ exit: z.number(), incidents: z.array(incident) });
/** What is said beside it when something has to be said. */
const problem = z.strictObject({ file: z.string(), line: z.number(), col: z.number(), message: z.string() });
const told = contract.extend({
  incidents: z.array(incident.extend({ warnings: z.array(z.string()).optional() })),
  message: z.string().optional(),
  problems: z.array(problem).optional(),
});

function parse<T>(run: Run, shape: z.ZodType<T>): T {
  const read: unknown = JSON.parse(run.stdout);
  return shape.parse(read);
}

test.concurrent("declare, again, resolve, settle: exactly the contract, nothing else on stdout", async () => {
  await using s = await stage();
  const declared = await s.run(["declare", "--service", "rp", "--started-at", paris(30), "--json"]);
  expect(parse(declared, contract)).toMatchObject({
    exit: 0,
    incidents: [
      {
        id: idOf(),
        steps: [
          { step: "outage/slack", state: "done", ts: s.sandbox.slack.messages[0]?.ts },
          { step: "outage/mail/rp", state: "done", campaign: 101, list: { id: 47, contacts: 1234 } },
        ],
      },
    ],
  });
  expect(declared.stderr).toContain("Slack, début");
  expect(parse(await s.run(["declare", "--service", "rp", "--json"]), contract)).toMatchObject({ exit: 0 });
  expect(parse(await s.run(["resolve", "--json"]), contract)).toMatchObject({
    exit: 0,
    incidents: [
      {
        steps: [
          { step: "outage/slack" },
          { step: "recovery/slack/rp", state: "done" },
          { step: "outage/mail/rp" },
          { step: "recovery/mail/rp", state: "done", campaign: 102, list: { id: 47 } },
        ],
      },
    ],
  });
  expect(parse(await s.run(["settle", "--json"]), contract)).toEqual({ exit: 0, incidents: [] });
});

test.concurrent("a rehearsal says `todo`", async () => {
  await using s = await stage();
  const run = await s.run(["declare", "--service", "rp", "--dry-run", "--json"]);
  expect(parse(run, contract).incidents[0]?.steps.map(({ state }) => state)).toEqual(["todo", "todo"]);
});

test.concurrent("a failure says why and what to do, and the process exits as the JSON says", async () => {
  await using s = await stage();
  s.sandbox.brevo.state.key = "unknown";
  const run = await s.run(["declare", "--service", "rp", "--json"]);
  expect(run.exit).toBe(2);
  const { exit, incidents } = parse(run, told);
  expect(exit).toBe(2);
  expect(incidents[0]?.steps).toMatchObject([
    { step: "outage/slack", state: "done" },
    {
      step: "outage/mail/rp",
      state: "failed",
      reason: expect.stringContaining("Brevo") as unknown,
      next: expect.stringContaining("relancez") as unknown,
    },
  ]);
});

test.concurrent.each([
  ["nothing open", ["resolve", "--json"]],
  ["an unknown option", ["declare", "--frobnicate", "--json"]],
  ["a missing value", ["declare", "--json", "--service"]],
])("a refusal is JSON too: %s", async (_what, args) => {
  await using s = await stage();
  const run = await s.run(args);
  expect(run.exit).toBe(1);
  expect(parse(run, told)).toMatchObject({ exit: 1, incidents: [] });
});

test.concurrent("`check` and `settle` list the faulty places", async () => {
  await using s = await stage();
  s.write(`incidents/${idOf()}.yml`, openFile().replace("status", "statut"));
  s.write(`incidents/${idOf("cfn")}.yml`, openFile("cfn"));
  const check = parse(await s.run(["check", "--json"]), told);
  expect(check.exit).toBe(1);
  expect(check.problems).toContainEqual({
    file: `incidents/${idOf()}.yml`,
    line: 2,
    col: 1,
    message: expect.stringMatching(/^La clé «.statut.» n’existe pas/u) as unknown,
  });
  const settled = await s.run(["settle", "--json"]);
  expect(settled.exit).toBe(1);
  expect(parse(settled, told)).toMatchObject({ exit: 1, incidents: [{ id: idOf("cfn") }] });
  expect(s.sandbox.brevo.deliveries).toHaveLength(1);
});
