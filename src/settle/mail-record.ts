import { fate, noticeName, sameName, type Campaign, type CampaignId } from "../core/campaign.ts";
import { leftEntry } from "../core/journal.ts";
import { sameMail, visibleText } from "../core/mail.ts";
import { textOf } from "../core/notice.ts";
import type { SourceFile } from "../core/problem.ts";
import { settleWords } from "../core/words/settle.ts";
import type { NewEntry } from "./case.ts";
import type { Track } from "./track.ts";

/** Writes down what was decided or found; with the mail itself, once it left. */
export async function recordEvent(
  track: Track,
  event: "drafted" | "left" | "adopted",
  campaign: Campaign,
): Promise<"look again" | undefined> {
  const { open, step, run } = track;
  const entry: NewEntry = {
    step,
    event,
    campaign: campaign.id,
    ...(await listOf(track, campaign)),
    ...textOf(track.notice),
  };
  const digest = open.order.digest;
  if (event === "drafted") {
    const hash = track.draft && { html_sha256: digest(track.draft.html) };
    const { reach, foreign } = await open.record([{ ...entry, ...hash }]);
    const first = foreign.findLast(
      (other) => other.step === step && other.event === "drafted" && other.campaign !== campaign.id,
    );
    const { readBack: _readBack, ...rest } = run;
    track.run = { ...rest, recorded: { campaign: campaign.id, reach } };
    if (first?.campaign === undefined) return undefined;
    // Another run wrote its campaign down before us: it may be sending it. Ours gives way.
    await open.record([{ step, event: "drafted", campaign: first.campaign, ...textOf(track.notice) }]);
    return "look again";
  }
  const html =
    (run.readBack?.id === campaign.id ? run.readBack.html : undefined) ?? (await htmlOf(track, campaign.id));
  const files = html === undefined ? [] : mailFiles(track, html);
  await open.record(
    [{ ...entry, ...(html !== undefined && { html_sha256: digest(files[0]?.text ?? html) }) }],
    files,
  );
  const doubles = (track.seen ?? []).filter((each) => each.id !== campaign.id && isTwin(track, each));
  if (doubles.length > 0)
    open.warn({ kind: "double", campaigns: [campaign.id, ...doubles.map(({ id }) => id)] });
  if (event === "adopted") open.warn({ kind: "adopted", campaign: campaign.id });
  return undefined;
}

/** Another campaign of this very mail that left: only a person can have sent it. */
function isTwin({ open, service, notice }: Track, campaign: Campaign): boolean {
  return (
    sameName(campaign.name, noticeName(service, notice, open.id)) &&
    fate(campaign, open.order.world.now()) === "left"
  );
}

async function htmlOf(track: Track, id: CampaignId): Promise<string | undefined> {
  const answer = await track.open.order.world.mailer.campaign(id);
  return answer.kind === "done" ? answer.value?.html : undefined;
}

/** The mail as it left: ours to the letter where Brevo shows the same mail, else what Brevo shows. */
function mailFiles({ open, notice, service, draft }: Track, html: string): SourceFile[] {
  const name = notice.phase === "update" ? `update.${notice.update.key}` : notice.phase;
  const folder = `incidents/${open.id}/${name}.${service.id}`;
  const ours = draft !== undefined && sameMail(draft.html, html);
  return [
    { path: `${folder}.html`, text: ours ? draft.html : html },
    { path: `${folder}.txt`, text: ours ? draft.text : `${visibleText(html)}\n` },
  ];
}

async function listOf(
  { open, draft, notice, service }: Track,
  campaign: Campaign,
): Promise<Pick<NewEntry, "list">> {
  const [id] = campaign.listIds;
  if (id === undefined) return {};
  if (draft?.list.id === id) return { list: draft.list };
  const lists = notice.phase === "outage" ? await open.order.lists() : undefined;
  const known = lists?.kind === "done" ? lists.value.find((list) => list.id === id) : undefined;
  const before = leftEntry(await open.journal(), "outage", service.id)?.list;
  if (known) return { list: known };
  if (before?.id === id) return { list: before };
  return { list: { id, name: settleWords[open.order.settings.language].listNumber(id), contacts: 0 } };
}
