import { last, mailStep, parseJournal } from "../../src/core/journal.ts";
import { sameMail, visibleText, writeMail } from "../../src/core/mail.ts";
import { ACCEPTED_HOLDS_MS, isOver } from "../../src/core/plan.ts";
import type { Delivery } from "../../src/sandbox/brevo/entities.ts";
import { words } from "../world.ts";
import { breach, type Breach } from "./breach.ts";
import { askedBy } from "./ledger.ts";
import { keyOf, toldBy, type Ran, type Story } from "./story.ts";

/** The words of the mails that a run let leave are those of the file at that very moment (design section 4.10). */
export function staleWords(story: Story, { clone }: Ran, mails: readonly Delivery[]): Breach[] {
  if (mails.length === 0) return [];
  const { incidents, settings, templates } = askedBy(story, clone);
  return mails.flatMap((mail) => {
    const { incident: id, phase, tool } = toldBy(mail);
    if (phase === "update") return [];
    const incident = incidents.find((one) => one.incident.id === id)?.incident;
    const service = settings.services.find((each) => each.id === tool);
    if (!incident || !service) return [];
    const now = new Date(mail.at.getTime() + clone.minutesAhead * 60_000);
    const announcedAt = last(clone.journal(incident.id), mailStep("outage", tool), "left", "adopted")?.at;
    const request = {
      phase,
      service,
      incident,
      now,
      ...(phase === "recovery" && announcedAt && { announcedAt }),
    };
    const wanted = writeMail(request, templates, settings).html;
    return sameMail(wanted, mail.html)
      ? []
      : [breach("the mail says what the file says", keyOf(toldBy(mail)))];
  });
}

/** A sentence that came into the file after its mail left: a settle says that it reaches nobody. */
export function untoldDrift(story: Story, { clone, outcome }: Ran): Breach[] {
  const { incidents } = askedBy(story, clone);
  return incidents.flatMap(({ incident, journal }) =>
    incident.services.flatMap((service) => {
      const step = mailStep("outage", service);
      const left = last(journal, step, "left");
      const mail = story.world.brevo.deliveries.find(({ campaignId }) => campaignId === left?.campaign);
      const isOurs = last(journal, step, "drafted")?.campaign === left?.campaign;
      if (!mail || !isOurs || !incident.notify || isOver(incident, service)) return [];
      const isTold = incident.message === undefined || visibleText(mail.html).includes(incident.message);
      const isSaid = words(outcome).includes("ont changé après l’envoi");
      return isTold || isSaid ? [] : [breach("a later edit is reported", `${incident.id} ${service}`)];
    }),
  );
}

/** Brevo took a campaign: whoever asks again within ten minutes does not believe its answer (design section 4.3). */
export function askedTwice({ world }: Story, { before, after, clone }: Ran): Breach[] {
  const taken = world.sandbox.requests
    .slice(before.requests, after.requests)
    .filter(({ what, status }) => what.endsWith("/sendNow") && status === 204)
    .map(({ path, at }) => ({ campaign: Number(/\d+(?=\/sendNow)/u.exec(path)?.[0]), at }));
  const told = [...before.journals].flatMap(([id, text]) => {
    const parsed = parseJournal({ path: id, text }, "fr");
    return parsed.ok ? parsed.value : [];
  });
  const skewMs = clone.minutesAhead * 60_000;
  return taken.flatMap(({ campaign, at }, index) => {
    const isRecent = told.some(
      (entry) =>
        entry.event === "accepted" &&
        entry.campaign === campaign &&
        Math.abs(at.getTime() + skewMs - entry.at.getTime()) < ACCEPTED_HOLDS_MS,
    );
    const isAgain = taken.slice(0, index).some((earlier) => earlier.campaign === campaign);
    return isRecent || isAgain ? [breach("asked to leave once in ten minutes", `no. ${campaign}`)] : [];
  });
}
