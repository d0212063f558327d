import { describe, expect, it } from "vitest";
import {
  type ChatAudience,
  mailFailed,
  mailInDoubt,
  mailLeft,
  mailText,
  outageOver,
  outagePost,
  recoveryPost,
  technicalQuestion,
  updatePost,
} from "../../src/core/chat.ts";
import type { Incident } from "../../src/core/incident.ts";
import type { ServiceId } from "../../src/core/settings.ts";
import { writeMail } from "../../src/core/mail.ts";
import { causeId, cfn, incidentId, outage, paris, rp, settings, templates } from "./reconnect.ts";

const shipped = templates();
const now = paris("2026-11-23 14:11");
const plain = (text: string): string => text.replaceAll("\u00A0", " ");
const rpList: ChatAudience = { kind: "list", name: "Utilisateurs RP Nov 25", contacts: 1234 };
const cfnList: ChatAudience = { kind: "list", name: "Utilisateur CFN Nov 25", contacts: 1 };
const none: ChatAudience = { kind: "none" };
const fileUrl = "https://github.com/reconnect/runbook/blob/main/incidents/2026-11-23-rp.yml";

function post(change: Partial<Parameters<typeof outagePost>[0]> = {}): string {
  const whole = {
    incident: outage,
    services: [rp],
    audiences: new Map([[rp.id, rpList]]),
    mention: true,
    now,
    ...change,
  };
  return plain(outagePost(whole, shipped, settings));
}
const both: Incident = { ...outage, id: incidentId("2026-11-23-rp-cfn"), services: [rp.id, cfn.id] };

describe("outagePost", () => {
  it("tells the channel before the mail leaves", () => {
    expect(
      post({ declaredBy: "Léa Martin", fileUrl, incident: { ...outage, cause: causeId("hosting") } }),
    ).toBe(
      [
        "<!channel> :red_circle: *Reconnect Pro est indisponible* depuis 14 h 05.",
        "Cause : panne chez notre hébergeur.",
        "Un e-mail va être envoyé aux utilisateurs (liste « Utilisateurs RP Nov 25 », 1 234 contacts). N’envoyez rien vous-même depuis Brevo. Déclaré par Léa Martin.",
        `Suivi : <${fileUrl}|incident 2026-11-23-rp> (compte GitHub nécessaire).`,
      ].join("\n"),
    );
  });

  it("says what is not known", () => {
    expect(post({ audiences: new Map(), mention: false })).toBe(
      [
        ":red_circle: *Reconnect Pro est indisponible* depuis 14 h 05.",
        "Cause : pas encore connue.",
        "L’e-mail aux utilisateurs est en préparation. N’envoyez rien vous-même depuis Brevo.",
      ].join("\n"),
    );
  });

  it("agrees with both services", () => {
    const audiences = new Map<ServiceId, ChatAudience>([
      [rp.id, rpList],
      [cfn.id, cfnList],
    ]);
    expect(post({ incident: both, services: [rp, cfn], audiences })).toBe(
      [
        "<!channel> :red_circle: *Reconnect Pro et le Coffre-fort numérique Reconnect sont indisponibles* depuis 14 h 05.",
        "Cause : pas encore connue.",
        "Deux e-mails vont être envoyés aux utilisateurs (listes « Utilisateurs RP Nov 25 », 1 234 contacts et « Utilisateur CFN Nov 25 », 1 contact). N’envoyez rien vous-même depuis Brevo.",
      ].join("\n"),
    );
    expect(post({ incident: both, services: [rp, cfn], audiences: new Map() })).toContain(
      "Deux e-mails aux utilisateurs sont en préparation.",
    );
  });

  it("tells mails one by one when they are not at the same point", () => {
    const audiences = new Map<ServiceId, ChatAudience>([
      [rp.id, rpList],
      [cfn.id, none],
    ]);
    expect(post({ incident: both, services: [rp, cfn], audiences })).toContain(
      "Un e-mail va être envoyé aux utilisateurs de Reconnect Pro (liste « Utilisateurs RP Nov 25 », 1 234 contacts). Aucun e-mail ne va partir vers les utilisateurs du Coffre-fort numérique Reconnect. N’envoyez rien",
    );
    expect(post({ incident: both, services: [rp, cfn], audiences: new Map([[cfn.id, none]]) })).toContain(
      "L’e-mail aux utilisateurs de Reconnect Pro est en préparation. Aucun e-mail ne va partir vers",
    );
  });

  it("says that no mail will leave, and nothing by hand", () => {
    expect(post({ audiences: new Map([[rp.id, none]]) })).toContain(
      "\nAucun e-mail ne va partir. N’envoyez rien vous-même depuis Brevo.",
    );
  });

  it.each([
    ["2026-11-22 22:30", "depuis hier à 22 h 30."],
    ["2026-11-21 20:00", "depuis le samedi 21 novembre à 20 h."],
  ])("says a start of %s in its own words", (start, words) => {
    expect(post({ services: [cfn], incident: { ...outage, startedAt: paris(start) } })).toContain(
      `*Le Coffre-fort numérique Reconnect est indisponible* ${words}`,
    );
  });

  it("lets nobody's text mention, link or break lines", () => {
    const incident = {
      ...outage,
      cause: causeId("other"),
      message: "<!channel> & @channel\n<https://x.fr|ici> {depuis}.",
    };
    const text = post({ incident, mention: false, declaredBy: "<@U123>" });
    expect(text).not.toMatch(/<|@channel/u);
    expect(text).toContain(
      "Cause : &lt;!channel&gt; &amp; @\u2060channel &lt;https://x.fr|ici&gt; {depuis}.\n",
    );
    expect(text).toContain("Déclaré par &lt;@U123&gt;.");
  });
});

