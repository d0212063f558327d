import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseSettings } from "../../src/core/settings.ts";

const shipped = readFileSync(new URL("../../runbook.yml", import.meta.url), "utf8");

/** `line:col message` for each problem, no-break spaces made plain. */
function problemsOf(text: string): readonly string[] {
  const parsed = parseSettings({ path: "runbook.yml", text });
  return parsed.ok
    ? []
    : parsed.problems.map(({ line, col, message }) => `${line}:${col} ${message.replaceAll("\u00A0", " ")}`);
}

/** The shipped file with one passage changed; the passage must be there. */
function changed(from: string, to: string): string {
  expect(shipped).toContain(from);
  return shipped.replace(from, to);
}

describe("the shipped runbook.yml", () => {
  const parsed = parseSettings({ path: "runbook.yml", text: shipped });
  const settings = parsed.ok ? parsed.value : undefined;

  it("is read without a problem, its empty ids absent", () => {
    expect(problemsOf(shipped)).toEqual([]);
    expect(settings?.slack).toEqual({ channelName: "général", mention: true, mentionOnRecovery: false });
    expect(settings?.brevo).toEqual({});
    expect(settings?.limits).toEqual({
      campaignsPerDay: 20,
      maxAgeHours: 24,
      staleList: "warn",
      staleAfterMonths: 2,
      remindAfterHours: [4, 24],
      figuresAfterHours: [1, 24],
      patience: 1,
    });
  });

  it("holds the procedure's names and subjects word for word", () => {
    expect(settings?.services.map(({ id, campaign, subject }) => [id, campaign, subject])).toEqual([
      [
        "rp",
        {
          outage: "Indisponibilité Reconnect Pro",
          update: "Nouvelles de l'indisponibilité Reconnect Pro",
          recovery: "Fin de l'indisponibilité Reconnect Pro",
        },
        {
          outage: "Indisponibilité temporaire de Reconnect Pro",
          update: "Nouvelles de l'indisponibilité temporaire de Reconnect Pro",
          recovery: "Fin de l'indisponibilité temporaire de Reconnect Pro",
          mistaken: "Fausse alerte : Reconnect Pro fonctionne normalement",
        },
      ],
      [
        "cfn",
        {
          outage: "Indisponibilité Coffre-fort numérique Reconnect",
          update: "Nouvelles de l'indisponibilité Coffre-fort numérique Reconnect",
          recovery: "Fin de l'indisponibilité Coffre-fort numérique Reconnect",
        },
        {
          outage: "Indisponibilité temporaire du Coffre-fort numérique Reconnect",
          update: "Nouvelles de l'indisponibilité temporaire du Coffre-fort numérique Reconnect",
          recovery: "Fin de l'indisponibilité temporaire du Coffre-fort numérique Reconnect",
          mistaken: "Fausse alerte : le Coffre-fort numérique Reconnect fonctionne normalement",
        },
      ],
    ]);
  });

  it("gives the capital form and the list words as lists write them", () => {
    const [rp, cfn] = settings?.services ?? [];
    expect(cfn?.grammar.leCapital).toBe("Le Coffre-fort numérique Reconnect");
    expect(rp?.listWords).toEqual(["rp", "reconnect pro"]);
    expect(cfn?.listWords).toContain("coffre fort numerique reconnect");
  });
});

describe("names that the settings leave out", () => {
  it("are made of those that they hold", () => {
    const lines = shipped.split("\n").filter((line) => !/^ +(?:update|mistaken): /u.test(line));
    const parsed = parseSettings({ path: "runbook.yml", text: lines.join("\n") });
    const [, cfn] = parsed.ok ? parsed.value.services : [];
    expect([cfn?.campaign.update, cfn?.subject.update, cfn?.subject.mistaken]).toEqual([
      "Nouvelles\u00A0: Indisponibilité Coffre-fort numérique Reconnect",
      "Nouvelles\u00A0: Indisponibilité temporaire du Coffre-fort numérique Reconnect",
      "Fausse alerte\u00A0: le Coffre-fort numérique Reconnect fonctionne normalement",
    ]);
  });
});

describe("parseSettings takes", () => {
  it.each([
    ["a channel id", 'channel_id: ""', 'channel_id: "C0123ABCD9"'],
    ["a sender as a number", 'sender_id: ""', "sender_id: 3"],
    ["a sender as a text", 'sender_id: ""', 'sender_id: "3"'],
    ["an empty sender", 'sender_id: ""', "sender_id:"],
    ["a person as technical contact", 'technical_contact: ""', 'technical_contact: "<@U0123ABCD>"'],
    ["a group as technical contact", 'technical_contact: ""', 'technical_contact: "<!subteam^S0123ABCD>"'],
    ["the channel's name with its sign", '"général"', '"#général"'],
    ["a patience under one", "patience: 1", "patience: 0.01"],
    ["one threshold alone", "remind_after_hours: [4, 24]", "remind_after_hours: 6"],
    ["no threshold", "figures_after_hours: [1, 24]", "figures_after_hours: []"],
    ["a drill's list", 'list_id: ""', "list_id: 12"],
  ])("%s", (_, from, to) => {
    expect(problemsOf(changed(from, to))).toEqual([]);
  });
});

