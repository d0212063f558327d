import { isFollowUp } from "../core/follow-up.ts";
import { followUpLabel } from "../core/follow-up-text.ts";
import { stepLabel } from "../core/receipt.ts";
import type { Settings } from "../core/settings.ts";
import { zoned } from "../core/time-zone.ts";
import { receiptWords } from "../core/words/receipt.ts";
import type { Progress } from "../settle.ts";

/** Where progress goes: a terminal that can redraw a line, or a log that cannot. */
export interface Screen {
  readonly isTerminal: boolean;
  write(text: string): void;
}

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/** Shows each step as it happens, with its time: one spinning line on a terminal, plain lines elsewhere. */
export function progressOn(screen: Screen, now: () => Date) {
  let frame = 0;
  let current = "";
  const draw = () => {
    frame = (frame + 1) % FRAMES.length;
    screen.write(`\r\u001B[K${FRAMES[frame] ?? ""} ${current}`);
  };
  const timer = screen.isTerminal ? setInterval(() => current !== "" && draw(), 100) : undefined;
  timer?.unref();
  return {
    show: (event: Progress, settings: Settings): void => {
      const line = sentence(event, settings, now());
      if (!screen.isTerminal) return screen.write(`${line}\n`);
      current = line;
      draw();
    },
    end: (): void => {
      clearInterval(timer);
      if (screen.isTerminal && current !== "") screen.write("\r\u001B[K");
    },
  };
}

function sentence({ step, doing, mistaken }: Progress, settings: Settings, at: Date): string {
  const words = receiptWords[settings.language];
  const { hour, minute, second } = zoned(at, settings.timeZone);
  const time = [hour, minute, second].map((part) => String(part).padStart(2, "0")).join(":");
  const label = isFollowUp(step) ? followUpLabel(step, settings) : stepLabel(step, settings, mistaken);
  return words.line(time, label, words.doing[doing]).trimStart();
}
