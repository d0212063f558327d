import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listIdShape } from "../../src/core/campaign.ts";
import { checkupPost } from "../../src/core/chat-checkup.ts";
import type { CheckupRecord } from "../../src/core/checkup-file.ts";
import { newsKey, newsOf, recordOf } from "../../src/core/checkup-news.ts";
import type { Check, Checkup, CheckState } from "../../src/core/checkup.ts";
import type { Settings } from "../../src/core/settings.ts";
import { paris, settings, templates } from "./reconnect.ts";

const at = paris("2026-11-23 07:17");
const list = (id: number, name: string) => ({ id: listIdShape.parse(id), name, contacts: 100 });
const fresh = [list(47, "Utilisateurs RP Nov 26"), list(48, "Utilisateurs CFN Nov 26")];
const check = (id: string, state: CheckState): Check => ({
  id,
  state,
  label: `L ${id}`,
  finding: "Trouvé.",
  ...(state === "warn" || state === "bad" ? { remedy: "Faites ceci" } : {}),
});
const checkup = (states: Record<string, CheckState>, lists = fresh): Checkup => ({
  at,
  checks: Object.entries(states).map(([id, state]) => check(id, state)),
  lists,
  requests: { slack: 1, brevo: 2, github: 3 },
});
/** The file that a checkup leaves behind. */
const after = (found: Checkup, before?: CheckupRecord, isTold = true): CheckupRecord =>
  recordOf(found, { news: newsOf(found, before, settings), before, isTold, repository: "o/r" });
const worse = (found: Checkup, before: CheckupRecord | undefined) =>
  newsOf(found, before, settings).worse.map(({ id }) => id);

describe("what got worse", () => {
  it.each<[CheckState, CheckState, boolean]>([
    ["ok", "ok", false],
    ["ok", "warn", true],
    ["ok", "bad", true],
    ["ok", "skipped", false],
    ["warn", "bad", true],
    ["warn", "warn", false],
    ["bad", "bad", false],
    ["bad", "warn", false],
    ["bad", "ok", false],
    ["skipped", "bad", true],
    ["skipped", "ok", false],
  ])("from %s to %s: %s", (from, to, isNews) => {
    expect(worse(checkup({ a: to }), after(checkup({ a: from })))).toEqual(isNews ? ["a"] : []);
  });

  it("is a line that was not there before, when it is no good one", () => {
    expect(worse(checkup({ a: "ok", b: "bad", c: "ok" }), after(checkup({ a: "ok" })))).toEqual(["b"]);
  });

  it("is nothing at the very first checkup", () => {
    expect(worse(checkup({ a: "bad" }), undefined)).toEqual([]);
  });

  it("is said by the next checkup when the channel could not be told, and then no more", () => {
    const before = after(checkup({ a: "ok" }));
    const broken = checkup({ a: "bad" });
    const untold = after(broken, before, false);
    expect(worse(broken, untold)).toEqual(["a"]);
    expect(worse(broken, after(broken, untold))).toEqual([]);
    expect(worse(checkup({ a: "ok" }), untold)).toEqual([]);
  });

  it("is said once along any history, as long as it stays", () => {
    const state = fc.constantFrom<CheckState[]>("ok", "warn", "bad");
    fc.assert(
      fc.property(fc.array(state, { minLength: 1 }), (states) => {
        let before = after(checkup({ a: "ok" }));
        let last: CheckState = "ok";
        const rank = { ok: 0, skipped: 0, warn: 1, bad: 2 };
        for (const next of states) {
          const found = checkup({ a: next });
          expect(worse(found, before).length).toBe(rank[next] > rank[last] ? 1 : 0);
          before = after(found, before);
          last = next;
        }
      }),
    );
  });
});

