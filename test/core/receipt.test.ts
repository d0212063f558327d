import { describe, expect, it } from "vitest";
import { campaignIdShape } from "../../src/core/campaign.ts";
import { jsonReceipt, readStep, writeReceipt, type ReceiptOptions } from "../../src/core/receipt.ts";
import {
  exitOf,
  type Hindrance,
  type IncidentReport,
  type StepReport,
  type Warning,
} from "../../src/core/report.ts";
import { cfn, paris, rp, settings } from "./reconnect.ts";

const id = "2026-11-23-rp";
const plain = (text: string): string => text.replaceAll("\u00A0", " ");
const options: ReceiptOptions = { settings, rehearsal: false };
const english: ReceiptOptions = { ...options, settings: { ...settings, language: "en" } };
const list = { id: 47, name: "Utilisateurs RP Nov 26", contacts: 1_234_567 };
const at = paris("2026-11-23 14:12");
const failed: Hindrance = {
  on: "mail",
  why: { kind: "fault", doing: "send", fault: { tool: "brevo", code: "not_enough_credits" } },
};
const unknown: Hindrance = {
  on: "mail",
  why: { kind: "accepted-only", campaign: campaignIdShape.parse(101) },
};

const mail = (change: Partial<StepReport>): StepReport => ({
  step: "outage/mail/rp",
  state: "done",
  fresh: true,
  ...change,
});
const report = (...steps: readonly StepReport[]): IncidentReport => ({ id, steps, warnings: [] });

const HEADLINES = {
  sent: "✅ ANNONCE PARTIE",
  already: "ℹ️ DÉJÀ FAIT",
  check: "⚠️ À VÉRIFIER : N'ENVOYEZ RIEN À LA MAIN",
  nothing: "❌ RIEN N'EST PARTI",
  preview: "👁 APERÇU : RIEN N'EST ENVOYÉ",
};
const STATES = {
  sent: mail({}),
  already: mail({ fresh: false }),
  failed: mail({ state: "failed", hindrance: failed }),
  unknown: mail({ state: "unknown", hindrance: unknown }),
  skipped: mail({ state: "skipped" }),
  "skipped before": mail({ state: "skipped", fresh: false }),
  unwanted: mail({ state: "unwanted", fresh: false }),
};
type State = keyof typeof STATES;
const isState = (name: string): name is State => name in STATES;
const states = Object.keys(STATES).filter(isState);
const of = (...names: readonly State[]): StepReport[] => names.map((name) => STATES[name]);
function headline(steps: readonly StepReport[], change: Partial<ReceiptOptions> = {}) {
  const receipt = writeReceipt([report(...steps)], { ...options, ...change });
  return [receipt.headline, receipt.exit] as const;
}

describe("the first line of a receipt, and the exit code", () => {
  it.each<readonly [readonly State[], keyof typeof HEADLINES, 0 | 1 | 2]>([
    [[], "already", 0],
    [["unwanted"], "already", 0],
    [["already"], "already", 0],
    [["skipped before"], "already", 0],
    [["already", "skipped before", "unwanted"], "already", 0],
    [["sent"], "sent", 0],
    [["sent", "already"], "sent", 0],
    [["failed"], "check", 2],
    [["failed", "failed", "unwanted"], "check", 2],
    [["failed", "sent"], "check", 2],
    [["failed", "already"], "check", 2],
    [["unknown"], "check", 2],
    [["unknown", "failed"], "check", 2],
    [["unknown", "sent"], "check", 2],
    [["skipped", "sent"], "check", 2],
  ])("%j: %s, %i", (names, wanted, exit) => {
    expect(headline(of(...names))).toEqual([HEADLINES[wanted], exit]);
  });

  it.each<readonly [readonly State[], keyof typeof HEADLINES, 0 | 1 | 2]>([
    [[], "nothing", 1],
    [["already"], "nothing", 1],
    [["sent"], "check", 1],
    [["failed"], "check", 2],
    [["unknown"], "check", 2],
  ])("beside faulty files, %j: %s, %i", (names, wanted, exit) => {
    expect(headline(of(...names), { faulty: true })).toEqual([HEADLINES[wanted], exit]);
  });

  it("keeps the laws for every combination of steps", () => {
    const broken: string[] = [];
    for (let mask = 0; mask < 2 ** states.length * 2; mask += 1) {
      const names = states.filter((_name, index) => (mask >> index) & 1);
      const has = (...some: readonly State[]) => some.some((name) => names.includes(name));
      const faulty = mask >= 2 ** states.length;
      const [line, exit] = headline(of(...names), { faulty });
      const laws = [
        exit === (has("failed", "unknown", "skipped") ? 2 : faulty ? 1 : 0),
        (line === HEADLINES.sent) === (exit === 0 && has("sent")),
        (line === HEADLINES.already) === (exit === 0 && !has("sent")),
        // Never "nothing left" when something did or may have.
        !(line === HEADLINES.nothing && has("sent", "unknown")),
        headline(of(...names), { faulty, rehearsal: true }).join() === [HEADLINES.preview, exit].join(),
      ];
      if (laws.includes(false)) broken.push(`${names.join(" + ")}, faulty ${faulty}: ${line}, ${exit}`);
    }
    expect(broken).toEqual([]);
  });

  it("counts a skip once: exit 2 the first time, 0 ever after", () => {
    expect([exitOf([report(...of("skipped"))]), exitOf([report(...of("skipped before"))])]).toEqual([2, 0]);
  });

  it("says that nothing left when everything was skipped", () => {
    expect(headline(of("skipped", "skipped"))[0]).toBe(HEADLINES.nothing);
  });
});

