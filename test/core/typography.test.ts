import { describe, expect, it } from "vitest";
import { typographie } from "../../src/core/typography.ts";

/** `~` stands for U+00A0, which nobody sees. */
const shown = (text: string): string => text.replaceAll("\u00A0", "~");

describe("typographie", () => {
  it.each([
    ["L'accès est coupé.", "L’accès est coupé."],
    ["Attention : réseau", "Attention~: réseau"],
    ["Attention: réseau", "Attention~: réseau"],
    ["Pourquoi ? Parce que !", "Pourquoi~? Parce que~!"],
    ["Pourquoi? Parce que!", "Pourquoi~? Parce que~!"],
    ["Lent ; puis coupé", "Lent~; puis coupé"],
    ["« Bonjour »", "«~Bonjour~»"],
    ["«Bonjour»", "«~Bonjour~»"],
    ['Le bouton "Envoyer".', "Le bouton «~Envoyer~»."],
    ["à 14h05", "à 14~h~05"],
    ["à 14 h 05", "à 14~h~05"],
    ["dès 8h", "dès 8~h"],
    ["le 23 novembre 2026", "le 23~novembre 2026"],
    ["le 1er décembre", "le 1er~décembre"],
    ["50 % des 1 234 contacts", "50~% des 1~234~contacts"],
    ["2 heures et 15 minutes", "2~heures et 15~minutes"],
    ["la campagne n° 123", "la campagne n°~123"],
    ["sur Reconnect Pro", "sur Reconnect~Pro"],
    ["A partir de 14 h. A 15 h, Etat normal. L'Equipe", "À partir de 14~h. À 15~h, État normal. L’Équipe"],
    ["Un instant...", "Un instant…"],
    ["déjà\u202F!", "déjà~!"],
  ])("sets %j", (text, expected) => {
    expect(shown(typographie(text))).toBe(expected);
  });

  it("leaves addresses and clock-like numbers alone", () => {
    const text = "https://acc-num.fr/a?b=1:2;c'd https://x.fr, aide@reconnect.fr 14:05";
    expect(typographie(text)).toBe(text);
  });

  it("changes nothing the second time", () => {
    const once = typographie("L'équipe dit : \"c'est fini\" à 14h05 ! 50 % ; Reconnect Pro...");
    expect(typographie(once)).toBe(once);
  });
});
