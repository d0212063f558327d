import { spawn } from "node:child_process";
import { once } from "node:events";
import { z } from "zod";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { openRelay, type Passed } from "./relay.ts";
import { CONTRACT, PRISM } from "./tools.ts";

/** Prism between the program and the sandbox's Brevo: it holds every request and answer against Brevo's contract. */
export interface BrevoWitness extends AsyncDisposable {
  /** Value for BREVO_API_URL. The paths of the contract begin without "/v3". */
  readonly url: string;
  readonly passed: readonly Passed[];
  /** "GET /contacts/lists → 500: Response body property …", for each thing against the contract. */
  violations(): string[];
}

/** Puts Prism in front of the sandbox. Both it and its relay are gone at the end of the block. */
export async function openBrevoWitness({ brevoUrl }: Pick<Sandbox, "brevoUrl">): Promise<BrevoWitness> {
  const prism = await startPrism(brevoUrl);
  const relay = await openRelay(prism.url);
  return {
    url: relay.url,
    passed: relay.passed,
    violations: () => relay.passed.flatMap(violationsOf),
    async [Symbol.asyncDispose]() {
      await relay[Symbol.asyncDispose]();
      await prism[Symbol.asyncDispose]();
    },
  };
}

/** The longest that Prism may live: one that outlived its test would keep the machine busy. */
const LIFE_MS = 120_000;

async function startPrism(upstream: string): Promise<AsyncDisposable & { readonly url: string }> {
  const args = [PRISM, "proxy", "--host", "127.0.0.1", "--port", "0", "--errors", CONTRACT, upstream];
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: LIFE_MS,
    killSignal: "SIGKILL",
  });
  const ended = once(child, "close");
  const end = () => void child.kill("SIGKILL");
  process.once("exit", end);
  let said = "";
  const url = await new Promise<string>((listening, fail) => {
    const hear = (text: string) => {
      said += text;
      const heard = /Prism is listening on (?<url>http:\S+)/u.exec(said)?.groups?.["url"];
      if (heard !== undefined) listening(heard);
    };
    child.stdout.setEncoding("utf8").on("data", hear);
    child.stderr.setEncoding("utf8").on("data", hear);
    child.once("error", fail);
    child.once("close", () => fail(new Error(`Prism ended before it listened: ${said}`)));
  });
  return {
    url,
    async [Symbol.asyncDispose]() {
      process.off("exit", end);
      end();
      await ended;
    },
  };
}

const Violation = z.object({ message: z.string() });
const Violations = z.array(Violation);
const Problem = z.object({ title: z.string(), validation: Violations.default([]) });

/** With `--errors` Prism answers itself where the contract is broken, and notes the rest in a header. */
function violationsOf({ method, path, status, headers, answer }: Passed): string[] {
  const noted = headers.get("sl-violations");
  const isPrisms = headers.get("content-type")?.startsWith("application/problem+json") === true;
  if (noted === null && !isPrisms) return [];
  const { title, validation } = isPrisms
    ? Problem.parse(JSON.parse(answer))
    : { title: "", validation: Violations.parse(JSON.parse(noted ?? "[]")) };
  const messages = validation.length > 0 ? validation.map(({ message }) => message) : [title];
  return messages.map((message) => `${method} ${path.replace(/\?.*/u, "")} → ${status}: ${message}`);
}
