import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  type Audience,
  chooseAudience,
  type ContactList,
  normaliseListName,
  readListName,
} from "../../src/core/audience.ts";
import type { ListId, Service, ServiceId, Settings } from "../../src/core/settings.ts";
import { audienceWords } from "../../src/core/words/audience.ts";

const listId = z.custom<ListId>((id) => typeof id === "number");
const serviceId = z.custom<ServiceId>((id) => typeof id === "string");

const RP: Service = {
  id: serviceId.parse("rp"),
  name: "Reconnect Pro",
  users: "professionnels",
  grammar: {
    le: "Reconnect Pro",
    leCapital: "Reconnect Pro",
    de: "de Reconnect Pro",
    a: "à Reconnect Pro",
    sur: "sur Reconnect Pro",
  },
  listWords: ["rp", "reconnect pro"],
  campaign: { outage: "", update: "", recovery: "" },
  subject: { outage: "", update: "", recovery: "", mistaken: "" },
};
const CFN: Service = {
  ...RP,
  id: serviceId.parse("cfn"),
  name: "Coffre-fort numérique Reconnect",
  grammar: { ...RP.grammar, de: "du Coffre-fort numérique Reconnect" },
  listWords: [
    "cfn",
    "coffre fort",
    "coffre fort numerique",
    "coffre fort reconnect",
    "coffre fort numerique reconnect",
  ],
};
const SETTINGS: Settings = {
  organisation: "Reconnect",
  language: "fr",
  timeZone: "Europe/Paris",
  slack: { channelName: "général", mention: true, mentionOnRecovery: false },
  brevo: {},
  services: [RP, CFN],
  limits: {
    campaignsPerDay: 20,
    maxAgeHours: 24,
    staleList: "warn",
    staleAfterMonths: 2,
    remindAfterHours: [4, 24],
    figuresAfterHours: [1, 24],
    patience: 1,
  },
};
const BLOCKING: Settings = { ...SETTINGS, limits: { ...SETTINGS.limits, staleList: "block" } };
const NOW = new Date("2026-01-15T09:00:00Z");

const list = (id: number, name: string, contacts = 1234): ContactList => ({
  id: listId.parse(id),
  name,
  contacts,
});
const ids = (lists: readonly ContactList[]): number[] => lists.map(({ id }) => id);
const read = (name: string, service = RP): string => {
  const result = readListName(name, service, NOW, "Europe/Paris");
  switch (result.kind) {
    case "month":
      return `${result.year}-${String(result.month).padStart(2, "0")}`;
    case "refused":
      return result.why;
    case "other":
      return "other";
    default:
      return result satisfies never;
  }
};
const choose = (lists: readonly ContactList[], settings = SETTINGS, now = NOW): Audience =>
  chooseAudience(lists, RP, settings, now);
function chosen(audience: Audience): Extract<Audience, { kind: "chosen" }> {
  if (audience.kind !== "chosen") throw new Error(`expected a chosen list, got ${JSON.stringify(audience)}`);
  return audience;
}
/** The reason of a refusal, no-break spaces shown as spaces. */
function reason(audience: Audience): string {
  if (audience.kind !== "refused") throw new Error(`expected a refusal, got ${JSON.stringify(audience)}`);
  return audience.reason.replaceAll("\u00A0", " ");
}
const force = (id: number, lists = PROCEDURE, settings = SETTINGS): Audience =>
  chooseAudience(lists, RP, settings, NOW, listId.parse(id));
const plain = (texts: readonly string[]): string[] => texts.map((text) => text.replaceAll("\u00A0", " "));

const PROCEDURE = [
  list(35, "Utilisateurs RP Dec 24", 900),
  list(36, "Tous utilisateurs RP Janv 25", 950),
  list(39, "Utilisateurs RP Février 25", 980),
  list(40, "Tous les utilisateurs RP Mars 25", 1000),
  list(47, "Utilisateurs RP Nov 25", 1234),
];

describe("normaliseListName", () => {
  test.each([
    ["Utilisateurs RP Nov 25 #47", "utilisateurs rp nov 25"],
    ["  UTILISATEURS\u00A0RP — DÉC. 25  ", "utilisateurs rp dec 25"],
    ["Utilisateurs RP De\u0301c 25", "utilisateurs rp dec 25"],
    [
      "Utilisateurs Coffre-fort numérique (Reconnect) Nov 25",
      "utilisateurs coffre fort numerique reconnect nov 25",
    ],
  ])("of %j", (name, normalised) => {
    expect(normaliseListName(name)).toBe(normalised);
  });
});

