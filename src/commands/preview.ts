import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBrevo } from "../adapters/brevo.ts";
import { chooseAudience, type Audience, type ContactList } from "../core/audience.ts";
import { CHECKUP, readCheckup, type Snapshot } from "../core/checkup-file.ts";
import { outagePost, recoveryPost, updatePost, type ChatAudience } from "../core/chat.ts";
import { noticeName } from "../core/campaign.ts";
import { asSeen } from "../core/chat-text.ts";
import type { Incident } from "../core/incident.ts";
import { newIncidentText } from "../core/incident-new.ts";
import { last, leftEntry, outageChat } from "../core/journal.ts";
import { writeMail } from "../core/mail.ts";
import { noticeOf, stepOf, type Notice, type NoticeKind } from "../core/notice.ts";
import { isMistaken, isOver, mayFollow } from "../core/plan.ts";
import { audienceThen, snapshotNote } from "../core/snapshot.ts";
import { dateOf } from "../core/time.ts";
import type { Service, ServiceId, Settings } from "../core/settings.ts";
import { readableKey, updateLeft, updatePosted, updatesOf } from "../core/update.ts";
import { commandWords } from "../core/words/command.ts";
import { faultWords } from "../core/words/fault.ts";
import { receiptWords } from "../core/words/receipt.ts";
import { updateWords } from "../core/words/update.ts";
import type { Answer } from "../ports.ts";
import type { Outcome } from "./outcome.ts";
import { loadIncident, loadIncidents, openProject, type Loaded, type Project } from "./project.ts";
import { Refusal } from "./refusal.ts";
import { readWritten, type Request } from "./request.ts";
import { readAccess, type Machine } from "./run.ts";

interface Shown {
  readonly incident: string;
  readonly phase: NoticeKind;
  /** What the reader knows the part by. */
  readonly title: string;
  readonly slack: readonly string[];
  readonly mails: readonly {
    readonly service: string;
    readonly campaign: string;
    readonly subject: string;
    readonly preview: string;
    readonly text: string;
    readonly html: string;
    readonly file: string;
    readonly audience: string;
  }[];
}

/**
 * `runbook preview [id]`: exactly what would leave, for both phases and for news that waits. Sends nothing and needs no
 * key.
 */
export async function preview(machine: Machine, request: Request): Promise<Outcome> {
  const { repo } = machine;
  const project = openProject(repo, machine.now());
  const { settings } = project;
  const chosen = choose(machine, project, request);
  const lists = await readLists(machine, project);
  const folder = mkdtempSync(join(tmpdir(), "runbook-preview-"));
  const shown = chosen.loaded.flatMap((one) =>
    [noticeOf("outage"), ...pendingNews(one), noticeOf("recovery")].map((notice) =>
      show(one, notice, project, lists, machine, folder, (service) => isUnheard(one, service)),
    ),
  );
  const words = commandWords[settings.language].preview;
  return {
    exit: 0,
    headline: receiptWords[settings.language].headline.preview,
    lines: [
      ...(chosen.sample ? [words.nothingOpen] : []),
      ...shown.flatMap((each) => linesOf(each, project)),
    ],
    json: { exit: 0, incidents: [], previews: shown },
    problems: [],
    alarm: false,
    reason: "",
  };
}

/** News that was not told yet everywhere where it is to be told. */
function pendingNews({ incident, journal }: Loaded): readonly Notice[] {
  const away = incident.services.filter((service) => !isOver(incident, service));
  return updatesOf(incident, journal)
    .filter(
      ({ key, mail }) =>
        away.length > 0 &&
        (updatePosted(journal, key) === undefined ||
          (mail && away.some((service) => updateLeft(journal, key, service) === undefined))),
    )
    .map((update) => ({ phase: "update", update }));
}

/** What these incidents' notices would say to whom, word for word: messages, mails, audience. */
export async function previewLines(
  machine: Machine,
  project: Project,
  asked: readonly {
    readonly one: Loaded;
    readonly services: readonly ServiceId[];
    readonly notice: Notice;
  }[],
  isUnwanted: (incident: string, service: ServiceId) => boolean = () => false,
): Promise<readonly string[]> {
  const concerned = asked.filter(({ services }) => services.length > 0);
  if (concerned.length === 0) return [];
  const lists = await readLists(machine, project);
  const folder = mkdtempSync(join(tmpdir(), "runbook-preview-"));
  return concerned.flatMap(({ one, services, notice }) =>
    linesOf(
      show(
        { ...one, incident: { ...one.incident, services } },
        notice,
        project,
        lists,
        machine,
        folder,
        (service) => isUnwanted(one.incident.id, service),
      ),
      project,
      machine.env["GITHUB_ACTIONS"] !== "true",
    ),
  );
}

