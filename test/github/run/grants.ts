import type { TemplateToken } from "@actions/workflow-parser/templates/tokens/template-token";
import { z } from "zod";
import type { Access, Permissions } from "../entities.ts";
import { valueOf } from "../expressions.ts";

const SCOPES = ["contents", "pull-requests", "issues"] as const;
const Granted = z.record(z.string(), z.enum(["read", "write", "none"]));

/** What GITHUB_TOKEN may do in a job: a scope that a map leaves out is none; a fork's job writes nothing. */
export function grantsOf(
  job: TemplateToken | undefined,
  workflow: TemplateToken | undefined,
  isFromFork: boolean,
): Record<string, Access> {
  const wanted = valueOf(job ?? workflow, {});
  // Neither says anything: the repository's own setting, which new repositories have on "read".
  const granted = typeof wanted === "object" ? Granted.parse(wanted) : all(wanted);
  const capped = Object.entries(granted).map(([scope, access]): [string, Access] => [
    scope,
    isFromFork && access === "write" ? "read" : access,
  ]);
  return Object.fromEntries(capped);
}

function all(wanted: unknown): Record<string, Access> {
  if (wanted === undefined) return { contents: "read" };
  const access = wanted === "write-all" ? "write" : "read";
  return Object.fromEntries(SCOPES.map((scope) => [scope, access]));
}

/** The same for the server. */
export function permissionsOf(granted: Readonly<Record<string, Access>>): Permissions {
  return {
    contents: granted["contents"] ?? "none",
    "pull-requests": granted["pull-requests"] ?? "none",
    issues: granted["issues"] ?? "none",
    actions: granted["actions"] ?? "none",
  };
}
