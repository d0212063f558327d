import { data, Evaluator, Lexer, Parser } from "@actions/expressions";
import { TokenType } from "@actions/expressions/lexer";
import type { FunctionDefinition } from "@actions/expressions/funcs/info";
import {
  isBasicExpression,
  isBoolean,
  isMapping,
  isNumber,
  isSequence,
  isString,
} from "./workflow-parser.ts";
import type { TemplateToken } from "@actions/workflow-parser/templates/tokens/template-token";

/** `github`, `inputs`, `secrets`, …: plain values. One that an expression may not name has no key here. */
export type Contexts = Readonly<Record<string, unknown>>;

/** How it went so far, for success(), failure() and cancelled(). */
export type Status = "success" | "failure" | "cancelled" | "skipped";

/** Evaluates GitHub's own way. Throws for a context or function that is not known here. */
export function evaluate(
  expression: string,
  contexts: Contexts,
  status: Status = "success",
): data.ExpressionData {
  const functions = statusFunctions(status);
  // 0.3.61 takes only the first '' of a string for an apostrophe; GitHub itself takes each.
  const tokens = new Lexer(expression)
    .lex()
    .tokens.map((token) =>
      token.type === TokenType.STRING
        ? { ...token, value: token.lexeme.slice(1, -1).replaceAll("''", "'") }
        : token,
    );
  const tree = new Parser(tokens, Object.keys(contexts), functions).parse();
  const known = new data.Dictionary(...pairs(contexts));
  return new Evaluator(tree, known, new Map(functions.map((each) => [each.name, each]))).evaluate();
}

/** Whether an `if` holds. */
export function holds(expression: string, contexts: Contexts, status: Status): boolean {
  const value = evaluate(expression, contexts, status);
  if (value.kind === data.Kind.String) return value.coerceString() !== "";
  return value.kind === data.Kind.Array || value.kind === data.Kind.Dictionary || Boolean(value.number());
}

/** A part of a workflow file with its expressions evaluated, as plain values. */
export function valueOf(token: TemplateToken | undefined, contexts: Contexts): unknown {
  if (token === undefined) return undefined;
  if (isBasicExpression(token)) return plain(evaluate(token.expression, contexts));
  if (isString(token) || isNumber(token) || isBoolean(token)) return token.value;
  if (isSequence(token)) return [...token].map((each) => valueOf(each, contexts));
  if (isMapping(token))
    return Object.fromEntries([...token].map(({ key, value }) => [key.toString(), valueOf(value, contexts)]));
  return null;
}

/** The same as text, as `env`, `with` and `run` take it. */
export function textOf(token: TemplateToken | undefined, contexts: Contexts): string {
  if (token === undefined) return "";
  if (isBasicExpression(token)) return evaluate(token.expression, contexts).coerceString();
  return toData(valueOf(token, contexts)).coerceString();
}

/** A mapping of texts: `env`, `with`, `outputs`. */
export function textsOf(token: TemplateToken | undefined, contexts: Contexts): Record<string, string> {
  if (token === undefined || !isMapping(token)) return {};
  return Object.fromEntries([...token].map(({ key, value }) => [key.toString(), textOf(value, contexts)]));
}

function statusFunctions(status: Status): readonly FunctionDefinition[] & FunctionDefinition[] {
  const fixed = (name: string, value: boolean): FunctionDefinition => ({
    name,
    minArgs: 0,
    maxArgs: name === "always" || name === "cancelled" ? 0 : 255,
    call: () => new data.BooleanData(value),
  });
  return [
    fixed("success", status === "success"),
    fixed("failure", status === "failure"),
    fixed("cancelled", status === "cancelled"),
    fixed("always", true),
  ];
}

const pairs = (values: object) =>
  Object.entries(values).map(([key, value]) => ({ key, value: toData(value) }));

function toData(value: unknown): data.ExpressionData {
  if (typeof value === "string") return new data.StringData(value);
  if (typeof value === "number") return new data.NumberData(value);
  if (typeof value === "boolean") return new data.BooleanData(value);
  if (Array.isArray(value)) return new data.Array(...value.map((each) => toData(each)));
  if (typeof value === "object" && value !== null) return new data.Dictionary(...pairs(value));
  return new data.Null();
}

function plain(value: data.ExpressionData): unknown {
  if (value instanceof data.Array) return value.values().map((each) => plain(each));
  if (value instanceof data.Dictionary)
    return Object.fromEntries(value.pairs().map((pair) => [pair.key, plain(pair.value)]));
  if (
    value instanceof data.StringData ||
    value instanceof data.NumberData ||
    value instanceof data.BooleanData
  )
    return value.value;
  return null;
}
