import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { changesBetween, openProposal } from "../../src/adapters/proposal.ts";
import { saying, type Outcome } from "../../src/commands/outcome.ts";
import { preview } from "../../src/commands/preview.ts";
import { judge } from "../../src/commands/review-judgement.ts";
import { listIdShape } from "../../src/core/campaign.ts";
import { CHECKUP, formatCheckup } from "../../src/core/checkup-file.ts";
import { isRobotFile } from "../../src/core/incident-tree.ts";
import { reviewPage } from "../../src/core/review-page.ts";
import { plain } from "./checkup-office.ts";
import { openWorld, words, type World } from "../world.ts";

const ID = "2025-11-24-rp";
const FILE = `incidents/${ID}.yml`;
const OUTAGE = "services: [rp]\nstatus: open\nstarted_at: 2025-11-24 14:05\n";
const NO_KEY = { BREVO_API_KEY: undefined };

/** The file that a checkup of this day would have left, with one list of Reconnect Pro. */
function checkupOf(day: string, name = "Utilisateurs RP Nov 25", contacts = 1400): string {
  const at = new Date(`${day}T07:47:00Z`);
  const lists = [{ id: listIdShape.parse(47), name, contacts }];
  const requests = { slack: 1, brevo: 1, github: 1 };
  return formatCheckup({ at, checks: [], snapshot: { at, lists }, requests, reminded: [], unsaid: [] }, "fr");
}
const laid = (text: string, more: Record<string, string> = {}) =>
  openWorld({ files: { [CHECKUP]: text, ...more } });
const audience = (outcome: Outcome) =>
  words(outcome)
    .split("\n")
    .flatMap((line) => (/^ {2}Destinataires/u.test(line) ? [line.trim()] : []));

describe("without Brevo's key, the last checkup says whom a mail would go to", () => {
  test.concurrent("in a preview, and of which day that is", async () => {
    await using world = await laid(checkupOf("2025-11-17"), { [FILE]: OUTAGE });
    world.env = NO_KEY;
    const shown = await world.run(preview);
    expect(audience(shown).slice(0, 2)).toEqual([
      "Destinataires Reconnect Pro : liste « Utilisateurs RP Nov 25 » (n° 47, 1 400 contacts)",
      "Destinataires connus d’après la vérification du lundi 17 novembre : la liste est choisie à l’envoi.",
    ]);
    expect(words(shown)).toContain("(liste « Utilisateurs RP Nov 25 », 1 400 contacts)");
    world.env = {};
    expect(audience(await world.run(preview))).toEqual(
      Array(2).fill("Destinataires Reconnect Pro : liste « Utilisateurs RP Nov 25 » (n° 47, 1 234 contacts)"),
    );
  });

  test.concurrent("in a dry run, which asks Brevo nothing", async () => {
    await using world = await laid(checkupOf("2025-11-17"));
    world.env = NO_KEY;
    const dry = await world.declare({ dryRun: true });
    expect(dry.exit).toBe(0);
    expect(words(dry)).toContain("à envoyer à la liste « Utilisateurs RP Nov 25 » (1 400 contacts)");
    expect(words(dry)).toContain("⚠ Destinataires connus d’après la vérification du lundi 17 novembre");
    expect(world.requests().filter((what) => !what.startsWith("conversations."))).toEqual([]);
  });

  test.concurrent.each([
    ["is said to be old after 45 days", checkupOf("2025-10-09"), /a plus de 45 jours/u],
    ["says that nobody would get it, and why", checkupOf("2025-11-17", undefined, 0), /AUCUN\. .* est vide/u],
    [
      "says nothing of a tool that it knows no list of",
      checkupOf("2025-11-17", "Autre"),
      /inconnus sans la clé/u,
    ],
    ["says nothing where it is damaged", "lists: [[[", /inconnus sans la clé/u],
  ])("and %s", async (_what, text, told) => {
    await using world = await laid(text, { [FILE]: OUTAGE });
    world.env = NO_KEY;
    expect(audience(await world.run(preview)).join(" ")).toMatch(told);
  });

  test.concurrent("and a list that the file forces is taken from it only when it is there", async () => {
    const forced = (id: number) => ({ [FILE]: `${OUTAGE}lists: { rp: ${id} }\n` });
    await using known = await laid(checkupOf("2025-11-17"), forced(47));
    await using other = await laid(checkupOf("2025-11-17"), forced(46));
    for (const world of [known, other]) world.env = NO_KEY;
    expect(audience(await known.run(preview))[1]).toContain("d’après la vérification");
    expect(audience(await other.run(preview))).toEqual(
      Array(2).fill("Destinataires Reconnect Pro : inconnus sans la clé de Brevo"),
    );
  });
});

