/** A test file, or the one story in it whose name holds these words. */
export interface Proof {
  readonly file: string;
  readonly name?: string;
}

/** One protection against a second or a wrong announcement, taken out of the code by hand. */
export interface Guard {
  /** Number and name of the protection; several mutants may share it. */
  readonly protection: string;
  /** What the code does once it is gone. */
  readonly mutant: string;
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly original: string;
  readonly replacement: string;
  /** The quickest tests that must turn red. */
  readonly proof: Proof;
}

const PLAN_FILE = "src/core/plan-mail.ts";
const SETTLE_FILE = "src/settle/mail.ts";
const PLAN: Proof = { file: "test/core/plan-mail.test.ts" };
const byHand = (name: string): Proof => ({ file: "test/settle/by-hand.slow.test.ts", name });
const moods = (name: string): Proof => ({ file: "test/settle/moods.slow.test.ts", name });
const ENDS: Proof = { file: "test/settle/ends.slow.test.ts" };
const SHARING_FILE = "src/adapters/sharing-api.ts";
const WAITING_FILE = "src/adapters/waiting.ts";
const sharing = (name: string): Proof => ({ file: "test/github/sharing.test.ts", name });
const waiting = (name: string): Proof => ({ file: "test/github/waiting.slow.test.ts", name });
const followUp = (name: string): Proof => ({ file: "test/settle/follow-up.test.ts", name });
const WRITES: Proof = { file: "test/adapters/writes.test.ts" };
const told = (name: string): Proof => ({ file: "test/commands/checkup-told.test.ts", name });
const CHECKUP: Proof = { file: "test/core/checkup.test.ts" };

