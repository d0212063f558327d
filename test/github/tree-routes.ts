import { z } from "zod";
import type { TreeChange } from "./bare.ts";
import { notFound, Refusal } from "./refusal.ts";
import { created, ok, read, type Call, type Route } from "./route.ts";
import type { Store } from "./store.ts";

const sha = z.string().regex(/^[0-9a-f]{40}$/u, "must be a full SHA");

const NewTree = z.object({
  base_tree: z.string().optional(),
  tree: z
    .array(
      z.object({
        path: z.string(),
        mode: z.enum(["100644", "100755", "040000", "160000", "120000"]),
        type: z.enum(["blob", "tree", "commit"]).optional(),
        sha: sha.nullable().optional(),
        content: z.string().optional(),
      }),
    )
    .min(1, "must not be empty"),
});

async function createTree(call: Call) {
  const { store } = call;
  const { base_tree, tree } = read(NewTree, call);
  const base = base_tree === undefined ? undefined : await store.bare.find(`${base_tree}^{tree}`);
  if (base_tree !== undefined && base === undefined)
    throw new Refusal(422, "base_tree is not a valid tree oid");
  const changes: TreeChange[] = [];
  for (const entry of tree) changes.push(await changeOf(store, base, entry));
  const made = await store.bare.writeTree(base, changes);
  return created(await treeView(store, made, false));
}

async function changeOf(
  { bare }: Store,
  base: string | undefined,
  { path, mode, sha: object, content }: z.infer<typeof NewTree>["tree"][number],
): Promise<TreeChange> {
  if (/^\/|\/$|(?:^|\/)(?:\.{0,2}|\.git)(?:\/|$)/iu.test(path))
    throw new Refusal(422, "tree.path contains a malformed path component");
  if (object !== undefined && content !== undefined)
    throw new Refusal(422, "Must supply either tree.sha or tree.content");
  if (object === null) {
    if (base === undefined || (await bare.find(`${base}:${path}`)) === undefined)
      throw new Refusal(422, "GitRPC::BadObjectState");
    return { path, mode, sha: undefined };
  }
  if (object === undefined) return { path, mode, sha: await bare.writeBlob(content ?? "") };
  if ((await bare.find(`${object}^{object}`)) === undefined)
    throw new Refusal(422, `tree.sha ${object} is not a valid ${mode === "040000" ? "tree" : "blob"}`);
  return { path, mode, sha: object };
}

async function getTree({ store, part, query }: Call) {
  const tree = await store.bare.find(`${part("sha")}^{tree}`);
  if (tree === undefined) throw notFound();
  return ok(await treeView(store, tree, query.has("recursive")));
}

async function treeView(store: Store, tree: string, isDeep: boolean) {
  const url = `${store.origin}/api/v3/repos/${store.fullName}/git`;
  const listed = await store.bare.git(["ls-tree", "-z", "--long", ...(isDeep ? ["-r", "-t"] : []), tree]);
  const entries = listed.split("\0").filter(Boolean);
  return {
    sha: tree,
    url: `${url}/trees/${tree}`,
    truncated: false,
    tree: entries.map((line) => {
      const [head = "", path = ""] = line.split("\t");
      const [mode = "", type = "", object = "", size = "-"] = head.split(/ +/u);
      return {
        path,
        mode,
        type,
        sha: object,
        ...(size !== "-" && { size: Number(size) }),
        url: `${url}/${type}s/${object}`,
      };
    }),
  };
}

const NewBlob = z.object({ content: z.string(), encoding: z.enum(["utf-8", "base64"]).default("utf-8") });

async function createBlob(call: Call) {
  const { store } = call;
  const { content, encoding } = read(NewBlob, call);
  const made = await store.bare.writeBlob(Buffer.from(content, encoding));
  return created({ sha: made, url: `${store.origin}/api/v3/repos/${store.fullName}/git/blobs/${made}` });
}

async function getBlob({ store, part }: Call) {
  const blob = await store.bare.find(`${part("sha")}^{blob}`);
  if (blob === undefined) throw notFound();
  const bytes = await store.bare.bytes(["cat-file", "blob", blob]);
  return ok({
    sha: blob,
    node_id: `B_${blob}`,
    size: bytes.length,
    url: `${store.origin}/api/v3/repos/${store.fullName}/git/blobs/${blob}`,
    content: wrapped(bytes),
    encoding: "base64",
  });
}

async function getContents({ store, part, query, accept }: Call) {
  const path = part("path");
  const ref = query.get("ref") ?? store.defaultBranch;
  const object = await store.bare.find(`${ref}:${path}`);
  if (object === undefined) throw notFound();
  const view = (name: string, type: string, blob: string, size: number) => {
    const url = `${store.origin}/api/v3/repos/${store.fullName}/contents/${name}?ref=${ref}`;
    const page = `${store.origin}/${store.fullName}/${type === "dir" ? "tree" : "blob"}/${ref}/${name}`;
    const git = `${store.origin}/api/v3/repos/${store.fullName}/git/${type === "dir" ? "trees" : "blobs"}/${blob}`;
    return {
      type,
      size,
      name: name.split("/").at(-1) ?? "",
      path: name,
      sha: blob,
      url,
      html_url: page,
      git_url: git,
      download_url: type === "dir" ? null : `${store.origin}/${store.fullName}/raw/${ref}/${name}`,
      _links: { self: url, git, html: page },
    };
  };
  if ((await store.bare.git(["cat-file", "-t", object])) === "tree") {
    const { tree } = await treeView(store, object, false);
    return ok(
      tree.map((each) =>
        view(`${path}/${each.path}`, each.type === "tree" ? "dir" : "file", each.sha, each.size ?? 0),
      ),
    );
  }
  const bytes = await store.bare.bytes(["cat-file", "blob", object]);
  if (accept.includes("raw"))
    return {
      status: 200,
      body: bytes,
      headers: { "content-type": "application/vnd.github.raw+json; charset=utf-8" },
    };
  return ok({ ...view(path, "file", object, bytes.length), content: wrapped(bytes), encoding: "base64" });
}

/** GitHub breaks base64 into lines. */
const wrapped = (bytes: Buffer): string => bytes.toString("base64").replaceAll(/.{60}/gu, "$&\n");

export const treeRoutes: readonly Route[] = [
  { method: "POST", path: "/git/trees", scopes: ["contents"], access: "write", run: createTree },
  { method: "GET", path: "/git/trees/:sha+", scopes: ["contents"], access: "read", run: getTree },
  { method: "POST", path: "/git/blobs", scopes: ["contents"], access: "write", run: createBlob },
  { method: "GET", path: "/git/blobs/:sha", scopes: ["contents"], access: "read", run: getBlob },
  { method: "GET", path: "/contents/:path+", scopes: ["contents"], access: "read", run: getContents },
];
