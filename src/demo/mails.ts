import { clock } from "../core/time.ts";
import { initial } from "./channel.ts";
import type { DemoData, SentMail } from "./data.ts";
import { hour } from "./hours.ts";
import { frameHeight, previewHtml } from "./mail-frame.ts";
import { type Html, markup } from "./markup.ts";
import { pageWords as words } from "./words.ts";

const PHONE = 375;
const DESKTOP = 640;

/** Every mail: its line in a mailbox, and as a phone and a desktop show it. */
export function mails({ mails: all, timeZone }: DemoData): Html {
  if (all.length === 0) return markup`<p>${words.noMail}</p>`;
  return markup`${all.map((mail) => oneMail(mail, timeZone))}`;
}

function oneMail(mail: SentMail, timeZone: string): Html {
  const { phase, service, subject, sentAt, list } = mail;
  return markup`<article class="mail mail-${phase}">
<header class="mail-head">
<p class="pills"><span class="pill">${words.phases[phase]}</span> <span class="mail-service">${service}</span></p>
<h3>${subject}</h3>
<p class="mail-facts">${words.sent(clock(sentAt, timeZone, "fr"))} ${words.sentTo(list.name, list.id, list.contacts)}</p>
</header>
${inboxLine(mail, timeZone)}
<div class="devices">${phone(mail, timeZone)}${desktop(mail, timeZone)}</div>
</article>`;
}

function inboxLine({ from, subject, preview, sentAt }: SentMail, timeZone: string): Html {
  const { name } = sender(from);
  return markup`<figure class="inbox">
<figcaption>${words.inbox}</figcaption>
<div class="inbox-line"><span class="avatar avatar-round" aria-hidden="true">${initial(name)}</span>
<p><b class="inbox-from">${name}</b> ${hour(sentAt, timeZone)}<span class="inbox-subject">${subject}</span><span class="inbox-preview">${preview}</span></p></div>
</figure>`;
}

function phone(mail: SentMail, timeZone: string): Html {
  const { from, subject, sentAt } = mail;
  const { name } = sender(from);
  return markup`<figure class="device">
<div class="phone"><div class="phone-screen">
<p class="phone-bar" aria-hidden="true">${clock(sentAt, timeZone, "fr").replaceAll("\u00A0h\u00A0", ":")}<span class="phone-signs"></span></p>
<p class="phone-head"><span class="avatar avatar-round" aria-hidden="true">${initial(name)}</span><span><b>${name}</b><span class="phone-to">${words.toUser}</span></span></p>
${frame(mail, PHONE, words.frameTitle(subject, words.onPhone))}
</div></div>
<figcaption>${words.onPhone}</figcaption>
</figure>`;
}

function desktop(mail: SentMail, timeZone: string): Html {
  const { from, subject, sentAt } = mail;
  const { name, address } = sender(from);
  return markup`<figure class="device">
<div class="window">
<p class="window-bar" aria-hidden="true"><i></i><i></i><i></i></p>
<div class="window-head"><p class="window-subject">${subject}</p>
<p class="window-from"><b>${name}</b>${address === undefined ? undefined : markup` <span>&lt;${address}&gt;</span>`} ${hour(sentAt, timeZone)}</p></div>
${frame(mail, DESKTOP, words.frameTitle(subject, words.onDesktop))}
</div>
<figcaption>${words.onDesktop}</figcaption>
</figure>`;
}

/** The real HTML, locked up: no script, no form, no window, no way out of its frame. */
function frame({ html }: SentMail, width: number, title: string): Html {
  const height = frameHeight(html, width);
  const size = width === PHONE ? "frame-phone" : "frame-desktop";
  return markup`<div class="frame ${size}" style="--h:${height}px"><iframe sandbox="" title="${title}" width="${width}" height="${height}" srcdoc="${previewHtml(html)}"></iframe></div>`;
}

/** « Reconnect <bonjour@reconnect.example> » in its two parts. */
function sender(from: string): { readonly name: string; readonly address?: string } {
  const { name, address } = /^\s*"?(?<name>[^"<>]+?)"?\s*<(?<address>[^<>]+)>\s*$/u.exec(from)?.groups ?? {};
  return name === undefined || address === undefined ? { name: from } : { name, address };
}
