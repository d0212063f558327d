import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openTree } from "../../src/adapters/tree.ts";
import { checkTree } from "../../src/core/incident-tree.ts";

let base = "";
let root = "";
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "runbook-tree-"));
  root = join(base, "clone");
  mkdirSync(root);
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(base, path)), { recursive: true });
  writeFileSync(join(base, path), text);
}

describe("a tree", () => {
  it("reads files, and lists those of a folder", () => {
    write("clone/templates/a.md", "a");
    write("clone/templates/b/c.md", "c");
    const tree = openTree(root);
    expect(tree.read("templates/a.md")).toEqual({ path: "templates/a.md", text: "a" });
    expect(tree.list("templates")).toEqual([{ path: "templates/a.md", text: "a" }]);
    expect(tree.read("templates")).toBeUndefined();
    expect(tree.list("nothing")).toEqual([]);
    expect(tree.list("templates/a.md")).toEqual([]);
  });

  it.each(["../elsewhere/x", "/etc/hostname", "templates/../../elsewhere/x", "./elsewhere/x", ""])(
    "holds nothing at %j",
    (path) => {
      write("elsewhere/x", "x");
      expect(openTree(root).read(path)).toBeUndefined();
    },
  );

  it("follows no link, however far up", () => {
    write("elsewhere/a/x.md", "x");
    symlinkSync(join(base, "elsewhere"), join(root, "linked"));
    symlinkSync("nowhere", join(root, "broken"));
    const tree = openTree(root);
    for (const path of ["linked", "linked/a", "linked/a/x.md", "broken"]) {
      expect(tree.isLink(path)).toBe(true);
      expect(tree.read(path)).toBeUndefined();
      expect(tree.list(path)).toEqual([]);
    }
  });
});

describe("what stands under incidents/", () => {
  const ID = "2026-01-05-rp";
  const file = "services: [rp]\n";
  const hash = createHash("sha256").update(file).digest("hex");
  const closed = `- {at: 2026-01-05T10:00:00.000Z, step: incident, event: closed, file_sha256: ${hash}, entries: 0}\n`;

  it("stays closed when somebody adds what was learnt", () => {
    write(`clone/incidents/${ID}.yml`, file);
    write(`clone/incidents/${ID}/journal.yml`, closed);
    write(`clone/incidents/${ID}/review.md`, "# Appris\n");
    expect(openTree(root).scan()).toEqual({
      open: [],
      closed: new Set([ID]),
      orphans: [],
      symlinks: [],
      paths: [],
    });
  });

  it("holds drills as files with a place of their own, never as incidents", () => {
    const drill = "2026-01-05-exercice-rp";
    write(`clone/incidents/drills/${drill}.yml`, file);
    write(`clone/incidents/drills/${drill}/journal.yml`, "");
    write("clone/incidents/drills/2026/notes.md", "");
    write(`clone/incidents/${drill}.yml`, file);
    const found = openTree(root).scan();
    expect(found).toMatchObject({ open: [], closed: new Set(), orphans: [], symlinks: [] });
    expect(found.paths.toSorted()).toEqual([
      `incidents/${drill}.yml`,
      "incidents/drills/2026",
      `incidents/drills/${drill}.yml`,
      `incidents/drills/${drill}/journal.yml`,
    ]);
    expect(
      checkTree(found.paths)
        .map(({ file: path }) => path)
        .toSorted(),
    ).toEqual([`incidents/${drill}.yml`, "incidents/drills/2026"]);
  });

  it.each([
    ["the folder of drills", "incidents/drills", ["incidents/drills"]],
    ["the folder itself", "incidents", ["incidents"]],
    ["an incident's folder", `incidents/${ID}`, [`incidents/${ID}`]],
    ["its journal", `incidents/${ID}/journal.yml`, [`incidents/${ID}/journal.yml`]],
  ])("is not looked for behind a link: %s", (_what, path, symlinks) => {
    write(`elsewhere/${ID}.yml`, file);
    write("elsewhere/journal.yml", closed);
    if (path !== "incidents") write(`clone/incidents/${ID}.yml`, file);
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(join(base, "elsewhere", path.endsWith(".yml") ? "journal.yml" : ""), join(root, path));
    const found = openTree(root).scan();
    expect(found.symlinks).toEqual(symlinks);
    expect(found.closed).toEqual(new Set());
    expect(found.open).toEqual(path === "incidents" ? [] : [ID]);
  });

  it("is nothing when the folder is a file", () => {
    write("clone/incidents", "x");
    expect(openTree(root).scan().open).toEqual([]);
  });
});