/** What keeps an announcement from leaving twice, or to the wrong people (design section 4). */
export const GUARDS: readonly Guard[] = [
  {
    protection: "1 the look before creating",
    mutant: "an unseen Brevo counts as an empty one",
    file: PLAN_FILE,
    original: `if (scene.seen === undefined) return { kind: "look", afterMs: 0 };`,
    replacement: `if (scene.seen === undefined) return planMail({ ...scene, seen: [] });`,
    proof: PLAN,
  },
  {
    protection: "1 the look before creating",
    mutant: "a page of HTML is an empty list of campaigns",
    file: "src/adapters/brevo.ts",
    original: `parsed.success && !noJson.safeParse(body).success`,
    replacement: `parsed.success`,
    proof: { file: "test/settle/announce.test.ts", name: "is not an empty list" },
  },
  {
    protection: "1 the look before creating",
    mutant: "what the look shows is thrown away",
    file: SETTLE_FILE,
    original: `track.seen = [...byId.values()].filter(({ id }) => !removed.has(id));`,
    replacement: `track.seen = [...byId.values()].filter(({ id }) => id === run.created);`,
    proof: byHand("with the incident's mark"),
  },
  {
    protection: "2 one that is no draft wins",
    mutant: "a draft beside it wins",
    file: PLAN_FILE,
    original: `if (left) return recordLeft(scene, left, drafts);`,
    replacement: `if (left && drafts.length === 0) return recordLeft(scene, left, drafts);`,
    proof: PLAN,
  },
  {
    protection: "2 one that is no draft wins",
    mutant: "what left is only asked for after the wish of the file",
    file: PLAN_FILE,
    original: `if (left) return recordLeft(scene, left, drafts);`,
    replacement: `if (left && !isUnwanted(incident, service.id)) return recordLeft(scene, left, drafts);`,
    proof: PLAN,
  },
  {
    protection: "3 the lowest id",
    mutant: "the first of the list",
    file: PLAN_FILE,
    original: `campaigns.toSorted((a, b) => a.id - b.id)[0];`,
    replacement: `campaigns[0];`,
    proof: PLAN,
  },
  {
    protection: "3 the lowest id",
    mutant: "the highest id",
    file: PLAN_FILE,
    original: `campaigns.toSorted((a, b) => a.id - b.id)[0];`,
    replacement: `campaigns.toSorted((a, b) => b.id - a.id)[0];`,
    proof: PLAN,
  },
  {
    protection: "4 no retry on writes",
    mutant: "Brevo's SDK repeats after a 502",
    file: "src/adapters/brevo.ts",
    original: `maxRetries: 0,`,
    replacement: `maxRetries: 2,`,
    proof: WRITES,
  },
  {
    protection: "4 no retry on writes",
    mutant: "a create whose answer was lost is repeated like a read",
    file: "src/adapters/brevo.ts",
    original: `      const answer = await ask(
        () =>
          campaigns.createEmailCampaign({`,
    replacement: `      const twice: typeof ask = (request, shape) => repeatRead(() => ask(request, shape), wait);
      const answer = await twice(
        () =>
          campaigns.createEmailCampaign({`,
    proof: moods("that loses the answer to a create"),
  },
  {
    protection: "4 no retry on writes",
    mutant: "Slack's SDK posts again what was lost",
    file: "src/adapters/slack.ts",
    original: `retryConfig: { retries: 0 },`,
    replacement: `retryConfig: { retries: 2, minTimeout: 1 },`,
    proof: WRITES,
  },
  {
    protection: "5 the look after an unknown answer to create",
    mutant: "it is created again at once",
    file: PLAN_FILE,
    original: `if (run.trouble?.doing === "create") {`,
    replacement: `if (run.trouble?.doing === "create" && run.trouble.sure) {`,
    proof: PLAN,
  },
  {
    protection: "5 the look after an unknown answer to create",
    mutant: "nobody looks: a person is asked at once",
    file: PLAN_FILE,
    original: `    return run.looks <= PATIENT_LOOKS
      ? { kind: "look", afterMs: pollAfter(run.looks - 1) }`,
    replacement: `    return run.looks < 0
      ? { kind: "look", afterMs: pollAfter(run.looks - 1) }`,
    proof: PLAN,
  },
  {
    protection: "5 the look after an unknown answer to create",
    mutant: "the lost answer is forgotten",
    file: SETTLE_FILE,
    original: `...(answer.kind === "done" ? { created: answer.value } : troubleOf("create", answer)),`,
    replacement: `...(answer.kind === "done" && { created: answer.value }),`,
    proof: moods("that loses the answer to a create"),
  },
  {
    protection: "5 the look after an unknown answer to send",
    mutant: "the plan does not look before it judges",
    file: PLAN_FILE,
    original: `if (run.looks === 0) return { kind: "look", afterMs: 0, only: chosen.id };`,
    replacement: ``,
    proof: PLAN,
  },
  {
    protection: "5 the look after an unknown answer to send",
    mutant: "the lost answer is forgotten",
    file: SETTLE_FILE,
    original: `        sent: action.campaign,
        ...(answer.kind === "done" || isAccepted ? {} : troubleOf("send", answer)),`,
    replacement: `        ...(isAccepted && { sent: action.campaign }),`,
    proof: moods("that loses the answer to sendNow"),
  },
  {
    protection: "6 the ten minutes before a second sendNow",
    mutant: "nine minutes",
    file: "src/core/plan.ts",
    original: `ACCEPTED_HOLDS_MS = 10 * 60_000;`,
    replacement: `ACCEPTED_HOLDS_MS = 9 * 60_000;`,
    proof: PLAN,
  },
  {
    protection: "6 the ten minutes before a second sendNow",
    mutant: "an acceptance of an earlier run holds nothing back",
    file: PLAN_FILE,
    original: `if (run.sent !== chosen.id && !holds) return undefined;`,
    replacement: `if (run.sent !== chosen.id) return undefined;`,
    proof: PLAN,
  },
  {
    protection: "6 the ten minutes before a second sendNow",
    mutant: "the acceptance is not written down",
    file: SETTLE_FILE,
    original: `if (isAccepted) await open.record(`,
    replacement: `if (action.campaign < 0) await open.record(`,
    proof: moods("that forgets a sendNow"),
  },
  {
    protection: "7 the adoption of a hand-made campaign",
    mutant: "a second mail leaves beside it",
    file: PLAN_FILE,
    original: `if (byHand) return adopt(scene, byHand, drafts);`,
    replacement: ``,
    proof: PLAN,
  },
  {
    protection: "7 the adoption of a hand-made campaign",
    mutant: "one with another's list is adopted too",
    file: PLAN_FILE,
    original: `if (!isToAudience(scene, byHand))`,
    replacement: `if (byHand.id < 0)`,
    proof: PLAN,
  },
  {
    protection: "7 the adoption of a hand-made campaign",
    mutant: "one that another incident holds is adopted again",
    file: PLAN_FILE,
    original: `!claimed.has(campaign.id) &&`,
    replacement: ``,
    proof: PLAN,
  },
  {
    protection: "8 the guard against another open incident",
    mutant: "two stories of one service at once",
    file: PLAN_FILE,
    original: `  if (other !== undefined)
    return stop(`,
    replacement: `  if (other === "")
    return stop(`,
    proof: PLAN,
  },
  {
    protection: "8 the guard against another open incident",
    mutant: "what Brevo shows of it is overlooked",
    file: PLAN_FILE,
    original: `return scene.unfinished.find((id) => !ended.has(id)) ?? told;`,
    replacement: `return scene.unfinished.find((id) => !ended.has(id));`,
    proof: byHand("and sent for another incident that has no end"),
  },
  {
    protection: "8 the guard against another open incident",
    mutant: "what the other journals say of it is overlooked",
    file: SETTLE_FILE,
    original: `unfinished: order.unfinished(incident.id, service.id),`,
    replacement: `unfinished: [],`,
    proof: byHand("an end that was never told"),
  },
  {
    protection: "8 the guard against another open incident",
    mutant: "one that is being announced this very moment is overlooked",
    file: PLAN_FILE,
    original: `if (quicker) return stop(`,
    replacement: `if (quicker && run.looks < 0) return stop(`,
    proof: PLAN,
  },
  {
    protection: "9 the list id from the journal for the recovery",
    mutant: "the newest list is chosen again",
    file: "src/settle/draft.ts",
    original: `phase === "outage" ? await outageList(track, incident) : recoveryList(track, incident, journal);`,
    replacement: `await outageList(track, incident);`,
    proof: { file: "test/settle/audience.test.ts", name: "the end goes to the very list of the outage" },
  },
  {
    protection: "9 the list id from the journal for the recovery",
    mutant: "the file's list wins over the journal's",
    file: "src/settle/draft.ts",
    original: `  if (list) return list;
  if (forced !== undefined)`,
    replacement: `  if (list && forced === undefined) return list;
  if (forced !== undefined)`,
    proof: { file: "test/settle/audience.test.ts", name: "a list forced after the mail left" },
  },
  {
    protection: "10 old news stays at home",
    mutant: "a failure is evidence for ever",
    file: "src/core/plan.ts",
    original: `return !(isHeld && begun.some((at) => !isTooOld(incident, service, phase, settings, at)));`,
    replacement: `return begun.length === 0;`,
    proof: PLAN,
  },
  {
    protection: "11 what another run overtook is taken back",
    mutant: "the draft stays for somebody's click",
    file: PLAN_FILE,
    original: `if (known) return takeBack(scene, known.campaign);`,
    replacement: `if (known) return { kind: "done", state: "left" };`,
    proof: PLAN,
  },
  {
    protection: "12 a closed journal knows of every line",
    mutant: "a mail that a stale clone sent is hidden",
    file: "src/core/journal.ts",
    original: `if (known !== undefined && Number(known) !== lines.length - 1) return undefined;`,
    replacement: ``,
    proof: { file: "test/core/journal.test.ts" },
  },
  {
    protection: "13 what goes wrong again and again ends",
    mutant: "messages are not counted",
    file: "src/settle/chat.ts",
    original: `const posts = run.posts + 1;`,
    replacement: `const posts = run.posts - 1;`,
    proof: ENDS,
  },
  {
    protection: "13 what goes wrong again and again ends",
    mutant: "rounds are not counted",
    file: SETTLE_FILE,
    original: `rounds: rounds + 1,`,
    replacement: `rounds: rounds - 1,`,
    proof: ENDS,
  },
  {
    protection: "13 what goes wrong again and again ends",
    mutant: "a text that Brevo changed is written again without end",
    file: SETTLE_FILE,
    original: `remade: rest.remade || why === "changed",`,
    replacement: `remade: false,`,
    proof: ENDS,
  },
  {
    protection: "13 what goes wrong again and again ends",
    mutant: "a rival that was removed counts as a text that was written again",
    file: SETTLE_FILE,
    original: `remade: rest.remade || why === "changed",`,
    replacement: `remade: true,`,
    proof: ENDS,
  },
  {
    protection: "13 what goes wrong again and again ends",
    mutant: "a draft that was removed is waited for",
    file: SETTLE_FILE,
    original: `...(created !== undefined && created !== id && { created }),`,
    replacement: `...(created !== undefined && { created }),`,
    proof: ENDS,
  },
  {
    protection: "14 what is recorded on GitHub stays recorded",
    mutant: "the branch is moved whatever others wrote",
    file: "src/adapters/github.ts",
    original: `force: false,`,
    replacement: `force: true,`,
    proof: sharing("comes after what people pushed meanwhile"),
  },
  {
    protection: "14 what is recorded on GitHub stays recorded",
    mutant: "what GitHub made of earlier commits is forgotten when the branch moves",
    file: SHARING_FILE,
    original: `await rebuild();`,
    replacement: ``,
    proof: sharing("keeps a person's edit of the very file"),
  },
  {
    protection: "14 what is recorded on GitHub stays recorded",
    mutant: "GitHub that was silent once is given up for good",
    file: "src/adapters/repository.ts",
    original: `down = undefined;
        const way = await shared();`,
    replacement: `const way = await shared();`,
    proof: sharing("is shared at last when GitHub came back"),
  },
  {
    protection: "15 what waits for a merge is read, and nothing else",
    mutant: "any file of the waiting branch is taken over",
    file: WAITING_FILE,
    original: `.filter((path) => isRecord(path))`,
    replacement: `.filter((path) => path !== "")`,
    proof: waiting("takes nothing from the waiting branch but incidents"),
  },
  {
    protection: "15 what waits for a merge is read, and nothing else",
    mutant: "what waits overwrites what a person merged since",
    file: WAITING_FILE,
    original: `return { path, text: mergeIncidentTexts(parent, own, other) };`,
    replacement: `return { path, text: other };`,
    proof: waiting("and a person who corrects the same incident there lose nothing"),
  },
  {
    protection: "15 what waits for a merge is read, and nothing else",
    mutant: "a squashed pull request counts as newer than the end that waits",
    file: WAITING_FILE,
    original: `own === before.get(path) || (await stoodThere(path, own, parted, there));`,
    replacement: `own === before.get(path);`,
    proof: waiting("whose pull request is squashed while a run ends"),
  },
  {
    protection: "14 what is recorded on GitHub stays recorded",
    mutant: "what could not be committed is called shared",
    file: "src/adapters/repository.ts",
    original: `if (owed.size > 0) await commit([], "Record what could not be committed before");`,
    replacement: ``,
    proof: sharing("is committed and shared at last"),
  },
  {
    protection: "15 what waits for a merge is read, and nothing else",
    mutant: "the waiting branch is not looked at",
    file: SHARING_FILE,
    original: `return await waiting.takeOver(ms);`,
    replacement: `return undefined;`,
    proof: waiting("is read with what waits"),
  },
  {
    protection: "16 what follows an announcement is said once",
    mutant: "what stands in the thread is not looked for",
    file: "src/settle/reply-once.ts",
    original: `if (first) return { ts: first.ts, fresh: false };`,
    replacement: ``,
    proof: followUp("a killed one had said"),
  },
  {
    protection: "16 what follows an announcement is said once",
    mutant: "the reply of another machine stays beside ours",
    file: "src/settle/reply-once.ts",
    original: `for (const double of younger) await chat.remove(double.ts);`,
    replacement: ``,
    proof: followUp("two machines at once"),
  },
  {
    protection: "16 what follows an announcement is said once",
    mutant: "figures that were read are due again",
    file: "src/core/follow-up.ts",
    original: `if (hours === undefined || hours <= taken) return [];`,
    replacement: `if (hours === undefined) return [];`,
    proof: { file: "test/core/follow-up.test.ts" },
  },
  {
    protection: "16 what follows an announcement is said once",
    mutant: "a folder that got its figures stays open",
    file: "src/settle/follow-up.ts",
    original: `await open.record([...entries, ...closed]);`,
    replacement: `await open.record(entries);`,
    proof: followUp("closed again by the same commit"),
  },
  {
    protection: "17 a checkup sends nothing and leaves nothing",
    mutant: "the draft of a checkup that runs beside it is taken away",
    file: "src/core/checkup-draft.ts",
    original: `now.getTime() - createdAt.getTime() > RUNNING_MS`,
    replacement: `now.getTime() - createdAt.getTime() >= 0`,
    proof: CHECKUP,
  },
  {
    protection: "17 a checkup sends nothing and leaves nothing",
    mutant: "what left under the draft's name is taken away",
    file: "src/core/checkup-draft.ts",
    original: `status === "draft" && names`,
    replacement: `status !== "" && names`,
    proof: CHECKUP,
  },
  {
    protection: "17 a checkup sends nothing and leaves nothing",
    mutant: "what a checkup that was cut short left behind stays",
    file: "src/commands/look-draft.ts",
    original: `leftovers.push(await remove(brevo, id));`,
    replacement: `leftovers.push({ kind: "done", value: null });`,
    proof: { file: "test/commands/checkup.test.ts", name: "leaves no draft after the next one" },
  },
  {
    protection: "17 a checkup sends nothing and leaves nothing",
    mutant: "a draft whose answer was lost is not looked for",
    file: "src/commands/look-draft.ts",
    original: `const lost = await findLost(brevo, drafts);`,
    replacement: `const lost = undefined;`,
    proof: { file: "test/commands/checkup.test.ts", name: "deletes the draft whose answer was lost" },
  },
  {
    protection: "17 a checkup says what is new, once",
    mutant: "what the channel knows already is said again",
    file: "src/commands/checkup-channel.ts",
    original: `if (known.value.length > 0) return { isTold: true, notes: [words.known] };`,
    replacement: ``,
    proof: told("after its message says nothing twice"),
  },
  {
    protection: "17 a checkup says what is new, once",
    mutant: "of two messages of two runs both stay",
    file: "src/commands/checkup-channel.ts",
    original: `await chat.remove(posted.value.ts);`,
    replacement: `await Promise.resolve();`,
    proof: told("two messages of the same moment"),
  },
  {
    protection: "17 a checkup says what is new, once",
    mutant: "an issue of a person who quotes the mark is changed",
    file: "src/adapters/issues.ts",
    original: `each.user?.type === "Bot" && `,
    replacement: ``,
    proof: told("of two issues one stays"),
  },
  {
    protection: "17 a checkup says what is new, once",
    mutant: "a list is told every week",
    file: "src/core/checkup-news.ts",
    original: `.filter(({ list }) => !reminded.has(list.id))`,
    replacement: ``,
    proof: { file: "test/core/checkup-news.test.ts" },
  },
  {
    protection: "18 a reviewer is told the branch's own checkup",
    mutant: "the audience is what the pull request says of it",
    file: "src/commands/review-judgement.ts",
    original: `const known = listsOf(repo, settings, now);`,
    replacement: `const known = listsOf(raw, settings, now);`,
    proof: {
      file: "test/commands/snapshot.test.ts",
      name: "believes no checkup that the request brings along",
    },
  },
  {
    protection: "19 a drill reaches its own audience alone",
    mutant: "a draft of a drill keeps the list that it names",
    file: "src/adapters/drill-mailer.ts",
    original: `mailer.create({ ...draft, list })`,
    replacement: `mailer.create({ list, ...draft })`,
    proof: { file: "test/drill/mailer.test.ts", name: "whatever list a draft names" },
  },
  {
    protection: "19 a drill reaches its own audience alone",
    mutant: "campaigns of other lists are a drill's too",
    file: "src/adapters/drill-mailer.ts",
    original: `listIds.length === 1 && listIds[0] === list.id`,
    replacement: `listIds.length < 9`,
    proof: { file: "test/drill/mailer.test.ts", name: "knows no campaign" },
  },
  {
    protection: "19 a drill reaches its own audience alone",
    mutant: "the real channel may be the channel of drills",
    file: "src/core/drill-audience.ts",
    original: `realChannels.includes(id);`,
    replacement: `realChannels.includes(\`\${id}!\`);`,
    proof: { file: "test/drill/refusals.test.ts", name: "the channel of SLACK_CHANNEL_ID" },
  },
  {
    protection: "19 a drill reaches its own audience alone",
    mutant: "a drill shares the real incident that somebody is still writing",
    file: "src/commands/drill.ts",
    original: `saveEdits("robot")`,
    replacement: `saveEdits()`,
    proof: { file: "test/drill/drill.test.ts", name: "is neither committed nor pushed by a drill" },
  },
  {
    protection: "19 a drill reaches its own audience alone",
    mutant: "a list of any size may be the list of drills",
    file: "src/core/drill-audience.ts",
    original: `if (list.contacts > MOST_CONTACTS) return`,
    replacement: `if (list.contacts > 1e9) return`,
    proof: {
      file: "test/core/drill.test.ts",
      name: "never is anything that a real announcement could reach",
    },
  },
  {
    protection: "19 a drill reaches its own audience alone",
    mutant: "a list of a tool may be the list of drills",
    file: "src/core/drill-audience.ts",
    original: `if (isChosen || namesService(list.name, service))`,
    replacement: `if (isChosen && list.contacts > 10)`,
    proof: {
      file: "test/core/drill.test.ts",
      name: "never is anything that a real announcement could reach",
    },
  },
  {
    protection: "20 news is told once, and never after the end",
    mutant: "an edited hour makes news of it again",
    file: "src/core/update.ts",
    original: `    isSameText,
    isSameHour,
  ]) {`,
    replacement: `    isSameHour,
  ]) {`,
    proof: { file: "test/core/update.test.ts" },
  },
  {
    protection: "20 news is told once, and never after the end",
    mutant: "an edited sentence makes news of it again",
    file: "src/core/update.ts",
    original: `    isSameText,
    isSameHour,
  ]) {`,
    replacement: `    isSameText,
  ]) {`,
    proof: { file: "test/core/update.test.ts" },
  },
  {
    protection: "20 news is told once, and never after the end",
    mutant: "an end that another machine told does not count",
    file: PLAN_FILE,
    original: `return isUnwanted(incident, service.id) || isEnded || !isListed;`,
    replacement: `return isUnwanted(incident, service.id) || !isListed;`,
    proof: { file: "test/core/plan-news.test.ts" },
  },
  {
    protection: "20 news is told once, and never after the end",
    mutant: "its draft stays behind the end, for somebody's click",
    file: PLAN_FILE,
    original: `      newsFor(campaign.name, service) === incident.id)
  );`,
    replacement: `      campaign.id < 0)
  );`,
    proof: { file: "test/core/plan-news.test.ts" },
  },
  {
    protection: "20 news is told once, and never after the end",
    mutant: "what left under an hour that nobody knows is not read",
    file: PLAN_FILE,
    original: `if (unread) return { kind: "read", campaign: unread.id };`,
    replacement: ``,
    proof: { file: "test/core/plan-news.test.ts" },
  },
  {
    protection: "20 news is told once, and never after the end",
    mutant: "other news of the same minute passes for this one",
    file: PLAN_FILE,
    original: `if (isOtherNews(scene, scene.run.readBack))`,
    replacement: `if (left.id < 0)`,
    proof: { file: "test/core/plan-news.test.ts" },
  },
  {
    protection: "20 news is told once, and never after the end",
    mutant: "a form that is clicked over and over mails without end",
    file: PLAN_FILE,
    original: `if (phase !== "recovery" && sentToday(scene)`,
    replacement: `if (phase === "outage" && sentToday(scene)`,
    proof: { file: "test/core/plan-news.test.ts" },
  },
  {
    protection: "20 news is told once, and never after the end",
    mutant: "a folder is closed although its end came later and was not told",
    file: "src/settle.ts",
    original: `if (incident.notify && !incident.services.every(isTold)) return;`,
    replacement: ``,
    proof: { file: "test/settle/news.test.ts", name: "after all else of a run" },
  },
];
