import {
  correctSetting,
  deleteFile,
  editFile,
  goBack,
  loseJournal,
  push,
  renameFile,
  revert,
  writeFile,
} from "./act-files.ts";
import { disturb, interrupt, kill, perform, performAgain } from "./act-run.ts";
import { calm, changeLists, fillLists, makeByHand, spoil, showAll, touch } from "./act-tools.ts";
import type { Gesture } from "./gesture.ts";
import type { Story } from "./story.ts";

/** Does one gesture in the world of the story. What makes no sense in the present state does nothing. */
export async function act(story: Story, gesture: Gesture, alone = true): Promise<void> {
  const { world, clones } = story;
  story.told.push(JSON.stringify(gesture));
  switch (gesture.kind) {
    case "run":
      return perform(story, gesture, alone);
    case "again":
      return story.form && perform(story, { ...story.form.run, by: gesture.by }, alone);
    case "rerun":
      return performAgain(story);
    case "together":
      await Promise.all(gesture.runs.map((run) => perform(story, run, false)));
      return undefined;
    case "interrupted":
      return interrupt(story, gesture.run, gesture.step);
    case "killed":
      return kill(story, gesture.run, gesture.at);
    case "meanwhile":
      return disturb(story, gesture.run, gesture.at, () => act(story, gesture.happens, false));
    case "edit":
      return editFile(story, clones[gesture.by], gesture.file, gesture.change);
    case "revert":
      return revert(story);
    case "delete":
      return deleteFile(story, clones[gesture.by], gesture.file);
    case "rename":
      return renameFile(clones[gesture.by], gesture.file, gesture.withFolder);
    case "lose journal":
      return loseJournal(clones[gesture.by], gesture.file, gesture.whole);
    case "write":
      return writeFile(story, clones[gesture.by], gesture.tools, gesture.ago);
    case "set":
      return correctSetting(story, clones[gesture.by], gesture.setting);
    case "push":
      return push(story, clones[gesture.by]);
    case "go back":
      return goBack(clones[gesture.by], gesture.commits);
    case "fault":
      return addFault(story, gesture);
    case "mood":
      return spoil(story, gesture);
    case "calm":
      fillLists(world.brevo.lists);
      return calm(story);
    case "lists":
      return changeLists(story, gesture.tool, gesture.what);
    case "pass":
      world.pass({ minutes: gesture.minutes });
      showAll(story);
      return undefined;
    case "clock":
      clones[gesture.by].minutesAhead = gesture.ahead;
      return undefined;
    case "campaign by hand":
      return makeByHand(story, gesture);
    case "touch":
      return touch(story, gesture.campaign, gesture.how);
    default:
      return gesture satisfies never;
  }
}

function addFault({ world }: Story, { what, fault, nth, times }: Extract<Gesture, { kind: "fault" }>): void {
  world.sandbox.faults.add({ what, kind: fault, nth, times });
}
