const LIGHT = `
  --bg: #f6f4ef; --surface: #ffffff; --sunken: #f0ede6; --line: #dedad0; --line-strong: #c9c4b8;
  --ink: #1d242d; --muted: #58616d; --link: #0b4f8a; --accent: #1d4f7c;
  --red: #a61b1b; --red-soft: #fbecea; --green: #17663a; --green-soft: #e5f2ea; --blue-soft: #e6eff7;
  --outage: #a61b1b; --back: #2a7a50; --mention: #6a4a00; --mention-bg: #fdefbf;
  --bezel: #1d242d; --shadow: 0 1px 2px rgb(40 35 20 / 6%), 0 8px 28px rgb(40 35 20 / 7%);`;
const DARK = `
  --bg: #11151a; --surface: #1a2027; --sunken: #151a20; --line: #2c343e; --line-strong: #414c59;
  --ink: #edf0f3; --muted: #a8b2bd; --link: #94c8fb; --accent: #94c8fb;
  --red: #ff9f97; --red-soft: #3a1d1e; --green: #83d8a5; --green-soft: #15301f; --blue-soft: #172a3c;
  --outage: #a83232; --back: #2a7a50; --mention: #ffe18a; --mention-bg: #45380b;
  --bezel: #3a4551; --shadow: 0 1px 2px rgb(0 0 0 / 40%), 0 8px 28px rgb(0 0 0 / 30%);`;

