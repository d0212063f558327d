import { describe, expect, it } from "vitest";
import { campaignIdShape, listIdShape } from "../../src/core/campaign.ts";
import type { Incident } from "../../src/core/incident.ts";
import type { Entry } from "../../src/core/journal.ts";
import { wasAnnounced, writePostmortem } from "../../src/core/postmortem.ts";
import { causeId, cfn, outage, paris, rp, settings, templates } from "./reconnect.ts";

const list = { id: listIdShape.parse(47), name: "Utilisateurs RP Nov 26", contacts: 1234 };
const campaign = campaignIdShape.parse(101);
const entry = (at: string, step: string, event: Entry["event"], more: Partial<Entry> = {}): Entry => ({
  at: paris(`2026-11-23 ${at}`),
  step,
  event,
  actor: "lea-m",
  run: "4711/1",
  ...more,
});
const over: Incident = {
  ...outage,
  status: "resolved",
  cause: causeId("hosting"),
  resolvedAt: new Map([[rp.id, paris("2026-11-23 16:40")]]),
};
const journal: readonly Entry[] = [
  entry("14:12", "outage/slack", "posted", { permalink: "https://r.slack.com/p1" }),
  entry("14:12", "outage/mail/rp", "drafted", { campaign, list }),
  entry("14:13", "outage/mail/rp", "left", { campaign, list }),
  entry("14:13", "outage/mail/rp/reply", "posted"),
  entry("16:45", "recovery/slack/rp", "posted", { actor: "karim", run: "pc-12-3" }),
  entry("16:46", "recovery/mail/rp", "left", { campaign: campaignIdShape.parse(102), list, actor: "karim" }),
];
const runUrl = (run: string) =>
  run.startsWith("4711") ? "https://github.com/r/o/actions/runs/4711" : undefined;
const write = (incident = over, entries = journal, to = settings): string =>
  writePostmortem({ incident, journal: entries, runUrl }, to, templates()).replaceAll("\u00A0", " ");
const rows = (text: string): string[] => text.split("\n").filter((line) => line.startsWith("| "));

