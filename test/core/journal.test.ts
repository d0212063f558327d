import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { campaignIdShape, listIdShape } from "../../src/core/campaign.ts";
import {
  closedHash,
  formatEntry,
  last,
  leftEntry,
  mailStep,
  outageChat,
  parseJournal,
  recoveryChat,
  replyTo,
  wholeIncident,
  type Entry,
} from "../../src/core/journal.ts";
import { cfn, rp } from "./reconnect.ts";

const path = "incidents/2026-11-23-rp/journal.yml";
const at = (clock: string): Date => new Date(`2026-11-23T${clock}Z`);
const hash = "0123456789abcdef".repeat(4);
const read = (text: string) => parseJournal({ path, text }, "fr");
function entries(text: string): readonly Entry[] {
  const parsed = read(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}
const lines = (text: string): number[] => {
  const parsed = read(text);
  return parsed.ok ? [] : parsed.problems.map(({ line }) => line);
};

const full: Entry = {
  at: at("13:11:02.345"),
  step: "outage/mail/rp",
  event: "left",
  actor: "Léa Martin",
  run: "1234567890/1",
  list: { id: listIdShape.parse(47), name: "Utilisateurs RP Nov 26", contacts: 1234 },
  campaign: campaignIdShape.parse(101),
  html_sha256: hash,
};
const hostile = [
  "",
  " ",
  "# comment",
  "a # b",
  "a: b",
  "- a",
  "---",
  "...",
  "null",
  "~",
  "true",
  "12",
  "1e3",
  "0x1F",
  "2026-11-23",
  "1700000000.000100",
  "{a: b}, [c]",
  "}",
  "'",
  '"',
  "\\",
  "\n",
  "\r\n",
  "\t",
  "\u0000",
  "\u0007",
  "\u0085",
  "\u2028\u2029",
  "\uFEFF",
  "* &anchor !tag",
  "<<: *a",
  "%YAML 1.1",
  "<<<<<<< HEAD",
  "@`|>",
  "\u00A0",
  "😀",
  "é".normalize("NFD"),
  "x".repeat(5_000),
];
const anyText = fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: "binary" }), fc.string());
const entryWith = (text: fc.Arbitrary<string>): fc.Arbitrary<Entry> =>
  fc.record(
    {
      at: fc.date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
      step: text,
      event: fc.constantFrom(
        "posted",
        "drafted",
        "accepted",
        "left",
        "unknown",
        "failed",
        "skipped",
        "adopted",
        "drift",
        "figures",
        "closed",
      ),
      actor: text,
      run: text,
      list: fc.record({ id: fc.nat().map((n) => listIdShape.parse(n)), name: text, contacts: fc.nat() }),
      campaign: fc.nat().map((n) => campaignIdShape.parse(n)),
      html_sha256: text,
      file_sha256: text,
      channel: text,
      ts: text,
      permalink: text,
      reason: text,
    },
    { requiredKeys: ["at", "step", "event"] },
  );

describe("formatEntry", () => {
  it("writes one line that people can read", () => {
    expect(formatEntry(full)).toBe(
      `- {at: 2026-11-23T13:11:02.345Z, step: outage/mail/rp, event: left, actor: Léa Martin, run: 1234567890/1, list: {id: 47, name: Utilisateurs RP Nov 26, contacts: 1234}, campaign: 101, html_sha256: ${hash}}\n`,
    );
  });

  /** Through a file, and on one line for git too, which makes « \r\n » a line feed. */
  function throughFile(entry: Entry): unknown {
    const line = formatEntry(entry);
    return /^[^\r\n]*\n$/u.test(line) ? entries(line) : line;
  }
  const oneLine = anyText.map((text) => text.replaceAll("\n", "¶"));

  it("is read back to the letter, whatever its texts hold on one line", () => {
    fc.assert(
      fc.property(entryWith(oneLine), (entry) => {
        expect(throughFile(entry)).toEqual([entry]);
      }),
      { numRuns: 200 },
    );
  });

  it.each(hostile.filter((text) => !text.includes("\n")))("holds %j", (text) => {
    const entry = {
      ...full,
      step: text,
      actor: text,
      reason: text,
      list: { id: listIdShape.parse(1), name: text, contacts: 0 },
    };
    expect(throughFile(entry)).toEqual([entry]);
  });

  it("stays one line with a text of several", () => {
    const entry = { ...full, reason: "One line.\nAnother." };
    expect(throughFile(entry)).toEqual([entry]);
  });
  it("stays one line with a long text of several, quoted", () => {
    const entry = { ...full, reason: `"${"x".repeat(50)}:\r\n"` };
    expect(throughFile(entry)).toEqual([entry]);
  });
});

