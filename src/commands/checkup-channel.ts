import { createHash } from "node:crypto";
import { openSlack } from "../adapters/slack.ts";
import { checkupPost } from "../core/chat-checkup.ts";
import type { CheckupRecord } from "../core/checkup-file.ts";
import { newsKey, type News } from "../core/checkup-news.ts";
import { dateOf } from "../core/time.ts";
import { checkupToldWords } from "../core/words/checkup-told.ts";
import { faultWords } from "../core/words/fault.ts";
import type { Answer, Chat, ChatMessage, Mark } from "../ports.ts";
import type { Project } from "./project.ts";
import { readAccess, type Machine } from "./run.ts";

/** In place of an incident's id, in the marks of these messages. */
const CHECKUP = "checkup";
/** As long as the file that tells them apart may stay uncommitted, the same news is not told again. */
const BACK_MS = 31 * 86_400_000;

/** What became of the news. */
interface Told {
  /** The channel knows all of it. */
  readonly isTold: boolean;
  readonly notes: readonly string[];
}

/** Tells the team's channel what is new, once, however often and at how many places at once this runs. */
export async function tellChannel(
  machine: Machine,
  { settings, templates }: Project,
  news: News,
  before: CheckupRecord | undefined,
  runUrl: string | undefined,
): Promise<Told> {
  if (news.worse.length === 0 && news.due.length === 0) return { isTold: true, notes: [] };
  const words = checkupToldWords[settings.language].note;
  const untold = (reason: string): Told => ({ isTold: false, notes: [words.untold(reason)] });
  const { slackToken, slackUrl, channel } = readAccess(machine, settings);
  if (slackToken === undefined || channel === undefined) return untold(words.noChannel);
  const { requestMs, hard: signal, wait } = machine.limits;
  const chat = openSlack({ token: slackToken, apiUrl: slackUrl, channel, requestMs, signal, wait });
  const outcome = createHash("sha256").update(newsKey(news, before)).digest("hex").slice(0, 16);
  const now = machine.now();
  const mark: Mark = { incident: CHECKUP, step: dateOf(now, settings.timeZone), outcome };
  const look = () => ownMessages(chat, mark, new Date(now.getTime() - BACK_MS));
  // Without the history nobody knows what was said already; the issue on GitHub says all of it too.
  const known = await look();
  if (known.kind !== "done") return untold(faultWords[settings.language](known.fault).reason);
  if (known.value.length > 0) return { isTold: true, notes: [words.known] };

  const posted = await chat.post({ text: checkupPost(news, runUrl, templates, settings), mark });
  if (posted.kind === "refused") return untold(faultWords[settings.language](posted.fault).reason);
  const seen = await look();
  const [first] = seen.kind === "done" ? seen.value : [];
  if (posted.kind === "unknown" && !first) return untold(faultWords[settings.language](posted.fault).reason);
  // Of two runs at once the first message stays.
  if (posted.kind === "done" && first && first.ts !== posted.value.ts) await chat.remove(posted.value.ts);
  return { isTold: true, notes: [words.told] };
}

/** Messages that say the same, oldest first, on whatever day they were posted. */
async function ownMessages(
  chat: Chat,
  { incident, outcome }: Mark,
  since: Date,
): Promise<Answer<readonly ChatMessage[]>> {
  const history = await chat.history(since);
  if (history.kind !== "done") return history;
  const same = history.value.filter(({ mark }) => mark?.incident === incident && mark.outcome === outcome);
  return { kind: "done", value: same };
}