describe("the lines of a receipt", () => {
  const lines = (
    steps: readonly StepReport[],
    change: Partial<ReceiptOptions> = {},
    warnings: readonly Warning[] = [],
  ) => writeReceipt([{ id, steps, warnings }], { ...options, ...change }).lines.map(plain);
  const posted: StepReport = {
    step: "outage/slack",
    state: "done",
    fresh: true,
    at,
    link: "https://slack.example/p1",
  };

  it("tell what left, to whom and when", () => {
    expect(lines([posted, mail({ at, list, campaign: 101 })])).toEqual([
      "Incident 2026-11-23-rp (Reconnect Pro)",
      "  ✓ Slack, début : message publié à 14 h 12 — https://slack.example/p1",
      "  ✓ E-mail de panne de Reconnect Pro : parti à 14 h 12 vers la liste « Utilisateurs RP Nov 26 » (1 234 567 contacts), campagne n° 101",
      "Quand la panne est finie : formulaire « Déclarer la fin d’une indisponibilité » ou « npx runbook resolve ».",
    ]);
  });

  it("tell what had left before", () => {
    const [, chat, sent] = lines([
      { ...posted, fresh: false },
      mail({ at, list, campaign: 101, fresh: false }),
    ]);
    expect(chat).toContain("déjà publié à 14 h 12");
    expect(sent).toContain("déjà parti à 14 h 12");
  });

  it("tell why something did not leave, and the next gesture", () => {
    expect(lines(of("failed", "unknown"))).toEqual([
      "Incident 2026-11-23-rp (Reconnect Pro)",
      "  ✗ E-mail de panne de Reconnect Pro : PAS PARTI",
      "    Il n’y a plus assez de crédits d’envoi dans Brevo.",
      "    À faire : Faites acheter des crédits dans Brevo aujourd’hui (après 24 heures, l’e-mail ne part plus tout seul), puis relancez.",
      "  ✗ E-mail de panne de Reconnect Pro : ON NE SAIT PAS",
      "    Brevo a accepté la campagne n° 101, mais la montre encore comme un brouillon.",
      "    À faire : Attendez dix minutes, puis relancez : rien ne partira deux fois.",
    ]);
  });

  it("tell a rehearsal as what would be", () => {
    expect(
      lines([{ step: "outage/slack", state: "done", fresh: true }, mail({ list })], {
        rehearsal: true,
      }).slice(1),
    ).toEqual([
      "  ✓ Slack, début : message à publier",
      "  ✓ E-mail de panne de Reconnect Pro : à envoyer à la liste « Utilisateurs RP Nov 26 » (1 234 567 contacts)",
    ]);
  });

  it("say that nothing is wanted, once", () => {
    expect(writeReceipt([], options).lines).toEqual(["Rien à envoyer : tout est à jour."]);
    expect(lines(of("unwanted"))).toEqual([
      "Incident 2026-11-23-rp (Reconnect Pro)",
      "  · Rien à envoyer : tout est à jour.",
    ]);
    expect(writeReceipt([], { ...options, notes: ["Déjà déclarée."] }).lines).toEqual(["Déjà déclarée."]);
  });

  it("ask for the end only while it is to come", () => {
    const end: StepReport = { step: "recovery/slack/rp", state: "done", fresh: true, at };
    expect(lines([posted, end]).join()).not.toContain("Quand la panne est finie");
    expect(lines(of("failed")).join()).not.toContain("Quand la panne est finie");
  });

  it("name each service with its own grammar", () => {
    const [head, first, second] = lines([
      mail({ step: "outage/mail/cfn", at, list }),
      mail({ step: "recovery/mail/cfn", at, list }),
    ]);
    expect(head).toBe("Incident 2026-11-23-rp (Coffre-fort numérique Reconnect)");
    expect(first).toContain("E-mail de panne du Coffre-fort numérique Reconnect : parti");
    expect(second).toContain("E-mail de fin du Coffre-fort numérique Reconnect : parti");
  });

  it("warn once of each thing, in both languages, always with a whole sentence", () => {
    const fault = { tool: "git", code: "push_refused" } as const;
    const warnings: Warning[] = [
      { kind: "unmentioned" },
      { kind: "unverified-post" },
      { kind: "audience", text: "Liste trop ancienne." },
      { kind: "draft-by-hand", campaign: 12, name: "Indisponibilité Reconnect Pro" },
      { kind: "adopted", campaign: 12 },
      { kind: "double", campaigns: [12, 13] },
      { kind: "drift" },
      { kind: "reply", fault },
      { kind: "update", fault },
      { kind: "unshared", fault },
      { kind: "unshared" },
      { kind: "unrecorded", fault },
    ];
    for (const each of [options, english]) {
      const told = lines(of("sent"), each, [...warnings, ...warnings]).filter((line) => line.includes("⚠"));
      expect(told).toHaveLength(warnings.length);
      expect(
        told.filter(
          (line) => !/^ {2}⚠ .{10,}\.$/u.test(line.trimEnd()) || /undefined|null|\[object/u.test(line),
        ),
      ).toEqual([]);
    }
  });

  it("carry French numbers with no-break spaces", () => {
    const told = writeReceipt([report(mail({ at, list, campaign: 101 }))], options).lines.join();
    expect(told).toContain("1\u00A0234\u00A0567 contacts");
    expect(told).toContain("14\u00A0h\u00A012");
  });

  const one = { ...list, contacts: 1 };
  it("count one person in the singular", () => {
    expect(lines([mail({ at, list: one })]).join()).toContain("(1 contact)");
  });
  it("group English numbers, and set no space before an English colon", () => {
    const told = lines([mail({ at, list, campaign: 101 })], english).join("\n");
    expect(told).toContain("1,234,567");
    expect(told).not.toContain(" : ");
  });
});

describe("news in a receipt", () => {
  const key = "update/20261123T1510";
  const told = (step: StepReport, to = options) =>
    writeReceipt([report(step)], to)
      .lines.map(plain)
      .filter((line) => line.startsWith("  "));
  it.each<[string, StepReport, readonly string[]]>([
    [
      "that was posted",
      mail({ step: `${key}/slack`, at }),
      ["  ✓ Slack, nouvelles du 23/11 à 15 h 10 : message publié à 14 h 12"],
    ],
    [
      "that left by mail",
      mail({ step: `${key}/mail/rp`, at, list: { ...list, contacts: 3 }, campaign: 101 }),
      [
        "  ✓ E-mail de nouvelles de Reconnect Pro du 23/11 à 15 h 10 : parti à 14 h 12 vers la liste « Utilisateurs RP Nov 26 » (3 contacts), campagne n° 101",
      ],
    ],
    [
      "that waits for the outage mail",
      mail({ step: `${key}/mail/rp`, state: "unknown", hindrance: { on: "outage-undecided" } }),
      [
        "  ✗ E-mail de nouvelles de Reconnect Pro du 23/11 à 15 h 10 : ON NE SAIT PAS",
        "    L’e-mail de nouvelles attend : on ne sait pas encore si l’e-mail de début est parti.",
        "    À faire : Réglez d’abord l’e-mail de début (ligne au-dessus), puis relancez.",
      ],
    ],
  ])("%s", (_what, step, lines) => {
    expect(told(step)).toEqual(lines);
  });

  it("names the tool, and knows its parts", () => {
    expect(readStep(`${key}/mail/cfn/reply`, settings)).toMatchObject({ phase: "update", service: cfn });
    expect(told(mail({ step: `${key}/slack`, at }), english)[0]).toMatch(
      /^ {2}✓ Slack, news of 23\/11 15h10: /u,
    );
  });
});

describe("jsonReceipt", () => {
  it("has the shape of the design", () => {
    const steps = [
      mail({ at, list, campaign: 101 }),
      mail({ step: "outage/slack", ts: "1.0", at, link: "https://slack.example/p1" }),
      STATES.failed,
      STATES.unwanted,
    ];
    expect(jsonReceipt([report(...steps)], 2, options)).toEqual({
      exit: 2,
      incidents: [
        {
          id,
          steps: [
            { step: "outage/mail/rp", state: "done", campaign: 101, list },
            { step: "outage/slack", state: "done", ts: "1.0" },
            {
              step: "outage/mail/rp",
              state: "failed",
              reason: "Il n’y a plus assez de crédits d’envoi dans Brevo.",
              next: "Faites acheter des crédits dans Brevo aujourd’hui (après 24 heures, l’e-mail ne part plus tout seul), puis relancez",
            },
            { step: "outage/mail/rp", state: "unwanted" },
          ],
        },
      ],
    });
  });

  it("calls what a rehearsal would do « todo »", () => {
    const { incidents } = jsonReceipt([report(...of("sent", "already"))], 0, { ...options, rehearsal: true });
    expect(incidents[0]?.steps.map(({ state }) => state)).toEqual(["todo", "done"]);
  });

  it("tells each warning once", () => {
    const { incidents } = jsonReceipt(
      [{ id, steps: [], warnings: [{ kind: "drift" }, { kind: "drift" }] }],
      0,
      options,
    );
    expect(incidents[0]?.warnings).toHaveLength(1);
  });

  it("survives JSON", () => {
    const json = jsonReceipt([report(...of(...states))], 2, options);
    expect(JSON.parse(JSON.stringify(json))).toEqual(json);
  });
});

it.each([
  ["outage/slack", "outage", undefined],
  ["outage/mail/rp", "outage", rp],
  ["recovery/slack/cfn", "recovery", cfn],
  ["recovery/mail/cfn/reply", "recovery", cfn],
  ["outage/mail/gone", "outage", undefined],
] as const)("readStep %s", (step, phase, service) => {
  expect(readStep(step, settings)).toEqual({ phase, service });
});

describe("a false alarm", () => {
  const ended: readonly StepReport[] = [
    mail({ fresh: false, at, list }),
    { step: "recovery/slack/rp", state: "done", fresh: true, at, mistaken: true },
    mail({ step: "recovery/mail/rp", at, list, mistaken: true }),
  ];

  it.each([
    ["fr", options, ["Slack, fausse alerte de Reconnect Pro", "E-mail de fausse alerte de Reconnect Pro"]],
    ["en", english, ["Slack, false alarm Reconnect Pro", "False alarm mail Reconnect Pro"]],
  ] as const)("has labels of its own, %s", (_language, how, labels) => {
    const lines = writeReceipt([report(...ended)], how).lines.map(plain);
    for (const label of labels) expect(lines.some((line) => line.includes(`✓ ${label}`))).toBe(true);
  });

  it("is marked in JSON, the beginning is not", () => {
    const { incidents } = jsonReceipt([report(...ended)], 0, options);
    expect(incidents[0]?.steps.map((step) => "mistaken" in step)).toEqual([false, true, true]);
  });
});

describe("a tool that is still away when another one is back", () => {
  const both = [mail({ fresh: false }), mail({ step: "outage/mail/cfn", fresh: false })];
  const end = mail({ step: "recovery/mail/rp" });
  it.each([
    ["is named", [...both, end], true],
    ["is none when both are back", [...both, end, mail({ step: "recovery/mail/cfn" })], false],
    ["is none before the first end, which is asked for", both, false],
  ])("%s", (_what, steps, isNamed) => {
    const text = plain(writeReceipt([report(...steps)], options).lines.join("\n"));
    expect(text.includes("Encore en panne : Coffre-fort numérique Reconnect.")).toBe(isNamed);
  });
});