describe("readListName, on 15 January 2026", () => {
  test.each([
    ["Utilisateurs RP Dec 24", "2024-12"],
    ["Tous utilisateurs RP Janv 25", "2025-01"],
    ["Utilisateurs RP Février 25", "2025-02"],
    ["Tous les utilisateurs RP Mars 25", "2025-03"],
    ["Utilisateurs RP Nov 25", "2025-11"],
    ["Utilisateurs RP Nov 25 #47", "2025-11"],
    ["Utilisateurs RP - Nov 25", "2025-11"],
    ["Utilisateurs RP Nov25", "2025-11"],
    ["Utilisateurs Reconnect Pro Nov 25", "2025-11"],
    ["UTILISATEURS RP DÉC. 25", "2025-12"],
    ["Utilisateurs RP Janv 26", "2026-01"],
    ["Utilisateurs RP Février 2026", "2026-02"],
    ["Utilisateurs RP Fév 25", "2025-02"],
    ["Utilisateurs RP Juil 25", "2025-07"],
    ["Utilisateurs RP Juin 25", "2025-06"],
    ["Utilisateurs RP Août 25", "2025-08"],
    ["Utilisateurs RP mai 25", "2025-05"],
    ["Utilisateurs RP Jui 25", "month"],
    ["Utilisateurs RP Ma 25", "month"],
    ["Utilisateurs RP Novembres 25", "month"],
    ["Utilisateurs RP 11/25", "shape"],
    ["Utilisateurs RP Nov", "shape"],
    ["Utilisateurs RP", "shape"],
    ["Utilisateurs RP Nov 25 v2", "shape"],
    ["Utilisateurs RP et CFN Nov 25", "shape"],
    ["Utilisateurs RP Mars 26", "future"],
    ["Utilisateurs RP Nov 15", "year"],
    ["Utilisateurs RP Nov 025", "year"],
    ["Utilisateurs RP Nov 2028", "year"],
    ["Test Utilisateurs RP Nov 25", "other"],
    ["Newsletter acc-num Nov 25", "other"],
    ["Newsletter RP Nov 25", "other"],
    ["Utilisateur CFN Nov 25", "other"],
    ["Utilisateurs RPX Nov 25", "other"],
  ])("%j is %s", (name, result) => {
    expect(read(name)).toBe(result);
  });

  test.each([
    ["Utilisateur CFN Nov 25", "2025-11"],
    ["Utilisateurs CFN Déc 2025", "2025-12"],
    ["Utilisateurs Coffre-fort Nov 25", "2025-11"],
    ["Utilisateurs Coffre-fort numérique Nov 25", "2025-11"],
    ["Tous les utilisateurs Coffre-fort numérique Reconnect Nov 25", "2025-11"],
    ["Utilisateurs RP Nov 25", "other"],
  ])("%j is %s for the Coffre-fort", (name, result) => {
    expect(read(name, CFN)).toBe(result);
  });

  test("counts months in the organisation's zone", () => {
    const justBefore = new Date("2025-12-31T22:59:00Z");
    const justAfter = new Date("2025-12-31T23:00:00Z");
    expect(readListName("Utilisateurs RP Fév 26", RP, justBefore, "Europe/Paris").kind).toBe("refused");
    expect(readListName("Utilisateurs RP Fév 26", RP, justAfter, "Europe/Paris").kind).toBe("month");
  });
});

