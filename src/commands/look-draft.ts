import type { BrevoAccount } from "../adapters/brevo-account.ts";
import type { Campaign } from "../core/campaign.ts";
import {
  leftoverProbes,
  probesAmong,
  wantsRecipients,
  type Probe,
  type ProbeSeen,
} from "../core/checkup-draft.ts";
import type { Look } from "../core/checkup.ts";
import type { ListId } from "../core/settings.ts";

/** Leftovers that one checkup deletes: Brevo's hour has room for an outage beside them. */
const LEFTOVERS = 5;

/**
 * Deletes what earlier checkups left, then makes a draft, reads it and deletes it: whatever happens in between. Where Brevo
 * takes none to nobody, it is to the drill's list, else to one of ours: there is no way to send it from here.
 */
export async function tryDraft(
  brevo: BrevoAccount,
  toNobody: Probe,
  fallback: ListId | undefined,
  now: () => Date,
): Promise<ProbeSeen> {
  const before = await brevo.drafts();
  // An outage looks at the campaigns first, too: where they cannot be read, its mail does not leave either.
  if (before.kind !== "done") return { probe: toNobody, created: before, leftovers: [] };
  const drafts = before.value;
  const leftovers: Look<null>[] = [];
  for (const { id } of leftoverProbes(drafts, now()).slice(0, LEFTOVERS))
    leftovers.push(await remove(brevo, id));
  let probe = toNobody;
  let created = await brevo.create(probe);
  if (created.kind === "refused" && wantsRecipients(created.fault) && fallback !== undefined) {
    probe = { ...toNobody, listId: fallback };
    created = await brevo.create(probe);
  }
  if (created.kind === "refused") return { probe, created, leftovers };
  if (created.kind === "unknown") {
    const lost = await findLost(brevo, drafts);
    const removed = lost && (await remove(brevo, lost.id));
    return { probe, created, leftovers, ...(removed && { removed }) };
  }
  const readBack = await brevo.campaign(created.value);
  return { probe, created, readBack, removed: await remove(brevo, created.value), leftovers };
}

/** The draft whose answer was lost: a probe that was not there before. */
async function findLost(brevo: BrevoAccount, before: readonly Campaign[]): Promise<Campaign | undefined> {
  const after = await brevo.drafts();
  if (after.kind !== "done") return undefined;
  const known = new Set(before.map(({ id }) => id));
  return probesAmong(after.value).find(({ id }) => !known.has(id));
}

/** Deletes once. When the answer is lost, whether the draft is gone tells how it went. */
async function remove(brevo: BrevoAccount, id: Campaign["id"]): Promise<Look<null>> {
  const removed = await brevo.remove(id);
  if (removed.kind !== "unknown") return removed;
  const found = await brevo.campaign(id);
  return found.kind === "done" && found.value === undefined ? { kind: "done", value: null } : removed;
}
