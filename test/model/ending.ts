import { isExpectedName } from "../../src/core/campaign.ts";
import { last, mailStep, type Entry } from "../../src/core/journal.ts";
import { perform } from "./act-run.ts";
import { calm, fillLists } from "./act-tools.ts";
import type { Phase } from "../../src/core/settings.ts";
import { breach, lost, type Breach, type Promised } from "./breach.ts";
import { excuseOf, sentAstray } from "./excuse.ts";
import type { Run } from "./gesture.ts";
import { askedBy, campaignsOf, deliveriesOf, isDelivered, missingMails, type Asked } from "./ledger.ts";
import { isOver } from "../../src/core/plan.ts";
import { breachesNow } from "./promise.ts";
import { incidentsOf, journalsOf, keyOf, toldBy, type Story } from "./story.ts";

const SETTLE: Run = { by: "me", command: { do: "settle" } };

/** The storm is over: what has to be true once everything works again, well over ten minutes later. */
export async function breachesAtTheEnd(story: Story): Promise<readonly Breach[]> {
  const { world } = story;
  fillLists(world.brevo.lists);
  calm(story);
  world.minutesAhead = 0;
  // Eleven minutes after the last thing that a clock which was ahead may have written.
  world.pass({ minutes: 18 });
  const found: Breach[] = [];
  let exit = await settleOnce(story, found);
  if (exit !== 0) exit = await settleOnce(story, found);
  const asked = askedBy(story, world);
  const missing = missingMails(story, asked);
  for (const each of missing) {
    const excuse = excuseOf(story, asked, each);
    if (excuse === undefined) found.push(lost(story, "a wanted mail is not lost", each));
    else story.told.push(`  excused: ${keyOf(each)}: ${excuse}`);
  }
  if (exit === 0) found.push(...stranded(story, asked), ...leftBehind(story, asked));
  if (exit !== 0 && !isForAPerson(story, asked, missing.length))
    found.push(breach("exit 0 when nothing is missing", `exit ${exit}`));
  if (exit !== 2) found.push(...(await asksFor(WRITES, story, "the same again sends nothing", found)));
  const status = world.git("status", "--short");
  if (status !== "") found.push(breach("the clone is clean", status));
  found.push(...(await replay(story, found)));
  return found;
}

async function settleOnce(story: Story, found: Breach[]): Promise<number> {
  story.ran.length = 0;
  await perform(story, SETTLE, true);
  found.push(...breachesNow(story));
  return story.ran[0]?.outcome.exit ?? 0;
}

/** What a settle must not ask for when nothing is new. */
const WRITES = /^(?!GET )\S+ \/|^chat\.(?!get)/u;
/** What must never be asked for on account of old news. A reply may still say in its thread that nothing will come. */
const SENDS = /^POST \//u;

async function asksFor(
  pattern: RegExp,
  story: Story,
  promise: Promised,
  found: Breach[] = [],
): Promise<Breach[]> {
  const { world } = story;
  const [asked, shown] = [world.sandbox.requests.length, world.channel().length];
  await settleOnce(story, found);
  const asks = world.sandbox.requests.slice(asked).filter(({ what }) => pattern.test(what));
  if (asks.length === 0 && world.channel().length === shown) return [];
  return [breach(promise, asks.map(({ what }) => what).join(", "))];
}

/** Forty days later, with every journal and without any: nobody hears of it again. */
async function replay(story: Story, found: Breach[]): Promise<Breach[]> {
  const { world } = story;
  world.pass({ hours: 40 * 24 });
  const silent = await asksFor(SENDS, story, "a replay sends nothing", found);
  for (const id of journalsOf(world)) world.remove(`incidents/${id}/journal.yml`);
  return [...silent, ...(await asksFor(SENDS, story, "a replay without journals sends nothing"))];
}

