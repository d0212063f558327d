import type { Problem } from "../core/problem.ts";

/** Refused before anything was sent (exit 1): one sentence with the next gesture, and the places to correct. */
export class Refusal extends Error {
  readonly problems: readonly Problem[];
  constructor(message: string, problems: readonly Problem[] = []) {
    super(message);
    this.name = "Refusal";
    this.problems = problems;
  }
}

/** `file:line:col: message`, as editors and terminals know it. */
export function problemLine({ file, line, col, message }: Problem): string {
  return `${file}:${line}:${col}: ${message}`;
}
