import { normaliseName } from "../../src/core/campaign.ts";
import { parseWallClock } from "../../src/core/time.ts";
import { stepOf } from "../world.ts";
import { prescribed } from "./act-files.ts";
import { ZONE } from "./act-run.ts";
import { breach, lost, type Breach } from "./breach.ts";
import { askedBy, clonesOf, deliveriesOf, entriesOf, missingMails } from "./ledger.ts";
import { askedTwice, staleWords, untoldDrift } from "./mail-promise.ts";
import { keyOf, toldBy, type Ran, type Story, type Told } from "./story.ts";

/** What one run must not do, judged by what it found and what it left. */
export function breachesOf(story: Story, ran: Ran): Breach[] {
  const { world } = story;
  const mails = world.brevo.deliveries.slice(ran.before.deliveries, ran.after.deliveries);
  const own = mails.filter(({ campaignId }) => !story.byHand.has(campaignId));
  const over = own.flatMap((mail) => overHandMade(story, ran, toldBy(mail)));
  if (!ran.alone) return over;
  const messages = world.slack.messages
    .slice(ran.before.messages)
    .filter(({ byBot, threadTs }) => byBot && threadTs === undefined);
  const news = world.slack.messages
    .slice(ran.before.messages)
    .filter((message) => stepOf(message).some((step) => / update\/[^/]+\/slack$/u.test(step)));
  const said = own.length + messages.length + news.length;
  const { headline, exit } = ran.outcome;
  const asked = `${JSON.stringify(ran.run)} ${headline}`;
  const writes = world.sandbox.requests
    .slice(ran.before.requests, ran.after.requests)
    .filter(({ method, server, what }) =>
      server === "brevo" ? method !== "GET" : what.startsWith("chat.p"),
    );
  const isSettle = ran.run.command.do === "settle" && !ran.run.dry;
  return [
    ...over,
    ...staleWords(story, ran, own),
    ...askedTwice(story, ran),
    ...(isSettle && exit === 0 ? untoldDrift(story, ran) : []),
    ...(ran.run.dry && writes.length > 0 ? [breach("a rehearsal writes nothing", asked)] : []),
    ...(exit === 1 && own.length > 0 && headline.startsWith("❌")
      ? [breach("exit 1 with nothing sent", asked)]
      : []),
    ...(/^(?:❌|ℹ️)/u.test(headline) && own.length > 0 ? [breach("a receipt that is true", asked)] : []),
    ...(headline.startsWith("✅") && said === 0 ? [breach("a receipt that is true", asked)] : []),
    ...own.flatMap((mail) => unwished(ran, toldBy(mail).incident, keyOf(toldBy(mail)))),
    ...messages.flatMap((message) => {
      const [key = ""] = stepOf(message);
      return unwished(ran, key.split(" ")[0], key);
    }),
    ...own
      .filter((mail) => toldBy(mail).phase !== "update")
      .flatMap((mail) => late(ran, toldBy(mail).incident, toldBy(mail).tool, mail.at)),
    ...(exit === 0 && isSettle
      ? missingMails(story, askedBy(story, ran.clone)).map((told) =>
          lost(story, "exit 0 is everything", told),
        )
      : []),
  ];
}

/** The file said before and after the run that nobody is to be told, or that the tool is back. */
function unwished({ before, after }: Ran, incident = "", key: string): Breach[] {
  const texts = [before, after].map(({ files }) => files.get(incident) ?? "");
  const isSilent = texts.every((text) => /^notify: false$/mu.test(text));
  const isOver = texts.every((text) => /^status: (?:resolved|mistaken)$/mu.test(text));
  return [
    ...(isSilent ? [breach("notify: false is silence", key)] : []),
    ...(isOver && / (?:outage|update)\//u.test(key) ? [breach("what is over is not announced", key)] : []),
  ];
}

/** Begun in time is finished for as long as an outage may be declared late. */
const BEGUN_HOURS = 7 * 24 + 0.3;

/** Older than a day and not begun, or older than a week: it stays at home unless somebody asked for it. */
function late({ run, before, after }: Ran, incident = "", tool: string, at: Date): Breach[] {
  if (run.command.do !== "settle" || run.command.late !== undefined) return [];
  const text = after.files.get(incident) ?? "";
  const isWritten = new RegExp(
    `step: outage/mail/${tool}, event: (?:drafted|accepted|unknown|failed)\\b`,
    "u",
  ).test(before.journals.get(incident) ?? "");
  const wall = /^declared_at: (.*)$/mu.exec(text)?.[1] ?? /^started_at: (.*)$/mu.exec(text)?.[1] ?? "";
  const since = parseWallClock(wall, ZONE, "fr");
  const hours = since.ok ? (at.getTime() - since.at.getTime()) / 3_600_000 : 0;
  const isBegun = isWritten || before.drafts.some((name) => name.endsWith(` · ${incident}`));
  if (hours <= (isBegun ? BEGUN_HOURS : 24.3) || /^resolved_at/mu.test(text)) return [];
  return [breach("old news stays home", `${incident} ${tool}, ${Math.round(hours)} h`)];
}

/** A person had sent this very mail before the run began to look. */
function overHandMade(story: Story, ran: Ran, told: Told): Breach[] {
  const { incident = "", phase, tool } = told;
  // Nobody can say which news a person meant.
  if (phase === "update") return [];
  const bare = normaliseName(prescribed(ran.clone, tool, phase));
  const since = sinceWhen(story, ran, told);
  const elsewhere = new Set<number>(
    clonesOf(story).flatMap((clone) =>
      entriesOf(clone).flatMap(({ id, entry }) => (id === incident ? [] : (entry.campaign ?? []))),
    ),
  );
  return story.world.brevo.deliveries
    .slice(0, ran.before.deliveries)
    .filter(({ campaignId }) => story.byHand.has(campaignId) && !story.unseen.has(campaignId))
    .filter(({ campaignId, name, at }) => {
      const isBare = normaliseName(name) === bare && at.getTime() >= since && !elsewhere.has(campaignId);
      return isBare || normaliseName(name) === `${bare} · ${incident}`;
    })
    .map(({ campaignId }) => breach("nothing beside a mail by hand", `${keyOf(told)} no. ${campaignId}`));
}

/** Since when a campaign with the bare name counts for this mail (design section 4.4). */
function sinceWhen(story: Story, { after }: Ran, told: Told): number {
  if (told.phase === "recovery")
    return Math.min(...deliveriesOf(story, { ...told, phase: "outage" }).map(({ at }) => at.getTime()));
  const text = after.files.get(told.incident ?? "") ?? "";
  const start = parseWallClock(/^started_at: (.*)$/mu.exec(text)?.[1] ?? "", ZONE, "fr");
  return start.ok ? start.at.getTime() - 2 * 3_600_000 : Number.POSITIVE_INFINITY;
}
