import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { runInStep, type StepEnd, type StepRun } from "./step.ts";

const KNOWN = [
  "ref",
  "path",
  "fetch-depth",
  "persist-credentials",
  "token",
  "repository",
  "clean",
  "fetch-tags",
];

interface Wanted {
  /** Refspecs of the one fetch. */
  readonly specs: readonly string[];
  /** Arguments of the one checkout. */
  readonly checkout: readonly string[];
}

/** actions/checkout, with the git commands that it runs itself (its ref-helper.ts). */
export async function checkOut(step: StepRun): Promise<StepEnd> {
  const { machine, inputs, log } = step;
  const fail = (reason: string): StepEnd => {
    log.annotate({ level: "error", message: reason });
    return { outcome: "failure", reason };
  };
  const strange = Object.keys(inputs).filter((name) => !KNOWN.includes(name));
  if (strange.length > 0)
    return fail(`The harness does not know these inputs of checkout: ${strange.join(", ")}`);
  const { store } = machine.hub;
  if (inputs["repository"] && inputs["repository"] !== store.fullName) return fail("Not Found");
  const root = resolve(machine.workspace, inputs["path"] || ".");
  if (root !== machine.workspace && !root.startsWith(`${machine.workspace}/`))
    return fail(`Repository path '${root}' is not under '${machine.workspace}'`);
  mkdirSync(root, { recursive: true });

  const token = inputs["token"] || machine.token;
  const header = `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`;
  const more = {
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: `http.${store.origin}/.extraheader`,
    GIT_CONFIG_VALUE_0: header,
  };
  const git = (...args: string[]) => runInStep(step, "git", args, { cwd: root, more });
  const depth = Number(inputs["fetch-depth"] || 1);
  const wanted = await want(step);
  const fetch = [
    "fetch",
    "--quiet",
    "--prune",
    "--no-recurse-submodules",
    ...(inputs["fetch-tags"] === "true" ? [] : ["--no-tags"]),
    ...(depth > 0 ? [`--depth=${depth}`] : []),
    "origin",
    ...(depth > 0
      ? wanted.specs
      : ["+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*", ...wanted.specs]),
  ];
  const isDone =
    (await git("init", "--quiet")) &&
    (await git("remote", "add", "origin", machine.hub.cloneUrl)) &&
    (await git(...fetch)) &&
    (await git("checkout", "--quiet", "--progress", "--force", ...wanted.checkout));
  if (!isDone) return { outcome: "failure", reason: "git failed" };
  if (inputs["persist-credentials"] !== "false") {
    // Since v6 the token lies outside the clone, and the clone's configuration includes that file.
    const file = join(machine.temporary, `git-credentials-${randomUUID()}.config`);
    writeFileSync(file, `[http "${store.origin}/"]\n\textraheader = ${header}\n`);
    await git("config", `includeIf.gitdir:${root}/.git.path`, file);
  }
  return { outcome: "success" };
}

/** What is fetched and checked out: the event's own commit, or the reference that was asked for as it stands now. */
async function want({ machine, inputs }: StepRun): Promise<Wanted> {
  const { event, hub } = machine;
  const ref = inputs["ref"] || event.ref;
  const commit = inputs["ref"] ? undefined : event.sha;
  if (/^[0-9a-f]{40}$/u.test(ref)) return { specs: [ref], checkout: [ref] };
  const short = ref.replace(/^refs\/heads\//u, "");
  const onBranch = { checkout: ["-B", short, `refs/remotes/origin/${short}`] };
  if (ref.startsWith("refs/heads/"))
    return { specs: [`+${commit ?? ref}:refs/remotes/origin/${short}`], ...onBranch };
  if (ref.startsWith("refs/pull/")) {
    const own = ref.replace("refs/pull/", "refs/remotes/pull/");
    return { specs: [`+${commit ?? ref}:${own}`], checkout: [own] };
  }
  if (ref.startsWith("refs/")) return { specs: [`+${commit ?? ref}:${ref}`], checkout: [ref] };
  // An unqualified name: a branch before a tag.
  const specs = [`+refs/heads/${ref}*:refs/remotes/origin/${ref}*`, `+refs/tags/${ref}*:refs/tags/${ref}*`];
  const isBranch = (await hub.store.bare.find(`refs/heads/${ref}`)) !== undefined;
  return { specs, ...(isBranch ? onBranch : { checkout: [`refs/tags/${ref}`] }) };
}