describe("parseSettings refuses", () => {
  it.each([
    [
      "a channel's name for its id",
      'channel_id: ""',
      'channel_id: "#général"',
      "11:15 « #général » n’est pas un identifiant de canal Slack. Dans Slack, cliquez sur le nom du canal : l’identifiant (C0123ABCD) est tout en bas de la fenêtre.",
    ],
    [
      "an unknown key inside, with the right one",
      "  mention: true",
      "  mentoin: true",
      "14:3 La clé « mentoin » n’existe pas : voulez-vous dire « mention » ?",
    ],
    [
      "an invented time zone",
      '"Europe/Paris"',
      '"Europe/Pari"',
      '7:12 Le fuseau horaire « Europe/Pari » n’existe pas. Exemple : "Europe/Paris".',
    ],
    [
      "an offset for a time zone",
      '"Europe/Paris"',
      '"+01:00"',
      '7:12 Le fuseau horaire « +01:00 » n’existe pas. Exemple : "Europe/Paris".',
    ],
    [
      "a drill's list by its name",
      'list_id: ""',
      'list_id: "Essais"',
      '76:12 Il faut le numéro de la liste dans Brevo, comme 12, ou "".',
    ],
    [
      "a sender below zero",
      'sender_id: ""',
      "sender_id: -3",
      '21:14 Il faut le numéro de l’expéditeur dans Brevo, comme 3, ou "".',
    ],
    ["a word for yes", "mention: true", "mention: oui", "14:12 Il faut true (oui) ou false (non) ici."],
    [
      "a threshold that is no hour",
      "remind_after_hours: [4, 24]",
      'remind_after_hours: "tard"',
      "83:23 Il faut des heures, comme [4, 24].",
    ],
    ["a patience of zero", "patience: 1", "patience: 0", "85:13 Il faut un nombre plus grand que zéro."],
    [
      "a misspelt choice",
      '"warn"     ',
      '"wran"     ',
      "81:15 « wran » n’est pas une valeur possible (warn, block) : voulez-vous dire « warn » ?",
    ],
    [
      "braces in a subject",
      '"Indisponibilité temporaire de Reconnect Pro"',
      '"Panne {{ contact.EMAIL }}"',
      "45:15 Ce texte ne peut pas contenir { } [ ] % < > ni de retour à la ligne : Brevo les prendrait pour une commande.",
    ],
    [
      "the sign of the mark in a campaign's name",
      '"Indisponibilité Reconnect Pro"',
      '"Panne · Reconnect Pro"',
      "40:15 Ce nom ne peut pas contenir « · » : ce signe sépare le nom de la campagne et l’incident.",
    ],
    [
      "one name for two campaigns, whatever the apostrophe",
      '"Indisponibilité Reconnect Pro"',
      '"Fin de l’indisponibilité Reconnect Pro"',
      "42:17 Deux campagnes auraient le même nom « Fin de l'indisponibilité Reconnect Pro » : chaque outil et chaque moment doit avoir le sien.",
    ],
    [
      "the words of another service's lists",
      '- "cfn"',
      '- "Reconnect-Pro"',
      "58:9 « reconnect pro » désigne déjà les listes d’un autre outil : le message partirait aux mauvaises personnes.",
    ],
    [
      "a service's id in capitals",
      "  cfn:",
      "  CFN:",
      "49:3 « CFN » ne peut pas être le nom court d’un outil : 2 à 12 lettres minuscules ou chiffres, une lettre d’abord.",
    ],
    [
      "a text cut by a comment",
      '"professionnels"',
      "les pros #2",
      '29:21 La suite est perdue : après une espace, « # » commence un commentaire. Mettez toute la valeur entre guillemets ("…"), ou enlevez « # ».',
    ],
    ["a key that is missing", '  channel_name: "général"\n', "", "9:1 Il manque la clé « channel_name »."],
    [
      "an address without domain",
      'reply_to: ""',
      'reply_to: "aide"',
      "23:13 « aide » n’est pas une adresse e-mail.",
    ],
  ])("%s", (_, from, to, problem) => {
    expect(problemsOf(changed(from, to))).toEqual(problem === undefined ? [] : [problem]);
  });

  it("everything at once, what YAML itself cannot read first", () => {
    const text = changed('organisation: "Reconnect"', "organisation: Reconnect : asso")
      .replace("mention: true ", "mention: oui ")
      .replace("patience: 1", "patience: -1");
    expect(problemsOf(text).map((problem) => problem.split(" ", 1)[0])).toEqual(["5:15", "14:12", "85:13"]);
  });

  it("in English when the file says so", () => {
    const text = changed('language: "fr"', 'language: "en"').replace("mention: true", "mention: yes");
    expect(problemsOf(text)).toEqual(["14:12 true or false is wanted here."]);
  });
});
