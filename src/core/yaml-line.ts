import { Document, Scalar, visit } from "yaml";

/** A value as one line of YAML without its line feed, whatever its texts hold: `{at: …, step: …}`. */
export function yamlLine(value: unknown): string {
  const document = new Document(value);
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value === "string" && /[\r\n]/u.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  const flow = document.toString({
    collectionStyle: "flow",
    lineWidth: 0,
    flowCollectionPadding: false,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  });
  return flow.trimEnd();
}
