import { describe, expect, it } from "vitest";
import { carriesMark, markedFor, sameName } from "../../src/core/campaign.ts";
import { brevoChecks } from "../../src/core/checkup-brevo.ts";
import { leftoverProbes } from "../../src/core/checkup-draft.ts";
import { githubChecks } from "../../src/core/checkup-github.ts";
import { slackChecks } from "../../src/core/checkup-slack.ts";
import { checkupLines, verdict } from "../../src/core/checkup-table.ts";
import { textChecks } from "../../src/core/checkup-texts.ts";
import type { Check } from "../../src/core/checkup.ts";
import { BREVO_LINKS } from "../../src/core/mail-layout.ts";
import { placeholders } from "../../src/core/mail-readback.ts";
import type { Settings } from "../../src/core/settings.ts";
import { checkupDraftWords } from "../../src/core/words/checkup-draft.ts";
import {
  brevo,
  brevoMoods,
  draft,
  github,
  githubMoods,
  now,
  probe,
  slack,
  slackMoods,
  wordings,
} from "./checkup-moods.ts";
import { outage, settings } from "./reconnect.ts";

const blocking: Settings = { ...settings, limits: { ...settings.limits, staleList: "block" } };
const everything = (spoken: Settings): readonly (readonly Check[])[] => [
  ...slackMoods.map((seen) => slackChecks(seen, spoken)),
  ...brevoMoods.flatMap((seen) => [
    brevoChecks(seen, spoken, now),
    brevoChecks(seen, { ...blocking, language: spoken.language }, now),
  ]),
  ...githubMoods.map((seen) => githubChecks(seen, spoken, now)),
];
const french = everything(settings);
const english = everything({ ...settings, language: "en" });
const healthy = [...slackChecks(slack, settings), ...brevoChecks(brevo, settings, now)];