/** The whole look of the page. System fonts only; colours by day and by night; stacked tables on a phone; printable. */
export const pageStyle = `
:root { color-scheme: light dark; ${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root:not(:has(#theme-light:checked)) { ${DARK} } }
@media screen {
  :root:has(#theme-light:checked) { color-scheme: light; }
  :root:has(#theme-dark:checked) { color-scheme: dark; ${DARK} }
}
*, *::before, *::after { box-sizing: border-box; }
html { scroll-behavior: smooth; scroll-padding-top: 4rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--bg); color: var(--ink);
  font: 1.0625rem/1.6 "Segoe UI", "Helvetica Neue", Roboto, Arial, "Liberation Sans", sans-serif; }
h1, h2, h3 { margin: 0; line-height: 1.2; text-wrap: balance; overflow-wrap: break-word; }
h1, h2 { font-family: Charter, "Iowan Old Style", Georgia, "Liberation Serif", serif; font-weight: 700; letter-spacing: -0.01em; }
p, ul, ol, dl, figure, blockquote, pre { margin: 0; }
ul, ol { padding: 0; list-style: none; }
a { color: var(--link); text-underline-offset: 0.15em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
code, pre { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "Liberation Mono", monospace; font-size: 0.875em; }
time { white-space: nowrap; font-variant-numeric: tabular-nums; }
summary { cursor: pointer; }
.wrap { width: 100%; max-width: 1180px; margin-inline: auto; padding-inline: clamp(16px, 3vw, 32px); }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 16px; top: -5rem; z-index: 9; padding: 0.5rem 1rem; background: var(--surface); border-radius: 0 0 8px 8px; }
.skip:focus { top: 0; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); overflow: hidden; }
.pill { display: inline-block; padding: 0.1rem 0.65rem; border-radius: 99px; font: 600 0.8125rem/1.6 "Segoe UI", "Helvetica Neue", Roboto, Arial, sans-serif; background: var(--red-soft); color: var(--red); white-space: nowrap; }
.pill-quiet { background: var(--sunken); color: var(--muted); }
.pill-good, .mail-recovery .pill { background: var(--green-soft); color: var(--green); }

/* Head of the page */
.hero { padding-block: 1.25rem 1.9rem; background: var(--surface); border-bottom: 1px solid var(--line); }
.top { display: flex; flex-wrap: wrap; gap: 0.75rem 1.5rem; align-items: center; justify-content: space-between; margin-bottom: clamp(1.75rem, 4vw, 2.5rem); }
.brand { font-weight: 700; display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: center; }
.theme { border: 1px solid var(--line-strong); border-radius: 99px; margin: 0; padding: 3px; display: flex; }
.theme input { position: absolute; opacity: 0; }
.theme span { display: block; padding: 0.15rem 0.8rem; border-radius: 99px; font-size: 0.875rem; color: var(--muted); cursor: pointer; }
.theme input:checked + span { background: var(--ink); color: var(--surface); }
.theme input:focus-visible + span { outline: 3px solid var(--link); outline-offset: 2px; }
h1 { font-size: clamp(2rem, 1.3rem + 3vw, 3.25rem); max-width: 30ch; }
.lede { margin-top: 0.9rem; font-size: clamp(1.125rem, 1rem + 0.6vw, 1.375rem); line-height: 1.45; max-width: 62ch; text-wrap: balance; }
.when { margin-bottom: 0.4rem; font-weight: 600; color: var(--accent); }
.note { margin-top: 0.6rem; color: var(--muted); font-size: 0.9688rem; }

.bar { margin-top: 1.9rem; font-size: 0.9375rem; }
.bar-flags { position: relative; height: 1.9rem; }
.flag { position: absolute; bottom: 0; height: 1.7rem; padding-left: 0.5rem; border-left: 2px solid var(--ink); white-space: nowrap; line-height: 1.2; z-index: 1; pointer-events: none; }
.flag-left { padding: 0 0.5rem 0 0; border: 0 solid var(--ink); border-right-width: 2px; translate: -100% 0; }
.bar-line { position: relative; height: 2.4rem; border-radius: 8px; background: var(--back); overflow: hidden; }
.bar-outage { position: absolute; inset-block: 0; display: grid; place-items: center; padding-inline: 0.5rem; background: var(--outage); color: #ffffff; white-space: nowrap; overflow: hidden; }
.bar-outage b { position: relative; z-index: 1; padding-inline: 0.4rem; font-weight: 600; background: var(--outage); }
.bar-mark { position: absolute; inset-block: 0; width: 2px; background: #ffffff; opacity: 0.75; }
.bar-mark:where([style*=":100%"]) { translate: -2px 0; }
.bar-hours { display: flex; justify-content: space-between; gap: 1rem; margin-top: 0.4rem; color: var(--muted); }

.contents { position: sticky; top: 0; z-index: 5; background: color-mix(in srgb, var(--bg) 92%, transparent); backdrop-filter: blur(8px); border-bottom: 1px solid var(--line); }
.contents ul { display: flex; gap: 0.25rem 1.5rem; overflow-x: auto; scrollbar-width: none; }
.contents a { display: block; padding: 0.75rem 0; color: var(--ink); text-decoration: none; white-space: nowrap; font-size: 0.9375rem; }
.contents a:hover { text-decoration: underline; }

/* Figures */
.figures { padding-top: clamp(2rem, 4vw, 3rem); }
.figures > ul { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 240px), 1fr)); gap: 1rem; }
.figures > ul > li { display: flex; flex-direction: column; padding: 1.25rem 1.4rem; background: var(--surface); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); }
.figures strong { font: 700 1.875rem/1.15 Charter, "Iowan Old Style", Georgia, "Liberation Serif", serif; letter-spacing: -0.01em; color: var(--accent); }
.figures span { font-weight: 600; }
.figures small { margin-top: 0.5rem; font-size: 0.875rem; line-height: 1.45; color: var(--muted); }
.old { margin-top: 1rem; color: var(--muted); font-size: 0.9375rem; }
.old ol { columns: 2 20rem; column-gap: 3rem; margin-top: 0.75rem; padding-left: 1.75rem; list-style: decimal; }
.old li { padding-left: 0.25rem; break-inside: avoid; }

/* Parts */
.part { padding-top: clamp(3rem, 6vw, 4.75rem); min-width: 0; }
h2 { font-size: clamp(1.625rem, 1.3rem + 1.2vw, 2.125rem); }
.intro { margin: 0.35rem 0 1.5rem; color: var(--muted); max-width: 65ch; }
.side-by-side { display: grid; gap: 0 clamp(2rem, 4vw, 3.5rem); }
@media (min-width: 960px) { .side-by-side { grid-template-columns: minmax(0, 5fr) minmax(0, 8fr); } }

/* Course */
.moments { border-left: 0; }
.moment { position: relative; padding: 0 0 1.35rem 1.9rem; }
.moment::before { content: ""; position: absolute; left: 6px; top: 0.8rem; bottom: -0.8rem; width: 4px; background: var(--outage); }
.moment-after::before { background: var(--back); }
.moment:last-child::before { display: none; }
.moment::after { content: ""; position: absolute; left: 0; top: 0.35rem; width: 16px; height: 16px; border-radius: 50%; background: var(--bg); border: 4px solid var(--outage); }
.moment-after::after { border-color: var(--back); }
.moment-gesture::after { background: var(--ink); border-color: var(--ink); }
.moment-head { display: flex; gap: 0.6rem; align-items: baseline; font-weight: 700; }
.moment-kind { font-size: 0.8125rem; font-weight: 600; color: var(--muted); }
.moment-gesture .moment-kind { padding: 0 0.5rem; border-radius: 99px; background: var(--ink); color: var(--bg); }
.moment-text { line-height: 1.5; overflow-wrap: anywhere; }
.moment-after-start { color: var(--muted); font-size: 0.875rem; }

/* Slack */
.slack { background: var(--surface); border: 1px solid var(--line); border-radius: 14px; box-shadow: var(--shadow); overflow: hidden; font-size: 0.9688rem; line-height: 1.5; }
.slack-head { display: flex; justify-content: space-between; gap: 1rem; align-items: baseline; padding: 0.75rem 1.25rem; border-bottom: 1px solid var(--line); }
.slack-name { font-weight: 800; overflow-wrap: anywhere; }
.slack-team { color: var(--muted); font-size: 0.875rem; }
.slack-empty { padding: 1.25rem; color: var(--muted); }
.slack-messages > li { padding: 1.1rem 1.25rem 1.2rem; }
.slack-messages > li + li { border-top: 1px solid var(--line); }
.post { display: grid; grid-template-columns: 36px minmax(0, 1fr); gap: 0.7rem; }
.avatar { display: grid; place-items: center; width: 36px; height: 36px; border-radius: 8px; background: var(--accent); color: var(--surface); font-weight: 700; flex: none; }
.avatar-round { border-radius: 50%; }
.post-head { display: flex; flex-wrap: wrap; gap: 0 0.45rem; align-items: baseline; line-height: 1.35; }
.post-head time { color: var(--muted); font-size: 0.8125rem; }
.app { padding: 0 0.3rem; border-radius: 3px; background: var(--sunken); color: var(--muted); font-size: 0.6875rem; font-weight: 700; letter-spacing: 0.03em; }
.broadcast { color: var(--muted); font-size: 0.8125rem; }
.post-text { overflow-wrap: anywhere; }
.post-text p + p, .post-text details + p { margin-top: 0.35rem; }
.post-text > p:has(+ .edited) { display: inline; }
.before { margin: 0.15rem 0 0.6rem; padding: 0.5rem 0.8rem 0.6rem; border-left: 4px solid var(--outage); border-radius: 0 8px 8px 0; background: var(--sunken); }
.edited { color: var(--muted); font-size: 0.8125rem; }
.mention { padding: 0 0.2rem; border-radius: 4px; background: var(--blue-soft); color: var(--link); }
.mention-all { background: var(--mention-bg); color: var(--mention); font-weight: 600; }
.emoji { font-family: "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif; }
.quote { margin-top: 0.35rem; }
.quote summary { color: var(--link); width: fit-content; }
.quote blockquote { margin-top: 0.5rem; padding-left: 0.9rem; border-left: 4px solid var(--line-strong); }
.thread { margin: 0.75rem 0 0 46px; padding-left: 1rem; border-left: 2px solid var(--line); }
.thread-count { margin-bottom: 0.6rem; color: var(--link); font-size: 0.8125rem; font-weight: 700; }
.thread .avatar { width: 26px; height: 26px; border-radius: 6px; font-size: 0.8125rem; }
.thread .post { grid-template-columns: 26px minmax(0, 1fr); }
.thread li + li { margin-top: 0.9rem; }

/* Mails */
.mail + .mail { margin-top: clamp(2.5rem, 6vw, 4rem); padding-top: clamp(2.5rem, 6vw, 4rem); border-top: 1px solid var(--line); }
.pills { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: center; margin-bottom: 0.5rem; }
.mail-service { font-weight: 600; }
h3 { font-size: 1.3125rem; }
.mail-facts { margin-top: 0.3rem; color: var(--muted); }
.inbox { margin: 1.25rem 0 1.75rem; }
.device figcaption { margin-bottom: 0.6rem; font-size: 0.875rem; color: var(--muted); }
.inbox figcaption { margin-bottom: 0.4rem; font-size: 0.875rem; color: var(--muted); }
.inbox-line { display: flex; gap: 0.9rem; align-items: center; padding: 0.8rem 1.1rem; background: var(--surface); border: 1px solid var(--line); border-left: 4px solid var(--link); border-radius: 10px; }
.inbox-line p { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 1rem; min-width: 0; flex: 1; line-height: 1.4; }
.inbox-from { overflow: hidden; text-overflow: ellipsis; }
.inbox-line time { color: var(--muted); font-size: 0.875rem; }
.inbox-subject, .inbox-preview { grid-column: 1 / -1; overflow-wrap: anywhere; }
.inbox-subject { font-weight: 600; }
.inbox-preview { color: var(--muted); }
.devices { display: flex; flex-wrap: wrap; gap: 2.25rem clamp(1.5rem, 3vw, 2.5rem); align-items: flex-start; justify-content: space-between; }
.device { display: flex; flex-direction: column-reverse; min-width: 0; max-width: 100%; }
.phone { padding: 12px; border-radius: 44px; background: var(--bezel); box-shadow: var(--shadow); }
.phone-screen { width: calc(375px * var(--kp)); overflow: hidden; border-radius: 33px; background: var(--surface); }
.phone-bar { display: flex; justify-content: space-between; align-items: center; padding: 0.7rem 1.6rem 0.4rem; font-size: 0.875rem; font-weight: 700; }
.phone-signs { width: 25px; height: 12px; border: 1.5px solid var(--muted); border-radius: 4px; background: linear-gradient(var(--ink), var(--ink)) 2px 2px / 15px 5px no-repeat; }
.phone-head { display: flex; gap: 0.75rem; align-items: center; padding: 0.4rem 1.1rem 0.8rem; border-bottom: 1px solid var(--line); line-height: 1.35; font-size: 0.9375rem; }
.phone-to { display: block; color: var(--muted); font-size: 0.8125rem; }
.window { width: calc(640px * var(--kd) + 2px); overflow: hidden; border: 1px solid var(--line-strong); border-radius: 12px; background: var(--surface); box-shadow: var(--shadow); }
.window-bar { display: flex; gap: 7px; padding: 11px 14px; background: var(--sunken); border-bottom: 1px solid var(--line); }
.window-bar i { width: 11px; height: 11px; border-radius: 50%; background: var(--line-strong); }
.window-head { padding: 0.9rem 1.25rem; border-bottom: 1px solid var(--line); line-height: 1.4; }
.window-subject { font-size: 1.125rem; font-weight: 600; overflow-wrap: anywhere; }
.window-from { display: flex; flex-wrap: wrap; gap: 0 0.5rem; font-size: 0.9375rem; }
.window-from span { color: var(--muted); overflow-wrap: anywhere; }
.window-from time { margin-left: auto; color: var(--muted); }
.devices { --kp: 1; --kd: 1; }
.frame { overflow: hidden; height: calc(var(--h) * var(--k)); }
.frame iframe { display: block; border: 0; height: var(--h); transform-origin: 0 0; scale: var(--k); }
.frame-phone { --k: var(--kp); }
.frame-phone iframe { width: 375px; }
.frame-desktop { --k: var(--kd); }
.frame-desktop iframe { width: 640px; }
@media (max-width: 719px) { .devices { --kd: 0.7; } }
@media (max-width: 519px) {
  .devices { --kd: 0.53; justify-content: center; }
  .phone { padding: 5px; border-radius: 26px; margin-inline: -5px; }
  .phone-screen { border-radius: 21px; }
  .thread { margin-left: 0.9rem; padding-left: 0.9rem; }
}
@media (max-width: 416px) { .devices { --kp: 0.91; } }
@media (max-width: 374px) { .devices { --kp: 0.76; --kd: 0.44; } }

/* Tables */
table { width: 100%; border-collapse: collapse; font-size: 0.9688rem; line-height: 1.5; }
th, td { padding: 0.7rem 1.25rem; text-align: left; vertical-align: baseline; }
thead th { padding-block: 0.6rem; background: var(--sunken); color: var(--muted); font-size: 0.8125rem; font-weight: 600; }
tbody tr + tr { border-top: 1px solid var(--line); }
tbody th { font-weight: 600; overflow-wrap: anywhere; }
td { overflow-wrap: anywhere; }
.count { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.id { color: var(--muted); font-weight: 400; white-space: nowrap; }
.unit { display: none; }
.chosen { background: var(--green-soft); }
.chosen .pill { background: var(--back); color: #ffffff; }
td .pill { margin-right: 0.4rem; }
.aside { margin-top: 1rem; }
.raw { display: block; color: var(--muted); font-size: 0.8125rem; }
.hour { white-space: nowrap; }
@media (max-width: 719px) {
  .stack, .stack tbody, .stack tr, .stack th, .stack td { display: block; }
  .stack thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stack tr { padding: 0.85rem 1.1rem; }
  .stack th, .stack td { padding: 0; text-align: left; }
  .stack .unit { display: inline; }
  .stack .count { color: var(--muted); }
  .stack .hour { color: var(--muted); font-size: 0.875rem; }
  .raw { display: inline; margin-left: 0.25rem; }
}

/* Trace */
.part-trace { display: grid; grid-template-columns: minmax(0, 1fr); }
.part-trace h3 { margin-top: 1.25rem; }
.part-trace h3 + p { margin: 0.2rem 0 1rem; color: var(--muted); }
.code { border: 1px solid var(--line); border-radius: 12px; overflow: hidden; background: var(--surface); box-shadow: var(--shadow); }
.code figcaption { padding: 0.55rem 1.1rem; background: var(--sunken); border-bottom: 1px solid var(--line); font: 0.875rem/1.5 ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace; color: var(--muted); overflow-wrap: anywhere; }
.code pre { padding: 1rem 1.1rem; overflow-x: auto; line-height: 1.65; }
.code b { font-weight: 600; color: var(--accent); }
.code i { font-style: normal; color: var(--muted); }
.journal, .commands { margin-top: 1.5rem; }
.scene, .requests { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; }
.scene + .scene, .scene + .requests { margin-top: 0.75rem; }
.scene summary, .requests summary { padding: 0.8rem 1.1rem; }
.scene summary > * { margin-right: 0.5rem; }
.scene code { font-weight: 600; overflow-wrap: anywhere; }
.scene-hour { color: var(--muted); }
.scene-result { font-size: 0.9375rem; }
.took { color: var(--muted); font-size: 0.875rem; white-space: nowrap; }
.scene pre { padding: 1rem 1.1rem; border-top: 1px solid var(--line); white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.6; }
.requests ul { padding: 0 1.1rem 0.9rem 2.2rem; }

.foot { margin-top: clamp(3rem, 7vw, 5rem); padding-block: 1.75rem; border-top: 1px solid var(--line); color: var(--muted); font-size: 0.9375rem; }

@media print {
  @page { margin: 14mm; }
  :root { color-scheme: light; --bg: #ffffff; --shadow: none; }
  html { font-size: 11pt; }
  .theme, .contents, .skip { display: none; }
  .hero, .foot { border: 0; }
  :is(.old, .scene, .requests)::details-content { content-visibility: visible; block-size: auto; }
  .moment, .slack-messages > li, .figures > ul > li, .device, .inbox, tr, .scene { break-inside: avoid; }
  h2, h3, .intro, .mail-head { break-after: avoid; }
  .bar-line, .bar-outage, .pill, .moment::before, .moment::after, .avatar, .chosen, .mention-all, .phone { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .side-by-side { grid-template-columns: minmax(0, 1fr); }
  .part { padding-top: 2rem; }
  .old ol { columns: 2 14rem; }
  .figures > ul { grid-template-columns: repeat(4, 1fr); gap: 0.5rem; }
  .figures > ul > li { padding: 0.6rem 0.7rem; }
  .figures strong { font-size: 1.25rem; }
  .devices { --kp: 0.6; --kd: 0.6; flex-wrap: nowrap; gap: 1rem; justify-content: flex-start; }
  .device { flex: none; }
  .phone { padding: 6px; border-radius: 26px; margin: 0; }
  .phone-screen { border-radius: 20px; }
  .phone-head, .phone-bar, .window-head { font-size: 0.75rem; padding-inline: 0.75rem; }
  .window-subject { font-size: 0.875rem; }
  .stack { display: table; } .stack tbody { display: table-row-group; } .stack tr { display: table-row; }
  .stack th, .stack td { display: table-cell; padding: 0.35rem 0.6rem; vertical-align: baseline; }
  .stack thead { position: static; display: table-header-group; clip-path: none; }
  .stack .unit { display: none; }
}
`;
