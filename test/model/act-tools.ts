import { normaliseName } from "../../src/core/campaign.ts";
import { procedureSeed } from "../../src/sandbox/seed.ts";
import { GENERAL } from "../world.ts";
import { prescribed } from "./act-files.ts";
import type { Gesture, Mood, Tool } from "./gesture.ts";
import { incidentsOf, pickOf, PLENTY, type Story } from "./story.ts";

/** The two tools get into a mood, until they are calm again. */
export function spoil(story: Story, mood: Mood): void {
  const { brevo, slack } = story.world;
  const { state } = brevo;
  if ("brevo" in mood) {
    switch (mood.brevo) {
      case "poor":
        state.credits = 10;
        return;
      case "capped":
        state.dailyCap = 1000;
        return;
      case "locked":
        state.key = "unknown";
        return;
      case "late draft":
        state.draftLag = { reads: 2 };
        return;
      case "late list":
        state.listLag = { reads: 3 };
        return;
      case "slow queue":
        state.queued = { reads: 8 };
        return;
      case "exhausted":
        state.perHour = 2;
        return;
      default:
        state.outcome = mood.brevo;
        return;
    }
  }
  switch (mood.slack) {
    case "late":
      slack.state.historyLag = { reads: 2 };
      return;
    case "unreadable":
      slack.state.historyError = "internal_error";
      story.wasBlind = true;
      return;
    case "closed":
      slack.channel(GENERAL).isMember = false;
      return;
    case "no mention":
      slack.state.restricted = "mention";
      return;
    case "revoked":
      slack.state.token = "token_revoked";
      return;
    default:
      mood.slack satisfies never;
  }
}

/** What was hidden for seconds shows after a minute. */
export function showAll({ world: { brevo, slack } }: Story): void {
  for (const { hidden } of [...brevo.campaigns, ...slack.messages]) hidden.reads = 0;
}

/** Both tools work as on an ordinary day, and Brevo lets go what it held back to look at, or in its queue. */
export function calm(story: Story): void {
  const { brevo, slack, sandbox } = story.world;
  sandbox.faults.clear();
  Object.assign(brevo.state, {
    key: "valid",
    perHour: PLENTY,
    credits: procedureSeed.brevo.credits,
    dailyCap: Number.POSITIVE_INFINITY,
    outcome: "sent",
    draftLag: {},
    queued: { reads: 1 },
    listLag: {},
  });
  brevo.limits.refill();
  for (const { id, settled } of brevo.campaigns) if (settled === "in_review") brevo.approve(id);
  // No queue lasts for hours: figures that wait for it would be the next run's news.
  for (const stage of brevo.campaigns.flatMap(({ stages }) => stages))
    if (stage.status === "queued") stage.reads = 0;
  slack.channel(GENERAL).isMember = true;
  Object.assign(slack.state, {
    token: "valid",
    restricted: "never",
    historyLag: {},
    historyError: undefined,
  });
  showAll(story);
}

const ID_OF_DECEMBER = { rp: 49, cfn: 50 };
const OLDER = { rp: 40, cfn: 44 };
const NEWEST = { rp: 47, cfn: 48 };

/** A list of the coming month appears, or the newest list is emptied and filled again. */
export function changeLists(
  { world: { brevo } }: Story,
  tool: Tool,
  what: "newer" | "emptied" | "filled",
): void {
  const id = ID_OF_DECEMBER[tool];
  const newest = brevo.lists.find((list) => list.id === id) ?? brevo.list(NEWEST[tool]);
  if (what === "emptied") newest.uniqueSubscribers = 0;
  else if (what === "filled") fillLists(brevo.lists);
  else if (newest.id !== id) {
    const name = `Utilisateurs ${tool.toUpperCase()} Déc 25`;
    brevo.lists.push({
      id,
      name,
      folderId: 1,
      uniqueSubscribers: 1300,
      createdAt: "2025-11-24T08:00:00.000Z",
    });
  }
}

export function fillLists(lists: { uniqueSubscribers: number }[]): void {
  for (const list of lists) if (list.uniqueSubscribers === 0) list.uniqueSubscribers = 1100;
}

type ByHand = Extract<Gesture, { kind: "campaign by hand" }>;

/** A person makes a campaign in Brevo's window, and perhaps sends it. */
export function makeByHand({ world, clones, made: own, byHand, unseen }: Story, hand: ByHand): void {
  const id = hand.markOf === undefined ? undefined : pickOf(incidentsOf(clones.me), hand.markOf);
  if (hand.markOf !== undefined && id === undefined) return;
  const name = prescribed(clones.me, hand.tool, hand.phase);
  const lists = { newest: [NEWEST[hand.tool]], older: [OLDER[hand.tool]], foreign: [46], none: [] };
  const at = new Date(world.now().getTime() - hand.ago * 60_000);
  const made = world.brevo.byHand({
    name: id === undefined ? name : `${name} · ${id}`,
    listIds: lists[hand.list],
    ...(hand.status === "sent" ? { sentAt: at } : { createdAt: at }),
  });
  own.add(made.id);
  if (hand.status !== "sent") return;
  byHand.add(made.id);
  if (made.hidden.reads > 0) unseen.add(made.id);
}

/**
 * A person handles a campaign that carries a mark. What left is never deleted and keeps its mark: see the limits of the
 * promise in `history.ts`.
 */
export function touch(
  { world: { brevo }, ...story }: Story,
  number: number,
  how: "rename" | "unmark" | "send" | "delete",
) {
  const marked = brevo.campaigns.filter(({ content }) => content.name.includes(" · "));
  const campaign = pickOf(marked, number);
  if (!campaign) return;
  const [bare = "", id = ""] = normaliseName(campaign.content.name).split(" · ");
  if (how === "rename") brevo.rename(campaign.id, `Panne · ${id}`);
  if (campaign.accepted) return;
  if (how === "unmark") brevo.rename(campaign.id, bare);
  if (how === "delete") {
    brevo.remove(campaign.id);
    story.deleted.add(campaign.content.name);
  }
  if (how !== "send") return;
  story.byHand.add(campaign.id);
  if (campaign.hidden.reads > 0) story.unseen.add(campaign.id);
  try {
    brevo.sendByHand(campaign.id);
  } catch {
    // Brevo refused it: the account has no credits, or the list nobody.
    story.byHand.delete(campaign.id);
  }
}
