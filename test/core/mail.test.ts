import { describe, expect, it } from "vitest";
import type { Incident } from "../../src/core/incident.ts";
import { linkTargets, placeholders, visibleText, writeMail, type Mail } from "../../src/core/mail.ts";
import type { Notice, NoticeKind } from "../../src/core/notice.ts";
import type { Service } from "../../src/core/settings.ts";
import { updateKey } from "../../src/core/update.ts";
import { causeId, cfn, outage, paris, rp, settings, templates } from "./reconnect.ts";

const shipped = templates();
const now = paris("2026-11-23 16:25");

const givenAt = paris("2026-11-23 16:10");
const update = {
  key: updateKey(givenAt, settings.timeZone),
  at: givenAt,
  message: "Une pièce est remplacée ce soir, l'accès n'est pas encore rétabli.",
  mail: true,
};

function mailOf(phase: NoticeKind, service: Service, change: Partial<Incident> = {}, at = now): Mail {
  const incident: Incident = { ...outage, services: [service.id], ...change };
  const notice: Notice = phase === "update" ? { phase, update } : { phase };
  return writeMail({ ...notice, service, incident, now: at }, shipped, settings);
}

const resolved = (service: Service): Partial<Incident> => ({
  status: "resolved",
  resolvedAt: new Map([[service.id, paris("2026-11-23 16:20")]]),
});

const full: Partial<Incident> = {
  message: "Le site public n'est pas touché.",
  resolution: new Map([rp.id, cfn.id].map((id) => [id, "Nous surveillons l'outil : tout va bien !"])),
  expectedEnd: paris("2026-11-23 18:00"),
  dataSafe: true,
};

const same = (text: string): string => text.replaceAll(/\s+/gu, " ").replaceAll("’", "'");

interface Story {
  readonly name: string;
  readonly phase: NoticeKind;
  readonly wording: Mail["wording"];
  readonly change: (service: Service) => Partial<Incident>;
}
const stories: readonly Story[] = [
  { name: "outage.unknown", phase: "outage", wording: "unknown", change: () => ({}) },
  { name: "outage.unknown.full", phase: "outage", wording: "unknown", change: () => full },
  { name: "outage.known", phase: "outage", wording: "known", change: () => ({ cause: causeId("network") }) },
  {
    name: "outage.known.full",
    phase: "outage",
    wording: "known",
    change: () => ({ ...full, cause: causeId("hosting") }),
  },
  { name: "update", phase: "update", wording: "unknown", change: () => ({ cause: causeId("hosting") }) },
  { name: "update.full", phase: "update", wording: "unknown", change: () => full },
  { name: "recovery.unknown", phase: "recovery", wording: "unknown", change: resolved },
  {
    name: "recovery.unknown.full",
    phase: "recovery",
    wording: "unknown",
    change: (service) => ({ ...resolved(service), ...full }),
  },
  {
    name: "recovery.known",
    phase: "recovery",
    wording: "known",
    change: (service) => ({ ...resolved(service), cause: causeId("network") }),
  },
  {
    name: "recovery.known.full",
    phase: "recovery",
    wording: "known",
    change: (service) => ({ ...resolved(service), ...full, cause: causeId("hosting") }),
  },
  {
    name: "recovery.mistaken",
    phase: "recovery",
    wording: "mistaken",
    change: () => ({ status: "mistaken" }),
  },
  {
    name: "recovery.mistaken.full",
    phase: "recovery",
    wording: "mistaken",
    change: () => ({ ...full, status: "mistaken", cause: causeId("hosting") }),
  },
];
const all = [rp, cfn].flatMap((service) =>
  stories.map((story) => ({
    ...story,
    title: `${service.id}.${story.name}`,
    service,
    mail: mailOf(story.phase, service, story.change(service)),
  })),
);

