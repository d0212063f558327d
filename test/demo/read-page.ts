import { visibleText } from "../../src/core/mail-readback.ts";

/** An element as written in the source, attribute values decoded. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
}

const VOID = new Set(["meta", "link", "br", "input"]);
const RAW = /<style>[\s\S]*?<\/style>/gu;

/** Reads a page strictly, as our own source must be: quoted attributes, every `<` a tag, every element closed. */
export function readPage(page: string): {
  readonly elements: readonly Element[];
  readonly unclosed: readonly string[];
  readonly text: string;
} {
  const elements: Element[] = [];
  const open: string[] = [];
  const faults: string[] = [];
  for (const [tag] of page.replace(RAW, "<style></style>").matchAll(/<[^>]*>?/gu)) {
    if (tag === "<!doctype html>") continue;
    const closing = /^<\/([a-z0-9]+)>$/u.exec(tag)?.[1];
    if (closing !== undefined) {
      if (open.pop() !== closing) faults.push(tag);
      continue;
    }
    const opening = /^<(?<name>[a-z0-9]+)(?<rest>(?: [a-z-]+(?:="[^"<>]*")?)*)>$/u.exec(tag)?.groups;
    if (!opening) {
      faults.push(tag);
      continue;
    }
    const { name = "", rest = "" } = opening;
    const attributes = [...rest.matchAll(/ ([a-z-]+)(?:="([^"]*)")?/gu)];
    elements.push({
      name,
      attributes: new Map(attributes.map(([, key = "", value = ""]) => [key, decoded(value)])),
    });
    if (!VOID.has(name)) open.push(name);
  }
  // A mail's own HTML is an attribute here; it is not text of the page.
  const text = visibleText(page.replace(/ srcdoc="[^"]*"/gu, ""));
  return { elements, unclosed: [...faults, ...open], text };
}

/** The frames with the mails, in their order. */
export function mailFrames(page: string): readonly {
  readonly sandbox: string | undefined;
  readonly title: string;
  readonly width: string;
  readonly height: string;
  readonly html: string;
}[] {
  return readPage(page)
    .elements.filter(({ name }) => name === "iframe")
    .map(({ attributes }) => ({
      sandbox: attributes.get("sandbox"),
      title: attributes.get("title") ?? "",
      width: attributes.get("width") ?? "",
      height: attributes.get("height") ?? "",
      html: attributes.get("srcdoc") ?? "",
    }));
}

function decoded(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
}
