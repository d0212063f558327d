import { describe, expect, test } from "vitest";
import { brevoRoutes } from "../../src/sandbox/brevo/routes.ts";
import { ALREADY, BREVO_KEY, CHECK, idOf, paris, SENT, stage, type Stage } from "../cli/stage.ts";
import { readContract, routeOf } from "./contract.ts";
import { type BrevoWitness, openBrevoWitness } from "./prism.ts";
import { arePresent, CONTRACT, PRISM } from "./tools.ts";

const CFN = "Indisponibilité Coffre-fort numérique Reconnect";
const HTML = '<html><body><p>Bonjour</p><a href="{{ unsubscribe }}">x</a></body></html>';
const draft = {
  name: "x",
  subject: "x",
  sender: { id: 1 },
  htmlContent: HTML,
  recipients: { listIds: [47] },
};
/** All that the program ever asks Brevo for. */
const ASKED = [
  "DELETE /emailCampaigns/:id",
  "GET /contacts/lists",
  "GET /emailCampaigns",
  "GET /emailCampaigns/:id",
  "GET /senders",
  "POST /emailCampaigns",
  "POST /emailCampaigns/:id/sendNow",
];

/** Several runs of the program in one test, beside other tests. */
const PATIENCE_MS = 90_000;
const isReady = arePresent(PRISM, CONTRACT);

/** The program, with Prism in the place of Brevo. */
const program =
  (s: Stage, { url }: BrevoWitness) =>
  (...args: string[]) =>
    s.run(args, { env: { BREVO_API_URL: url } });

/** A request as any program could make it: "PUT /emailCampaigns/101". */
async function ask({ url }: BrevoWitness, what: string, body?: object, key = BREVO_KEY): Promise<number> {
  const [method = "", path = ""] = what.split(" ");
  const headers = { "content-type": "application/json", ...(key !== "" && { "api-key": key }) };
  const { status } = await fetch(url + path, {
    method,
    headers,
    ...(body && { body: JSON.stringify(body) }),
  });
  return status;
}

/** Nothing went past Prism, and Prism saw nothing against the contract. */
function expectKept({ sandbox }: Stage, witness: BrevoWitness): void {
  expect(witness.violations()).toEqual([]);
  expect(witness.passed.length).toBeGreaterThan(0);
  const reached = sandbox.requests.filter(({ server }) => server === "brevo");
  expect(witness.passed).toHaveLength(reached.length);
}

describe.skipIf(!isReady)("Brevo's own contract, held by Prism", { timeout: PATIENCE_MS }, () => {
  test("is kept by a whole outage: adopted by hand, refused, remade, announced, repeated, closed", async () => {
    await using s = await stage();
    await using witness = await openBrevoWitness(s.sandbox);
    const { brevo } = s.sandbox;
    const run = program(s, witness);
    brevo.byHand({ name: CFN, listIds: [48], sentAt: new Date(Date.now() - 600_000) });
    const declare = ["declare", "--service", "rp", "--service", "cfn", "--started-at", paris(30)];
    brevo.state.credits = 10;
    expect(await run(...declare)).toMatchObject({ exit: 2, headline: CHECK });
    brevo.state.credits = 50_000;
    const id = idOf("rp-cfn");
    const file = `incidents/${id}.yml`;
    s.write(file, `${s.read(file)}message: "Vos comptes sont intacts."\n`);
    s.commit();
    expect(await run("settle")).toMatchObject({ exit: 0, headline: SENT });
    expect(await run(...declare)).toMatchObject({ exit: 0, headline: ALREADY });
    expect(await run("resolve")).toMatchObject({ exit: 0, headline: SENT });
    expect(brevo.deliveries.map(({ name, listIds }) => `${name} → ${listIds.join()}`).toSorted()).toEqual([
      `Fin de l'indisponibilité Coffre-fort numérique Reconnect · ${id} → 48`,
      `Fin de l'indisponibilité Reconnect Pro · ${id} → 47`,
      `${CFN} → 48`,
      `Indisponibilité Reconnect Pro · ${id} → 47`,
    ]);
    expectKept(s, witness);
    expect([...new Set(witness.passed.map(routeOf))].toSorted()).toEqual(ASKED);
    expect(witness.passed.flatMap(readContract())).toEqual([]);
  });

  test("is kept by what Brevo refuses: 400, 402 and 404", async () => {
    await using s = await stage();
    await using witness = await openBrevoWitness(s.sandbox);
    const { brevo, faults } = s.sandbox;
    const run = program(s, witness);
    const meanwhile = (what: string, call: () => void) =>
      faults.add({ kind: "hook", when: "before", what, call });
    const setSender = (active: boolean) => brevo.senders.forEach((sender) => (sender.active = active));
    meanwhile("POST /emailCampaigns", () => setSender(false));
    expect(await run("declare", "--service", "rp", "--started-at", paris(30))).toMatchObject({ exit: 2 });
    setSender(true);
    brevo.state.credits = 10;
    expect(await run("settle")).toMatchObject({ exit: 2 });
    brevo.state.credits = 50_000;
    const refused = brevo.campaigns.map(({ id }) => id);
    refused.forEach((id) => brevo.remove(id));
    meanwhile("POST /emailCampaigns/:id/sendNow", () =>
      brevo.campaigns.forEach(({ id }) => brevo.sendByHand(id)),
    );
    expect(await run("settle")).toMatchObject({ exit: 0, headline: SENT });
    expect(brevo.deliveries).toHaveLength(1);
    expectKept(s, witness);
    const failed = witness.passed.filter(({ status }) => status >= 400);
    expect([...new Set(failed.map((each) => `${routeOf(each)} ${each.status}`))]).toEqual([
      "POST /emailCampaigns 400",
      "POST /emailCampaigns/:id/sendNow 402",
      "GET /emailCampaigns/:id 404",
      "POST /emailCampaigns/:id/sendNow 400",
    ]);
  });

  test("is kept by every route of the sandbox, also by those that only people use", async () => {
    await using s = await stage();
    await using witness = await openBrevoWitness(s.sandbox);
    const { brevo } = s.sandbox;
    brevo.byHand({ name: "an old one", listIds: [47], sentAt: new Date(Date.now() - 86_400_000) });
    brevo.state.dailyCap = 1000;
    const asked: readonly [what: string, status: number, body?: object][] = [
      ["GET /account", 200],
      ["GET /senders", 200],
      ["GET /contacts/lists?limit=50&offset=0", 200],
      ["GET /contacts/lists/47", 200],
      ["GET /contacts/lists/1", 404],
      ["GET /smtp/templates?templateStatus=true&limit=1000", 200],
      ["GET /smtp/templates/99", 200],
      ["GET /smtp/templates/1", 404],
      ["POST /emailCampaigns", 201, draft],
      ["POST /emailCampaigns", 400, { ...draft, subject: undefined }],
      ["PUT /emailCampaigns/102", 204, { subject: "y" }],
      ["PUT /emailCampaigns/101", 400, { subject: "y" }],
      ["POST /emailCampaigns/102/sendTest", 204, { emailTo: ["equipe@reconnect.example"] }],
      ["POST /emailCampaigns/102/sendTest", 400, { emailTo: ["inconnu@reconnect.example"] }],
      ["PUT /emailCampaigns/102/status", 204, { status: "replicate" }],
      ["DELETE /emailCampaigns/103", 204],
      ["DELETE /emailCampaigns/103", 404],
      // Queued, then stopped in the middle by the cap of the day.
      ["POST /emailCampaigns/102/sendNow", 204],
      ["GET /emailCampaigns/102", 200],
      ["GET /emailCampaigns/102", 200],
      ["PUT /emailCampaigns/101/status", 204, { status: "archive" }],
      ["GET /emailCampaigns?limit=100&offset=0", 200],
      ["GET /emailCampaigns?status=suspended&excludeHtmlContent=true", 200],
    ];
    for (const [what, status, body] of asked)
      expect([what, await ask(witness, what, body)]).toEqual([what, status]);
    expectKept(s, witness);
    const known = brevoRoutes.map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(witness.passed.map(routeOf))].toSorted()).toEqual(known.toSorted());
  });
});

