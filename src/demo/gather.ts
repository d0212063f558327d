import { chooseAudience } from "../core/audience.ts";
import { listIdShape } from "../core/campaign.ts";
import { countsOf } from "../core/follow-up-text.ts";
import { last, leftEntry, mailStep, outageChat, parseJournal, recoveryChat } from "../core/journal.ts";
import type { Settings } from "../core/settings.ts";
import type { DemoData, Moment, Scene } from "./data.ts";
import type { Stage } from "./stage.ts";
import { story } from "./story.ts";
import { pageWords } from "./words.ts";

/** What was seen while the day was played, and is gone at its end. */
export interface Seen {
  readonly scenes: readonly Scene[];
  /** The first message as it called everybody, before the end corrected it. */
  readonly first: { readonly channel: string; readonly ts: string; readonly text: string } | undefined;
  /** The line over the table of the checkup. */
  readonly checkup: string;
}

/** What the page shows of the day, read from where it was left: the repository, Slack and Brevo. */
export function gather(stage: Stage, settings: Settings, { scenes, first, checkup }: Seen): DemoData {
  const { repo, sandbox } = stage;
  const { words } = story;
  const path = `incidents/${story.id}.yml`;
  const journalPath = `incidents/${story.id}/journal.yml`;
  const parsed = parseJournal(repo.read(journalPath) ?? { path: journalPath, text: "" }, settings.language);
  const journal = parsed.ok ? parsed.value : [];
  const [service] = settings.services;
  const list = service && leftEntry(journal, "outage", service.id)?.list;
  const at = (step: string) => last(journal, step, "posted", "left")?.at ?? story.declaredAt;
  const exercise = drillOf(stage);
  const timeline: Moment[] = service
    ? [
        { at: story.checkedAt, text: words.checkedAs(checkup), kind: "robot" },
        { at: story.began, text: words.began, kind: "start" },
        { at: story.declaredAt, text: words.declared, kind: "gesture" },
        { at: at(outageChat), text: words.slack, kind: "slack" },
        {
          at: at(mailStep("outage", service.id)),
          text: words.mail(pageWords.number(list?.contacts ?? 0)),
          kind: "mail",
        },
        { at: story.clickedAgainAt, text: words.again, kind: "gesture" },
        { at: story.newsAt, text: words.news, kind: "news" },
        { at: story.newsAt, text: words.slackNews, kind: "slack" },
        { at: story.countedAt, text: words.counted, kind: "robot" },
        { at: story.over, text: words.over, kind: "end" },
        { at: story.remindedAt, text: words.reminded, kind: "robot" },
        { at: story.resolvedAt, text: words.resolved, kind: "gesture" },
        { at: at(recoveryChat(service.id)), text: words.slackEnd, kind: "slack" },
        { at: at(mailStep("recovery", service.id)), text: words.mailEnd, kind: "mail" },
        { at: story.endCountedAt, text: words.endCounted, kind: "robot" },
        { at: story.drilledAt, text: words.drilledAs(exercise.mails, exercise.people), kind: "drill" },
      ]
    : [];
  return {
    title: words.title,
    organisation: settings.organisation,
    timeZone: settings.timeZone,
    scenes,
    timeline,
    channel: { name: settings.slack.channelName, messages: channelOf(stage, first) },
    mails: mailsOf(stage),
    lists: listsOf(stage, settings),
    incidentFile: repo.read(path) ?? { path, text: "" },
    journal: journal.map(({ at: when, step, event, campaign, list: audience, figures }) => ({
      at: when,
      step,
      event,
      detail: [
        campaign && `campagne n° ${campaign}`,
        audience && `« ${audience.name} », ${pageWords.number(audience.contacts)} contacts`,
        figures && countsOf(figures, settings),
      ]
        .filter(Boolean)
        .join(" · "),
    })),
    requests: {
      slack: sandbox.requests.filter(({ server }) => server === "slack").length,
      brevo: sandbox.requests.filter(({ server }) => server === "brevo").length,
    },
  };
}

const momentOf = (ts: string) => new Date(Number(ts) * 1000);

function channelOf({ sandbox }: Stage, first: Seen["first"]): DemoData["channel"]["messages"] {
  const { messages, bot } = sandbox.slack;
  return messages
    .filter(({ channel }) => channel === first?.channel)
    .filter((message) => message.threadTs === undefined || message.threadTs === message.ts)
    .map((message) => ({
      at: momentOf(message.ts),
      author: bot.name,
      text: message.text,
      ...(first?.ts === message.ts && { before: first.text }),
      edited: message.edited !== undefined,
      replies: messages
        .filter((reply) => reply.threadTs === message.ts && reply.ts !== message.ts)
        .map((reply) => ({
          at: momentOf(reply.ts),
          author: bot.name,
          text: reply.text,
          broadcast: reply.broadcast,
        })),
    }));
}

const isOfStory = ({ name }: { readonly name: string }): boolean => name.endsWith(` · ${story.id}`);

/** The mails of the drill, and how many people are on its list. */
function drillOf({ sandbox: { brevo } }: Stage): { readonly mails: number; readonly people: number } {
  const left = brevo.deliveries.filter((delivery) => !isOfStory(delivery));
  const lists = new Set(left.flatMap(({ listIds }) => listIds));
  const people = [...lists].reduce((sum, id) => sum + brevo.list(id).uniqueSubscribers, 0);
  return { mails: left.length, people };
}

function mailsOf({ sandbox }: Stage): DemoData["mails"] {
  return sandbox.brevo.deliveries.filter(isOfStory).map((delivery, index) => {
    const { content } = sandbox.brevo.campaign(delivery.campaignId);
    const sender = sandbox.brevo.senders[0];
    const list = sandbox.brevo.list(delivery.listIds[0] ?? 0);
    return {
      phase: index === 0 ? ("outage" as const) : ("recovery" as const),
      service: "Reconnect Pro",
      from: `${sender?.name ?? ""} <${sender?.email ?? ""}>`,
      subject: delivery.subject,
      preview: content.previewText ?? "",
      html: delivery.html,
      sentAt: delivery.at,
      list: { id: list.id, name: list.name, contacts: list.uniqueSubscribers },
    };
  });
}

function listsOf({ sandbox }: Stage, settings: Settings): DemoData["lists"] {
  const { words } = story;
  const lists = sandbox.brevo.lists.map(({ id, name, uniqueSubscribers }) => ({
    id: listIdShape.parse(id),
    name,
    contacts: uniqueSubscribers,
  }));
  const [service] = settings.services;
  const audience = service && chooseAudience(lists, service, settings, story.declaredAt);
  if (audience?.kind !== "chosen") return [];
  const older = audience.runnersUp.map(({ id }) => id);
  return lists
    .map((list) => {
      const chosen = list.id === audience.list.id;
      const verdict = chosen ? words.chosen : older.includes(list.id) ? words.older : words.other;
      return { ...list, verdict, chosen };
    })
    .toSorted((a, b) => Number(b.chosen) - Number(a.chosen) || b.id - a.id);
}