describe("every line", () => {
  it("is a whole sentence, in both languages, and says what to do where something is wrong", () => {
    const flaws = [...french, ...english]
      .flat()
      .flatMap(({ id, state, finding, remedy }) => [
        ...(/^[\p{Lu}\d«“+-].*[.?!]$/su.test(finding) ? [] : [`${id}: no sentence: ${finding}`]),
        ...((state === "warn" || state === "bad") === (remedy !== undefined) ? [] : [`${id}: ${state}`]),
        ...(remedy === undefined || /^\p{Lu}.*[^.?! ]$/su.test(remedy) ? [] : [`no gesture: ${remedy}`]),
        ...(/undefined|null|NaN|\[object|\{| {2}/u.test(`${finding}${remedy ?? ""}`)
          ? [`a hole: ${finding}`]
          : []),
      ]);
    expect(flaws).toEqual([]);
  });

  it("is judged alike in both languages, in other words", () => {
    const judged = (all: typeof french) => all.map((checks) => checks.map(({ id, state }) => [id, state]));
    expect(judged(english)).toEqual(judged(french));
    const same = french.flat().flatMap((check, index) => {
      const other = english.flat()[index];
      return check.finding === other?.finding ? [check.finding] : [];
    });
    expect(same.filter((finding) => !finding.includes("@"))).toEqual([]);
  });

  it("uses no word that staff does not know", () => {
    expect(
      french
        .flat()
        .flatMap(({ finding, remedy = "" }) => [finding, remedy])
        .filter((text) =>
          /\b(?:run|token|commit|push|scope|workflow\b(?! »))\b/iu.test(text.replaceAll(/«[^»]*»/gu, "")),
        ),
    ).toEqual([]);
  });

  it("keeps its id whatever was seen, so that two checkups can be compared", () => {
    const ids = (checks: readonly Check[]) => checks.map(({ id }) => id).toSorted();
    const wanted = ids(brevoChecks(brevo, settings, now));
    expect(brevoMoods.map((seen) => ids(brevoChecks(seen, settings, now)))).toEqual(
      brevoMoods.map(() => wanted),
    );
    const wantedOfSlack = ids(slackChecks(slack, settings));
    expect(slackMoods.map((seen) => ids(slackChecks(seen, settings)))).toEqual(
      slackMoods.map(() => wantedOfSlack),
    );
  });
});

describe("a healthy world", () => {
  it("is all well", () => {
    const checks = [...healthy, ...githubChecks(github, settings, now)];
    expect(checks.filter(({ state }) => state !== "ok")).toEqual([]);
    expect(verdict({ checks })).toBe("ok");
  });
});

describe("the table", () => {
  it("puts the worst first into words, and each gesture under its line", () => {
    const warn: Check = { id: "brevo.x", state: "warn", label: "L", finding: "F.", remedy: "R" };
    expect(verdict({ checks: [warn] })).toBe("warn");
    expect(verdict({ checks: [warn, { ...warn, state: "bad" }] })).toBe("bad");
    expect(verdict({ checks: [{ id: "slack.x", state: "skipped", label: "L", finding: "F." }] })).toBe("ok");
    const table = checkupLines(
      { at: now, checks: [warn], requests: { slack: 1, brevo: 2, github: 0 } },
      "fr",
    );
    expect(table).toEqual([
      expect.stringContaining("1 à surveiller"),
      "Brevo",
      "  ⚠ L : F.",
      "    À faire : R.",
      "Demandes : 1 à Slack, 2 à Brevo, 0 à GitHub.",
    ]);
  });
});

describe("the texts", () => {
  it("can be written for every tool and cause", () => {
    expect(textChecks(wordings, now).map(({ id, state }) => [id, state])).toEqual([
      ["texts.rp", "ok"],
      ["texts.cfn", "ok"],
    ]);
  });

  it.each([...wordings.templates.mails.keys()])("say which one is missing: %s", (name) => {
    const mails = new Map([...wordings.templates.mails].filter(([each]) => each !== name));
    const checks = textChecks({ ...wordings, templates: { ...wordings.templates, mails } }, now);
    expect(checks.map(({ state }) => state)).toEqual(["bad", "bad"]);
  });

  it("say when a subject would be code to Brevo", () => {
    const [service] = settings.services;
    if (!service) throw new Error("There is a service.");
    const subject = { ...service.subject, mistaken: "{{ contact.X }}", recovery: "{{ contact.X }}" };
    const services = [{ ...service, subject }];
    const [check] = textChecks({ ...wordings, settings: { ...settings, services } }, now);
    expect(check).toMatchObject({ state: "bad", finding: expect.stringContaining("({ { } })") });
  });
});

describe("a line that was not looked at", () => {
  it("names the line that kept us from looking, and that one is there and wants a gesture", () => {
    const flaws = brevoMoods.flatMap((seen) => {
      const checks = brevoChecks(seen, settings, now);
      return checks.flatMap(({ finding }) => {
        const [, label] = /^Pas regardé, voir « ?(.+?) ?»\.$/u.exec(finding.replaceAll("\u00A0", " ")) ?? [];
        const named = checks.find((each) => each.label === label);
        return label !== undefined && named?.state !== "bad" ? [finding] : [];
      });
    });
    expect(flaws).toEqual([]);
  });
});

describe("the draft of a checkup", () => {
  it("holds what Brevo could spoil, and no code but our own two links", () => {
    expect(placeholders(probe.html)).toEqual([...BREVO_LINKS]);
    expect(probe.html).toContain("&#123;&#123; essai &#125;&#125;");
    expect(probe.html).toContain("&amp;eacute");
    expect(`${probe.subject}${probe.preview}`).not.toMatch(/[{}]/u);
    expect(probe).not.toHaveProperty("list");
  });

  it("bears no name that an incident could take for its own", () => {
    const names = [checkupDraftWords.fr.probe.name, checkupDraftWords.en.probe.name];
    for (const name of names) {
      expect(carriesMark(name, outage.id)).toBe(false);
      for (const service of settings.services)
        for (const phase of ["outage", "recovery"] as const) {
          expect(markedFor(name, service, phase)).toBeUndefined();
          expect(sameName(name, service.campaign[phase])).toBe(false);
        }
    }
  });

  it("is known again by a later checkup, when it is old and still a draft", () => {
    const old = { ...draft, createdAt: new Date(now.getTime() - 6 * 60_000) };
    const all = [
      old,
      { ...old, name: checkupDraftWords.en.probe.name },
      draft,
      { ...old, status: "sent" },
      { ...old, name: "Brouillon de Léa" },
    ];
    expect(leftoverProbes(all, now)).toEqual(all.slice(0, 2));
  });
});