describe.skipIf(!isReady)("The witness itself", { timeout: PATIENCE_MS }, () => {
  test("refuses wrong requests before the sandbox sees them, and says why", async () => {
    await using s = await stage();
    await using witness = await openBrevoWitness(s.sandbox);
    await ask(witness, "GET /contacts/lists?limit=51");
    await ask(witness, "POST /emailCampaigns", { ...draft, name: undefined });
    await ask(witness, "POST /emailCampaigns", { ...draft, sender: { id: "1" } });
    await ask(witness, "GET /senders", undefined, "");
    await ask(witness, "GET /v3/senders");
    expect(witness.violations()).toEqual([
      "GET /contacts/lists → 422: Request query parameter limit must be <= 50",
      "POST /emailCampaigns → 422: Request body must have required property 'name'",
      "POST /emailCampaigns → 422: Request body property sender.id must be integer",
      "GET /senders → 401: Invalid security scheme used",
      "GET /v3/senders → 404: Route not resolved, no path matched",
    ]);
    expect(s.sandbox.requests).toEqual([]);
    const body = JSON.stringify({ ...draft, subjet: "x", sender: { id: 1, nom: "x" } });
    expect(readContract()({ method: "POST", path: "/emailCampaigns?limite=1", body })).toEqual([
      "limite",
      "sender.nom",
      "subjet",
    ]);
  });

  test("notices a sandbox that answers wrong, and the program sends nothing on such an answer", async () => {
    await using s = await stage();
    await using witness = await openBrevoWitness(s.sandbox);
    s.sandbox.brevo.list(47).uniqueSubscribers = 1234.5;
    const run = await program(s, witness)("declare", "--service", "rp", "--started-at", paris(30));
    expect(run).toMatchObject({ exit: 2, headline: CHECK });
    expect(s.sandbox.brevo.deliveries).toEqual([]);
    expect(witness.violations()).toContain(
      "GET /contacts/lists → 500: Response body property lists.1.uniqueSubscribers must be integer",
    );
  });

  test("objects to what real Brevo does and its contract does not say, and to nothing else", async () => {
    await using s = await stage();
    await using witness = await openBrevoWitness(s.sandbox);
    const { brevo } = s.sandbox;
    brevo.byHand({ name: "in review", status: "in_review" });
    brevo.byHand({ name: "left", listIds: [47], sentAt: new Date() });
    await ask(witness, "GET /senders", undefined, "wrong");
    await ask(witness, "GET /emailCampaigns/101");
    await ask(witness, "DELETE /emailCampaigns/102");
    await ask(witness, "POST /emailCampaigns", { ...draft, tag: "x" });
    brevo.state.perHour = 0;
    await ask(witness, "GET /account");
    const status = "Unable to match the returned status code with those defined in the document";
    const states = "draft, sent, archive, queued, suspended, in_process";
    expect(witness.violations()).toEqual([
      `GET /senders → 401: ${status}: 200,400`,
      `GET /emailCampaigns/101 → 500: Response body property status must be equal to one of the allowed values: ${states}`,
      `DELETE /emailCampaigns/102 → 403: ${status}: 204,400,404`,
      `POST /emailCampaigns → 405: ${status}: 201,400`,
      `GET /account → 429: ${status}: 200`,
    ]);
  });
});