/** It is over, and its outage mail never left: no mail tells the end. */
const isUnheard = ({ incident, journal }: Loaded, service: ServiceId): boolean =>
  isOver(incident, service) && leftEntry(journal, "outage", service) === undefined;

function choose(
  machine: Machine,
  project: Project,
  { id }: Request,
): { loaded: readonly Loaded[]; sample: boolean } {
  const { language } = project.settings;
  const words = commandWords[language];
  if (id !== undefined) {
    const one = loadIncident(machine.repo, id, project.context);
    if ("incident" in one) return { loaded: [one], sample: false };
    throw new Refusal(
      one.problems.length > 0 ? words.refusedFields : words.unknownIncident(id, ""),
      one.problems,
    );
  }
  const { loaded } = loadIncidents(machine.repo, project);
  const open = loaded.filter(
    ({ incident }) => incident.notify && incident.services.some((service) => !isOver(incident, service)),
  );
  return open.length > 0
    ? { loaded: open, sample: false }
    : { loaded: samples(machine, project), sample: true };
}

function samples({ now }: Machine, project: Project): Loaded[] {
  const { settings } = project;
  return settings.services.map(({ id }) => {
    const at = now();
    const startedAt = new Date(at.getTime() - 30 * 60_000);
    const file = {
      path: `incidents/${dateOf(startedAt, settings.timeZone)}-${id}.yml`,
      text: newIncidentText({ services: [id], startedAt, declaredAt: at }, settings),
    };
    return { incident: readWritten(file, project, at), file, journal: [] };
  });
}

/** What is known of Brevo's lists: now, or by the last checkup where there is no key. */
interface KnownLists {
  readonly answer?: Answer<readonly ContactList[]>;
  readonly snapshot?: Snapshot;
}

async function readLists(machine: Machine, { settings }: Project): Promise<KnownLists> {
  const { brevoKey, brevoUrl } = readAccess(machine, settings);
  if (brevoKey === undefined) {
    const snapshot = readCheckup(machine.repo.read(CHECKUP))?.snapshot;
    return snapshot ? { snapshot } : {};
  }
  const { limits } = machine;
  const mailer = openBrevo({
    apiKey: brevoKey,
    apiUrl: brevoUrl,
    requestMs: limits.requestMs,
    signal: limits.hard,
    wait: limits.wait,
  });
  return { answer: await mailer.lists() };
}

