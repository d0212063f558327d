import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type IncidentChange, resolveIncidentText } from "../../src/core/incident-edit.ts";
import { type IncidentContext, parseIncident } from "../../src/core/incident.ts";
import { causeId, cfn, paris, rp, settings } from "./reconnect.ts";

const context: IncidentContext = {
  settings,
  causes: ["hosting", "network"].map((id) => ({ id: causeId(id), needsMessage: false })),
  now: paris("2026-11-23 17:00"),
};
const end = paris("2026-11-23 16:40");
const edit = (text: string, change: IncidentChange): string => resolveIncidentText(text, change, context);
const read = (text: string) => {
  const parsed = parseIncident({ path: "incidents/2026-11-23-rp.yml", text }, context);
  if (!parsed.ok) throw new Error(`${JSON.stringify(parsed.problems, undefined, 1)}\n${text}`);
  return parsed.value;
};

const RESOLVED: IncidentChange = { status: "resolved", resolvedAt: end };

describe("resolveIncidentText", () => {
  it.each<[string, string, IncidentChange, string]>([
    [
      "closes a plain file",
      "services: [rp]\nstatus: open\nstarted_at: 2026-11-23 14:05\n",
      RESOLVED,
      "services: [rp]\nstatus: resolved\nstarted_at: 2026-11-23 14:05\nresolved_at: 2026-11-23 16:40\n",
    ],
    [
      "keeps comments, order, quotes, odd indents and empty lines",
      "# Panne\n\n  status:   'open'   # open | resolved\n  # le début\n  started_at: \"23/11/2026 14h05\" # vu par Ana\n\n  services:\n     - rp # pros\n  # fin\n",
      { ...RESOLVED, cause: causeId("hosting") },
      "# Panne\n\n  status:   'resolved'   # open | resolved\n  # le début\n  started_at: \"23/11/2026 14h05\" # vu par Ana\n\n  services:\n     - rp # pros\n  cause: hosting\n  resolved_at: 2026-11-23 16:40\n  # fin\n",
    ],
    [
      "keeps Windows line ends and a last line without end",
      "services: [rp]\r\nstatus: open # x\r\nstarted_at: 2026-11-23 14:05",
      RESOLVED,
      "services: [rp]\r\nstatus: resolved # x\r\nstarted_at: 2026-11-23 14:05\r\nresolved_at: 2026-11-23 16:40",
    ],
    [
      "writes into a file that is one flow map",
      "{ services: [rp], status: open, started_at: 2026-11-23 14:05 } # tout\n",
      RESOLVED,
      "{ services: [rp], status: resolved, started_at: 2026-11-23 14:05, resolved_at: 2026-11-23 16:40 } # tout\n",
    ],
    [
      "notes the return of one service of two, and stays open",
      "services: [rp, cfn]\nstatus: open\nstarted_at: 2026-11-23 14:05\n",
      { resolvedAt: new Map([[rp.id, end]]) },
      "services: [rp, cfn]\nstatus: open\nstarted_at: 2026-11-23 14:05\nresolved_at: { rp: 2026-11-23 16:40 }\n",
    ],
    [
      "closes when the last service is back, in a flow map over several lines",
      "services: [rp, cfn]\nstatus: open\nstarted_at: 2026-11-23 14:05\nresolved_at: {\n  rp: 2026-11-23 15:00, # d’abord\n}\n",
      { resolvedAt: new Map([[cfn.id, end]]) },
      "services: [rp, cfn]\nstatus: resolved\nstarted_at: 2026-11-23 14:05\nresolved_at: {\n  rp: 2026-11-23 15:00, cfn: 2026-11-23 16:40, # d’abord\n}\n",
    ],
    [
      "adds a line to a block map, and one instant only serves who has none",
      "services: [rp, cfn]\nstatus: open\nstarted_at: 2026-11-23 14:05\nresolved_at:   # un par un\n    rp: 2026-11-23 15:00   # d’abord\n# fin\n",
      RESOLVED,
      "services: [rp, cfn]\nstatus: resolved\nstarted_at: 2026-11-23 14:05\nresolved_at:   # un par un\n    rp: 2026-11-23 15:00   # d’abord\n    cfn: 2026-11-23 16:40\n# fin\n",
    ],
    [
      "corrects one hour in a block map",
      "services: [rp, cfn]\nstatus: open\nstarted_at: 2026-11-23 14:05\nresolved_at:\n  rp: 2026-11-23 15:00 # vu\n",
      { resolvedAt: new Map([[rp.id, end]]) },
      "services: [rp, cfn]\nstatus: open\nstarted_at: 2026-11-23 14:05\nresolved_at:\n  rp: 2026-11-23 16:40 # vu\n",
    ],
    [
      "replaces a cause and a folded resolution, their comments kept",
      "services: [rp]\nstatus: open\nstarted_at: 2026-11-23 14:05\ncause: network # peut-être\nresolution: > # à relire\n  Tout est\n  revenu.\n# fin\n",
      { ...RESOLVED, cause: causeId("hosting"), resolution: "C’est « réparé » : #1." },
      'services: [rp]\nstatus: resolved\nstarted_at: 2026-11-23 14:05\ncause: hosting # peut-être\nresolved_at: 2026-11-23 16:40\nresolution: "C’est « réparé » : #1." # à relire\n# fin\n',
    ],
    [
      "puts a key behind a folded message",
      "services: [rp]\nstatus: open\nstarted_at: 2026-11-23 14:05\nmessage: >\n  Tout est\n  arrêté.\n\nnotify: true\n",
      RESOLVED,
      "services: [rp]\nstatus: resolved\nstarted_at: 2026-11-23 14:05\nmessage: >\n  Tout est\n  arrêté.\nresolved_at: 2026-11-23 16:40\n\nnotify: true\n",
    ],
    [
      "marks a false alarm",
      "services: [rp]\nstatus: open\nstarted_at: 2026-11-23 14:05\n",
      { status: "mistaken" },
      "services: [rp]\nstatus: mistaken\nstarted_at: 2026-11-23 14:05\n",
    ],
    [
      "marks a false alarm of one of two",
      "services: [rp, cfn]\nstatus: open # vu\nstarted_at: 2026-11-23 14:05\n",
      { mistaken: [cfn.id], resolvedAt: new Map([[cfn.id, end]]) },
      "services: [rp, cfn]\nstatus: open # vu\nstarted_at: 2026-11-23 14:05\nresolved_at: { cfn: 2026-11-23 16:40 }\nmistaken: [cfn]\n",
    ],
    [
      "makes two false alarms one of all",
      "services: [rp, cfn]\nstatus: open\nstarted_at: 2026-11-23 14:05\nresolved_at: { cfn: 2026-11-23 16:40 }\nmistaken: cfn # vu\n",
      { mistaken: [rp.id], resolvedAt: end },
      "services: [rp, cfn]\nstatus: mistaken\nstarted_at: 2026-11-23 14:05\nresolved_at: { cfn: 2026-11-23 16:40, rp: 2026-11-23 16:40 }\nmistaken: [rp, cfn] # vu\n",
    ],
    [
      "ends the other one of a false alarm",
      "services: [rp, cfn]\nstatus: open\nstarted_at: 2026-11-23 14:05\nmistaken: [cfn]\n",
      { resolvedAt: new Map([[rp.id, end]]) },
      "services: [rp, cfn]\nstatus: resolved\nstarted_at: 2026-11-23 14:05\nresolved_at: { rp: 2026-11-23 16:40 }\nmistaken: [cfn]\n",
    ],
    [
      "writes the sentence of the one that ends, beside that of all",
      'services: [rp, cfn]\nstatus: open\nstarted_at: 2026-11-23 14:05\nresolution: "Un." # vu\n',
      { resolution: new Map([[cfn.id, "Deux."]]) },
      'services: [rp, cfn]\nstatus: open\nstarted_at: 2026-11-23 14:05\nresolution: { rp: "Un.", cfn: "Deux." } # vu\n',
    ],
    [
      "adds a sentence to a map",
      'services: [rp, cfn]\nstatus: open\nstarted_at: 2026-11-23 14:05\nresolution:\n  rp: "Un." # vu\n',
      { resolution: new Map([[cfn.id, "Deux."]]) },
      'services: [rp, cfn]\nstatus: open\nstarted_at: 2026-11-23 14:05\nresolution:\n  rp: "Un." # vu\n  cfn: "Deux."\n',
    ],
    [
      "writes one sentence for two that end together",
      "services: [rp, cfn]\nstatus: open\nstarted_at: 2026-11-23 14:05\n",
      { resolution: new Map([rp.id, cfn.id].map((id) => [id, "Fini."])) },
      'services: [rp, cfn]\nstatus: open\nstarted_at: 2026-11-23 14:05\nresolution: "Fini."\n',
    ],
    [
      "notes when it was declared",
      "services: [rp]\nstatus: open\nstarted_at: 2026-11-23 14:05\ncause: hosting\n",
      { declaredAt: paris("2026-11-23 14:11") },
      "services: [rp]\nstatus: open\nstarted_at: 2026-11-23 14:05\ndeclared_at: 2026-11-23 14:11\ncause: hosting\n",
    ],
  ])("%s", (_, before, change, after) => {
    expect(edit(before, change)).toBe(after);
    read(after);
  });

  it("touches nothing when all is already so, however it is written", () => {
    const text =
      'services: [rp]\nstatus: "resolved"\nstarted_at: 2026-11-23 14:05\nresolved_at: 23/11/2026 à 16h40\nresolution: "Fini."\n';
    expect(edit(text, { ...RESOLVED, resolution: "Fini." })).toBe(text);
  });

  it("splits one end into a map when a service came back at another hour", () => {
    const text =
      "services: [rp, cfn]\nstatus: resolved\nstarted_at: 2026-11-23 14:05\nresolved_at: 2026-11-23 15:00 # vu\n";
    expect(edit(text, { resolvedAt: new Map([[cfn.id, end]]) })).toBe(
      text.replace("2026-11-23 15:00", "{ rp: 2026-11-23 15:00, cfn: 2026-11-23 16:40 }"),
    );
  });

  it("closes a file that says an end but is still open", () => {
    const text =
      "services: [rp]\nstatus: open\nstarted_at: 2026-11-23 14:05\nresolved_at: 2026-11-23 15:00\n";
    expect(read(edit(text, { status: "resolved" })).status).toBe("resolved");
  });

  it("gives back what is no mapping", () => {
    expect(edit("- a\n", RESOLVED)).toBe("- a\n");
    expect(edit("", RESOLVED)).toBe("");
  });

  it("keeps every comment and every other value of any file, and is read back as wanted", () => {
    const comment = fc.constantFrom("", " # a", "   # é : {}", "\t# 'x\" #2");
    const between = fc.constantFrom("", "\n", "# seul\n", "   # décalé\n\n");
    const services = fc.constantFrom("[rp, cfn]", '["cfn", rp]', "\n  - rp # un\n  - cfn", "\n- cfn\n- rp");
    const status = fc.constantFrom("open", "'open'", '"open"');
    const ends = fc.constantFrom(
      undefined,
      "{ rp: 2026-11-23 15:00 }",
      "{rp: '2026-11-23 15:00'}",
      "{\n  rp: 2026-11-23 15:00, # n\n  }",
      "\n  rp: 2026-11-23 15:00 # n",
      '\n      rp: "23/11/2026 15h00"',
    );
    const message = fc.constantFrom(
      undefined,
      '"Un #2."',
      ">\n  Un\n  deux.\n",
      "|- # b\n  Un.",
      "Un mot.",
      "'Un\n  deux.'",
    );
    const file = fc
      .record({
        services,
        status,
        ends,
        message,
        tail: fc.constantFrom("", "\n", "# seul\n"),
        eol: fc.constantFrom("\n", "\r\n"),
      })
      .chain((parts) => {
        const keys = [
          `services: ${parts.services}`,
          `status: ${parts.status}`,
          "started_at: 2026-11-23 14:05",
          ...(parts.ends === undefined ? [] : [`resolved_at: ${parts.ends}`]),
          ...(parts.message === undefined ? [] : [`message: ${parts.message}`]),
        ];
        return fc
          .tuple(
            fc.shuffledSubarray(keys, { minLength: keys.length }),
            fc.array(fc.tuple(comment, between), { minLength: keys.length, maxLength: keys.length }),
          )
          .map(([order, notes]) => {
            const lines = order.map((line, at) => {
              const [behind = "", below = ""] = notes[at] ?? [];
              // An indented comment behind a block is a part of its text.
              const after = /[>|]/u.test(line) ? "" : below;
              const takesComment = !/[\n>|]|Un mot/u.test(line) && !line.endsWith("\n");
              return `${line}${takesComment ? behind : ""}${line.endsWith("\n") ? "" : "\n"}${after}`;
            });
            return `# tête\n${lines.join("")}${parts.tail}`.replaceAll("\n", parts.eol);
          });
      });
    const change = fc.constantFrom<IncidentChange[]>(
      RESOLVED,
      { resolvedAt: new Map([[cfn.id, end]]) },
      { ...RESOLVED, cause: causeId("hosting"), resolution: 'Fini : "#1" \\ tout.' },
      { status: "mistaken" },
      { declaredAt: end },
    );
    const comments = (text: string): readonly string[] => text.match(/#[^\r\n]*/gu)?.toSorted() ?? [];
    fc.assert(
      fc.property(file, change, (text, wanted) => {
        const before = read(text);
        const edited = edit(text, wanted);
        const after = read(edited);
        const said = typeof wanted.resolution === "string" ? wanted.resolution : "";
        const own = (said.match(/#[^\r\n]*/gu) ?? []).length;
        const isMistaken = wanted.status === "mistaken";
        expect(comments(edited).length - own).toBe(comments(text).length);
        for (const each of comments(text)) expect(edited).toContain(each.replace(/[ ,].*$/u, ""));
        const isOver = wanted.resolvedAt instanceof Date || before.resolvedAt.has(rp.id);
        const resolvedAt = new Map(before.resolvedAt);
        if (wanted.resolvedAt !== undefined) {
          resolvedAt.set(cfn.id, end);
          if (wanted.resolvedAt instanceof Date && !resolvedAt.has(rp.id)) resolvedAt.set(rp.id, end);
        }
        expect(after).toEqual({
          ...before,
          status: wanted.status ?? (wanted.resolvedAt !== undefined && isOver ? "resolved" : "open"),
          resolvedAt,
          ...(wanted.cause !== undefined && { cause: wanted.cause }),
          mistaken: new Set(isMistaken ? before.services : []),
          resolution: new Map(said === "" ? [] : before.services.map((id) => [id, said])),
          ...(wanted.declaredAt !== undefined && { declaredAt: wanted.declaredAt }),
        });
        expect(new Set(edited.match(/\r?\n/gu))).toEqual(new Set(text.match(/\r?\n/gu)));
        expect(edit(edited, wanted)).toBe(edited);
      }),
      { numRuns: 400 },
    );
  });
});
