import { openBrevoAccount } from "../adapters/brevo-account.ts";
import { senderNow } from "../core/checkup-sender.ts";
import type { BrevoSeen } from "../core/checkup-brevo.ts";
import { writeProbe } from "../core/checkup-draft.ts";
import { listNow } from "../core/checkup-list-now.ts";
import type { Look } from "../core/checkup.ts";
import { tryDraft } from "./look-draft.ts";
import { keyOf } from "./look-key.ts";
import type { Project } from "./project.ts";
import type { Access, Machine } from "./run.ts";

/** Reads Brevo as far as its key reaches, and makes and deletes one draft to nobody. */
export async function lookAtBrevo(
  machine: Machine,
  access: Access,
  project: Project,
  count: () => void,
): Promise<BrevoSeen> {
  const { settings } = project;
  const { brevoKey: apiKey } = access;
  const senderId = access.senderId ?? settings.brevo.senderId;
  const seen: BrevoSeen = { key: keyOf(machine, apiKey), senderId, blocklisted: new Map() };
  if (apiKey === undefined) return seen;
  const { requestMs, hard: signal, wait } = machine.limits;
  let remaining: number | undefined;
  const meter = ({ pathname }: URL, headers?: Headers) => {
    if (!headers) return count();
    const left = headers.get("x-sib-ratelimit-remaining");
    // Lists have an allowance of their own, three hundred times as large (facts/brevo.md section 6).
    if (left !== null && !pathname.includes("/contacts/")) remaining = Number(left);
  };
  const brevo = openBrevoAccount({ apiKey, apiUrl: access.brevoUrl, requestMs, signal, wait, meter });
  const plans = await brevo.plans();
  if (plans.kind !== "done") return { ...seen, plans };
  const [senders, lists] = await Promise.all([brevo.senders(), brevo.lists()]);
  const now = machine.now();
  const chosen =
    lists.kind === "done" ? settings.services.map((one) => listNow(lists.value, one, settings, now)) : [];
  const blocklisted = new Map<number, Look<number>>();
  for (const found of chosen)
    if ("list" in found) blocklisted.set(found.list.id, await brevo.blocklisted(found.list.id));
  const sender = senderNow({ senderId, senders });
  const probe = sender && writeProbe(project, sender.id, now);
  const [first] = chosen.flatMap((found) => ("list" in found ? [found.list.id] : []));
  const fallback = settings.drill?.listId ?? first;
  const tried =
    probe && !machine.limits.soft.aborted ? await tryDraft(brevo, probe, fallback, machine.now) : undefined;
  return {
    ...seen,
    plans,
    senders,
    lists,
    blocklisted,
    ...(tried && { probe: tried }),
    ...(remaining !== undefined && Number.isFinite(remaining) && { remaining }),
  };
}
