import { declare } from "../commands/declare.ts";
import type { Outcome } from "../commands/outcome.ts";
import { openProject } from "../commands/project.ts";
import { resolve } from "../commands/resolve.ts";
import type { Machine } from "../commands/run.ts";
import { settle } from "../commands/settle.ts";
import { chooseAudience } from "../core/audience.ts";
import { listIdShape } from "../core/campaign.ts";
import { countsOf } from "../core/follow-up-text.ts";
import { last, leftEntry, mailStep, outageChat, parseJournal, recoveryChat } from "../core/journal.ts";
import { clock } from "../core/time.ts";
import type { Settings } from "../core/settings.ts";
import type { DemoData, Moment, Scene } from "./data.ts";
import type { Stage } from "./stage.ts";
import { story } from "./story.ts";
import { pageWords } from "./words.ts";

/** Called before and after each scene, for the person who watches. */
export interface Watcher {
  readonly begin: (hour: string, title: string) => void;
  readonly end: (outcome: Outcome) => void;
  readonly onProgress: Machine["onProgress"];
}

/** Plays the morning with the real commands: a declaration, a second click, a resolution, the figures. Gives what the page shows. */
export async function play(stage: Stage, watcher: Watcher): Promise<DemoData> {
  const machine = () => stage.machine(watcher.onProgress);
  const { settings } = openProject(stage.repo, story.declaredAt);
  const { words } = story;
  const scenes: Scene[] = [];
  async function scene(at: Date, title: string, command: string, act: () => Promise<Outcome>): Promise<void> {
    stage.setClock(at);
    watcher.begin(clock(at, settings.timeZone, settings.language), title);
    const began = performance.now();
    const outcome = await act();
    const seconds = (performance.now() - began) / 1000;
    watcher.end(outcome);
    scenes.push({ at, command, receipt: [outcome.headline, ...outcome.lines].join("\n"), seconds });
    if (outcome.exit !== 0) throw new Error([outcome.headline, ...outcome.lines].join(" "));
  }
  const declaration = { services: ["rp"], startedAt: story.startedAt, cause: story.cause };
  const line = `npx runbook declare --service rp --started-at ${story.startedAt} --cause ${story.cause}`;
  await scene(story.declaredAt, words.declared, line, () => declare(machine(), declaration));
  const path = `incidents/${story.id}.yml`;
  await stage.repo.write(path, story.mark + (stage.repo.read(path)?.text ?? ""), story.commitMark);
  await scene(story.clickedAgainAt, words.again, line, () => declare(machine(), declaration));
  const first = stage.sandbox.slack.messages.map(({ ts, text }) => ({ ts, text }))[0];
  await scene(story.resolvedAt, words.resolved, `npx runbook resolve --resolved-at ${story.endedAt}`, () =>
    resolve(machine(), { services: [], resolvedAt: story.endedAt }),
  );
  for (const { counts } of stage.sandbox.brevo.campaigns) Object.assign(counts, story.counts);
  await scene(story.countedAt, words.counted, "npx runbook settle", () =>
    settle(machine(), { services: [] }),
  );
  return dataOf(stage, settings, scenes, first);
}

function dataOf(stage: Stage, settings: Settings, scenes: readonly Scene[], first: FirstMessage): DemoData {
  const { repo, sandbox } = stage;
  const { words } = story;
  const path = `incidents/${story.id}.yml`;
  const journalPath = `incidents/${story.id}/journal.yml`;
  const parsed = parseJournal(repo.read(journalPath) ?? { path: journalPath, text: "" }, settings.language);
  const journal = parsed.ok ? parsed.value : [];
  const [service] = settings.services;
  const list = service && leftEntry(journal, "outage", service.id)?.list;
  const at = (step: string) => last(journal, step, "posted", "left")?.at ?? story.declaredAt;
  const started = new Date("2025-12-01T07:50:00Z");
  const ended = new Date("2025-12-01T10:00:00Z");
  const timeline: Moment[] = service
    ? [
        { at: started, text: words.began, kind: "start" },
        { at: story.declaredAt, text: words.declared, kind: "gesture" },
        { at: at(outageChat), text: words.slack, kind: "slack" },
        {
          at: at(mailStep("outage", service.id)),
          text: words.mail(pageWords.number(list?.contacts ?? 0)),
          kind: "mail",
        },
        { at: story.clickedAgainAt, text: words.again, kind: "gesture" },
        { at: ended, text: words.over, kind: "end" },
        { at: story.resolvedAt, text: words.resolved, kind: "gesture" },
        { at: at(recoveryChat(service.id)), text: words.slackEnd, kind: "slack" },
        { at: at(mailStep("recovery", service.id)), text: words.mailEnd, kind: "mail" },
        { at: story.countedAt, text: words.counted, kind: "slack" },
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

/** The first message as it called everybody, before the end corrected it. */
type FirstMessage = { readonly ts: string; readonly text: string } | undefined;

const momentOf = (ts: string) => new Date(Number(ts) * 1000);

function channelOf({ sandbox }: Stage, first: FirstMessage): DemoData["channel"]["messages"] {
  const { messages, bot } = sandbox.slack;
  return messages
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

function mailsOf({ sandbox }: Stage): DemoData["mails"] {
  return sandbox.brevo.deliveries.map((delivery, index) => {
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