/** The page of a pull request that makes these changes. */
async function review(world: World, changes: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(world.root, ".git", "proposal");
  mkdirSync(folder);
  for (const name of ["incidents", "templates", "runbook.yml"])
    cpSync(join(world.root, name), join(folder, name), { recursive: true });
  for (const [path, text] of Object.entries(changes)) writeFileSync(join(folder, path), text);
  const { headline } = await world.run(async (machine) => {
    const proposed = {
      proposal: openProposal(machine.repo, folder, isRobotFile),
      raw: openProposal(machine.repo, folder, () => false),
      changes: changesBetween(world.root, folder),
      isRobot: false,
    };
    const result = await judge({ ...machine, env: {} }, proposed);
    return saying("settings" in result ? reviewPage(result, undefined) : "", "");
  });
  return plain(headline);
}

describe("the review of a pull request", () => {
  test.concurrent("takes the list of the branch's last checkup, and says its day", async () => {
    await using world = await laid(checkupOf("2025-11-17"));
    const page = await review(world, { [FILE]: OUTAGE });
    expect(page).toContain("1 e-mail à ≈ 1 400 personnes");
    expect(page).toContain(
      "≈ 1 400 personnes, la liste « Utilisateurs RP Nov 25 » d’après la vérification du lundi 17 novembre",
    );
  });

  test.concurrent("believes no checkup that the request brings along, and refuses it", async () => {
    await using world = await laid(checkupOf("2025-11-17"));
    const forged = checkupOf("2025-11-24", "Utilisateurs RP Nov 25", 3);
    const page = await review(world, { [FILE]: OUTAGE, [CHECKUP]: forged });
    expect(page).toContain("≈ 1 400 personnes");
    expect(page).toMatch(/À corriger avant de fusionner[^]*`incidents\/checkup\.yml`/u);
  });

  test.concurrent("warns of a list that was old, and of a checkup that is", async () => {
    await using world = await laid(checkupOf("2025-10-01", "Utilisateurs RP Août 25"));
    const page = await review(world, { [FILE]: OUTAGE });
    expect(page).toContain(
      "Liste ancienne : la dernière liste connue, « Utilisateurs RP Août 25 », a 3 mois",
    );
    expect(page).toContain("Cette vérification a plus de 45 jours");
  });

  test.concurrent("takes the list of the last announcement when that came later", async () => {
    await using world = await laid(checkupOf("2025-11-17"));
    await world.declare();
    world.pass({ hours: 1 });
    await world.resolve();
    const later = "incidents/2025-11-24-rp-2.yml";
    const again = OUTAGE.replace("14:05", "15:05");
    expect(await review(world, { [later]: again })).toContain("≈ 1 234 personnes, d’après la liste");
  });

  test.concurrent("takes the checkup's when that came between the beginning and the end", async () => {
    await using world = await laid(checkupOf("2025-11-17"));
    await world.declare();
    world.pass({ hours: 24 });
    world.write(CHECKUP, checkupOf("2025-11-25"));
    world.pass({ hours: 24 });
    await world.resolve();
    const later = { "incidents/2025-11-26-rp.yml": OUTAGE.replace("11-24", "11-26") };
    expect(await review(world, later)).toContain("≈ 1 400 personnes, la liste");
  });

  test.concurrent.each(["", "lists: [[[", "&a [*a]", checkupOf("2025-11-17").slice(0, 400)])(
    "goes on, as does a settling, with a file that says %j",
    async (text) => {
      await using world = await laid(text);
      expect(await review(world, { [FILE]: OUTAGE })).toContain("(nombre de personnes inconnu)");
      world.write(FILE, OUTAGE);
      expect((await world.settle()).exit).toBe(0);
      expect(world.deliveries()).toHaveLength(1);
    },
  );
});
