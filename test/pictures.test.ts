import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";

/** Debian's name and the usual others; elsewhere the tests of pictures are skipped, visibly. */
const browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);
const example = join(dirname(fileURLToPath(import.meta.url)), "..", "incidents", "2025-12-01-rp");
const folder = mkdtempSync(join(tmpdir(), "runbook-pictures-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const snapshots = join(dirname(fileURLToPath(import.meta.url)), "core", "__snapshots__", "mails");
const MAILS = [
  { name: "outage.rp.html", path: join(example, "outage.rp.html") },
  { name: "recovery.rp.html", path: join(example, "recovery.rp.html") },
  { name: "mistaken.cfn.html", path: join(snapshots, "cfn.recovery.mistaken.full.html.snap") },
];
const WIDTHS = [600, 375];
const seenShape = z.array(z.object({ over: z.number(), pairs: z.array(z.string()).min(2) }));

/** What the browser makes of each mail at each width: text that overflows, and colours of text and paper. */
async function look(isDark: boolean) {
  const page = join(folder, `page-${isDark}.html`);
  const frames = MAILS.flatMap(({ name, path }) => {
    const copy = join(folder, name);
    writeFileSync(copy, readFileSync(path, "utf8"));
    return WIDTHS.map(
      (width) =>
        `<iframe src="${pathToFileURL(copy).href}" style="width:${width}px;height:900px;border:0"></iframe>`,
    );
  });
  writeFileSync(
    page,
    `${frames.join("")}<output></output><script>onload = () => {
      const results = [...document.querySelectorAll("iframe")].map((frame) => {
        const mail = frame.contentDocument, root = mail.documentElement;
        const hasText = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
        const text = [...mail.body.querySelectorAll("*")].filter((e) => hasText(e) && e.checkVisibility());
        const pairs = text.map((e) => {
          let paper = e;
          while (paper && getComputedStyle(paper).backgroundColor === "rgba(0, 0, 0, 0)") paper = paper.parentElement;
          return getComputedStyle(e).color + " on " + (paper ? getComputedStyle(paper).backgroundColor : "rgb(255, 255, 255)");
        });
        return { over: root.scrollWidth - root.clientWidth, pairs: [...new Set(pairs)] };
      });
      document.querySelector("output").textContent = JSON.stringify(results);
    };</script>`,
  );
  const dark = isDark ? ["--blink-settings=preferredColorScheme=0"] : [];
  const profile = `--user-data-dir=${join(folder, `profile-${isDark}`)}`;
  const args = [
    ...FLAGS,
    ...dark,
    "--allow-file-access-from-files",
    profile,
    "--dump-dom",
    pathToFileURL(page).href,
  ];
  const { stdout } = await promisify(execFile)(browser ?? "", args);
  return seenShape.parse(JSON.parse(/<output>(?<json>.*)<\/output>/su.exec(stdout)?.groups?.["json"] ?? ""));
}

/** WCAG 2 contrast of "rgb(r, g, b) on rgb(r, g, b)". */
function contrast(pair: string): number {
  const [ink = 0, paper = 0] = pair.split(" on ").map((colour) => {
    const [r = 0, g = 0, b = 0] = (colour.match(/\d+/gu) ?? []).map((part) => {
      const c = Number(part) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  });
  return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
}

describe.skipIf(browser === undefined)("In a real browser", () => {
  test.each([
    { isDark: false, scheme: "light" },
    { isDark: true, scheme: "dark" },
  ])("each mail fits 600 and 375 px and can be read, $scheme", async ({ isDark }) => {
    const seen = await look(isDark);
    expect(seen).toHaveLength(MAILS.length * WIDTHS.length);
    expect(seen.every(({ over }) => over === 0)).toBe(true);
    expect(seen.flatMap(({ pairs }) => pairs.filter((pair) => contrast(pair) < 4.5))).toEqual([]);
  });
});
