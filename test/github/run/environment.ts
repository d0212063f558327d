import { z } from "zod";
import type { TemplateToken } from "@actions/workflow-parser/templates/tokens/template-token";
import { valueOf, type Contexts } from "../expressions.ts";
import { isTaken } from "../patterns.ts";
import type { Concurrency } from "./results.ts";

/** Secrets and variables, of the repository or of an environment. */
export interface Values {
  readonly secrets?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
}

/** Settings → Environments. */
export interface Environment extends Values {
  /** "Selected branches"; without, every branch. */
  readonly branches?: readonly string[];
}

const Named = z.union([z.string(), z.looseObject({ name: z.string() }).transform(({ name }) => name)]);

/** The name of the environment that a job asks for. */
export function environmentOf(token: TemplateToken | undefined, contexts: Contexts): string | undefined {
  return token && Named.parse(valueOf(token, contexts));
}

/** Why this reference may not use the environment, in GitHub's words. */
export function whyNotAllowed(name: string, { branches }: Environment, ref: string): string | undefined {
  const branch = ref.replace(/^refs\/heads\//u, "");
  if (branches === undefined || isTaken(branch, branches)) return undefined;
  return `Branch "${branch}" is not allowed to deploy to ${name} due to environment protection rules.`;
}

const Group = z.union([
  z.string().transform((group) => ({ group, "cancel-in-progress": false, queue: "single" })),
  z.object({
    group: z.string(),
    "cancel-in-progress": z.boolean().default(false),
    queue: z.string().default("single"),
  }),
]);

/** The group in which a run or a job waits. One run at a time is played here: the group is told, and not kept. */
export function concurrencyOf(token: TemplateToken | undefined, contexts: Contexts): Concurrency | undefined {
  if (token === undefined) return undefined;
  const { group, queue, "cancel-in-progress": cancelInProgress } = Group.parse(valueOf(token, contexts));
  return { group, cancelInProgress, queue };
}
