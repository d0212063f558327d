import { z } from "zod";
import type { IncidentId } from "./incident.ts";
import type { Notice } from "./notice.ts";
import type { ListId, Phase, Service, Settings } from "./settings.ts";
import type { Update } from "./update.ts";
import { isReadableKey, readableKey } from "./update-key.ts";

declare const brand: unique symbol;

/** Id that Brevo gave to a campaign. */
export type CampaignId = number & { readonly [brand]: "CampaignId" };

/** The doors by which plain numbers of the world become ids. */
export const campaignIdShape = z.custom<CampaignId>(Number.isInteger);
export const listIdShape = z.custom<ListId>(Number.isInteger);

/** A Brevo campaign as Brevo last showed it. Instants are UTC. */
export interface Campaign {
  readonly id: CampaignId;
  readonly name: string;
  readonly subject: string;
  /** Brevo's own word; new words may appear, so it stays a string. */
  readonly status: string;
  readonly createdAt: Date;
  readonly sentAt?: Date;
  readonly scheduledAt?: Date;
  readonly senderId?: number;
  readonly listIds: readonly ListId[];
  /** Only when the campaign was read alone. */
  readonly html?: string;
}

/** Everything Brevo is asked to send, before it has an id. */
export interface Draft {
  readonly name: string;
  readonly subject: string;
  readonly preview: string;
  readonly html: string;
  readonly text: string;
  readonly senderId: number;
  readonly replyTo?: string;
  readonly list: { readonly id: ListId; readonly name: string; readonly contacts: number };
}

/** Where a campaign stands: still ours to act on, gone for good, or in a state where only a person can decide. */
export type Fate = "draft" | "left" | "odd";

/** Brevo's clock and ours are not the same: "now" there may be a little later here. */
const CLOCKS_DIFFER_MS = 10 * 60_000;

/**
 * Whether a campaign left. Brevo's statuses: facts/brevo.md section 3, design section 4.3. `queued` with a date to
 * come was scheduled by a person; an archived campaign without a date was never sent; an unknown word is odd.
 */
export function fate(campaign: Campaign, now: Date): Fate {
  switch (campaign.status) {
    case "draft":
      return "draft";
    case "queued": {
      const ahead = (campaign.scheduledAt?.getTime() ?? 0) - now.getTime();
      return ahead > CLOCKS_DIFFER_MS ? "odd" : "left";
    }
    case "in_process":
    case "inProcess":
    case "sent":
      return "left";
    case "archive":
      return campaign.sentAt === undefined ? "odd" : "left";
    default:
      return "odd";
  }
}

const MARK = " · ";

/** Names are compared as people see them: composed, trimmed, apostrophes alike. */
export function normaliseName(name: string): string {
  return name.normalize("NFC").replaceAll("’", "'").replaceAll(/\s+/gu, " ").trim();
}

/** The prescribed name and the mark by which the campaign is found again: `Indisponibilité Reconnect Pro · 2026-11-23-rp`. */
export function campaignName(service: Service, phase: Phase, id: IncidentId): string {
  return `${service.campaign[phase]}${MARK}${id}`;
}

/** The same for any notice; news has its hour before the mark: `Nouvelles de … · 23/11 15h10 · 2026-11-23-rp`. */
export function noticeName(service: Service, notice: Notice, id: IncidentId): string {
  return notice.phase === "update"
    ? `${service.campaign.update}${MARK}${readableKey(notice.update.key)}${MARK}${id}`
    : campaignName(service, notice.phase, id);
}

/** Whether the name ends with the incident's mark, whatever stands before it. */
export function carriesMark(name: string, id: IncidentId): boolean {
  return normaliseName(name).endsWith(normaliseName(`x${MARK}${id}`).slice(1));
}

export function sameName(one: string, other: string): boolean {
  return normaliseName(one) === normaliseName(other);
}

/** The incident that a campaign of this service and phase was made for, if its name carries a mark. */
export function markedFor(name: string, service: Service, phase: Phase): string | undefined {
  const prefix = normaliseName(service.campaign[phase]) + MARK;
  const normal = normaliseName(name);
  return normal.startsWith(prefix) ? normal.slice(prefix.length) : undefined;
}

/** The names under which news may stand in Brevo: by the hour that it was begun with, and by the one that its file has. */
export function newsNames(service: Service, update: Update, id: IncidentId): readonly string[] {
  const keys = [update.key, ...(update.writtenAs === undefined ? [] : [update.writtenAs])];
  return keys.map((key) => noticeName(service, { phase: "update", update: { ...update, key } }, id));
}

/** The incident whose news a campaign of this service tells, whatever the hour, if its name has that form. */
export function newsFor(name: string, service: Service): string | undefined {
  const prefix = normaliseName(service.campaign.update) + MARK;
  const normal = normaliseName(name);
  if (!normal.startsWith(prefix)) return undefined;
  const [key = "", id, ...more] = normal.slice(prefix.length).split(MARK);
  return isReadableKey(key) && more.length === 0 ? id : undefined;
}

/**
 * Whether a campaign name is one that the settings prescribe for this incident, for whatever service and phase, or for
 * news of whatever hour: the file's hour may have been edited since.
 */
export function isExpectedName(name: string, id: IncidentId, settings: Settings): boolean {
  return settings.services.some(
    (service) =>
      newsFor(name, service) === id ||
      (["outage", "recovery"] as const).some((phase) => sameName(name, campaignName(service, phase, id))),
  );
}
