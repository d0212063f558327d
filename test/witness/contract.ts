import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import type { Asked } from "./relay.ts";
import { CONTRACT } from "./tools.ts";

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
}
const Schema: z.ZodType<Schema> = z.object({
  get properties() {
    return z.record(z.string(), Schema).optional();
  },
});
const Operation = z.object({
  parameters: z.array(z.object({ in: z.string(), name: z.string() })).default([]),
  requestBody: z
    .object({ content: z.object({ "application/json": z.object({ schema: Schema.optional() }) }) })
    .optional(),
});
const Contract = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
const Body = z.record(z.string(), z.unknown());

/** "POST /emailCampaigns/:id/sendNow" */
export function routeOf({ method, path }: Pick<Asked, "method" | "path">): string {
  return `${method} ${path.replace(/\?.*/u, "").replaceAll(/\/\d+/gu, "/:id")}`;
}

/**
 * Reads Brevo's contract. What it gives names the query parameters and fields of the body, such as "sender.nom", that
 * the contract does not declare for a request. Prism lets them pass, as an OpenAPI contract does: a mistyped optional
 * field would be lost in silence.
 */
export function readContract(): (asked: Asked) => string[] {
  const { paths } = Contract.parse(parse(readFileSync(CONTRACT, "utf8")));
  const operations = new Map(
    Object.entries(paths).map(([path, each]) => [path.replaceAll(/\{\w+\}/gu, ":id"), each]),
  );
  return (asked) => {
    const [method = "", path = ""] = routeOf(asked).split(" ");
    const { parameters, requestBody } = Operation.parse(operations.get(path)?.[method.toLowerCase()]);
    const known = parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name);
    const query = [...new URL(asked.path, "http://brevo").searchParams.keys()];
    const body = asked.body === "" ? {} : Body.parse(JSON.parse(asked.body));
    return [
      ...query.filter((name) => !known.includes(name)),
      ...unknownFields(body, requestBody?.content["application/json"].schema ?? {}, ""),
    ];
  };
}

function unknownFields(value: unknown, { properties }: Schema, under: string): string[] {
  const fields = Body.safeParse(value);
  if (!fields.success || properties === undefined) return [];
  return Object.entries(fields.data).flatMap(([name, inner]) => {
    const schema = properties[name];
    return schema === undefined ? [`${under}${name}`] : unknownFields(inner, schema, `${under}${name}.`);
  });
}
