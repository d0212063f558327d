import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listIdShape } from "../../src/core/campaign.ts";
import { CHECKUP, formatCheckup, readCheckup, type CheckupRecord } from "../../src/core/checkup-file.ts";
import { paris } from "./reconnect.ts";

const id = (number: number) => listIdShape.parse(number);
const record: CheckupRecord = {
  at: paris("2026-11-23 07:17"),
  repository: "reconnect/outages",
  checks: [
    { id: "slack.token", state: "ok", finding: "Slack nous connaît." },
    { id: "brevo.list.rp", state: "warn", finding: "« Utilisateurs RP Sept 26 » : 2 mois." },
  ],
  snapshot: {
    at: paris("2026-11-16 07:17"),
    lists: [{ id: id(47), name: "Utilisateurs RP Nov 25", contacts: 1234 }],
  },
  requests: { slack: 5, brevo: 9, github: 7 },
  reminded: [id(47)],
  unsaid: ["brevo.list.rp"],
};
const read = (text: string) => readCheckup({ path: CHECKUP, text });

describe("incidents/checkup.yml", () => {
  it("is a few lines that people can read, with who writes them at its head", () => {
    expect(formatCheckup(record, "fr").replaceAll("\u00A0", " ")).toBe(`\
# Écrit par le robot, chaque semaine et à chaque vérification demandée. Ne changez rien ici : la prochaine l’efface.
# checks : ce qui a été regardé (ok, warn, bad, skipped). lists : les listes de Brevo ce jour-là, pour les aperçus.
# reminded : les listes à renouveler dont Slack a été prévenu. unsaid : ce qui reste à dire sur Slack.
at: 2026-11-23T06:17:00.000Z
repository: reconnect/outages
requests: {slack: 5, brevo: 9, github: 7}
checks:
  - {id: slack.token, state: ok, finding: Slack nous connaît.}
  - {id: brevo.list.rp, state: warn, finding: "« Utilisateurs RP Sept 26 » : 2 mois."}
lists_at: 2026-11-16T06:17:00.000Z
lists:
  - {id: 47, name: Utilisateurs RP Nov 25, contacts: 1234}
reminded:
  - 47
unsaid:
  - brevo.list.rp
`);
  });

  const text = fc.string({ unit: "binary", maxLength: 60 }).map((any) => any.toWellFormed());
  const finding = fc.oneof(
    text,
    fc.constantFrom(
      "a: b # c",
      "- x",
      "{x",
      "&a *a",
      "!!js",
      "~",
      "null",
      "12",
      "a\r\nb",
      "é\u2028\u0085",
      "'\"",
    ),
  );
  const count = fc.nat(1_000_000);
  const instant = fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true });
  const lists = fc.uniqueArray(fc.record({ id: fc.nat(999).map(id), name: finding, contacts: count }), {
    selector: (list) => list.id,
    maxLength: 12,
  });
  const records: fc.Arbitrary<CheckupRecord> = fc
    .record({
      at: instant,
      checks: fc.array(
        fc.record({
          id: finding,
          state: fc.constantFrom("ok" as const, "warn" as const, "bad" as const, "skipped" as const),
          finding,
        }),
      ),
      requests: fc.record({ slack: count, brevo: count, github: count }),
      reminded: fc.array(fc.nat(999).map(id)),
      unsaid: fc.array(finding),
      more: fc.record(
        { repository: finding, snapshot: fc.record({ at: instant, lists }) },
        { requiredKeys: [] },
      ),
    })
    .map(({ more, ...rest }) => ({ ...rest, ...more }));

  it("comes back as it was written, whatever lists and findings are called", () => {
    fc.assert(
      fc.property(records, (any) => {
        const { snapshot, ...rest } = any;
        const back = read(formatCheckup(any, "en"));
        const byId = snapshot?.lists.toSorted((a, b) => b.id - a.id);
        expect(back).toEqual({ ...rest, ...(snapshot && { snapshot: { ...snapshot, lists: byId } }) });
      }),
    );
  });

  it("is the same letters whenever it is written", () => {
    fc.assert(
      fc.property(records, (any) => {
        const once = formatCheckup(any, "fr");
        const back = read(once);
        expect(back && formatCheckup(back, "fr")).toBe(once);
      }),
    );
  });

  it("keeps the newest lists where there are too many, and cuts a finding that is a novel", () => {
    const many = Array.from({ length: 900 }, (_, at) => ({ id: id(at + 1), name: `L${at}`, contacts: 1 }));
    const long = { id: "a", state: "bad" as const, finding: "x".repeat(5_000) };
    const back = read(
      formatCheckup({ ...record, checks: [long], snapshot: { at: record.at, lists: many } }, "fr"),
    );
    expect(back?.snapshot?.lists).toHaveLength(500);
    expect(back?.snapshot?.lists[0]?.id).toBe(900);
    expect(back?.checks[0]?.finding).toHaveLength(401);
  });

  const good = formatCheckup(record, "fr");
  it.each([
    ["nothing at all", ""],
    ["cut off in the middle", good.slice(0, 700)],
    ["another file", "services: [rp]\nstatus: open\n"],
    ["a state that does not exist", good.replace("state: ok", "state: fine")],
    ["a number that is none", good.replace("contacts: 1234", "contacts: many")],
    ["less than nobody", good.replace("contacts: 1234", "contacts: -1")],
    ["an instant that is none", good.replace("2026-11-23T06", "2026-13-41T06")],
    ["aliases", `a: &a [x]\nb: [*a, *a]\n${good}`],
    ["two documents", `${good}---\n${good}`],
    ["a tag", good.replace("at: 2", "at: !!binary 2")],
    ["depths without end", `checks: ${"[".repeat(60_000)}`],
    ["keys without end", "a:\n".repeat(60_000)],
    ["letters without end", `${good}#${"x".repeat(300_000)}`],
    ["conflict marks", `<<<<<<< HEAD\n${good}=======\n${good}>>>>>>> other\n`],
    ["zeros", "\0".repeat(100)],
  ])("that holds %s is as good as absent", (_what, damaged) => {
    const began = performance.now();
    expect(read(damaged)).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it("never throws, whatever it holds", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(good.length), (any, at) => {
        const texts = [any, good.slice(0, at) + any + good.slice(at)];
        expect(() => texts.map(read)).not.toThrow();
      }),
    );
  });

  it("that is missing is absent", () => {
    expect(readCheckup(undefined)).toBeUndefined();
  });
});
