import { z } from "zod";
import type { Fault } from "../core/fault.ts";
import type { Answer } from "../ports.ts";
import { lostExchange, shorten } from "./exchange.ts";

const problem = z.object({
  status: z.int(),
  response: z
    .object({
      data: z.object({
        message: z.string().default(""),
        errors: z
          .array(z.union([z.string(), z.looseObject({ message: z.string().default("") })]))
          .default([]),
      }),
    })
    .optional()
    .catch(undefined),
});

/** What GitHub's refusal means. Its answers have no codes, only statuses and English sentences. */
export function failure(error: unknown): Exclude<Answer<never>, { kind: "done" }> {
  const read = problem.safeParse(error);
  const { status, response } = read.success ? read.data : { status: 500, response: undefined };
  const said = [
    response?.data.message ?? "",
    ...(response?.data.errors ?? []).map((each) => (typeof each === "string" ? each : each.message)),
  ].join(" ");
  const fault = (code: string): Fault => ({ tool: "git", code, detail: shorten(said) });
  // Octokit gives status 500 to an exchange that had no answer at all.
  if (!response && status === 500) {
    const code = lostExchange(error);
    return { kind: code === "unreachable" ? "refused" : "unknown", fault: { tool: "git", code } };
  }
  if (status >= 500 || status === 408) return { kind: "unknown", fault: fault(`http_${status}`) };
  if (status === 429 || /rate limit/iu.test(said)) return { kind: "refused", fault: fault("ratelimited") };
  if (/not permitted to create or approve pull requests/iu.test(said))
    return { kind: "refused", fault: fault("pulls_forbidden") };
  if (/not a fast.?forward/iu.test(said)) return { kind: "refused", fault: fault("moved") };
  if (/already exists/iu.test(said)) return { kind: "refused", fault: fault("taken") };
  if (/rule violations|protected (?:branch|ref)|through a pull request|authorized to push/iu.test(said))
    return { kind: "refused", fault: fault("push_refused") };
  if (status === 401 || status === 403) return { kind: "refused", fault: fault("permission_denied") };
  return { kind: "refused", fault: fault(`http_${status}`) };
}
