import type { ChannelMessage, ChannelReply, DemoData } from "./data.ts";
import { hour } from "./hours.ts";
import { type Html, markup, type Part } from "./markup.ts";
import { mrkdwn } from "./mrkdwn.ts";
import { pageWords as words } from "./words.ts";

/** The Slack channel as the team sees it. */
export function channel({ channel: { name, messages }, organisation, timeZone }: DemoData): Html {
  const posts = messages.map(
    (message) => markup`<li>${post(message, timeZone)}${thread(message, timeZone)}</li>`,
  );
  return markup`<div class="slack" role="group" aria-label="${words.channel(name)}">
<p class="slack-head"><span class="slack-name"># ${name}</span> <span class="slack-team">${organisation}</span></p>
${posts.length === 0 ? markup`<p class="slack-empty">${words.noMessage}</p>` : markup`<ol class="slack-messages">${posts}</ol>`}
</div>`;
}

function thread({ replies }: ChannelMessage, timeZone: string): Part {
  if (replies.length === 0) return undefined;
  return markup`<div class="thread"><p class="thread-count">${words.replies(replies.length)}</p>
<ol>${replies.map((reply) => markup`<li>${post(reply, timeZone)}</li>`)}</ol></div>`;
}

function post(message: ChannelMessage | ChannelReply, timeZone: string): Html {
  const { at, author, text } = message;
  const edited = "edited" in message && message.edited;
  const broadcast = "broadcast" in message && message.broadcast;
  return markup`<article class="post">
<span class="avatar" aria-hidden="true">${initial(author)}</span>
<div class="post-body">
<p class="post-head"><b>${author}</b> <span class="app">${words.app}</span> ${hour(at, timeZone)}</p>
${broadcast ? markup`<p class="broadcast">${words.alsoInChannel}</p>` : undefined}
${first(message)}<div class="post-text">${mrkdwn(text)}${edited ? markup` <span class="edited">${words.edited}</span>` : undefined}</div>
</div>
</article>`;
}

/** An edit hides the alert itself; here it stays to be seen. */
function first(message: ChannelMessage | ChannelReply): Part {
  if (!("before" in message) || message.before === undefined) return undefined;
  return markup`<div class="before"><p class="broadcast">${words.before}</p><div class="post-text">${mrkdwn(message.before)}</div></div><p class="broadcast">${words.after}</p>`;
}

/** The first letter of a name, for its picture. */
export function initial(name: string): string {
  return /[\p{L}\p{N}]/u.exec(name)?.[0].toLocaleUpperCase("fr") ?? "•";
}
