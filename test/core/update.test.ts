import { describe, expect, it } from "vitest";
import { mergeIncidentTexts } from "../../src/core/incident-merge.ts";
import { parseIncident } from "../../src/core/incident.ts";
import type { Entry } from "../../src/core/journal.ts";
import { withUpdate } from "../../src/core/update-edit.ts";
import {
  isReadableKey,
  isReworded,
  readableKey,
  nearlySameWords,
  sameWords,
  undecidedUpdates,
  updateKey,
  updateMail,
  updateOfStep,
  updatesOf,
  type Update,
} from "../../src/core/update.ts";
import { outage, paris, rp, settings } from "./reconnect.ts";

const HEAD = "services: [rp]\nstatus: open\nstarted_at: 2026-11-23 14:05\n";
const context = { settings, causes: [], now: paris("2026-11-23 17:00") };
const parse = (text: string) => parseIncident({ path: "incidents/2026-11-23-rp.yml", text }, context);
function problemsOf(text: string): readonly string[] {
  const parsed = parse(text);
  return parsed.ok
    ? []
    : parsed.problems.map(({ line, col, message }) => `${line}:${col} ${message.replaceAll("\u00A0", " ")}`);
}
const keyAt = (wall: string) => updateKey(paris(`2026-11-23 ${wall}`), settings.timeZone);
const news = (wall: string, message = "Nous cherchons la panne.", mail = true): Update => ({
  key: keyAt(wall),
  at: paris(`2026-11-23 ${wall}`),
  message,
  mail,
});
const entry = (wall: string, event: Entry["event"], message?: string): Entry => ({
  at: paris("2026-11-23 16:00"),
  step: updateMail(keyAt(wall), rp.id),
  event,
  ...(message !== undefined && { message }),
});

