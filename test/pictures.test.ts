import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";

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

/** What the browser makes of a mail in a window of that width: text that overflows, and colours of text and paper. */
async function look(name: string, width: number, isDark: boolean) {
  const html = readFileSync(join(example, name), "utf8");
  const page = join(folder, `${name}.${width}.${isDark}.html`);
  const frame = join(folder, `${name}.mail.html`);
  writeFileSync(frame, html);
  writeFileSync(
    page,
    `<iframe src="${pathToFileURL(frame).href}" style="width:${width}px;height:900px;border:0"></iframe><output></output>
    <script>onload = () => {
      const { document: mail } = frames[0];
      const seen = [...mail.querySelectorAll("p, h1, td")].filter((e) => e.innerText.trim()).map((e) => {
        let paper = e; while (paper && getComputedStyle(paper).backgroundColor === "rgba(0, 0, 0, 0)") paper = paper.parentElement;
        return [getComputedStyle(e).color, paper ? getComputedStyle(paper).backgroundColor : "rgb(255, 255, 255)"].join(" on ");
      });
      document.querySelector("output").textContent = JSON.stringify({ over: mail.documentElement.scrollWidth - innerWidthOf(), seen: [...new Set(seen)] });
      function innerWidthOf() { return frames[0].innerWidth; }
    };</script>`,
  );
  const dark = isDark ? ["--blink-settings=preferredColorScheme=0"] : [];
  const { stdout } = await promisify(execFile)(browser ?? "", [
    ...FLAGS,
    ...dark,
    "--allow-file-access-from-files",
    `--user-data-dir=${join(folder, `profile-${name}-${width}-${isDark}`)}`,
    "--dump-dom",
    pathToFileURL(page).href,
  ]);
  const found = /<output>(?<json>.*)<\/output>/su.exec(stdout)?.groups?.["json"] ?? "";
  const seen: unknown = JSON.parse(found);
  return seen;
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
  test.each(
    ["outage.rp.html", "recovery.rp.html"].flatMap((name) =>
      [600, 375].flatMap((width) => [false, true].map((isDark) => ({ name, width, isDark }))),
    ),
  )("$name at $width px, dark $isDark, fits its window and can be read", async ({ name, width, isDark }) => {
    const seen = await look(name, width, isDark);
    expect(seen).toMatchObject({ over: 0 });
    const pairs = (seen as { seen: string[] }).seen;
    expect(pairs.length).toBeGreaterThan(1);
    expect(pairs.filter((pair) => contrast(pair) < 4.5)).toEqual([]);
  });
});
