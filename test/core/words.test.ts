import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { campaignIdShape } from "../../src/core/campaign.ts";
import type { Fault } from "../../src/core/fault.ts";
import type { Shortfall } from "../../src/core/figures.ts";
import type { MailHindrance } from "../../src/core/plan-mail.ts";
import type { ChatHindrance } from "../../src/core/plan-chat.ts";
import type { Contradiction } from "../../src/core/plan.ts";
import type { Hindrance } from "../../src/core/report.ts";
import { faultWords, type Told } from "../../src/core/words/fault.ts";
import { hindranceWords } from "../../src/core/words/hindrance.ts";
import { cfn, outage, paris, rp } from "./reconnect.ts";

const FOLDER = new URL("../../src/core/words/", import.meta.url);
const files = readdirSync(FOLDER).filter((name) => name.endsWith(".ts"));
interface Pair {
  readonly name: string;
  readonly fr: unknown;
  readonly en: unknown;
}
/** Words that are the same in both languages on purpose: things to copy into a file, and « code ». */
const SAME = new Set([
  ...[0, 1, 2, 3, 4].map((index) => `drill.ts drillWords.realForms.${index}`),
  "drill.ts drillWords.form",
  "incident.ts incidentWords.examples.services",
  "incident.ts incidentWords.examples.status",
  "templates.ts templateWords.kinds.codespan",
]);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

async function pairs(): Promise<readonly Pair[]> {
  const found = await Promise.all(
    files.map(async (file) => {
      const module: unknown = await import(new URL(file, FOLDER).href);
      const exported = isRecord(module) ? Object.entries(module) : [];
      return exported.flatMap(([name, value]) =>
        isRecord(value) ? [{ name: `${file} ${name}`, fr: value["fr"], en: value["en"] }] : [],
      );
    }),
  );
  return found.flat();
}

/** Every difference of form between two dictionaries, as a sentence. */
function differences({ name, fr, en }: Pair): string[] {
  if (typeof fr !== typeof en || Array.isArray(fr) !== Array.isArray(en))
    return [`${name}: ${typeof fr}, ${typeof en}`];
  if (typeof fr === "function" && typeof en === "function")
    return fr.length === en.length ? [] : [`${name}: takes ${fr.length}, ${en.length}`];
  if (typeof fr === "string") {
    if (fr.trim() === "" || String(en).trim() === "") return [`${name}: empty`];
    return fr === en && !SAME.has(name) ? [`${name}: the same in both languages`] : [];
  }
  if (!isRecord(fr) || !isRecord(en)) return [`${name}: neither words nor a function`];
  const keys = [...new Set([...Object.keys(fr), ...Object.keys(en)])];
  return keys.flatMap((key) =>
    key in fr && key in en
      ? differences({ name: `${name}.${key}`, fr: fr[key], en: en[key] })
      : [`${name}.${key}: only in ${key in fr ? "fr" : "en"}`],
  );
}

describe("every file of words", () => {
  it("is found, with both languages", async () => {
    const all = await pairs();
    expect(files.filter((file) => !all.some(({ name }) => name.startsWith(`${file} `)))).toEqual([]);
  });

  it("has the same keys, the same arguments and no empty text in French and in English", async () => {
    expect((await pairs()).flatMap(differences)).toEqual([]);
  });
});