describe("recoveryPost", () => {
  const end = {
    incident: outage,
    service: rp,
    startedAt: outage.startedAt,
    resolvedAt: paris("2026-11-23 16:20"),
    mailWanted: true,
    mention: false,
    now: paris("2026-11-23 16:21"),
  };

  it("tells that the service is back", () => {
    expect(
      plain(
        recoveryPost(
          { ...end, incident: { ...outage, cause: causeId("network") }, mention: true },
          shipped,
          settings,
        ),
      ),
    ).toBe(
      "<!channel> :large_green_circle: *Reconnect Pro fonctionne de nouveau* depuis 16 h 20, après 2 heures et 15 minutes de panne. Cause : panne de réseau entre Internet et nos outils.\n" +
        "Un e-mail de fin d’incident va être envoyé à la même liste.",
    );
  });
  it("says when no mail will leave, and gives no cause that nobody confirmed", () => {
    expect(plain(recoveryPost({ ...end, mailWanted: false }, shipped, settings))).toBe(
      ":large_green_circle: *Reconnect Pro fonctionne de nouveau* depuis 16 h 20, après 2 heures et 15 minutes de panne.\nAucun e-mail de fin d’incident ne va partir.",
    );
  });
  it("tells a false alarm", () => {
    const mistaken = { ...end, service: cfn, incident: { ...outage, status: "mistaken" as const } };
    expect(plain(recoveryPost(mistaken, shipped, settings))).toBe(
      ":large_green_circle: *Fausse alerte : le Coffre-fort numérique Reconnect fonctionne normalement.* Notre message de 14 h 11 était une erreur.\n" +
        "Un e-mail va être envoyé à la même liste pour le dire.",
    );
  });
});

describe("outageOver", () => {
  it("says of each service where it stands, with full dates and without mention", () => {
    const incident = {
      ...both,
      cause: causeId("overload"),
      resolvedAt: new Map([[rp.id, paris("2026-11-23 16:20")]]),
    };
    expect(plain(outageOver({ incident, services: [rp, cfn], declaredBy: "Léa" }, shipped, settings))).toBe(
      [
        ":large_green_circle: *Terminé : Reconnect Pro fonctionne de nouveau.* L’accès a été interrompu le lundi 23 novembre 2026, de 14 h 05 à 16 h 20 (2 heures et 15 minutes).",
        ":red_circle: *Le Coffre-fort numérique Reconnect est indisponible* depuis le lundi 23 novembre 2026 à 14 h 05.",
        "Cause : trop de connexions en même temps. Déclaré par Léa.",
      ].join("\n"),
    );
  });
  it("says which of two was a false alarm, and keeps the cause of the other", () => {
    const incident = {
      ...both,
      cause: causeId("overload"),
      resolvedAt: new Map([[cfn.id, paris("2026-11-23 14:31")]]),
      mistaken: new Set([cfn.id]),
    };
    expect(plain(outageOver({ incident, services: [rp, cfn] }, shipped, settings)).split("\n")).toEqual([
      ":red_circle: *Reconnect Pro est indisponible* depuis le lundi 23 novembre 2026 à 14 h 05.",
      ":large_green_circle: *Fausse alerte : le Coffre-fort numérique Reconnect fonctionne normalement.* Ce message était une erreur.",
      "Cause : trop de connexions en même temps.",
    ]);
  });
  it("says a false alarm", () => {
    const incident = { ...outage, status: "mistaken" as const, cause: causeId("overload") };
    expect(plain(outageOver({ incident, services: [rp] }, shipped, settings))).toBe(
      ":large_green_circle: *Fausse alerte : Reconnect Pro fonctionne normalement.* Ce message était une erreur.",
    );
  });
});