describe("a list to renew", () => {
  const old = (month: string) => [
    list(47, `Utilisateurs RP ${month} 26`),
    list(48, "Utilisateurs CFN Nov 26"),
  ];
  const due = (lists: typeof fresh, before?: CheckupRecord, of: Settings = settings) =>
    newsOf(checkup({}, lists), before, of).due.map(({ service, month }) => `${service.id} ${month}`);

  it.each([
    ["Dec", 2, []],
    ["Nov", 2, []],
    ["Oct", 2, ["rp 2026-10"]],
    ["Sept", 2, ["rp 2026-09"]],
    // It is too old: its own line says so.
    ["Août", 2, []],
    ["Oct", 3, []],
    ["Sept", 3, ["rp 2026-09"]],
    ["Oct", 1, ["rp 2026-10"]],
    ["Nov", 1, []],
    ["Nov", 0, []],
  ])("of %s 26, where %s months are the most: %j", (month, staleAfterMonths, wanted) => {
    const limits = { ...settings.limits, staleAfterMonths };
    expect(due(old(month), undefined, { ...settings, limits })).toEqual(wanted);
  });

  it("is told once, also when one checkup could not read the lists; another list is told anew", () => {
    const told = after(checkup({}, old("Oct")));
    expect(told.reminded).toEqual([47]);
    const { lists: _lists, ...blind } = checkup({});
    const unread = after(blind, told);
    expect(unread).toMatchObject({ reminded: [47], snapshot: { at, lists: old("Oct") } });
    expect(due(old("Oct"), unread)).toEqual([]);
    expect(after(checkup({}), after(checkup({}, old("Oct")))).reminded).toEqual([47]);
    expect(after(checkup({}, [list(50, "Utilisateurs RP Nov 26")]), told).reminded).toEqual([]);
    expect(due([list(51, "Utilisateurs RP Oct 26")], told)).toEqual(["rp 2026-10"]);
  });

  it("is told by the next checkup when the channel could not be told", () => {
    expect(due(old("Oct"), after(checkup({}, old("Oct")), undefined, false))).toEqual(["rp 2026-10"]);
  });
});

describe("the message", () => {
  const said = (found: Checkup, before: CheckupRecord | undefined, of: Settings = settings) =>
    checkupPost(
      newsOf(found, before, of),
      "https://github.com/o/r/actions/runs/1",
      templates(),
      of,
    ).replaceAll(/[\u00A0\u202F]/gu, " ");
  const oct = [list(47, "Utilisateurs RP Oct 26")];

  it("says each line with its remedy, each list with its month, and mentions nobody", () => {
    const found = checkup({ "brevo.sender": "bad" }, oct);
    expect(said(found, after(checkup({})))).toBe(
      ":warning: *Vérification de la semaine : tout n’est pas prêt pour la prochaine panne.*\n" +
        "• L brevo.sender : Trouvé. À faire : Faites ceci.\n" +
        ":calendar: *Nouveau mois : listes d’utilisateurs à créer dans Brevo.*\n" +
        "• La liste la plus récente de Reconnect Pro est « Utilisateurs RP Oct 26 » (octobre 2026). Créez celle de ce mois, avec le mois et l’année dans son nom.\n" +
        "Toute la vérification : <https://github.com/o/r/actions/runs/1|la page de l’exécution>.",
    );
  });

  it("says a list once, where its own line got worse", () => {
    expect(said(checkup({ "brevo.list.rp": "warn" }, oct), after(checkup({})))).not.toContain("Nouveau mois");
  });

  it("makes nothing of what people wrote into names", () => {
    const hostile = { ...check("a", "bad"), finding: "<!channel> <@U1> & @channel *x*" };
    const post = checkupPost({ worse: [hostile], due: [] }, undefined, templates(), settings);
    expect(post).toContain("&lt;!channel&gt; &lt;@U1&gt; &amp; @\u2060channel");
    expect(post).not.toContain("<");
  });

  it("is known by what it says and since when; the same breakage later is another one", () => {
    const before = after(checkup({}));
    const key = (found: Checkup, since: CheckupRecord) => newsKey(newsOf(found, since, settings), since);
    const broken = checkup({ a: "bad" });
    expect(key(broken, before)).toBe(key({ ...broken, at: paris("2026-11-24 09:00") }, before));
    expect(key(broken, before)).not.toBe(key(checkup({ a: "warn" }), before));
    expect(key(broken, before)).not.toBe(key(broken, { ...before, at: paris("2026-11-16 07:17") }));
  });
});
