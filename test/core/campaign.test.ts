import { describe, expect, it } from "vitest";
import {
  campaignIdShape,
  campaignName,
  carriesMark,
  fate,
  isExpectedName,
  listIdShape,
  markedFor,
  normaliseName,
  sameName,
  type Campaign,
} from "../../src/core/campaign.ts";
import { cfn, incidentId, outage, paris, rp, settings } from "./reconnect.ts";

const now = paris("2026-11-23 14:12");
const name = "Indisponibilité Reconnect Pro · 2026-11-23-rp";

describe("fate", () => {
  const base = {
    id: campaignIdShape.parse(101),
    name,
    subject: "",
    createdAt: now,
    listIds: [listIdShape.parse(47)],
  };
  const rows: readonly (readonly [string, Partial<Campaign>, ReturnType<typeof fate>])[] = [
    ["draft", {}, "draft"],
    ["draft", { sentAt: now }, "draft"],
    ["queued", {}, "left"],
    ["queued", { scheduledAt: now }, "left"],
    ["queued", { scheduledAt: new Date(now.getTime() + 600_000) }, "left"],
    ["queued", { scheduledAt: new Date(now.getTime() + 600_001) }, "odd"],
    ["in_process", {}, "left"],
    ["inProcess", {}, "left"],
    ["sent", {}, "left"],
    ["archive", { sentAt: now }, "left"],
    ["archive", {}, "odd"],
    ["suspended", { sentAt: now }, "odd"],
    ["in_review", {}, "odd"],
    ["inReview", {}, "odd"],
    ["cancelling", {}, "odd"],
    ["cancelled", {}, "odd"],
    ["Sent", {}, "odd"],
    ["", {}, "odd"],
  ];
  it.each(rows)("%s %o is %s", (status, change, wanted) => {
    expect(fate({ ...base, status, ...change }, now)).toBe(wanted);
  });
});

describe("names", () => {
  it("are the prescribed ones with the incident's mark", () => {
    expect(campaignName(rp, "outage", outage.id)).toBe(name);
    expect(campaignName(rp, "recovery", outage.id)).toBe(
      "Fin de l'indisponibilité Reconnect Pro · 2026-11-23-rp",
    );
  });

  it.each([
    ["itself", name],
    ["decomposed letters", name.normalize("NFD")],
    ["spaces around and doubled", `\t${name.replaceAll(" ", "  ")} \n`],
    ["no-break spaces", name.replaceAll(" ", "\u00A0")],
  ])("are the same as %s", (_case, other) => {
    expect(sameName(name, other)).toBe(true);
    expect(carriesMark(other, outage.id)).toBe(true);
    expect(isExpectedName(other, outage.id, settings)).toBe(true);
  });

  it("take either apostrophe", () => {
    expect(normaliseName("Fin de l’indisponibilité")).toBe("Fin de l'indisponibilité");
  });

  it.each([
    ["another mark that ends alike", "Indisponibilité Reconnect Pro · 12026-11-23-rp"],
    ["a longer id", `${name}-cfn`],
    ["a second one of the day", `${name}-2`],
    ["no mark", "Indisponibilité Reconnect Pro"],
    ["a hyphen for the point", name.replace("·", "-")],
  ])("do not carry the mark: %s", (_case, other) => {
    expect(carriesMark(other, outage.id)).toBe(false);
  });

  it("may carry the mark under a name that nobody prescribes", () => {
    const copy = `Copie de ${name}`;
    expect([carriesMark(copy, outage.id), isExpectedName(copy, outage.id, settings)]).toEqual([true, false]);
  });

  it("are expected for any service and phase of the incident", () => {
    const all = settings.services.flatMap((service) =>
      (["outage", "recovery"] as const).map((phase) => campaignName(service, phase, outage.id)),
    );
    expect(all.filter((each) => !isExpectedName(each, outage.id, settings))).toEqual([]);
    expect(isExpectedName(name, incidentId("2026-11-24-rp"), settings)).toBe(false);
  });

  it("tell which incident they were made for", () => {
    expect(markedFor(name.normalize("NFD"), rp, "outage")).toBe("2026-11-23-rp");
    expect(markedFor(name, rp, "recovery")).toBeUndefined();
    expect(markedFor(name, cfn, "outage")).toBeUndefined();
    expect(markedFor("Indisponibilité Reconnect Pro", rp, "outage")).toBeUndefined();
    expect(markedFor(`Copie de ${name}`, rp, "outage")).toBeUndefined();
  });
});

it("ids are whole numbers", () => {
  expect([101, 1.5, "101", Number.NaN, null].map((raw) => campaignIdShape.safeParse(raw).success)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});
