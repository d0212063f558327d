import {
  convertWorkflowTemplate,
  isMapping,
  isSequence,
  NoOperationTraceWriter,
  parseWorkflow,
} from "./workflow-parser.ts";
import { parse } from "yaml";
import type {
  ActionStep,
  EventsConfig,
  Job,
  RunStep,
} from "@actions/workflow-parser/model/workflow-template";
import type { TemplateToken } from "@actions/workflow-parser/templates/tokens/template-token";

/** One step: GitHub's own reading of it, and the file's part for what that reading leaves out. */
export interface StepFile {
  readonly id: string;
  readonly step: ActionStep | RunStep;
  readonly part: (name: string) => TemplateToken | undefined;
}

export interface JobFile {
  readonly id: string;
  readonly job: Job;
  readonly needs: readonly string[];
  readonly steps: readonly StepFile[];
  readonly part: (name: string) => TemplateToken | undefined;
}

/** A workflow file as GitHub reads it. */
export interface WorkflowFile {
  readonly events: EventsConfig;
  readonly jobs: readonly JobFile[];
  readonly part: (name: string) => TemplateToken | undefined;
}

/** What we do not play: a file that asks for it must not pass for one that was run. */
const UNKNOWN_TO_US = ["strategy", "container", "services", "defaults"] as const;

/** Parses and checks a workflow file. Throws with GitHub's own words when it is not valid. */
export async function readWorkflow(name: string, content: string): Promise<WorkflowFile> {
  await convert(name, content);
  // 0.3.61 takes a scalar of several lines that holds an expression as it stands in the file, with its indentation and
  // quotes, where GitHub takes its value. On one line it takes the value too.
  const { template, value } = await convert(name, JSON.stringify(parse(content)));
  const part = partsOf(value);
  if (part("defaults") !== undefined) throw new Error(`${name} uses what this runner does not play.`);
  const jobParts = partsOf(part("jobs"));
  const jobs = template.jobs.map((job): JobFile => {
    const id = job.id.value;
    const own = partsOf(jobParts(id));
    if (job.type !== "job" || UNKNOWN_TO_US.some((key) => own(key) !== undefined))
      throw new Error(`Job ${id} uses what this runner does not play.`);
    const stepTokens = own("steps");
    const tokens = stepTokens && isSequence(stepTokens) ? [...stepTokens] : [];
    return {
      id,
      job,
      needs: (job.needs ?? []).map((need) => need.value),
      part: own,
      steps: job.steps.map((step, at) => {
        if (!("run" in step) && !("uses" in step))
          throw new Error(`Job ${id} has a step of an unknown kind.`);
        return { id: step.id, step, part: partsOf(tokens[at]) };
      }),
    };
  });
  return { events: template.events, jobs: inOrder(jobs), part };
}

async function convert(name: string, content: string) {
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  const template = value && (await convertWorkflowTemplate(context, value));
  const errors = context.errors.getErrors().map(({ message }) => message);
  if (errors.length > 0 || !template || !value)
    throw new Error(`Invalid workflow file: ${errors.join("; ")}`);
  return { template, value };
}

/** Jobs after those that they need. */
function inOrder(jobs: readonly JobFile[]): readonly JobFile[] {
  const left = [...jobs];
  const done: JobFile[] = [];
  while (left.length > 0) {
    const at = left.findIndex(({ needs }) => needs.every((need) => done.some(({ id }) => id === need)));
    done.push(...left.splice(Math.max(at, 0), 1));
  }
  return done;
}

function partsOf(token: TemplateToken | undefined) {
  return (name: string): TemplateToken | undefined =>
    token !== undefined && isMapping(token) ? token.find(name) : undefined;
}