describe("the key of news", () => {
  it("is its hour on the organisation's clocks, and is read by people in a campaign's name", () => {
    expect(keyAt("15:10")).toBe("20261123T1510");
    expect(readableKey(keyAt("15:10"))).toBe("23/11 15h10");
    expect(updateKey(paris("2026-11-23 23:30"), "UTC")).toBe("20261123T2230");
    expect(["23/11 15h10", "23/11 15h10 (2)", "2026-11-23-rp", "23/11"].map(isReadableKey)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it.each([
    ["update/20261123T1510/slack", "20261123T1510"],
    ["update/20261123T1510-2/mail/rp/reply", "20261123T1510-2"],
    ["outage/mail/rp", undefined],
    ["update/today/slack", undefined],
  ])("stands in the step %s", (step, key) => {
    expect(updateOfStep(step)).toBe(key);
  });

  it("does not depend on how a sentence is typed", () => {
    expect(sameWords("L’été  arrive.", "l'été arrive. ".normalize("NFD"))).toBe(true);
    expect(sameWords("L’été arrive.", "L’été arrive !")).toBe(false);
  });

  it.each([
    ["Nos équipes remplacet une pièce.", "Nos équipes remplacent une pièce.", true],
    ["Nous chercons.", "Nous cherchons.", true],
    ["Le serveur repart vers 17 heures.", "Le serveur repart vers 18 heures.", false],
    ["La panne est réparée.", "La panne n’est pas réparée.", false],
    ["Nous cherchons la panne.", "La pièce est changée.", false],
    ["", "", false],
  ])("is nearly that of %j in %j: %s", (one, other, nearly) => {
    expect([nearlySameWords(one, other), nearlySameWords(other, one)]).toEqual([nearly, nearly]);
  });
});

describe("news in an incident file", () => {
  const NOW = "2026-11-23 17:00";
  const item = (lines: string) => `${HEAD}updates:\n${lines}`;
  it.each([
    [
      "no list",
      `${HEAD}updates: oui\n`,
      [expect.stringMatching(/^4:10 Il faut une liste de nouvelles, comme : updates:/u)],
    ],
    ["no news in it", item("  - demain\n"), [expect.stringMatching(/^5:5 Il faut une liste de nouvelles/u)]],
    [
      "neither hour nor sentence",
      item("  - mail: true\n"),
      [
        `5:5 Il manque l’heure de cette nouvelle. Exemple : at: ${NOW}`,
        '5:5 Il manque la phrase de cette nouvelle. Exemple : message: "Nous changeons une pièce."',
      ],
    ],
    [
      "an unknown key",
      item('  - at: 2026-11-23 15:10\n    message: "Oui."\n    email: true\n'),
      ["7:5 La clé « email » n’existe pas : voulez-vous dire « mail » ?"],
    ],
    [
      "an hour before the start",
      item('  - at: 2026-11-23 14:00\n    message: "Oui."\n'),
      [
        "5:9 L’heure de cette nouvelle doit être après le début de la panne (2026-11-23 14:05). Vérifiez les deux heures.",
      ],
    ],
    [
      "an hour over ten minutes ahead",
      item('  - at: 2026-11-23 17:11\n    message: "Oui."\n'),
      [`5:9 L’heure de cette nouvelle est dans le futur (il est ${NOW}). Vérifiez la date et l’heure.`],
    ],
    [
      "two with one hour",
      item('  - at: 2026-11-23 15:10\n    message: "Oui."\n  - { at: 23/11/2026 15h10, message: "Non." }\n'),
      [
        "7:11 Deux nouvelles ont la même heure : changez celle-ci d’une minute, ou gardez une seule des deux.",
      ],
    ],
    [
      "a sentence that may not leave",
      item('  - at: 2026-11-23 15:10\n    message: "Voir www.exemple.fr."\n'),
      ["6:14 Ce texte ne peut pas contenir de lien ni d’adresse (« www.exemple.fr. »)."],
    ],
    [
      "a sentence cut by a comment",
      item("  - at: 2026-11-23 15:10\n    message: Panne du serveur #3 de Paris.\n"),
      [expect.stringMatching(/^6:\d+ /u)],
    ],
    [
      "a mail that is neither yes nor no",
      item('  - at: 2026-11-23 15:10\n    message: "Oui."\n    mail: oui\n'),
      ["7:11 Il faut true (oui) ou false (non) ici."],
    ],
  ])("is refused with %s", (_what, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  it("is taken up to ten minutes ahead of our clock, and at the very start", () => {
    const text = item(
      '  - at: 2026-11-23 14:05\n    message: "Oui."\n  - at: 2026-11-23 17:10\n    message: "Non."\n',
    );
    expect(problemsOf(text)).toEqual([]);
  });
});

describe("news is known again", () => {
  const keys = (updates: readonly Update[], journal: readonly Entry[]) =>
    updatesOf({ updates }, journal).map(({ key }) => key);
  const M = "Nous cherchons la panne.";
  const other = "La pièce est changée.";
  it.each<[string, readonly Update[], readonly Entry[], readonly string[]]>([
    ["by nothing, when it is new", [news("15:10")], [], ["20261123T1510"]],
    ["by hour and sentence", [news("15:10")], [entry("15:10", "left", M)], ["20261123T1510"]],
    [
      "by its sentence, when the hour was edited",
      [news("15:20")],
      [entry("15:10", "left", M)],
      ["20261123T1510"],
    ],
    [
      "by its hour, when the sentence was edited",
      [news("15:10", other)],
      [entry("15:10", "left", M)],
      ["20261123T1510"],
    ],
    [
      "as itself, when the same is said again later",
      [news("15:10"), news("16:10")],
      [entry("15:10", "left", M)],
      ["20261123T1510", "20261123T1610"],
    ],
    [
      "by its sentence, when other news took its hour, which gets a number",
      [news("15:10", other), news("15:20")],
      [entry("15:10", "left", M)],
      ["20261123T1510-2", "20261123T1510"],
    ],
    [
      "under that number later",
      [news("15:10", other), news("15:20")],
      [entry("15:10", "left", M), { ...entry("15:10", "left", other), step: "update/20261123T1510-2/slack" }],
      ["20261123T1510-2", "20261123T1510"],
    ],
    [
      "by its hour, when the journal kept no sentence",
      [news("15:10")],
      [entry("15:10", "left")],
      ["20261123T1510"],
    ],
    [
      "by nearly its sentence, when the hour and a letter were corrected",
      [news("15:05", M.replace("e", "ee"))],
      [entry("15:10", "left", M)],
      ["20261123T1510"],
    ],
    [
      "as new, when nearly the same is said after it was told",
      [news("16:20", M.replace("e", "ee"))],
      [entry("15:10", "left", M)],
      ["20261123T1620"],
    ],
    ["as new, when both were edited", [news("15:20", other)], [entry("15:10", "left", M)], ["20261123T1520"]],
  ])("%s", (_what, updates, journal, wanted) => {
    expect(keys(updates, journal)).toEqual(wanted);
  });

  it("keeps the hour of the file beside the key, for what stands in Brevo under it", () => {
    const [found] = updatesOf({ updates: [news("15:20")] }, [entry("15:10", "left", M)]);
    expect(found).toMatchObject({ key: "20261123T1510", writtenAs: "20261123T1520" });
  });

  it("is reworded once the journal knows no such sentence", () => {
    const journal = [entry("15:10", "left", M)];
    expect(
      [news("15:10"), news("15:10", other), news("16:10")].map((each) => isReworded(each, journal)),
    ).toEqual([false, true, false]);
  });

  it.each<[Entry["event"], number]>([
    ["drafted", 1],
    ["accepted", 1],
    ["unknown", 1],
    ["failed", 1],
    ["left", 0],
    ["skipped", 0],
  ])("is undecided after %s: %i", (event, count) => {
    expect(undecidedUpdates([entry("15:10", event, M)], rp.id)).toHaveLength(count);
  });
});

describe("withUpdate", () => {
  const given = { at: "2026-11-23 15:10", message: "Oui.", mail: false };
  const mailed = { ...given, mail: true };
  it.each<[string, string, Parameters<typeof withUpdate>[1], string]>([
    [
      "begins a list where it belongs",
      `# Panne\n${HEAD}resolution: "x." # y\n`,
      mailed,
      `# Panne\n${HEAD}updates:\n  - at: 2026-11-23 15:10\n    message: "Oui."\n    mail: true\nresolution: "x." # y\n`,
    ],
    [
      "goes on with a list, with its indent and comments",
      `${HEAD}updates: # ici\n- message: "A."   # Karim\n  at: 2026-11-23 14:30 # vu\n# après\nnotify: true\n`,
      given,
      `${HEAD}updates: # ici\n- message: "A."   # Karim\n  at: 2026-11-23 14:30 # vu\n- at: 2026-11-23 15:10\n  message: "Oui."\n# après\nnotify: true\n`,
    ],
    [
      "keeps Windows line ends and a last line without end",
      `${HEAD}updates:\n  - at: 2026-11-23 14:30\n    message: >\n      A\n      b.`.replaceAll("\n", "\r\n"),
      given,
      `${HEAD}updates:\n  - at: 2026-11-23 14:30\n    message: >\n      A\n      b.\n  - at: 2026-11-23 15:10\n    message: "Oui."`.replaceAll(
        "\n",
        "\r\n",
      ),
    ],
    [
      "writes into a list on one line",
      `${HEAD}updates: [{ at: 2026-11-23 14:30, message: "A." }] # ici\n`,
      mailed,
      `${HEAD}updates: [{ at: 2026-11-23 14:30, message: "A." }, { at: 2026-11-23 15:10, message: "Oui.", mail: true }] # ici\n`,
    ],
    [
      "fills an empty list",
      `${HEAD}updates: []\n`,
      given,
      `${HEAD}updates: [{ at: 2026-11-23 15:10, message: "Oui." }]\n`,
    ],
    [
      "writes into a file that is one flow map",
      "{ services: [rp], status: open, started_at: 2026-11-23 14:05 }\n",
      given,
      '{ services: [rp], status: open, started_at: 2026-11-23 14:05, updates: [{ at: 2026-11-23 15:10, message: "Oui." }] }\n',
    ],
    [
      "takes the next free minute",
      `${HEAD}updates:\n  - at: 23/11/2026 15h10\n    message: "A."\n  - at: 2026-11-23 15:11\n    message: "B."\n`,
      given,
      `${HEAD}updates:\n  - at: 23/11/2026 15h10\n    message: "A."\n  - at: 2026-11-23 15:11\n    message: "B."\n  - at: 2026-11-23 15:12\n    message: "Oui."\n`,
    ],
  ])("%s", (_what, text, update, wanted) => {
    const added = withUpdate(text, update);
    expect(added).toMatchObject({ text: wanted, isKnown: false });
    expect(problemsOf(added.text)).toEqual([]);
  });

  it.each<[string, string, Parameters<typeof withUpdate>[1], string]>([
    [
      "the same sentence within a day",
      `  - at: 2026-11-22 15:11\n    message: "oui."\n`,
      given,
      `  - at: 2026-11-22 15:11\n    message: "oui."\n`,
    ],
    [
      "also one that went by mail",
      `  - at: 2026-11-23 14:30\n    message: "Oui."\n    mail: true\n`,
      given,
      `  - at: 2026-11-23 14:30\n    message: "Oui."\n    mail: true\n`,
    ],
    [
      "but its mail may be asked for now",
      `  - at: 2026-11-23 14:30\n    message: "Oui." # x\n`,
      mailed,
      `  - at: 2026-11-23 14:30\n    message: "Oui." # x\n    mail: true\n`,
    ],
    [
      "even where it was refused",
      `  - at: 2026-11-23 14:30\n    mail: false\n    message: "Oui."\n`,
      mailed,
      `  - at: 2026-11-23 14:30\n    mail: true\n    message: "Oui."\n`,
    ],
  ])("knows again %s", (_what, before, update, after) => {
    expect(withUpdate(`${HEAD}updates:\n${before}`, update)).toMatchObject({
      text: `${HEAD}updates:\n${after}`,
      isKnown: true,
    });
  });

  it("adds the same sentence a day later", () => {
    const text = `${HEAD}updates:\n  - at: 2026-11-22 15:10\n    message: "Oui."\n`;
    expect(withUpdate(text, given)).toMatchObject({ isKnown: false, at: given.at });
  });
});

describe("news that two sides gave at once", () => {
  const one = `${HEAD}updates:\n  - at: 2026-11-23 15:10\n    message: "A." # de Karim\n`;
  const other = `${HEAD}updates:\n  - at: 2026-11-23 15:10\n    message: "B."\n    mail: true\n`;

  it("is kept from both, ours at the next minute: theirs may have been told", () => {
    expect(mergeIncidentTexts(HEAD, one, other)).toBe(
      `${other}  - at: 2026-11-23 15:11\n    message: "A."\n`,
    );
  });

  it("is kept once when it is the same, by mail when one side asked for that", () => {
    const same = other.replace("B.", "A.");
    expect(mergeIncidentTexts(HEAD, same, one)).toBe(`${one}    mail: true\n`);
    expect(mergeIncidentTexts(HEAD, one, same)).toBe(same);
    expect(mergeIncidentTexts(HEAD, one, one)).toBe(one);
  });

  it("stands beside an end that the other side declared", () => {
    const ended = `${HEAD.replace("open", "resolved # fini")}resolved_at: 2026-11-23 16:40\n`;
    for (const merged of [mergeIncidentTexts(HEAD, ended, one), mergeIncidentTexts(HEAD, one, ended)]) {
      expect(problemsOf(merged ?? "")).toEqual([]);
      expect(merged).toContain('message: "A."');
      expect(merged).toMatch(/^status: resolved/mu);
    }
  });
});

describe("an incident without news", () => {
  it("costs nothing", () => {
    expect(updatesOf(outage, [entry("15:10", "left")])).toEqual([]);
  });
});
