import { type Html, markup, type Part } from "./markup.ts";
import { pageWords } from "./words.ts";

/** The emoji codes that our messages use, and a few that people like. Others stay as they are written. */
const EMOJI: ReadonlyMap<string, string> = new Map([
  ["red_circle", "🔴"],
  ["large_green_circle", "🟢"],
  ["large_orange_circle", "🟠"],
  ["white_check_mark", "✅"],
  ["warning", "⚠️"],
  ["alarm_clock", "⏰"],
  ["bar_chart", "📊"],
  ["x", "❌"],
  ["information_source", "ℹ️"],
  ["envelope", "✉️"],
  ["speech_balloon", "💬"],
  ["rotating_light", "🚨"],
  ["hourglass_flowing_sand", "⏳"],
  ["wrench", "🔧"],
  ["eyes", "👀"],
  ["+1", "👍"],
  ["tada", "🎉"],
  ["pray", "🙏"],
]);

/** `code`, <…>, :emoji:, *bold*, _italic_, ~struck~: Slack wants a sign to hug its words and to stand between others. */
const INLINE =
  /`(?<code>[^`\n]+)`|<(?<angle>[^<>\n]+)>|:(?<emoji>[a-z0-9_+-]+):|(?<![\p{L}\p{N}*])\*(?<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}~])~(?<struck>[^\s~](?:[^~\n]*[^\s~])?)~(?![\p{L}\p{N}~])/gu;

/**
 * A Slack message as Slack shows it (docs.slack.dev, formatting-message-text). Quoted lines are folded away: the text
 * of a mail under the announcement would hide the rest of the thread.
 */
export function mrkdwn(text: string): Html {
  const blocks: Html[] = [];
  for (const { quoted, lines } of runs(text)) {
    const content = lines.map((line, index) => (index === 0 ? inline(line) : [markup`<br>`, inline(line)]));
    if (quoted)
      blocks.push(
        markup`<details class="quote"><summary>${pageWords.quotedText}</summary><blockquote>${content}</blockquote></details>`,
      );
    else if (lines.some((line) => line.trim() !== "")) blocks.push(markup`<p>${content}</p>`);
  }
  return markup`${blocks}`;
}

interface Run {
  readonly quoted: boolean;
  readonly lines: string[];
}

function runs(text: string): readonly Run[] {
  const found: Run[] = [];
  for (const line of text.trim().split("\n")) {
    const quote = /^(?:>|&gt;) ?/u.exec(line)?.[0];
    const quoted = quote !== undefined;
    const last = found.at(-1);
    const content = line.slice(quote?.length ?? 0);
    if (last?.quoted === quoted) last.lines.push(content);
    else found.push({ quoted, lines: [content] });
  }
  return found;
}

function inline(text: string): Part {
  const parts: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    parts.push(unescaped(text.slice(from, match.index)), sign(match));
    from = match.index + match[0].length;
  }
  return [...parts, unescaped(text.slice(from))];
}

function sign({ 0: written, groups = {} }: RegExpExecArray): Part {
  const { code, angle, emoji, bold, italic, struck } = groups;
  if (code !== undefined) return markup`<code>${unescaped(code)}</code>`;
  if (angle !== undefined) return angled(angle);
  if (bold !== undefined) return markup`<strong>${inline(bold)}</strong>`;
  if (italic !== undefined) return markup`<em>${inline(italic)}</em>`;
  if (struck !== undefined) return markup`<s>${inline(struck)}</s>`;
  const glyph = EMOJI.get(emoji ?? "");
  if (glyph === undefined) return unescaped(written);
  return markup`<span class="emoji" role="img" aria-label="${pageWords.emoji(emoji ?? "")}">${glyph}</span>`;
}

/** What stands between < and >: a mention, a channel or a link. Only web and mail addresses become links. */
function angled(content: string): Part {
  const [target = "", label] = content.split(/\|(.*)/su);
  if (/^!(?:channel|here|everyone)$/u.test(target)) {
    return markup`<span class="mention mention-all">@${pageWords.mentions[target.slice(1)] ?? target.slice(1)}</span>`;
  }
  if (/^(?:@|!subteam\^)/u.test(target)) {
    const name = label ?? target.replace(/^(?:@|!subteam\^)/u, "");
    return markup`<span class="mention">@${unescaped(name).replace(/^@/u, "")}</span>`;
  }
  if (target.startsWith("#"))
    return markup`<span class="mention">#${unescaped(label ?? target.slice(1))}</span>`;
  const address = unescaped(target);
  const shown = unescaped(label ?? target);
  if (!/^(?:https?:\/\/|mailto:)\S+$/iu.test(address)) return shown;
  return markup`<a href="${address}" rel="noopener noreferrer">${shown}</a>`;
}

function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