describe("replies in the thread", () => {
  it("says that the mail left", () => {
    const reply = {
      subject: rp.subject.outage,
      leftAt: paris("2026-11-23 14:12"),
      list: { name: "Utilisateurs RP Nov 25", contacts: 1234 },
    };
    expect(plain(mailLeft(reply, shipped, settings))).toBe(
      ":white_check_mark: E-mail « Indisponibilité temporaire de Reconnect Pro » parti à 14 h 12 vers la liste « Utilisateurs RP Nov 25 » (1 234 contacts, sauf les personnes désinscrites).",
    );
  });
  it("says that it did not, and what to do", () => {
    expect(
      plain(
        mailFailed(
          { service: cfn, reason: "Brevo refuse la clé", gesture: "Prévenez <Léa> !" },
          shipped,
          settings,
        ),
      ),
    ).toBe(
      ":warning: L’e-mail aux utilisateurs du Coffre-fort numérique Reconnect n’est pas parti. Raison : Brevo refuse la clé. Que faire : Prévenez &lt;Léa&gt; !",
    );
  });
  it("says that nobody knows, with both outcomes", () => {
    const doubt = {
      service: rp,
      phase: "outage",
      campaignName: "Indisponibilité Reconnect Pro · 2026-11-23-rp",
    } as const;
    expect(plain(mailInDoubt({ ...doubt, campaignId: 123 }, shipped, settings))).toBe(
      ":warning: Nous ne savons pas si l’e-mail aux utilisateurs de Reconnect Pro est parti. Ouvrez dans Brevo la campagne n° 123. « Envoyée » : ne faites rien. « Brouillon » : relancez « Déclarer une indisponibilité », rien ne partira deux fois.",
    );
    expect(plain(mailInDoubt({ ...doubt, phase: "recovery" }, shipped, settings))).toContain(
      "l’e-mail de fin d’incident aux utilisateurs de Reconnect Pro est parti. Ouvrez dans Brevo la campagne « Indisponibilité Reconnect Pro · 2026-11-23-rp ».",
    );
  });
  it("shows the text of the mail, quoted", () => {
    const mail = writeMail(
      { phase: "outage", service: rp, incident: { ...outage, message: "<!channel>." }, now },
      shipped,
      settings,
    );
    const text = plain(mailText(mail, shipped, settings));
    expect(text.split("\n").slice(0, 6)).toEqual([
      "Texte de l’e-mail « Indisponibilité temporaire de Reconnect Pro » :",
      "> Incident en cours",
      ">",
      "> Indisponibilité temporaire de Reconnect Pro",
      ">",
      "> Bonjour,",
    ]);
    expect(text).toContain("> &lt;!channel&gt;.");
  });
  it("stays within Slack's limits", () => {
    const text = mailText(
      { subject: "s", text: "mot ".repeat(200).concat("\n").repeat(50) },
      shipped,
      settings,
    );
    expect(text.length).toBeLessThan(4_000);
    expect(text).toMatch(/\n> \[…\]$/u);
  });
  it("asks the technical contact, if there is one", () => {
    expect(plain(technicalQuestion(shipped, settings) ?? "")).toBe(
      "<!subteam^S0TECH> Équipe technique : quelle est la cause ? Répondez dans ce fil.",
    );
    expect(
      technicalQuestion(shipped, {
        ...settings,
        slack: { channelName: "général", mention: true, mentionOnRecovery: false },
      }),
    ).toBeUndefined();
  });
});

describe("updatePost", () => {
  const message = "Les équipes de <!channel> notre hébergeur *remplacent* une pièce.";
  const told = (services = [rp], mailed = services, by?: string) =>
    plain(
      updatePost(
        { update: { message }, services, mailed, ...(by !== undefined && { by }) },
        shipped,
        settings,
      ),
    );

  it("says the news with its signs disarmed, who gets a mail, and who wrote it; it mentions nobody", () => {
    expect(told([rp], [rp], "Léa")).toBe(
      ":speech_balloon: *Reconnect Pro : des nouvelles de la panne.* Les équipes de &lt;!channel&gt; notre hébergeur *remplacent* une pièce.\n" +
        "Un e-mail va le dire aux utilisateurs qui ont reçu l’e-mail de panne. Écrit par Léa.",
    );
  });

  it("says that no mail leaves, or for which of two tools one does", () => {
    expect(told([rp], [])).toContain("Aucun e-mail ne part vers les utilisateurs pour cette nouvelle.");
    expect(told([rp, cfn], [cfn])).toContain(
      "Un e-mail va le dire aux utilisateurs du Coffre-fort numérique Reconnect qui ont reçu",
    );
    expect(told([rp, cfn])).toContain("*Reconnect Pro et le Coffre-fort numérique Reconnect : des nouvelles");
  });
});
