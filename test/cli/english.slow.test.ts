import { expect, test } from "vitest";
import { idOf, openFile, paris, stage } from "./stage.ts";

const english = { settings: (shipped: string) => shipped.replace('language: "fr"', 'language: "en"') };
/** Letters and words that only French has. The sentences of the templates stay French: staff wrote them. */
const FRENCH = /[éèêàçùœ]|\b(panne|parti|envoyé|déjà|heure|relancez|fichier)\b/iu;

test.concurrent("receipts and progress of declare, resolve and settle are English", async () => {
  await using s = await stage(english);
  expect((await s.run(["settle"])).text).toBe("ℹ️ ALREADY DONE\nNothing to send: all is up to date.\n");
  const declared = await s.run(["declare", "--service", "rp", "--started-at", paris(30)]);
  expect(declared).toMatchObject({ exit: 0, headline: "✅ ANNOUNCEMENT SENT" });
  const again = await s.run(["declare", "--service", "rp"]);
  expect(again.headline).toBe("ℹ️ ALREADY DONE");
  expect(again.lines[1]).toMatch(
    /^Reconnect Pro: already declared at .+ by Léa Martin, nothing was sent again\.$/u,
  );
  const resolved = await s.run(["resolve"]);
  expect(resolved).toMatchObject({ exit: 0, headline: "✅ ANNOUNCEMENT SENT" });
  for (const { text, stderr } of [declared, again, resolved]) {
    const own = `${text}\n${stderr}`
      .replaceAll(/“[^”]*”|Léa/gu, "")
      .split("\n")
      .filter((line) => FRENCH.test(line));
    expect(own).toEqual([]);
  }
});

test.concurrent("so are refusals, checks and previews", async () => {
  await using s = await stage(english);
  const nothing = await s.run(["resolve"]);
  expect(nothing).toMatchObject({ exit: 1, headline: "❌ NOTHING WAS SENT" });
  expect(nothing.lines[1]).toMatch(/^No outage is open\. Nothing was sent\./u);
  expect((await s.run(["declare", "--service", "rp", "--started-at", "soon"])).lines[1]).toMatch(
    /^The start is not right\. Nothing was sent\./u,
  );
  const keys = await s.run(["declare", "--service", "rp"], { env: { BREVO_API_KEY: "" } });
  expect(keys.lines[1]).toMatch(/^Not set up yet: BREVO_API_KEY missing\. Nothing was sent\./u);
  const shown = await s.run(["declare", "--service", "rp", "--dry-run"]);
  expect(shown).toMatchObject({ exit: 0, headline: "👁 PREVIEW: NOTHING IS SENT" });
  s.write(`incidents/${idOf()}.yml`, openFile().replace("status", "statut"));
  const check = await s.run(["check"]);
  expect(check.exit).toBe(1);
  expect(check.text).toContain(
    `incidents/${idOf()}.yml:2:1: The key “statut” does not exist: did you mean “status”?`,
  );
  expect((await s.run(["preview"])).headline).toBe("👁 PREVIEW: NOTHING IS SENT");
});
