import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseAudience } from "../../src/core/audience.ts";
import {
  campaignName,
  carriesMark,
  isExpectedName,
  listIdShape,
  markedFor,
} from "../../src/core/campaign.ts";
import { drillGesture, drillId, drillSettings, drillTemplates, drillText } from "../../src/core/drill.ts";
import {
  DrillAudience,
  MOST_CONTACTS,
  type Channel,
  type DrillFacts,
} from "../../src/core/drill-audience.ts";
import { isDrillId, isIncidentId } from "../../src/core/incident-tree.ts";
import { writeMail } from "../../src/core/mail.ts";
import { drillRefusalWords } from "../../src/core/words/drill-refusal.ts";
import { cfn, incidentId, outage, paris, rp, settings, templates } from "./reconnect.ts";

const now = paris("2026-11-23 14:11");
const channel: Channel = {
  id: "C0EXERCIC1",
  name: "exercices",
  isGeneral: false,
  isShared: false,
  isArchived: false,
  isMember: true,
};
const list = { id: listIdShape.parse(12), name: "Essais internes (équipe)", contacts: 4 };
const facts: DrillFacts = {
  settings: { ...settings, drill: { channelId: channel.id, listId: list.id } },
  realChannels: ["C0GENERAL1"],
  channel,
  lists: [{ id: listIdShape.parse(47), name: "Utilisateurs RP Nov 26", contacts: 1234 }, list],
  now,
};

function audienceOf(given: DrillFacts): DrillAudience {
  const audience = DrillAudience.check(given);
  if (audience instanceof DrillAudience) return audience;
  throw new Error(audience.kind);
}

describe("the audience of a drill", () => {
  it("is the channel and the list of runbook.yml", () => {
    expect(audienceOf(facts)).toMatchObject({ channel, list });
  });

  it("never is anything that a real announcement could reach, whatever the world looks like", () => {
    const ids = ["C0GENERAL1", "C0TECHNIQ1", "C0EXERCIC1"];
    const listNames = [
      "Essais",
      "Utilisateurs RP Déc 26",
      "tests cfn",
      "Utilisateur Coffre-fort Nov 26",
      "Équipe RP",
      "Direction",
      "Équipe technique",
    ];
    const rarely = fc.constantFrom(false, false, false, true);
    const anything = fc.record({
      real: fc.subarray(ids),
      wanted: fc.constantFrom(...ids),
      shown: fc.record({
        name: fc.constantFrom("général", "Général", "exercices"),
        isGeneral: rarely,
        isShared: rarely,
        isArchived: rarely,
        isMember: rarely.map((isOut) => !isOut),
      }),
      lists: fc.uniqueArray(
        fc.record({
          id: fc.integer({ min: 1, max: 6 }).map((id) => listIdShape.parse(id)),
          name: fc.constantFrom(...listNames),
          contacts: fc.integer({ min: 0, max: 14 }),
        }),
        { selector: ({ id }) => id },
      ),
      listId: fc.integer({ min: 1, max: 6 }).map((id) => listIdShape.parse(id)),
    });
    let found = 0;
    fc.assert(
      fc.property(anything, ({ real, wanted, shown, lists, listId }) => {
        const world = { ...facts.settings, drill: { channelId: wanted, listId } };
        const audience = DrillAudience.check({
          settings: world,
          realChannels: real,
          channel: { id: wanted, ...shown },
          lists,
          now,
        });
        if (!(audience instanceof DrillAudience)) return drillRefusalWords.fr(audience).gesture.length > 0;
        found += 1;
        const chosen = world.services.map((service) => chooseAudience(lists, service, world, now));
        return (
          !real.includes(audience.channel.id) &&
          audience.channel.name === "exercices" &&
          !audience.channel.isShared &&
          audience.list.contacts > 0 &&
          audience.list.contacts <= MOST_CONTACTS &&
          !chosen.some((each) => each.kind === "chosen" && each.list.id === audience.list.id)
        );
      }),
      { numRuns: 3_000, seed: 7 },
    );
    expect(found).toBeGreaterThan(30);
  });
});