describe("chooseAudience", () => {
  test("takes the newest of the procedure's five lists, whatever their order", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(PROCEDURE, { minLength: PROCEDURE.length }), (lists) => {
        expect(choose(lists)).toEqual({
          kind: "chosen",
          list: PROCEDURE[4],
          month: "2025-11",
          ageMonths: 2,
          stale: false,
          runnersUp: [PROCEDURE[3], PROCEDURE[2], PROCEDURE[1], PROCEDURE[0]],
          ties: [],
          doubts: [],
          warnings: [],
        });
      }),
    );
  });

  test("goes by month, not by id", () => {
    const audience = chosen(choose([list(60, "Utilisateurs RP Oct 25"), list(47, "Utilisateurs RP Nov 25")]));
    expect(audience.list.id).toBe(47);
  });

  test("goes by year before month", () => {
    const audience = chosen(choose([list(1, "Utilisateurs RP Janv 26"), list(2, "Utilisateurs RP Déc 25")]));
    expect(audience).toMatchObject({ month: "2026-01", ageMonths: 0, list: { id: 1 } });
  });

  test("takes next month's list as fresh, and December's as December's", () => {
    expect(chosen(choose([list(1, "Utilisateurs RP Fév 26")]))).toMatchObject({
      month: "2026-02",
      ageMonths: 0,
    });
    expect(chosen(choose([list(1, "Utilisateurs RP Déc 25")]))).toMatchObject({
      month: "2025-12",
      ageMonths: 1,
    });
  });

  test("warns loudly of a list of three months, and says it to the service's own users only", () => {
    const audience = chosen(
      choose([list(40, "Utilisateurs RP Oct 25"), list(70, "Utilisateurs CFN Janv 26")]),
    );
    expect(audience).toMatchObject({ stale: true, ageMonths: 3 });
    expect(plain(audience.warnings)).toEqual([
      "LISTE TROP ANCIENNE : « Utilisateurs RP Oct 25 » (n° 40) date d’octobre 2025, il y a 3 mois (le maximum est 2). Les personnes inscrites depuis ne reçoivent pas l’e-mail. Créez la liste du mois dans Brevo pour la prochaine fois.",
    ]);
  });

  test("refuses an old list when the settings block it", () => {
    expect(reason(choose([list(40, "Utilisateurs RP Mars 25")], BLOCKING))).toBe(
      "La liste la plus récente, « Utilisateurs RP Mars 25 » (n° 40), date de mars 2025 : 10 mois, le maximum est 2. Créez la liste du mois dans Brevo, puis relancez ; ou écrivez « lists: { rp: 40 } » dans le fichier de l’incident pour la prendre quand même.",
    );
    expect(choose(PROCEDURE, BLOCKING).kind).toBe("chosen");
  });

  test("takes the highest id of two lists of the same month, and says it", () => {
    const audience = chosen(choose([...PROCEDURE, list(48, "Utilisateurs Reconnect Pro Novembre 2025")]));
    expect(audience.list.id).toBe(48);
    expect(ids(audience.ties)).toEqual([47]);
    expect(plain(audience.warnings)).toEqual([
      "Plusieurs listes portent le même mois : « Utilisateurs Reconnect Pro Novembre 2025 » (n° 48) a été prise, et non « Utilisateurs RP Nov 25 » (n° 47). Dans Brevo, gardez une seule liste par mois.",
    ]);
  });

  test("doubts refused names with a higher id or a month as new, and no others", () => {
    const audience = chosen(
      choose([
        ...PROCEDURE,
        list(50, "Utilisateurs RP Nov 25 v2"),
        list(51, "Test Utilisateurs RP Nov 25"),
        list(52, "Newsletter acc-num Nov 25"),
        list(12, "Utilisateurs RP Mars 26"),
        list(13, "Utilisateurs RP Déc 25 (copie)"),
        list(14, "Utilisateurs RP Jui 25"),
        list(15, "Utilisateurs RP Mars 25 bis"),
        list(53, "Utilisateurs RP 11/25"),
      ]),
    );
    expect(audience.list.id).toBe(47);
    expect(ids(audience.doubts)).toEqual([53, 50, 13, 12]);
    expect(plain(audience.warnings)).toEqual([
      "Listes laissées de côté, car leur nom est inattendu : « Utilisateurs RP 11/25 » (n° 53), « Utilisateurs RP Nov 25 v2 » (n° 50), « Utilisateurs RP Déc 25 (copie) » (n° 13) et 1 autre. Si l’une d’elles est la bonne, renommez-la dans Brevo sur le modèle de « Utilisateurs RP Nov 25 ».",
    ]);
  });

  test("warns of a list under half of the previous one, not of exactly half", () => {
    const half = [list(46, "Utilisateurs RP Oct 25", 2468), list(47, "Utilisateurs RP Nov 25", 1234)];
    expect(chosen(choose(half)).warnings).toEqual([]);
    const less = [list(46, "Utilisateurs RP Oct 25", 2469), list(47, "Utilisateurs RP Nov 25", 1234)];
    expect(plain(chosen(choose(less)).warnings)).toEqual([
      "La liste « Utilisateurs RP Nov 25 » (n° 47) a 1 234 contacts, moins de la moitié de « Utilisateurs RP Oct 25 » (n° 46), qui en a 2 469. Vérifiez dans Brevo qu’elle est complète.",
    ]);
  });

  test("refuses an empty newest list and names the one that holds people", () => {
    expect(reason(choose([...PROCEDURE, list(48, "Utilisateurs RP Déc 25", 0)]))).toBe(
      "La liste la plus récente, « Utilisateurs RP Déc 25 » (n° 48), est vide. Remplissez-la dans Brevo, puis relancez ; ou écrivez « lists: { rp: 47 } » dans le fichier de l’incident pour prendre « Utilisateurs RP Nov 25 » (n° 47), 1 234 contacts.",
    );
    expect(reason(choose([list(48, "Utilisateurs RP Déc 25", 0)]))).toContain("« lists: { rp: numéro } »");
  });

  test("refuses when no list of the service has a month, with a name to give", () => {
    expect(reason(chooseAudience(PROCEDURE, CFN, SETTINGS, NOW))).toBe(
      "Aucune liste Brevo ne porte un nom d’utilisateurs du Coffre-fort numérique Reconnect avec son mois. Dans Brevo, renommez la bonne liste « Utilisateurs CFN janvier 2026 », puis relancez.",
    );
    expect(read("Utilisateurs CFN janvier 2026", CFN)).toBe("2026-01");
    const seen = choose([list(50, "Utilisateurs RP 01/26")]);
    expect(reason(seen)).toContain("Il a vu « Utilisateurs RP 01/26 » (n° 50).");
    expect(seen).toMatchObject({ doubts: [{ id: 50 }] });
  });

  test("speaks English", () => {
    const english: Settings = { ...SETTINGS, language: "en" };
    expect(reason(choose([], english))).toBe(
      "No Brevo list is named after the users of Reconnect Pro with a month. In Brevo, rename the right list “Utilisateurs RP janvier 2026”, then run again.",
    );
    expect(chosen(choose([list(40, "Utilisateurs RP Mars 25")], english)).warnings[0]).toContain(
      "is of March 2025, 10 months ago",
    );
    expect(Object.keys(audienceWords.en)).toEqual(Object.keys(audienceWords.fr));
  });

  test("keeps the newest readable month, never an empty list, whatever the lists", () => {
    const names = fc.constantFrom(
      ...PROCEDURE.map(({ name }) => name),
      "Utilisateurs RP Janv 26",
      "Utilisateurs RP Mars 26",
      "Utilisateurs RP Nov 25 v2",
      "Utilisateur CFN Nov 25",
      "",
    );
    const lists = fc.uniqueArray(fc.record({ id: fc.nat(99), name: names, contacts: fc.nat(3) }), {
      selector: ({ id }) => id,
    });
    fc.assert(
      fc.property(lists, (raw) => {
        const all = raw.map(({ id, name, contacts }) => list(id, name, contacts));
        const months = all.map(({ name }) => read(name)).filter((month) => /^\d/u.test(month));
        const audience = choose(all);
        const newest = months.toSorted().at(-1);
        expect(["chosen", "refused"]).toContain(audience.kind);
        expect(audience.kind === "chosen" ? audience.month : newest).toBe(newest);
        expect(audience.kind === "refused" || audience.list.contacts > 0).toBe(true);
        expect(audience.kind === "refused" || months.length > 0).toBe(true);
      }),
    );
  });
});

