import { duration } from "../core/time.ts";
import { type DemoData, gesturesThatCounted, type Moment, type MomentKind } from "./data.ts";
import { hour } from "./hours.ts";
import { type Html, markup, type Part } from "./markup.ts";
import { pageWords as words } from "./words.ts";

type Told = Pick<DemoData, "timeline" | "timeZone">;

/** The robot's rounds and drills go on before and after it. */
const isOfOutage = ({ kind }: Moment): boolean => kind !== "robot" && kind !== "drill";

/** The whole outage as one bar: how long it lasted, and how early people acted. Nothing without a beginning. */
export function outageBar({ timeline, timeZone }: Told): Html | undefined {
  const times = timeline.filter(isOfOutage).map(({ at }) => at.getTime());
  const start = timeline.find(({ kind }) => kind === "start") ?? timeline[0];
  const end = timeline.find(({ kind }) => kind === "end");
  if (!start || !end || end.at <= start.at) return undefined;
  const first = Math.min(...times);
  const span = Math.max(...times) - first;
  const percent = (at: Date): number => Math.round(((at.getTime() - first) / span) * 1000) / 10;

  const gestures = gesturesThatCounted(timeline);
  const flags = gestures.map(({ at }, index) => {
    const side = percent(at) > 50 ? "flag flag-left" : "flag";
    return markup`<span class="${side}" style="left:${percent(at)}%"><b>${words.gestureNumber(index + 1)}</b> ${hour(at, timeZone)}</span>`;
  });
  const marks = gestures.map(({ at }) => markup`<span class="bar-mark" style="left:${percent(at)}%"></span>`);
  // The list that follows says the same in words.
  return markup`<div class="bar" aria-hidden="true">
<div class="bar-flags">${flags}</div>
<div class="bar-line"><span class="bar-outage" style="left:${percent(start.at)}%;width:${percent(end.at) - percent(start.at)}%"><b>${words.outageOf(duration(start.at, end.at, "fr"))}</b></span>${marks}</div>
<div class="bar-hours"><span>${words.barStart} ${hour(start.at, timeZone)}</span><span>${words.barEnd} ${hour(end.at, timeZone)}</span></div>
</div>`;
}

/** What happened, moment after moment. */
export function course(data: Told): Html {
  const items = data.timeline.map((moment, index) => oneMoment(moment, data, index));
  return markup`<ol class="moments">
${items}</ol>`;
}

function oneMoment(moment: Moment, { timeline, timeZone }: Told, index: number): Html {
  const { at, text, kind } = moment;
  const idle = kind === "gesture" && !gesturesThatCounted(timeline).includes(moment);
  const isWell =
    timeline.slice(0, index + 1).findLast(({ kind: k }) => k === "start" || k === "end")?.kind !== "start";
  return markup`<li class="moment moment-${idle ? "idle" : kind}${isWell ? " moment-after" : ""}">
<p class="moment-head">${hour(at, timeZone)} <span class="moment-kind">${idle ? words.idle : words.kinds[kind]}</span></p>
<p class="moment-text">${text}</p>${distance(at, kind, timeline, index)}
</li>
`;
}

/** How long after the beginning somebody acted, and how long after the gesture the world knew. */
function distance(at: Date, kind: Moment["kind"], timeline: readonly Moment[], index: number): Part {
  const before = timeline.slice(0, index);
  if (kind !== "gesture" && kind !== "slack" && kind !== "mail") return undefined;
  const wanted: readonly MomentKind[] = kind === "gesture" ? ["start"] : ["gesture", "news"];
  const since = before.findLast((moment) => wanted.includes(moment.kind));
  if (!since) return undefined;
  const seconds = Math.round((at.getTime() - since.at.getTime()) / 1000);
  const minutes = Math.floor(seconds / 60);
  if (kind === "gesture" && minutes > 0 && before.every((moment) => moment.kind !== "gesture"))
    return markup`<p class="moment-after-start">${words.minutesAfterStart(minutes)}</p>`;
  if (kind !== "gesture" && seconds > 0 && minutes === 0)
    return markup`<p class="moment-after-start">${words.secondsLater(seconds)}</p>`;
  return undefined;
}