describe("writeMail", () => {
  it.each(all)("writes $title", async ({ title, mail, wording }) => {
    expect(mail.wording).toBe(wording);
    await expect(mail.html).toMatchFileSnapshot(`__snapshots__/mails/${title}.html.snap`);
    const text = `${mail.subject}\n${mail.preview}\n\n${mail.text}`;
    await expect(text).toMatchFileSnapshot(`__snapshots__/mails/${title}.txt.snap`);
  });

  it.each(all)(
    "gives $title to Brevo with its two links, small, in French, without pixels",
    ({ mail, service, phase, wording }) => {
      const of = wording === "mistaken" ? wording : phase;
      expect(mail.subject).toBe(service.subject[of]);
      expect(placeholders(mail.html)).toEqual(["{{ mirror }}", "{{ unsubscribe }}"]);
      expect(linkTargets(mail.html)).toEqual(["{{ mirror }}", "{{ unsubscribe }}"]);
      expect(new TextEncoder().encode(mail.html).length).toBeLessThan(20_000);
      expect(mail.html).toMatch(/^<!doctype html>\n<html lang="fr" dir="ltr">/u);
      expect(mail.html).not.toMatch(/<img|<script|https?:|\{#|runbook|maintain/iu);
    },
  );

  it.each(all)("sets $title as a French printer would", ({ mail }) => {
    for (const text of [mail.preview, mail.text]) {
      expect(text).not.toMatch(/['"]/u);
      expect(text).not.toMatch(/ [:;!?%»]|« /u);
      expect(text).not.toMatch(/\d h|\d novembre|Reconnect Pro| {2}/u);
    }
    expect(visibleText(mail.html)).not.toMatch(/['"]/u);
  });

  it.each(all)(
    "says in $title the same in HTML as in text, whole names, nothing left to fill",
    ({ mail }) => {
      const words = mail.text.replaceAll(/\n---\n|\u00A0: lien propre à chaque (?:e-mail|personne)/gu, " ");
      expect(visibleText(mail.html)).toBe(words.replace(/\s+/gu, " ").trim());
      expect(`${mail.subject}${mail.preview}${mail.text}`).not.toMatch(/\b(?:RP|CFN)\b|[{}]/u);
      expect(mail.html.match(/Coffre-fort/gu) ?? []).toHaveLength(
        (mail.html.match(/nowrap">Coffre-fort<|<title>[^<]*Coffre-fort/gu) ?? []).length,
      );
    },
  );

  it("promises nothing that nobody checked", () => {
    for (const { mail } of all.filter(({ title }) => !title.endsWith("full"))) {
      expect(mail.text).not.toMatch(/conservé|prévu|corrig|prévenu/iu);
    }
    for (const { mail } of all.filter(({ wording }) => wording !== "known")) {
      expect(mail.text).not.toMatch(/travaill|équipe technique|hébergeur|cause/iu);
    }
  });

  it("says the procedure's own sentence when nobody knows the cause", () => {
    const morning = { ...resolved(cfn), startedAt: paris("2026-11-23 09:10") };
    expect(visibleText(mailOf("recovery", cfn, morning).html)).toContain(
      "Nous vous informons que l’incident survenu ce matin sur le Coffre-fort numérique Reconnect est désormais résolu.",
    );
  });

  it("computes relative words when they freeze", () => {
    const text = visibleText(mailOf("recovery", rp, resolved(rp), paris("2026-11-24 09:00")).html);
    expect(text).toContain("survenu hier après-midi sur Reconnect Pro");
  });

  it("takes the incident's own sentences as the cause for other", () => {
    const other: Partial<Incident> = { cause: causeId("other"), message: "Un câble est coupé." };
    const begin = mailOf("outage", rp, other);
    expect(begin.wording).toBe("known");
    expect(begin.text.match(/Un câble est coupé\./gu)).toHaveLength(1);
    expect(mailOf("outage", rp, { cause: causeId("other") }).wording).toBe("unknown");
    expect(mailOf("recovery", rp, { ...other, ...resolved(rp) }).wording).toBe("unknown");
    const end = mailOf("recovery", rp, {
      ...other,
      ...resolved(rp),
      resolution: new Map([[rp.id, "Le câble est réparé."]]),
    });
    expect(end.wording).toBe("known");
    expect(end.text).toContain("est désormais résolu. Le câble est réparé.\n");
  });

  it("leaves out a time of return that has passed", () => {
    const late = mailOf("outage", rp, { expectedEnd: paris("2026-11-23 16:25") });
    expect(late.text).not.toContain("prévu");
  });

  it.each([
    ["2026-11-23 15:00", "Notre message de 14 h 11 était une erreur."],
    ["2026-11-24 09:00", "Notre message d’hier à 14 h 11 était une erreur."],
    ["2026-11-26 09:00", "Notre message du lundi 23 novembre à 14 h 11 était une erreur."],
  ])("names the mistaken message, read at %s", (at, sentence) => {
    expect(visibleText(mailOf("recovery", rp, { status: "mistaken" }, paris(at)).html)).toContain(sentence);
  });

  it("names the instant at which the mistaken message left, when it is known", () => {
    const incident: Incident = { ...outage, status: "mistaken" };
    const request = {
      phase: "recovery",
      service: rp,
      incident,
      now,
      announcedAt: paris("2026-11-23 14:12"),
    } as const;
    expect(visibleText(writeMail(request, shipped, settings).html)).toContain("message de 14 h 12 était");
  });

  it("tells a preview of the end as if it ended now, even with a fast watch", () => {
    expect(mailOf("recovery", rp).text).toContain("2\u00A0heures et 20\u00A0minutes");
    expect(mailOf("recovery", rp, {}, paris("2026-11-23 14:00")).text).toContain("moins d’une minute");
  });

  it.each([
    "{{ contact.EMAIL }}",
    "{% if x %}a{% endif %}",
    "{# rien #}",
    "<!channel>",
    "<script>alert(1)</script>",
    "%NAME%",
    "[UNSUBSCRIBE]",
    "[[x]] {debut} {contenu} $& $1",
    "**gras** [lien](https://x.fr) &nbsp;x <a href='https://x.fr'>x</a>",
  ])("lets nothing of %j act", (message) => {
    const { html, text } = mailOf("outage", rp, { message });
    const body = html.slice(html.indexOf("<h1"), html.indexOf("Nous sommes au courant"));
    expect(placeholders(html)).toEqual(["{{ mirror }}", "{{ unsubscribe }}"]);
    expect(linkTargets(html)).toEqual(["{{ mirror }}", "{{ unsubscribe }}"]);
    expect(body.replaceAll(/<\/?(?:h1|p|strong)\b[^>]*>/gu, "")).not.toMatch(/[<>{}[\]%]/u);
    expect(same(text)).toContain(same(message));
    expect(same(visibleText(html))).toContain(same(message));
  });

  it("refuses a subject that Brevo would run", () => {
    const service = { ...rp, subject: { ...rp.subject, outage: "Panne {{ contact.EMAIL }}" } };
    expect(() => mailOf("outage", service)).toThrow("Brevo");
  });
});