describe("parseJournal", () => {
  it("takes an absent journal for an empty one", () => {
    expect(entries("")).toEqual([]);
    expect(entries("\n\n# a comment\n")).toEqual([]);
  });

  it("puts the lines of two machines in the order of their instants", () => {
    const first: Entry = { at: at("13:11:00"), step: outageChat, event: "posted", run: "a" };
    const second: Entry = { at: at("13:11:01"), step: outageChat, event: "posted", run: "b" };
    const third: Entry = { at: at("13:11:02"), step: wholeIncident, event: "closed", run: "a" };
    const text = [first, third, second].map(formatEntry).join("");
    expect(entries(text)).toEqual([first, second, third]);
  });

  it("keeps the order of the file within one instant", () => {
    const pair = (["drafted", "accepted", "left"] as const).map((event): Entry => ({ ...full, event }));
    expect(entries(pair.map(formatEntry).join("")).map(({ event }) => event)).toEqual([
      "drafted",
      "accepted",
      "left",
    ]);
  });

  it("finds any union of two journals the same, whichever side git puts first", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 999 }), { maxLength: 8 }), fc.nat(8), (millis, cut) => {
        const all = [...new Set(millis)].map((ms): Entry => ({
          ...full,
          at: new Date(full.at.getTime() + ms),
        }));
        const [ours, theirs] = [all.slice(0, cut), all.slice(cut)];
        const text = (parts: readonly Entry[]) => parts.map(formatEntry).join("");
        expect(entries(text(ours) + text(theirs))).toEqual(entries(text(theirs) + text(ours)));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ["a conflict that nobody settled", "<<<<<<< HEAD"],
    ["half a line", formatEntry(full).slice(0, 40).trim()],
    ["an event that does not exist", formatEntry(full).trim().replace("event: left", "event: gone")],
    ["no instant", "- {step: outage/slack, event: posted}"],
    ["an instant without an offset", "- {at: 2026-11-23T13:11:02, step: outage/slack, event: posted}"],
    ["a campaign that is no number", "- {at: 2026-11-23T13:11:02Z, step: a, event: left, campaign: x}"],
    ["a text", "hello"],
    ["a map outside a list", "{at: 2026-11-23T13:11:02Z, step: a, event: left}"],
    [
      "two entries on a line",
      "[{at: 2026-11-23T13:11:02Z, step: a, event: left}, {at: 2026-11-23T13:11:02Z, step: a, event: left}]",
    ],
  ])("refuses %s, with its line", (_case, damaged) => {
    const text = `# robot\n${formatEntry(full)}${damaged}\n${formatEntry(full)}${damaged}\n`;
    expect(lines(text)).toEqual([3, 5]);
  });

  it("passes over a last line that was cut off while it was written", () => {
    const line = formatEntry(full);
    for (let length = 1; length < line.length - 2; length += 9)
      expect(entries(line + line.slice(0, length))).toEqual([full]);
    expect(entries(line.repeat(2).trimEnd())).toEqual([full, full]);
  });

  it("reads what git gives a Windows machine", () => {
    expect(entries(formatEntry(full).repeat(2).replaceAll("\n", "\r\n"))).toEqual([full, full]);
  });

  it("says what to do, in both languages", () => {
    const parsed = read("x\n");
    const english = parseJournal({ path, text: "x\n" }, "en");
    expect(parsed).toMatchObject({ ok: false, problems: [{ file: path, line: 1, col: 1 }] });
    expect(parsed.ok ? "" : parsed.problems[0]?.message).toMatch(/ne se modifie jamais à la main/u);
    expect(english.ok ? "" : english.problems[0]?.message).toMatch(/never edited by hand/u);
  });
});

describe("closedHash", () => {
  const closed: Entry = {
    at: at("15:00:00"),
    step: wholeIncident,
    event: "closed",
    file_sha256: hash,
    actor: "Léa",
    run: "1/1",
  };
  const line = formatEntry(closed);
  it.each([
    ["the last line is closed", formatEntry(full) + line, hash],
    ["blank lines after it", `${line}\n\n`, hash],
    ["something came after it", line + formatEntry(full), undefined],
    ["it knew of every line before", formatEntry(full) + formatEntry({ ...closed, entries: 1 }), hash],
    [
      "another machine's line stands before it that it did not know",
      formatEntry(full).repeat(2) + formatEntry({ ...closed, entries: 1 }),
      undefined,
    ],
    ["nothing", "", undefined],
    ["closed without a hash", formatEntry({ ...closed, file_sha256: undefined }), undefined],
    ["a hash that is too short", line.replace(hash, hash.slice(1)), undefined],
    [
      "a hash that YAML had to quote",
      formatEntry({ ...closed, file_sha256: "1".repeat(64) }),
      "1".repeat(64),
    ],
    [
      "a hash that looks like a number",
      formatEntry({ ...closed, file_sha256: `1e${"2".repeat(62)}` }),
      `1e${"2".repeat(62)}`,
    ],
  ])("%s", (_case, text, wanted) => {
    expect(closedHash(text)).toBe(wanted);
  });

  it("is not taken in by a reason that looks like one", () => {
    const sly = formatEntry({ ...full, event: "failed", reason: `event: closed, file_sha256: ${hash}` });
    expect(closedHash(sly)).toBeUndefined();
  });

  it("reads what parseJournal reads", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...hostile), { maxLength: 3 }),
        fc.boolean(),
        (texts, isClosed) => {
          const before = texts.map((reason) => formatEntry({ ...full, reason }));
          const text = [...before, isClosed ? line : formatEntry(full)].join("");
          expect(closedHash(text)).toBe(entries(text).at(-1)?.file_sha256);
        },
      ),
    );
  });
});

it("last and leftEntry look at one step only, newest first", () => {
  const journal: Entry[] = [
    { ...full, event: "drafted", run: "1" },
    { ...full, event: "drafted", run: "2" },
    { ...full, event: "adopted", step: mailStep("recovery", rp.id) },
    { ...full, event: "left", step: replyTo(mailStep("outage", cfn.id)) },
  ];
  expect(last(journal, "outage/mail/rp", "drafted", "left")?.run).toBe("2");
  expect(last(journal, "outage/mail/rp", "left")).toBeUndefined();
  expect(leftEntry(journal, "recovery", rp.id)?.event).toBe("adopted");
  expect(leftEntry(journal, "outage", cfn.id)).toBeUndefined();
  expect(recoveryChat(rp.id)).toBe("recovery/slack/rp");
});