/** Something was begun, and the journal does not say how it ended. */
function isUndecided(journal: readonly Entry[]): boolean {
  const ends = new Map(
    journal.filter(({ step }) => !step.endsWith("/reply")).map(({ step, event }) => [step, event]),
  );
  return [...ends.values()].some((event) => ["drafted", "accepted", "unknown", "failed"].includes(event));
}

/** People who heard of an outage by mail, and whose file says something else now: somebody has to be told. */
function stranded(story: Story, { incidents }: Asked): Breach[] {
  const { world } = story;
  const ids = new Set([...journalsOf(world), ...incidentsOf(world)]);
  return [...ids].flatMap((id) =>
    (["rp", "cfn"] as const).flatMap((tool) => {
      const isTold = (phase: Phase) => isDelivered(story, { incident: id, phase, tool });
      const isWritten = (phase: Phase) =>
        last(world.journal(id), mailStep(phase, tool), "left", "adopted") !== undefined;
      const incident = incidents.find((one) => one.incident.id === id)?.incident;
      const service = incident?.services.find((each) => each === tool);
      const about = `${id} ${tool}`;
      if (incident && service && !isOver(incident, service) && isWritten("recovery"))
        return [breach("what was ended stays ended", about)];
      // A person put the mark of an outage that never had this tool on a campaign: no file tells of that.
      const isMismarked =
        service === undefined &&
        !isWritten("outage") &&
        deliveriesOf(story, { incident: id, phase: "outage", tool }).every(({ campaignId }) =>
          story.byHand.has(campaignId),
        );
      if (isMismarked) return [];
      const isKept = incident?.notify === true && service !== undefined;
      if (!isTold("outage") || isTold("recovery") || isKept) return [];
      const forgotten = isWritten("outage")
        ? "who was told is not forgotten"
        : "the world counts without a journal";
      return [breach(forgotten, about)];
    }),
  );
}

/** A draft of ours beside a mail that left, or for an outage that is over: a second mail waiting for a click. */
function leftBehind(story: Story, { incidents }: Asked): Breach[] {
  const { brevo } = story.world;
  return brevo.campaigns.flatMap(({ id, accepted, content }) => {
    const told = toldBy({ ...content, campaignId: id, recipients: 0, html: "", at: story.world.now() });
    const incident = incidents.find((one) => one.incident.id === told.incident)?.incident;
    const isOf =
      incident?.services.some((service) => service === told.tool && isOver(incident, service)) === true;
    return !accepted && incident && (told.phase !== "recovery" || isOf) && !story.made.has(id)
      ? [breach("no draft stays behind", `${keyOf(told)} no. ${id}`)]
      : [];
  });
}

/** Something that only a person can put right, by the files and by the world. */
function isForAPerson(story: Story, asked: Asked, missing: number): boolean {
  const { world, deleted } = story;
  const gone = journalsOf(world).some((id) => !incidentsOf(world).includes(id));
  const isOdd = asked.incidents.some(({ incident, journal }) =>
    campaignsOf(story, incident.id, journal).some(
      ({ settled, content }) =>
        settled === "suspended" || !isExpectedName(content.name, incident.id, asked.settings),
    ),
  );
  const isEdited = asked.incidents.some(({ incident, journal }) =>
    journal.some(
      ({ step, event }) =>
        (event === "left" || event === "adopted") &&
        (!incident.notify ||
          !incident.services.some((id) => step.endsWith(`/${id}`)) ||
          (step.startsWith("recovery/") && incident.status === "open")),
    ),
  );
  const isAstray = (["rp", "cfn"] as const).some((tool) =>
    (["outage", "recovery"] as const).some((phase) => sentAstray(story, { tool, phase })),
  );
  return (
    isAstray ||
    asked.incidents.some(({ journal }) => isUndecided(journal)) ||
    asked.settings.brevo.senderId === 2 ||
    missing > 0 ||
    asked.problems.length > 0 ||
    gone ||
    isOdd ||
    isEdited ||
    deleted.size > 0
  );
}