describe("chooseAudience with a forced list", () => {
  test("takes it, and says which one is the newest", () => {
    const audience = force(40, PROCEDURE, BLOCKING);
    expect(audience).toMatchObject({ kind: "forced", list: { id: 40 } });
    expect(audience.kind === "forced" && plain(audience.warnings)).toEqual([
      "La liste « Tous les utilisateurs RP Mars 25 » (n° 40) est imposée par le fichier de l’incident. La plus récente est « Utilisateurs RP Nov 25 » (n° 47), 1 234 contacts.",
    ]);
    expect(force(47)).toEqual({ kind: "forced", list: PROCEDURE[4], warnings: [] });
  });

  test("takes a name that isn't of the monthly kind when it carries the service's words", () => {
    expect(force(50, [list(50, "Pros Reconnect-Pro, tri du 3 mars")])).toMatchObject({ kind: "forced" });
  });

  test("refuses a list that does not exist, is empty, or is another one's", () => {
    expect(reason(force(99))).toBe(
      "La liste n° 99 n’existe pas dans Brevo. Corrigez le numéro dans « lists: { rp: 99 } », ou retirez cette ligne pour prendre la liste la plus récente.",
    );
    expect(reason(force(50, [list(50, "Utilisateurs RP Nov 25", 0)]))).toContain("est vide");
    expect(reason(force(50, [list(50, "Utilisateurs CFN Nov 25")]))).toContain(
      "Rien ne dit que la liste imposée, « Utilisateurs CFN Nov 25 » (n° 50), contient les utilisateurs de Reconnect Pro",
    );
    expect(reason(force(50, [list(50, "Sharp Nov 25")]))).toContain("Rien ne dit");
  });
});
