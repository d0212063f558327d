import type { Delivery } from "../../src/sandbox/brevo/entities.ts";
import { visibleText } from "../../src/core/mail.ts";
import { stepOf } from "../world.ts";
import { breach, type Breach } from "./breach.ts";
import { clonesOf, deliveriesOf, entriesOf } from "./ledger.ts";
import { breachesOf } from "./run-promise.ts";
import { keyOf, robotMails, toldBy, type Story } from "./story.ts";

const doubles = (all: readonly string[]): string[] => all.filter((each, index) => all.indexOf(each) < index);

/** Everything that holds at every moment at which nothing runs. */
export function breachesNow(story: Story): readonly Breach[] {
  return [
    ...sentTwice(story),
    ...endsAlone(story),
    ...newsTwice(story),
    ...twoStories(story),
    ...withoutEvidence(story),
    ...toldTwice(story),
    ...story.ran.flatMap((ran) => breachesOf(story, ran)),
  ];
}

function sentTwice(story: Story): Breach[] {
  return doubles(robotMails(story).map((mail) => keyOf(toldBy(mail)))).map((key) =>
    breach("at most one mail", key),
  );
}

const SENTENCES = [
  "La pièce est changée.",
  "Une pièce est changée.",
  "Nous vérifions vos données.",
  "Nous vérifions tout.",
];

/** The same sentence of the same outage reaches the same people once a day, and never after the end. */
function newsTwice(story: Story): Breach[] {
  const mails = robotMails(story);
  return mails.flatMap((mail, index) => {
    const told = toldBy(mail);
    if (told.phase !== "update") return [];
    const before = mails.slice(0, index).filter((each) => {
      const other = toldBy(each);
      return other.incident === told.incident && other.tool === told.tool;
    });
    const text = visibleText(mail.html);
    const isAgain = before.some(
      (each) =>
        mail.at.getTime() - each.at.getTime() < DAY_MS &&
        toldBy(each).phase === "update" &&
        SENTENCES.some((one) => text.includes(one) && visibleText(each.html).includes(one)),
    );
    const isAfter = before.some((each) => toldBy(each).phase === "recovery");
    return [
      ...(isAgain ? [breach("at most one mail", keyOf(told))] : []),
      ...(isAfter ? [breach("what is over is not announced", keyOf(told))] : []),
    ];
  });
}

/** The end is told to those who were told the beginning, and to nobody else. */
function endsAlone(story: Story): Breach[] {
  const { deliveries } = story.world.brevo;
  return robotMails(story).flatMap((mail) => {
    const told = toldBy(mail);
    if (told.phase === "outage") return [];
    const first = deliveriesOf(story, { ...told, phase: "outage" }).filter(
      (each) => deliveries.indexOf(each) < deliveries.indexOf(mail),
    );
    if (first.length === 0) return [breach("no end without a beginning", keyOf(told))];
    const lists = first.map(({ listIds }) => listIds.join());
    return lists.includes(mail.listIds.join())
      ? []
      : [
          breach(
            "the end goes to the list of the beginning",
            `${keyOf(told)}: ${mail.listIds.join()}, not ${lists.join(" or ")}`,
          ),
        ];
  });
}

const DAY_MS = 24 * 3_600_000;

/** One outage of a tool at a time: the next one is told when the end of the one before was (design section 4.4). */
function twoStories(story: Story): Breach[] {
  const { deliveries } = story.world.brevo;
  const closed = new Set(
    clonesOf(story).flatMap((clone) =>
      entriesOf(clone).flatMap(({ id, entry }) => (entry.event === "closed" ? id : [])),
    ),
  );
  return robotMails(story).flatMap((mail) => {
    const told = toldBy(mail);
    if (told.phase !== "outage") return [];
    const before = deliveries.slice(0, deliveries.indexOf(mail));
    return before.flatMap((other) => {
      const { incident, phase, tool } = toldBy(other);
      const isOther = phase === "outage" && tool === told.tool && incident !== told.incident;
      if (!isOther || incident === undefined || closed.has(incident)) return [];
      if (!isVisible(story, other)) return [];
      const ends = deliveriesOf(story, { incident, phase: "recovery", tool });
      const isRecent = mail.at.getTime() - other.at.getTime() < DAY_MS;
      return !isRecent || ends.some((end) => before.includes(end))
        ? []
        : [breach("one outage of a tool at a time", `${keyOf(told)} beside ${incident}`)];
    });
  });
}

/** Whether another incident can see that it left: at Brevo, under its own name and not stopped, or in a journal. */
function isVisible(story: Story, { campaignId, name }: Delivery): boolean {
  const shown = story.world.brevo.campaigns.find(({ id }) => id === campaignId);
  if (shown?.content.name === name && shown.settled !== "suspended") return true;
  return clonesOf(story).some((clone) =>
    entriesOf(clone).some(
      ({ entry: { event, campaign } }) =>
        (event === "left" || event === "adopted") && campaign === campaignId,
    ),
  );
}

function withoutEvidence(story: Story): Breach[] {
  const { brevo } = story.world;
  const sent = new Set<number | undefined>(brevo.deliveries.map(({ campaignId }) => campaignId));
  // Brevo showed it as queued before it stopped it: that is evidence too (design section 4.3).
  for (const { id, accepted, settled } of brevo.campaigns)
    if (accepted && settled === "suspended") sent.add(id);
  return clonesOf(story).flatMap((clone) =>
    entriesOf(clone)
      .filter(
        ({ entry }) => (entry.event === "left" || entry.event === "adopted") && !sent.has(entry.campaign),
      )
      .map(({ id, entry }) =>
        breach("never left without evidence", `${id} ${entry.step} no. ${entry.campaign}`),
      ),
  );
}

function toldTwice(story: Story): Breach[] {
  if (story.wasBlind) return [];
  const { world } = story;
  const channel = world.channel();
  const followed = channel
    .flatMap((message) => world.thread(message).filter(({ tombstone }) => !tombstone))
    .flatMap(stepOf)
    .filter((step) => /(?: reminder\/|\/figures\/| update\/[^/]+\/slack$)/u.test(step));
  return doubles([...channel.flatMap(stepOf), ...followed]).map((step) =>
    breach("one message per step", step),
  );
}