function show(
  { incident, journal }: Loaded,
  notice: Notice,
  { settings, templates }: Project,
  { answer: read, snapshot }: KnownLists,
  machine: Machine,
  folder: string,
  isUnwanted: (service: ServiceId) => boolean,
): Shown {
  const now = machine.now();
  const words = commandWords[settings.language].preview;
  const lists = read?.kind === "done" ? read.value : undefined;
  const unknown = (service: Service) =>
    read === undefined || read.kind === "done"
      ? words.audienceUnknown(service.name)
      : words.audienceFault(service.name, faultWords[settings.language](read.fault).reason);
  const services = settings.services.filter(({ id }) => incident.services.includes(id));
  const audiences = new Map(
    services.map((service): [Service["id"], Audience | undefined] => [
      service.id,
      lists
        ? chooseAudience(lists, service, settings, now, incident.lists.get(service.id))
        : snapshot && audienceThen(snapshot, service, settings, now, incident.lists.get(service.id)),
    ]),
  );
  const away = services.filter(({ id }) => !isOver(incident, id));
  const mailed =
    notice.phase === "update"
      ? away.filter(({ id }) => notice.update.mail && mayFollow(journal, id))
      : services.filter(({ id }) => notice.phase === "outage" || !isUnwanted(id));
  const mails = mailed.map((service) => {
    const announcedAt = leftEntry(journal, "outage", service.id)?.at;
    const request = { ...notice, service, incident, now, ...(announcedAt && { announcedAt }) };
    const mail = writeMail(request, templates, settings);
    const step = stepOf(notice, service.id).replace("/mail/", ".").replaceAll("/", ".");
    const file = join(folder, `${incident.id}.${step}.html`);
    writeFileSync(file, mail.html);
    const left = leftEntry(journal, "outage", service.id)?.list;
    const audience = audiences.get(service.id);
    const list = left ?? (audience && audience.kind !== "refused" ? audience.list : undefined);
    const isThen = snapshot !== undefined && !left && audience !== undefined;
    const told = list
      ? words.audience(
          service.name,
          list.name,
          list.id,
          receiptWords[settings.language].number(list.contacts),
        )
      : audience?.kind === "refused"
        ? words.audienceRefused(service.name, audience.reason)
        : unknown(service);
    return {
      service: service.id,
      campaign: noticeName(service, notice, incident.id),
      subject: mail.subject,
      preview: mail.preview,
      text: mail.text,
      html: mail.html,
      file,
      audience: [
        told,
        ...(isThen ? [snapshotNote(snapshot, settings, now)] : []),
        // The end goes to the list of the beginning, however old it is.
        ...(left === undefined && audience && "warnings" in audience ? audience.warnings : []),
      ].join("\n"),
    };
  });
  const isTakenBack = notice.phase === "recovery" && services.every(({ id }) => isMistaken(incident, id));
  return {
    incident: incident.id,
    phase: notice.phase,
    title: titleOf(notice, isTakenBack, settings),
    slack: slackTexts(incident, notice, services, audiences),
    mails,
  };

  function slackTexts(
    what: Incident,
    of: Notice,
    down: readonly Service[],
    known: ReadonlyMap<Service["id"], Audience | undefined>,
  ): string[] {
    const declaredBy = machine.actor === "" ? {} : { declaredBy: machine.actor };
    if (of.phase === "update") {
      const by = machine.actor === "" ? {} : { by: machine.actor };
      return [updatePost({ update: of.update, services: away, mailed, ...by }, templates, settings)];
    }
    if (of.phase === "recovery") {
      const announcedAt = last(journal, outageChat, "posted")?.at;
      return down.map((service) =>
        recoveryPost(
          {
            incident: what,
            service,
            startedAt: what.startedAt,
            resolvedAt: what.resolvedAt.get(service.id) ?? now,
            ...(announcedAt && { announcedAt }),
            mailWanted: !isUnwanted(service.id),
            mention: settings.slack.mentionOnRecovery,
            now,
          },
          templates,
          settings,
        ),
      );
    }
    const told = new Map(
      [...known].map(([id, audience]): [Service["id"], ChatAudience] => [id, chatAudience(audience)]),
    );
    const post = {
      incident: what,
      services: down,
      audiences: told,
      mention: settings.slack.mention,
      now,
      ...declaredBy,
    };
    return [outagePost(post, templates, settings)];
  }
}

function chatAudience(audience: Audience | undefined): ChatAudience {
  if (audience === undefined) return { kind: "unknown" };
  return audience.kind === "refused"
    ? { kind: "none" }
    : { kind: "list", name: audience.list.name, contacts: audience.list.contacts };
}

function titleOf(notice: Notice, isTakenBack: boolean, { language }: Settings): string {
  return notice.phase === "update"
    ? updateWords[language].title(readableKey(notice.update.key))
    : receiptWords[language].phase[isTakenBack ? "mistaken" : notice.phase];
}

/** `hasFiles`: the reader sits at the machine that holds them. */
function linesOf({ incident, title, slack, mails }: Shown, { settings }: Project, hasFiles = true): string[] {
  const words = commandWords[settings.language].preview;
  const indent = (text: string) =>
    text
      .trimEnd()
      .split("\n")
      .map((line) => `  │ ${line}`.trimEnd());
  return [
    "",
    `── ${incident} · ${title} ──`,
    `${words.slack} #${settings.slack.channelName}`,
    ...slack.flatMap((text) => [...indent(hasFiles ? text : asSeen(text, settings.language)), ""]),
    ...mails.flatMap((mail) => [
      words.mail(mail.subject),
      `  ${mail.audience.replaceAll("\n", "\n  ")}`,
      `  ${words.previewLine(mail.preview)}`,
      ...(hasFiles ? [`  ${words.htmlAt(mail.file, Buffer.byteLength(mail.html))}`] : []),
      ...indent(mail.text),
      "",
    ]),
  ];
}