const CODES = [
  "invalid_auth",
  "not_authed",
  "token_revoked",
  "token_expired",
  "account_inactive",
  "missing_scope",
  "not_in_channel",
  "channel_not_found",
  "is_archived",
  "restricted_action",
  "unauthorized",
  "ip_blocked",
  "not_enough_credits",
  "permission_denied",
  "ratelimited",
  "unreachable",
  "timeout",
  "cut",
  "unparsable",
  "http_500",
  "http_502",
  "http_408",
  "invalid_parameter",
  "a_word_of_tomorrow",
];
const faults: readonly Fault[] = CODES.flatMap((code) => [
  { tool: "slack", code },
  { tool: "brevo", code, detail: "Something", retryAfter: 61 },
]);
const campaign = campaignIdShape.parse(101);
const [fault = { tool: "brevo", code: "timeout" }] = faults;
const mails: Readonly<Record<MailHindrance["kind"], MailHindrance>> = {
  fault: { kind: "fault", doing: "send", fault },
  unknown: { kind: "unknown", doing: "send", fault, campaign },
  "accepted-only": { kind: "accepted-only", campaign },
  vanished: { kind: "vanished", campaign },
  odd: { kind: "odd", campaign, status: "suspended" },
  renamed: { kind: "renamed", campaign, name: "Copie" },
  "other-incident": { kind: "other-incident", incident: "2026-11-22-rp", known: true },
  outrun: { kind: "outrun", incident: "2026-11-22-rp", campaign },
  "daily-limit": { kind: "daily-limit", limit: 20 },
  "too-old": { kind: "too-old", hours: 24 },
  differs: { kind: "differs", campaign },
  "hand-list": { kind: "hand-list", campaign, name: "Indisponibilité Reconnect Pro" },
  undrafted: { kind: "undrafted", reason: "Aucune liste." },
  "hourly-limit": { kind: "hourly-limit", limit: 3 },
  "other-news": { kind: "other-news", campaign },
};
const chats: Readonly<Record<ChatHindrance["kind"], ChatHindrance>> = {
  fault: { kind: "fault", fault },
  unknown: { kind: "unknown", fault },
  doubt: { kind: "doubt", since: paris("2026-11-23 14:00") },
  "too-old": { kind: "too-old", hours: 24 },
};
const contradictions: Readonly<Record<Contradiction["kind"], Contradiction>> = {
  "service-removed": { kind: "service-removed", service: rp.id },
  silenced: { kind: "silenced", service: rp.id },
  reopened: { kind: "reopened", service: rp.id },
  deleted: { kind: "deleted", service: rp.id },
};
const shortfalls: Readonly<Record<Shortfall["kind"], Shortfall>> = {
  suspended: { kind: "suspended", campaign, sent: 300, remaining: 934 },
  stopped: { kind: "stopped", campaign, status: "cancelled" },
  stuck: { kind: "stuck", campaign, status: "in_process" },
  vanished: { kind: "vanished", campaign },
  few: { kind: "few", campaign, delivered: 3, contacts: 1234 },
};
const hindrances: readonly Hindrance[] = [
  ...Object.values(mails).map((why): Hindrance => ({ on: "mail", why })),
  { on: "mail", why: { kind: "unknown", doing: "create", fault } },
  { on: "mail", why: { kind: "other-incident", incident: "2026-11-22-rp", known: false } },
  ...["in_review", "cancelled"].map((status): Hindrance => ({
    on: "mail",
    why: { kind: "odd", campaign, status },
  })),
  ...Object.values(chats).map((why): Hindrance => ({ on: "chat", why })),
  ...Object.values(contradictions).map((why): Hindrance => ({ on: "file", why })),
  ...Object.values(shortfalls).map((why): Hindrance => ({ on: "delivery", why })),
  { on: "outage-undecided" },
  { on: "outage-untold" },
  { on: "outage-unsent" },
  { on: "interrupted" },
  { on: "bug", message: "Cannot read" },
];

/** A reason is a whole sentence; a gesture is one without its final stop. */
function flaws({ reason, gesture }: Told): string[] {
  const both = `${reason} → ${gesture}`;
  return [
    ...(/^\p{Lu}.*[.?!]$/su.test(reason) ? [] : [`no sentence: ${both}`]),
    ...(/^[\p{Lu}«“].*[^.?! ]$/su.test(gesture) ? [] : [`no gesture: ${both}`]),
    ...(/undefined|null|NaN|\[object|\{| {2}/u.test(both) ? [`a hole: ${both}`] : []),
  ];
}

describe("hindrances and faults", () => {
  it("are whole sentences in both languages, and never the same", () => {
    const abouts = [rp, cfn].flatMap((service) =>
      (["outage", "recovery", "update"] as const).map((phase) => ({ service, phase, incident: outage.id })),
    );
    for (const about of abouts) {
      const told = hindrances.map(
        (each) => [hindranceWords.fr(each, about), hindranceWords.en(each, about)] as const,
      );
      expect(told.flat().flatMap(flaws)).toEqual([]);
      expect(told.filter(([fr, en]) => fr.gesture === en.gesture).map(([fr]) => fr.gesture)).toEqual([]);
    }
  });

  it("say what each failure of a tool means", () => {
    const told = faults.map((each) => [faultWords.fr(each), faultWords.en(each)] as const);
    expect(told.flat().flatMap(flaws)).toEqual([]);
    expect(told.filter(([fr, en]) => fr.reason === en.reason).map(([fr]) => fr.reason)).toEqual([]);
  });

  it("name the tool that failed, and how long to wait", () => {
    expect(faultWords.fr({ tool: "brevo", code: "ratelimited", retryAfter: 61 }).gesture).toContain("2 min");
    expect(faultWords.fr({ tool: "brevo", code: "ratelimited" }).gesture).toContain("une heure");
    expect(faultWords.fr({ tool: "git", code: "timeout" }).reason).toContain("GitHub");
    expect(faultWords.en({ tool: "slack", code: "http_503" }).reason).toContain("error 503");
  });

  it.each([
    ["outage", `npx runbook settle --late ${outage.id}`],
    ["recovery", `npx runbook resolve ${outage.id}`],
  ] as const)("give a way out for an old %s that names the incident", (phase, command) => {
    const told = (["fr", "en"] as const).flatMap((language) =>
      [{ on: "mail", why: mails["too-old"] } as const, { on: "chat", why: chats["too-old"] } as const].map(
        (each) => hindranceWords[language](each, { incident: outage.id, phase }).gesture,
      ),
    );
    expect(told.filter((gesture) => !gesture.includes(command))).toEqual([]);
  });
});
