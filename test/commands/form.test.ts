import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readForm } from "../../src/commands/form.ts";
import { parseSettings } from "../../src/core/settings.ts";

const text = readFileSync(new URL("../../runbook.yml", import.meta.url), "utf8");
const parsed = parseSettings({ path: "runbook.yml", text });
if (!parsed.ok) throw new Error("The shipped settings have tests of their own.");
const settings = parsed.value;

/** What a form asks for, with an ordinary tool and mode unless said otherwise. */
function asked(inputs: Record<string, string>) {
  const given: Record<string, string> = {
    command: "declare",
    service: "Reconnect Pro (professionnels)",
    mode: "Envoyer",
    ...inputs,
  };
  return readForm((name) => given[name], settings).request;
}

describe("the tool of a form", () => {
  it.each([
    ["declare", "Reconnect Pro (professionnels)", ["rp"]],
    ["declare", "Coffre-fort numérique (particuliers)", ["cfn"]],
    ["declare", "Les deux outils", ["rp", "cfn"]],
    ["resolve", "Les deux outils", ["rp", "cfn"]],
    ["resolve", "Tous les outils en panne", ["rp", "cfn"]],
    ["resolve", "cfn", ["cfn"]],
  ])("of %s, « %s », is %j", (command, service, ids) => {
    expect(asked({ command, service }).services).toEqual(ids);
  });

  it("never is « Tous les outils en panne » when an outage begins: nobody said which", () => {
    expect(() => asked({ service: "Tous les outils en panne" })).toThrow("n’est pas un de nos outils");
  });

  it.each(["— choisissez l'outil —", "— choisissez l’outil —"])(
    "is asked for when « %s » stays",
    (service) => {
      expect(() => asked({ service })).toThrow("Vous n’avez pas choisi l’outil");
    },
  );
});

describe("the mode of a form", () => {
  it.each([
    "Aperçu, rien n’est envoyé",
    "Aperçu, rien n'est envoyé",
    "Aperçu, rien n'est envoyé".normalize("NFD"),
  ])("« %s » sends nothing", (mode) => {
    expect(asked({ mode }).dryRun).toBe(true);
  });

  it("« Envoyer » sends, and anything unknown is refused", () => {
    expect(asked({ mode: "Envoyer" }).dryRun).toBe(false);
    expect(() => asked({ mode: "Apercu" })).toThrow("n’est pas un mode connu");
  });
});
