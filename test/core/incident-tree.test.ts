import { describe, expect, it } from "vitest";
import { checkTree, incidentIdOf, isRobotFile } from "../../src/core/incident-tree.ts";

const say = (path: string): readonly string[] =>
  checkTree([path]).map(({ message }) => message.replaceAll("\u00A0", " "));

describe("checkTree accepts", () => {
  it.each([
    "incidents/2026-11-23-rp.yml",
    "incidents/2026-11-23-rp-cfn-2.yml",
    "incidents/2028-02-29-rp.yml",
    "incidents/2026-11-23-rp/journal.yml",
    "incidents/2026-11-23-rp/outage.rp.html",
    "incidents/2026-11-23-rp/recovery.rp.txt",
    "incidents/2026-11-23-rp/review.md",
    "incidents/README.md",
    "incidents/PROCEDURE.md",
    "incidents/checkup.yml",
    "incidents/drills/.gitkeep",
    "incidents/drills/2026-11-23-exercice-rp.yml",
    "incidents/drills/2026-11-23-exercice-rp-cfn-2/journal.yml",
    "incidents/drills/2026-11-23-exercice-rp/outage.rp.html",
  ])("%s", (path) => {
    expect(say(path)).toEqual([]);
  });
});

describe("checkTree names the right place for", () => {
  const rename = (right: string): string =>
    `Le nom d’un incident s’écrit en minuscules et finit par « .yml ». Renommez ce fichier en ${right}.`;
  const move = (right: string): string =>
    `Un incident s’écrit directement dans le dossier « incidents ». Déplacez ce fichier vers ${right}.`;
  const robot =
    "Seul le robot écrit dans ce dossier, et ce fichier n’est pas de lui. Effacez-le ou rangez-le hors du dossier « incidents ».";
  const name =
    "Ce n’est pas un nom d’incident. Le nom est la date, puis l’outil, comme incidents/2026-11-23-rp.yml. Renommez ce fichier.";
  const stray =
    "Ce fichier n’est pas un incident. Un incident s’appelle par exemple incidents/2026-11-23-rp.yml ; le reste se range hors du dossier « incidents ».";

  const drill = (right: string): string =>
    `Ce nom est celui d’un exercice, et seul le robot écrit un exercice. Déplacez ce fichier vers ${right}. Si c’est une vraie panne, enlevez « exercice » de son nom.`;
  const strayDrill =
    "Seul le robot écrit dans le dossier « incidents/drills », et ce fichier n’est pas de lui. Effacez-le ou rangez-le hors du dossier « incidents ».";

  it.each([
    ["incidents/2026-11-23-exercice-rp.yml", drill("incidents/drills/2026-11-23-exercice-rp.yml")],
    [
      "incidents/drills/2026/2026-11-23-exercice-rp.yml",
      drill("incidents/drills/2026-11-23-exercice-rp.yml"),
    ],
    ["incidents/drills/2026-11-23-rp.yml", move("incidents/2026-11-23-rp.yml")],
    ["incidents/drills/2026/n-importe-quoi.yml", strayDrill],
    ["incidents/drills/2026-11-23-exercice-rp/notes.md", strayDrill],
    ["incidents/drills/2026-11-23-rp/journal.yml", strayDrill],
    ["incidents/2026-11-23-RP.yaml", rename("incidents/2026-11-23-rp.yml")],
    ["incidents/2026-11-23-rp.yaml", rename("incidents/2026-11-23-rp.yml")],
    ["incidents/2026-11-23 rp_cfn.yml", rename("incidents/2026-11-23-rp-cfn.yml")],
    ["incidents/2026/2026-11-23-rp.yml", move("incidents/2026-11-23-rp.yml")],
    ["incidents/2026-11-23-rp/2026-11-23-rp.yml", move("incidents/2026-11-23-rp.yml")],
    [
      "incidents/2026-02-30-rp.yml",
      "La date 2026-02-30 n’existe pas. Renommez ce fichier avec la date de la panne, comme incidents/2026-11-23-rp.yml.",
    ],
    ["incidents/panne.yml", name],
    ["incidents/2026-11-23.yml", name],
    ["incidents/2026-11-23-rp", stray],
    ["incidents/2026-11-23-rp/notes.yml", robot],
    ["incidents/2026-11-23-rp/mails/outage.rp.html", robot],
    ["incidents/photo.png", stray],
    ["incidents/panne/journal.yml", stray],
    ["incidents/readme.md", stray],
  ])("%s", (path, message) => {
    expect(say(path)).toEqual([message]);
  });

  it("each of several files, at its first character", () => {
    expect(checkTree(["incidents/a.yml", "incidents/README.md", "incidents/b.yml"], "en")).toMatchObject([
      { file: "incidents/a.yml", line: 1, col: 1 },
      { file: "incidents/b.yml", line: 1, col: 1 },
    ]);
  });
});

describe("incidentIdOf", () => {
  it.each([
    ["incidents/2026-11-23-rp.yml", "2026-11-23-rp"],
    ["incidents/2026-11-23-rp/journal.yml", undefined],
    ["incidents/2026-13-01-rp.yml", undefined],
    ["incidents/2026-11-23-exercice-rp.yml", undefined],
    ["incidents/drills/2026-11-23-rp.yml", undefined],
    ["2026-11-23-rp.yml", undefined],
  ])("%s → %s", (path, id) => {
    expect(incidentIdOf(path)).toBe(id);
  });
});

describe("isRobotFile", () => {
  it.each([
    ["incidents/2026-11-23-rp/journal.yml", true],
    ["incidents/2026-11-23-rp/outage.rp.html", true],
    ["incidents/2026-11-23-rp/update.20261123T1510.rp.html", true],
    ["incidents/2026-11-23-rp/sub/review.md", true],
    ["incidents/checkup.yml", true],
    ["incidents/drills/2026/x.yml", true],
    ["incidents/2026-11-23-rp/review.md", false],
    ["incidents/2026-11-23-rp.yml", false],
    ["incidents/README.md", false],
    ["templates/journal.yml", false],
  ])("%s → %s", (path, wanted) => {
    expect(isRobotFile(path)).toBe(wanted);
  });
});
