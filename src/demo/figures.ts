import { type DemoData, gesturesThatCounted } from "./data.ts";
import { type Html, markup } from "./markup.ts";
import { pageWords as words } from "./words.ts";

/** The four figures that a director remembers, each counted from what happened. */
export function figures(data: DemoData): Html {
  const seconds = secondsToMails(data);
  const mailsEach = mostMailsInOnePhase(data);
  const bothPhases = new Set(data.mails.map(({ phase }) => phase)).size === 2;
  const gestures = gesturesThatCounted(data.timeline).length;
  return markup`<section class="figures" aria-label="${words.figures}">
<ul>
${figure(words.gestures(gestures), words.insteadOf(words.oldGestures.length), words.gesturesNote)}
${seconds === undefined ? undefined : figure(words.seconds(seconds), words.secondsCaption, words.secondsNote)}
${figure(words.people(peopleTold(data)), words.peopleCaption, words.peopleNote)}
${figure(words.mailsEach(mailsEach), words.mailsEachCaption, words.mailsEachNote(mailsEach, bothPhases))}
</ul>
<details class="old"><summary>${words.howCounted(words.oldGestures.length)}</summary>
<ol>${words.oldGestures.map((gesture) => markup`<li>${gesture}</li>`)}</ol>
</details>
</section>`;
}

function figure(value: string, caption: string, note: string): Html {
  return markup`<li><strong>${value}</strong> <span>${caption}</span> <small>${note}</small></li>`;
}

/** How long the command ran that made the outage mails leave: from the declaration to the last answer of Brevo. */
function secondsToMails({ scenes, mails }: DemoData): number | undefined {
  const begins = mails.filter(({ phase }) => phase === "outage").map(({ sentAt }) => sentAt.getTime());
  if (begins.length === 0) return undefined;
  const declared = scenes.findLast(({ at }) => at.getTime() <= Math.min(...begins)) ?? scenes[0];
  return declared?.seconds;
}

function peopleTold({ mails }: DemoData): number {
  const lists = new Map(mails.map(({ list }) => [list.id, list.contacts]));
  return [...lists.values()].reduce((sum, contacts) => sum + contacts, 0);
}

/** The promise of the product, counted: how many mails of one phase went to the same list. */
function mostMailsInOnePhase({ mails }: DemoData): number {
  const counts = new Map<string, number>();
  for (const { phase, list } of mails) {
    const key = `${phase} ${list.id}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return Math.max(0, ...counts.values());
}