describe("the names of a drill", () => {
  const played = drillSettings(facts.settings, audienceOf(facts));
  const id = drillId(outage.startedAt, [rp.id], [], settings);

  it("are counted up on one day, and are no incident's", () => {
    expect(id).toBe("2026-11-23-exercice-rp");
    expect(drillId(outage.startedAt, [rp.id, cfn.id], [], settings)).toBe("2026-11-23-exercice-rp-cfn");
    expect(drillId(outage.startedAt, [rp.id], [id, `${id}-2`], settings)).toBe(`${id}-3`);
    expect([isDrillId(id), isIncidentId(id), isDrillId(outage.id), isIncidentId(outage.id)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it("are none that a real outage of the same day and tool looks for, and the other way round", () => {
    for (const [index, service] of settings.services.entries()) {
      const drilled = played.services[index] ?? service;
      for (const phase of ["outage", "recovery"] as const) {
        const name = campaignName(drilled, phase, id);
        expect(name).toBe(`EXERCICE : ${service.campaign[phase]} · ${id}`);
        expect(markedFor(name, service, phase)).toBeUndefined();
        expect(carriesMark(name, incidentId("2026-11-23-rp"))).toBe(false);
        expect(isExpectedName(name, outage.id, settings)).toBe(false);
        const real = campaignName(service, phase, outage.id);
        expect(markedFor(real, drilled, phase)).toBeUndefined();
        expect(carriesMark(real, id)).toBe(false);
      }
    }
  });

  it("change no setting but words and channel: what is tried is what is used", () => {
    const { slack, services, drill: _drill, ...rest } = facts.settings;
    const { technicalContact: _contact, ...others } = slack;
    const { services: drilled, ...kept } = played;
    expect(kept).toEqual({ ...rest, slack: { ...others, channelId: channel.id, channelName: "exercices" } });
    expect(drilled.map(({ campaign: _c, subject: _s, ...same }) => same)).toEqual(
      services.map(({ campaign: _c, subject: _s, ...same }) => same),
    );
  });
});

describe("the texts of a drill", () => {
  const played = drillSettings(facts.settings, audienceOf(facts));
  const texts = drillTemplates(templates(), "fr");
  const mails = (["outage", "recovery"] as const).flatMap((phase) =>
    played.services.map((service) => ({ phase, service, incident: outage, now })),
  );

  it.each(mails)(
    "of $phase, $service.id: say first that it is a drill, and that the tool works",
    (request) => {
      const mail = writeMail(request, texts, played);
      for (const text of [mail.subject, mail.preview, mail.text]) expect(text).toMatch(/^EXERCICE/u);
      expect(mail.text).toMatch(/^EXERCICE\. Ceci est un essai .+ fonctionne normalement\.$/mu);
      expect(mail.html).toContain("<strong>EXERCICE.</strong>");
    },
  );

  it("stay drills when they are said twice, and in English", () => {
    expect(drillText(drillText("Bonjour", "fr"), "fr")).toBe("EXERCICE — Bonjour");
    expect(drillText("Hello", "en")).toBe("DRILL — Hello");
  });

  it.each([
    ["relancez « Déclarer une indisponibilité », rien", "relancez « Faire un exercice », rien"],
    ["« npx runbook settle --late 2026-11-23-exercice-rp ». Pour", "« npx runbook drill ». Pour"],
    ['« npx runbook update --message "Une pièce" » ou', "« npx runbook drill » ou"],
    [
      "formulaire « Déclarer la fin d’une indisponibilité » ou « npx runbook resolve ».",
      "formulaire « Faire un exercice » ou « npx runbook drill ».",
    ],
  ])("send nobody to announce an outage: %s", (said, told) => {
    expect(drillGesture(said, "fr")).toBe(told);
  });
});