describe("the review of an incident that is over", () => {
  it("tells what happened in the order of time, how long after the start, by whom", () => {
    expect(rows(write()).slice(2, 9)).toEqual([
      "| 14 h 05 | La panne commence (heure indiquée par la personne) |  |  |",
      "| 14 h 11 | Elle est déclarée | 6 minutes |  |",
      "| 14 h 12 | [Message Slack de début](https://r.slack.com/p1) | 7 minutes | [lea-m](https://github.com/r/o/actions/runs/4711) |",
      "| 14 h 13 | E-mail de panne de Reconnect Pro : parti | 8 minutes | [lea-m](https://github.com/r/o/actions/runs/4711) |",
      "| 16 h 40 | Retour de Reconnect Pro | 2 heures et 35 minutes |  |",
      "| 16 h 45 | Message Slack de fin de Reconnect Pro | 2 heures et 40 minutes | karim |",
      "| 16 h 46 | E-mail de fin de Reconnect Pro : parti | 2 heures et 41 minutes | [karim](https://github.com/r/o/actions/runs/4711) |",
    ]);
  });

  it("tells news with its hour, and whom it went to", () => {
    const key = "update/20261123T1510";
    const news = [
      entry("15:11", `${key}/slack`, "posted", { message: "Oui." }),
      entry("15:12", `${key}/mail/rp`, "left", {
        campaign: campaignIdShape.parse(103),
        list,
        message: "Oui.",
      }),
      entry("15:12", `${key}/mail/rp/reply`, "posted"),
    ];
    const told = rows(write(over, [...journal.slice(0, 4), ...news, ...journal.slice(4)]));
    const by = "| [lea-m](https://github.com/r/o/actions/runs/4711) |";
    const at = "du 23&#47;&#8288;11 à 15 h 10";
    expect(told.filter((row) => row.includes("nouvelles"))).toEqual([
      `| 15 h 11 | Message Slack de nouvelles ${at} | 1 heure et 6 minutes ${by}`,
      `| 15 h 12 | E-mail de nouvelles de Reconnect Pro ${at} : parti | 1 heure et 7 minutes ${by}`,
      `| E-mail de nouvelles de Reconnect Pro ${at} | Utilisateurs RP Nov 26 | 1 234 | n° 103 |`,
    ]);
  });

  it("gives the times from the start to Slack, to the mail, to the return, and from the return to the end mail", () => {
    expect(
      write()
        .split("\n")
        .filter((line) => /^- D[ue]/u.test(line) && line.includes("**")),
    ).toEqual([
      "- Du début au premier message Slack : **7 minutes**",
      "- Du début à l’e-mail de Reconnect Pro : **8 minutes**",
      "- Du début au retour de Reconnect Pro : **2 heures et 35 minutes**",
      "- Du retour à l’e-mail de fin de Reconnect Pro : **6 minutes**",
    ]);
  });

  it("says to whom the mails went, and which campaigns they were", () => {
    expect(rows(write()).slice(-2)).toEqual([
      "| E-mail de panne de Reconnect Pro | Utilisateurs RP Nov 26 | 1 234 | n° 101 |",
      "| E-mail de fin de Reconnect Pro | Utilisateurs RP Nov 26 | 1 234 | n° 102 |",
    ]);
  });

  it("shows what became of the mails, once that was read", () => {
    expect(write()).not.toContain("Ce que les e-mails sont devenus");
    const read = { after_hours: 1, status: "sent", sent: 1234, delivered: 1220, bounced: 14 };
    const rest = { unsubscribed: 2, complaints: 0, blocked: 0, remaining: 0 };
    const text = write(over, [
      ...journal,
      entry("15:20", "outage/mail/rp", "figures", { figures: { ...read, ...rest } }),
      entry("17:50", "recovery/mail/rp", "figures", { figures: { after_hours: 1, status: "vanished" } }),
    ]);
    expect(text).toContain("## Ce que les e-mails sont devenus\n\n| E-mail | Relevé | Envoyés | Arrivés |");
    expect(rows(text).slice(-2)).toEqual([
      "| E-mail de panne de Reconnect Pro | 1 heure et 7 minutes après | 1 234 | 1 220 | 14 | 2 | 0 | 0 | 0 |",
      "| E-mail de fin de Reconnect Pro | 1 heure et 4 minutes après | la campagne a disparu de Brevo |  |  |  |  |  |  |",
    ]);
  });

  it("says the duration and the confirmed cause, and asks the questions that a person answers", () => {
    const text = write();
    expect(text).toContain("**Durée** : 2 heures et 35 minutes");
    expect(text).toContain("**Cause confirmée** : Panne chez notre hébergeur");
    expect(text.match(/^### .+ \?$/gmu)).toHaveLength(6);
    expect(text).toContain("fusionner n’envoie rien");
  });

  it("says « jamais » for what never left, and that it failed", () => {
    const failed = [
      entry("14:12", "outage/slack", "posted"),
      entry("14:13", "outage/mail/rp", "failed", { reason: "plus de crédits" }),
    ];
    const text = write(over, failed);
    expect(text).toContain("Du début à l’e-mail de Reconnect Pro : **jamais**");
    expect(text).toContain("| E-mail de panne de Reconnect Pro : pas parti |");
    expect(text).toContain("Aucun e-mail n’est parti.");
  });

  it("of a false alarm has no end and no duration", () => {
    const text = write({ ...over, status: "mistaken", resolvedAt: new Map() });
    expect(text).toContain("**Fin** : fausse alerte");
    expect(text).not.toContain("**Durée**");
    expect(text).toContain("| Début indiqué, par erreur |");
    expect(text).toContain("| Message Slack de fausse alerte de Reconnect Pro |");
    expect(text).toContain("| E-mail de fausse alerte de Reconnect Pro | Utilisateurs RP Nov 26 |");
    expect(text).toContain(
      "De l’e-mail de panne à l’e-mail de fausse alerte de Reconnect Pro : **2 heures et 33 minutes**",
    );
    expect(text).not.toMatch(/de fin|au retour/u);
    expect(text).toContain("### Qu’est-ce qui a fait croire à une panne ?");
  });

  it("of a false alarm beside an outage takes its end from the outage", () => {
    const both = {
      ...over,
      services: [rp.id, cfn.id],
      mistaken: new Set([cfn.id]),
      resolvedAt: new Map([
        [rp.id, paris("2026-11-23 16:40")],
        [cfn.id, paris("2026-11-23 17:30")],
      ]),
    };
    const text = write(both);
    expect(text).toContain("**Durée** : 2 heures et 35 minutes");
    expect(text).toContain("| 16 h 40 | Retour de Reconnect Pro |");
    expect(text).toContain("| 17 h 30 | Fausse alerte reconnue du Coffre-fort numérique Reconnect |");
    expect(text).toContain("La panne commence");
  });

  it("of two tools tells the return of each, with the date when it is another day", () => {
    const both = {
      ...over,
      services: [rp.id, cfn.id],
      resolvedAt: new Map([
        [rp.id, paris("2026-11-23 16:40")],
        [cfn.id, paris("2026-11-24 01:00")],
      ]),
    };
    const text = write(both);
    expect(text).toContain("| 16 h 40 | Retour de Reconnect Pro |");
    expect(text).toContain("| le mardi 24 novembre 2026 à 1 h | Retour du Coffre-fort numérique Reconnect |");
  });

  it("lets no text of people break the table or come alive", () => {
    const hostile = "x | <b>y</b> `z` @team #12 [a](https://e.vil)\nw";
    const text = write(over, [
      entry("14:12", "outage/slack", "posted", { actor: hostile, permalink: 'https://x.fr/")|' }),
      entry("14:13", "outage/mail/rp", "left", { list: { ...list, name: hostile } }),
    ]);
    expect(text).not.toMatch(/<b>|[^\\]`z|@team|(?<!&)#12|[^\\]\[a|https:\/\/x\.fr/u);
    const widths = new Set(rows(text).map((line) => line.split(/(?<!\\)\|/u).length));
    expect(widths).toEqual(new Set([6]));
  });

  it("speaks English where the organisation does", () => {
    expect(write(over, journal, { ...settings, language: "en" })).toContain(
      "From the start to the mail of Reconnect Pro",
    );
  });
});

describe("an incident has something to look back on", () => {
  it.each([
    ["a message", [entry("14:12", "outage/slack", "posted")], true],
    ["a mail", [entry("14:12", "outage/mail/rp", "left")], true],
    ["a mail sent by hand", [entry("14:12", "outage/mail/rp", "adopted")], true],
    ["a reply alone", [entry("14:12", "outage/slack/reply", "posted")], false],
    ["a draft", [entry("14:12", "outage/mail/rp", "drafted")], false],
    ["nothing", [], false],
  ])("with %s: %#", (_what, entries, wanted) => {
    expect(wasAnnounced(entries)).toBe(wanted);
  });
});
