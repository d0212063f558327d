import { chooseAudience } from "../../src/core/audience.ts";
import { isExpectedName, listIdShape, normaliseName } from "../../src/core/campaign.ts";
import { last, mailStep } from "../../src/core/journal.ts";
import { prescribed } from "./act-files.ts";
import { campaignsOf, deliveriesOf, isDelivered, type Asked, type Missing } from "./ledger.ts";
import { toldBy, type Story } from "./story.ts";

const NEVER_OUT: ReadonlySet<string> = new Set(["suspended", "in_review", "cancelled"]);

/** Why a mail waits for a person's gesture, judged by the world itself; nothing when it should have left. */
export function excuseOf(story: Story, asked: Asked, missing: Missing): string | undefined {
  const { incidents, settings } = asked;
  const one = incidents.find(({ incident }) => incident.id === missing.incident);
  const service = settings.services.find(({ id }) => id === missing.tool);
  if (!one || !service) return undefined;
  const { brevo } = story.world;
  const ours = campaignsOf(story, one.incident.id, one.journal);
  if (settings.brevo.senderId === 2) return "the sender is not active";
  if (ours.some(({ settled }) => NEVER_OUT.has(settled))) return "Brevo stopped a campaign";
  if (ours.some(({ content: { name } }) => !isExpectedName(name, one.incident.id, settings)))
    return "a campaign was renamed";
  const accepted = last(one.journal, mailStep(missing.phase, missing.tool), "accepted");
  if (accepted && !brevo.campaigns.some(({ id }) => id === accepted.campaign))
    return "what Brevo took was deleted";
  if (sentAstray(story, missing)) return "a campaign by hand went to other people";
  if (missing.phase === "recovery") {
    const lists = deliveriesOf(story, { ...missing, phase: "outage" }).map(({ listIds }) => listIds.length);
    return lists.includes(0) ? "a campaign by hand went to nobody" : undefined;
  }
  const lists = brevo.lists.map(({ id, name, uniqueSubscribers }) => ({
    id: listIdShape.parse(id),
    name,
    contacts: uniqueSubscribers,
  }));
  const audience = chooseAudience(
    lists,
    service,
    settings,
    story.world.now(),
    one.incident.lists.get(service.id),
  );
  if (audience.kind === "refused") return "there is no list";
  return otherStory(story, missing) === undefined ? undefined : "another outage is not over";
}

/** A campaign with the bare name that a person sent to no list of the tool: the program asks what it was. */
export function sentAstray(
  { world, clones, byHand }: Story,
  { tool, phase }: Pick<Missing, "tool" | "phase">,
): boolean {
  return world.brevo.deliveries.some(
    ({ campaignId, name, listIds }) =>
      byHand.has(campaignId) &&
      normaliseName(name) === normaliseName(prescribed(clones.me, tool, phase)) &&
      (listIds.length !== 1 || listIds[0] === 46),
  );
}

/** Another outage of the tool that was told by mail and whose end was not. */
function otherStory(story: Story, { incident, tool }: Missing): string | undefined {
  return story.world.brevo.deliveries
    .map(toldBy)
    .filter((told) => told.phase === "outage" && told.tool === tool && told.incident !== incident)
    .find((told) => !isDelivered(story, { ...told, phase: "recovery" }))?.incident;
}
