import { describe, expect, it } from "vitest";
import { type IncidentContext, parseIncident } from "../../src/core/incident.ts";
import { causeId, paris, settings } from "./reconnect.ts";

const context: IncidentContext = {
  settings,
  causes: [
    { id: causeId("hosting"), needsMessage: false },
    { id: causeId("network"), needsMessage: false },
    { id: causeId("other"), needsMessage: true },
  ],
  now: paris("2026-11-23 17:00"),
};

const parse = (text: string, path = "incidents/2026-11-23-rp.yml") => parseIncident({ path, text }, context);

/** `line:col message` for each problem, no-break spaces made plain. */
function problemsOf(text: string, path?: string): readonly string[] {
  const parsed = parse(text, path);
  return parsed.ok
    ? []
    : parsed.problems.map(({ line, col, message }) => `${line}:${col} ${message.replaceAll("\u00A0", " ")}`);
}

const HEAD = "services: [rp]\nstatus: open\nstarted_at: 2026-11-23 14:05\n";
const BOTH = "services: [rp, cfn]\nstatus: open\nstarted_at: 2026-11-23 14:05\n";

describe("parseIncident reads", () => {
  it("the shortest file: what began when", () => {
    expect(parse(HEAD)).toEqual({
      ok: true,
      value: {
        id: "2026-11-23-rp",
        path: "incidents/2026-11-23-rp.yml",
        services: ["rp"],
        status: "open",
        startedAt: paris("2026-11-23 14:05"),
        dataSafe: false,
        updates: [],
        resolvedAt: new Map(),
        mistaken: new Set(),
        resolution: new Map(),
        lists: new Map(),
        notify: true,
      },
    });
  });

  it("every key of the format, with comments and in any order", () => {
    const text = [
      "# Panne du 23 novembre",
      "services: [cfn, rp]            # rp, cfn, or both",
      "status: resolved               # open | resolved | mistaken",
      "notify: false                  # pour mémoire",
      "started_at: 2026-11-23 14:05   # heure de Paris",
      "declared_at: 23/11/2026 14h11",
      "cause: hosting                 # dit par Karim",
      'message: "Panne #3 : « tout » est arrêté."',
      "expected_end: 2026-11-23 18:00",
      "data_safe: true",
      "updates:                       # dans l’ordre que l’on veut",
      "- { message: Le réseau revient., at: 23/11/2026 16h10 }",
      "- at: 2026-11-23 15:10",
      '  message: "Nous remplaçons la pièce #2."   # dit par Karim',
      "  mail: true",
      "resolved_at: { rp: 2026-11-23 15:00, cfn: 2026-11-23 16:40 }",
      "resolution: >",
      "  Tout est",
      "  revenu.",
      "lists: { rp: 47 }",
      "",
    ].join("\r\n");
    expect(parse(text)).toEqual({
      ok: true,
      value: {
        id: "2026-11-23-rp",
        path: "incidents/2026-11-23-rp.yml",
        services: ["rp", "cfn"],
        status: "resolved",
        startedAt: paris("2026-11-23 14:05"),
        declaredAt: paris("2026-11-23 14:11"),
        cause: "hosting",
        message: "Panne #3 : « tout » est arrêté.",
        expectedEnd: paris("2026-11-23 18:00"),
        dataSafe: true,
        updates: [
          {
            key: "20261123T1510",
            at: paris("2026-11-23 15:10"),
            message: "Nous remplaçons la pièce #2.",
            mail: true,
          },
          {
            key: "20261123T1610",
            at: paris("2026-11-23 16:10"),
            message: "Le réseau revient.",
            mail: false,
          },
        ],
        resolvedAt: new Map([
          ["rp", paris("2026-11-23 15:00")],
          ["cfn", paris("2026-11-23 16:40")],
        ]),
        mistaken: new Set(),
        resolution: new Map([
          ["rp", "Tout est revenu."],
          ["cfn", "Tout est revenu."],
        ]),
        lists: new Map([["rp", 47]]),
        notify: false,
      },
    });
  });

  it("one end for all services", () => {
    const parsed = parse(`${BOTH.replace("open", "resolved")}resolved_at: 2026-11-23 16:40\n`);
    expect(parsed).toHaveProperty(
      "value.resolvedAt",
      new Map([
        ["rp", paris("2026-11-23 16:40")],
        ["cfn", paris("2026-11-23 16:40")],
      ]),
    );
  });

  it.each([
    ["one service without brackets", HEAD.replace("[rp]", "rp")],
    ["services one below the other", HEAD.replace(" [rp]", "\n  - rp\n  - cfn")],
    ["quoted words and dates", `services: ["rp"]\nstatus: 'open'\nstarted_at: "2026-11-23 14:05"\n`],
    ["a start ten minutes ahead of our clock", HEAD.replace("14:05", "17:10")],
    [
      "an end ten minutes ahead of our clock",
      `${HEAD.replace("open", "resolved")}resolved_at: 2026-11-23 17:10\n`,
    ],
    ["an outage that is over for one of two services", `${BOTH}resolved_at: { rp: 2026-11-23 15:00 }\n`],
    ["a false alarm without end", HEAD.replace("open", "mistaken")],
    ["a false alarm with an end", `${HEAD.replace("open", "mistaken")}resolved_at: 2026-11-23 15:00\n`],
    ["a false alarm of one of two", `${BOTH}resolved_at: { cfn: 2026-11-23 15:00 }\nmistaken: [cfn]\n`],
    ["a false alarm of one of two, without an hour or brackets", `${BOTH}mistaken: cfn\n`],
    [
      "an end of one and a false alarm of the other",
      `${BOTH.replace("open", "resolved")}resolved_at: { rp: 2026-11-23 15:00 }\nmistaken: [cfn]\n`,
    ],
    ["a false alarm of all that names all", `${BOTH.replace("open", "mistaken")}mistaken: [rp, cfn]\n`],
    ["a sentence for the end of one of two", `${BOTH}resolution: { rp: "Tout est revenu." }\n`],
    ["the other cause with its message", `${HEAD}cause: other\nmessage: "Le câble est coupé."\n`],
    ["the first passage of a doubled hour", HEAD.replace("11-23 14:05", "10-25 02:30 heure d'été")],
    [
      "words that look like forbidden ones",
      `${HEAD}message: "L’expiration d’un certificat a tout arrêté."\n`,
    ],
    ["an end of sentence inside quotes", `${HEAD}message: "Il dit « pas encore. »"\n`],
    ["two hundred letters, emoji counted once", `${HEAD}message: "${"😀".repeat(199)}."\n`],
  ])("%s", (_, text) => {
    expect(problemsOf(text)).toEqual([]);
  });
});

const NOW = "2026-11-23 17:00";
const AGAIN = "Vérifiez la date et l’heure";
const THEIR_NAME = "les utilisateurs ne connaissent pas ce sigle.";
const DPO = "Parlez-en d’abord à la personne chargée de la protection des données.";

describe("parseIncident refuses in services and status", () => {
  it.each([
    [
      "no key at all",
      "notify: false\n",
      [
        "1:1 Il manque la clé « services ». Ajoutez une ligne comme : services: [rp]",
        "1:1 Il manque la clé « status ». Ajoutez une ligne comme : status: open",
        `1:1 Il manque la clé « started_at ». Ajoutez une ligne comme : started_at: ${NOW}`,
      ],
    ],
    [
      "capitals",
      HEAD.replace("[rp]", "[RP]"),
      ["1:12 « RP » n’est pas un outil connu (rp, cfn) : voulez-vous dire « rp » ?"],
    ],
    [
      "a full name",
      HEAD.replace("[rp]", "[Reconnect pro]"),
      ["1:12 « Reconnect pro » n’est pas un outil connu (rp, cfn) : voulez-vous dire « rp » ?"],
    ],
    [
      "a service twice",
      HEAD.replace("[rp]", "[rp, rp]"),
      ["1:16 « rp » est écrit deux fois : gardez-le une seule fois."],
    ],
    ["no service", HEAD.replace("[rp]", "[]"), ["1:11 Il faut au moins un outil. Exemple : services: [rp]"]],
    [
      "two services without brackets",
      HEAD.replace("[rp]", "rp, cfn"),
      ["1:11 Pour plusieurs outils, écrivez une liste : services: [rp, cfn]"],
    ],
    [
      "an unknown status",
      HEAD.replace("open", "closed"),
      ["2:9 « closed » n’est pas une valeur possible (open, resolved, mistaken)."],
    ],
    [
      "an unknown key",
      `${HEAD}statut: open\n`,
      ["4:1 La clé « statut » n’existe pas : voulez-vous dire « status » ?"],
    ],
    [
      "a key without value",
      `${HEAD}cause:\n`,
      ["4:7 Cette clé n’a pas de valeur : écrivez-en une, ou effacez la ligne."],
    ],
    [
      "resolved without an end",
      HEAD.replace("open", "resolved"),
      [`2:9 La panne est finie, mais il manque l’heure de la fin. Ajoutez la ligne : resolved_at: ${NOW}`],
    ],
    [
      "resolved with an end for one of two",
      `${BOTH.replace("open", "resolved")}resolved_at:\n  rp: 2026-11-23 15:00\n`,
      [
        `4:1 Il manque l’heure de la fin pour cfn. Ajoutez-la (cfn: ${NOW}), ou laissez « status: open » tant que tout n’est pas revenu.`,
      ],
    ],
    [
      "open although it is over",
      `${HEAD}resolved_at: 2026-11-23 15:00\n`,
      [
        "2:9 L’heure de la fin est écrite : écrivez « status: resolved », ou enlevez la ligne « resolved_at ».",
      ],
    ],
    [
      "open although one is back and the other was a false alarm",
      `${BOTH}resolved_at: { rp: 2026-11-23 15:00 }\nmistaken: [cfn]\n`,
      [
        "2:9 Tous les outils de ce fichier ont déjà une fin : écrivez « status: resolved », ou enlevez la fin de celui qui est encore en panne.",
      ],
    ],
    [
      "open with one hour for both",
      `${BOTH}resolved_at: 2026-11-23 15:00\n`,
      [
        "2:9 Une heure seule vaut pour tous les outils : écrivez « status: resolved », ou nommez celui qui est revenu, comme : resolved_at: { rp: 2026-11-23 15:00 }",
      ],
    ],
    [
      "an end without its colon, and one without the space behind it",
      `${BOTH}resolved_at: { rp 2026-11-23 15:00, cfn:2026-11-23 15:00 }\n`,
      [
        "4:16 Il faut deux-points et une espace après le nom de l’outil, comme : { rp: 2026-11-23 15:00 }",
        "4:37 Il faut deux-points et une espace après le nom de l’outil, comme : { cfn: 2026-11-23 15:00 }",
      ],
    ],
    [
      "a false alarm of none",
      `${HEAD}mistaken: []\n`,
      ["4:11 Il faut au moins un outil. Exemple : mistaken: [rp]"],
    ],
    [
      "open although all were a false alarm",
      `${BOTH}mistaken: [rp, cfn]\n`,
      [
        "2:9 Tous les outils de ce fichier sont dans « mistaken » : écrivez « status: mistaken », et enlevez la ligne « mistaken ».",
      ],
    ],
    [
      "resolved although all were a false alarm",
      `${BOTH.replace("open", "resolved")}mistaken: [rp, cfn]\n`,
      [
        "2:9 Tous les outils de ce fichier sont dans « mistaken » : écrivez « status: mistaken », et enlevez la ligne « mistaken ».",
      ],
    ],
    [
      "a false alarm of all that names some",
      `${BOTH.replace("open", "mistaken")}mistaken: [cfn]\n`,
      [
        "4:1 « status: mistaken » veut dire une fausse alerte pour tous les outils, et cette ligne n’en nomme que certains (cfn). Enlevez cette ligne, ou écrivez « status: resolved ».",
      ],
    ],
    [
      "a false alarm of a tool of another incident, and of none",
      `${HEAD}mistaken: [cfn, rpp]\n`,
      [
        "4:12 « cfn » n’est pas dans « services » : enlevez-le d’ici, ou ajoutez-le à « services ».",
        "4:17 « rpp » n’est pas un outil connu (rp, cfn) : voulez-vous dire « rp » ?",
      ],
    ],
    [
      "a sentence for a tool of another incident, and one without a stop",
      `${HEAD}resolution: { cfn: "Fini.", rp: "Fini" }\n`,
      [
        "4:15 « cfn » n’est pas dans « services » : enlevez-le d’ici, ou ajoutez-le à « services ».",
        "4:33 Terminez le texte par un point, « ! » ou « ? ».",
      ],
    ],
    [
      "open although both are back",
      `${BOTH}resolved_at: { rp: 2026-11-23 15:00, cfn: 2026-11-23 15:00 }\n`,
      [
        "2:9 Tous les outils de ce fichier ont déjà une fin : écrivez « status: resolved », ou enlevez la fin de celui qui est encore en panne.",
      ],
    ],
    [
      "the end of another service",
      `${HEAD}resolved_at: { cfn: 2026-11-23 15:00 }\n`,
      ["4:16 « cfn » n’est pas dans « services » : enlevez-le d’ici, ou ajoutez-le à « services »."],
    ],
    [
      "a list for an unknown service",
      `${HEAD}lists: { rpp: 47 }\n`,
      ["4:10 « rpp » n’est pas un outil connu (rp, cfn) : voulez-vous dire « rp » ?"],
    ],
    [
      "a list without service",
      `${HEAD}lists: 47\n`,
      ["4:8 Il faut le numéro d’une liste pour chaque outil, comme : lists: { rp: 47 }"],
    ],
    [
      "a list by name",
      `${HEAD}lists: { rp: "#47" }\n`,
      ["4:14 Il faut le numéro d’une liste Brevo, sans « # », comme 47."],
    ],
    [
      "an unknown cause",
      `${HEAD}cause: hebergeur\n`,
      [
        "4:8 « hebergeur » n’est pas une cause connue (hosting, network, other). Pour une phrase à vous, écrivez-la dans « message ».",
      ],
    ],
    [
      "a misspelt cause",
      `${HEAD}cause: hostign\n`,
      [
        "4:8 « hostign » n’est pas une cause connue (hosting, network, other) : voulez-vous dire « hosting » ?",
      ],
    ],
    [
      "the other cause without message",
      `${HEAD}cause: other\n`,
      ['4:8 Avec la cause « other », écrivez aussi une phrase pour les utilisateurs : message: "…"'],
    ],
    ["a word for yes", `${HEAD}data_safe: oui\n`, ["4:12 Il faut true (oui) ou false (non) ici."]],
  ])("%s", (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});

describe("parseIncident refuses in dates", () => {
  it.each([
    [
      "a start in the future",
      HEAD.replace("14:05", "17:11"),
      [`3:13 Le début de la panne est dans le futur (il est ${NOW}). ${AGAIN}.`],
    ],
    [
      "a declaration in the future",
      `${HEAD}declared_at: 2026-11-24 14:11\n`,
      [`4:14 L’heure de déclaration est dans le futur (il est ${NOW}). ${AGAIN}.`],
    ],
    [
      "an end in the future",
      `${HEAD.replace("open", "resolved")}resolved_at: 2026-11-23 17:11\n`,
      [
        `4:14 La fin de la panne est dans le futur (il est ${NOW}). ${AGAIN}, ou attendez la fin de la panne.`,
      ],
    ],
    [
      "an end at the start",
      `${HEAD.replace("open", "resolved")}resolved_at: 2026-11-23 14:05\n`,
      ["4:14 La fin de la panne doit être après son début (2026-11-23 14:05). Vérifiez les deux heures."],
    ],
    [
      "an end before the start, in a map",
      `${BOTH}resolved_at:\n  cfn: 2026-11-23 13:00\n`,
      ["5:8 La fin de la panne doit être après son début (2026-11-23 14:05). Vérifiez les deux heures."],
    ],
    [
      "an expected end at the start",
      `${HEAD}expected_end: 2026-11-23 14:05\n`,
      ["4:15 La fin prévue doit être après le début de la panne (2026-11-23 14:05)."],
    ],
    [
      "a number",
      HEAD.replace("2026-11-23 14:05", "2026"),
      [`3:13 Il faut une date et une heure ici, comme ${NOW}.`],
    ],
  ])("%s", (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });

  it.each([
    ["a date without hour", "2026-11-23", "Il manque l’heure"],
    ["a date that does not exist", "2026-02-30 14:05", "La date"],
    ["an offset", "2026-11-23T14:05Z", "N’indiquez pas de fuseau horaire"],
    ["24:00", "2026-11-23 24:00", "Minuit s’écrit 00:00"],
    ["an hour that clocks jump over", "2026-03-29 02:30", "Cette heure n’existe pas"],
    ["a doubled hour", "2026-10-25 02:30", "L’heure de « 2026-10-25 02:30 » existe deux fois"],
  ])("%s, at its place", (_, when, reason) => {
    const [problem, ...others] = problemsOf(HEAD.replace("2026-11-23 14:05", when));
    expect(problem).toContain(`3:13 ${reason}`);
    expect(others).toEqual([]);
  });
});

describe("parseIncident refuses in texts", () => {
  it.each([
    ["an attack", "Une cyberattaque est en cours.", `Ce texte ne peut pas contenir « cyberattaque ». ${DPO}`],
    ["pirates", "Des PIRATES bloquent le serveur.", `Ce texte ne peut pas contenir « pirates ». ${DPO}`],
    ["a virus", "Notre antivirus bloque tout.", `Ce texte ne peut pas contenir « antivirus ». ${DPO}`],
    ["a ransom", "On demande une rançon.", `Ce texte ne peut pas contenir « rancon ». ${DPO}`],
    ["a leak", "Il y a une fuite.", `Ce texte ne peut pas contenir « fuite ». ${DPO}`],
    ["stolen data", "C’est un vol de données.", `Ce texte ne peut pas contenir « vol de donnees ». ${DPO}`],
    [
      "an abbreviation",
      "Le site RP est arrêté.",
      `Écrivez « Reconnect Pro » en entier au lieu de « RP » : ${THEIR_NAME}`,
    ],
    [
      "the other abbreviation, small",
      "Le cfn est arrêté.",
      `Écrivez « Coffre-fort numérique Reconnect » en entier au lieu de « cfn » : ${THEIR_NAME}`,
    ],
    [
      "a link",
      "Voir https://exemple.org/x pour la suite.",
      "Ce texte ne peut pas contenir de lien ni d’adresse (« https://exemple.org/x »).",
    ],
    [
      "a bare domain",
      "Voir status.reconnect.fr bientôt.",
      "Ce texte ne peut pas contenir de lien ni d’adresse (« reconnect.fr »).",
    ],
    [
      "an address",
      "Écrivez à aide@asso.example pour la suite.",
      "Ce texte ne peut pas contenir de lien ni d’adresse (« aide@asso.example »).",
    ],
    [
      "a brace",
      "Bonjour {{ contact.NOM }}.",
      "Ce texte ne peut pas contenir « { » : dans un e-mail, c’est une commande.",
    ],
    [
      "an old command",
      "Bonjour %NOM%.",
      "Ce texte ne peut pas contenir « %NOM% » : dans un e-mail, c’est une commande.",
    ],
    [
      "another old command",
      "Bonjour [UNSUBSCRIBE].",
      "Ce texte ne peut pas contenir « [UNSUBSCRIBE] » : dans un e-mail, c’est une commande.",
    ],
    [
      "double brackets",
      "Bonjour [[nom]].",
      "Ce texte ne peut pas contenir « [[ » : dans un e-mail, c’est une commande.",
    ],
    [
      "HTML",
      "Bonjour <!-- x -->.",
      "Ce texte ne peut pas contenir « <! » : dans un e-mail, c’est une commande.",
    ],
    ["no final stop", "Le câble est coupé", "Terminez le texte par un point, « ! » ou « ? »."],
    ["two lines", "Un.\\nDeux.", "Écrivez le texte sur une seule ligne."],
    [
      "a control character",
      "Un\\a deux.",
      "Ce texte contient un caractère invisible : tapez-le à nouveau au lieu de le copier.",
    ],
    [
      "text turned around",
      "Un\\u202E deux.",
      "Ce texte contient un caractère invisible : tapez-le à nouveau au lieu de le copier.",
    ],
    ["201 letters", `${"a".repeat(200)}.`, "Ce texte a 201 caractères : 200 au plus."],
    ["nothing", " ", "Ce texte est vide : écrivez une phrase, ou effacez la ligne."],
  ])("%s, in message and resolution alike", (_, text, reason) => {
    expect(problemsOf(`${HEAD}message: "${text}"\nresolution: "${text}"\n`)).toEqual([
      `4:10 ${reason}`,
      `5:13 ${reason}`,
    ]);
  });

  it("a text cut by a comment, also in a cause that is no id", () => {
    const lost =
      'La suite est perdue : après une espace, « # » commence un commentaire. Mettez toute la valeur entre guillemets ("…"), ou enlevez « # ».';
    expect(problemsOf(`${HEAD}cause: Panne sur le serveur #3 de Paris\nmessage: Panne #3\n`)).toEqual([
      `4:29 ${lost}`,
      `5:16 ${lost}`,
    ]);
  });
});

describe("parseIncident", () => {
  it("says everything at once: the name, unreadable lines, then the rest in the file's order", () => {
    const text = [
      "services: [RP]",
      "status: resolved",
      "started_at: 2026-11-23 14:05Z",
      "message: Panne : réseau",
      "cause: hostin",
      "notfy: false",
      "",
    ].join("\n");
    expect(problemsOf(text, "incidents/2026-11-23-RP.yml")).toEqual([
      "1:1 Le nom d’un incident s’écrit en minuscules et finit par « .yml ». Renommez ce fichier en incidents/2026-11-23-rp.yml.",
      '4:10 Le texte contient « : » : mettez le texte entre guillemets ("…").',
      "1:12 « RP » n’est pas un outil connu (rp, cfn) : voulez-vous dire « rp » ?",
      "3:13 N’indiquez pas de fuseau horaire (« Z », « +01:00 », « UTC ») dans « 2026-11-23 14:05Z ». Écrivez l’heure de votre montre, par exemple « 2026-11-23 14:05 ».",
      "5:8 « hostin » n’est pas une cause connue (hosting, network, other) : voulez-vous dire « hosting » ?",
      "6:1 La clé « notfy » n’existe pas : voulez-vous dire « notify » ?",
    ]);
  });

  it("speaks English when the settings do", () => {
    const english = { ...context, settings: { ...settings, language: "en" as const } };
    const parsed = parseIncident(
      { path: "incidents/2026-11-23-rp.yml", text: `${HEAD}message: "RP"\n` },
      english,
    );
    expect(parsed).toHaveProperty("problems", [
      {
        file: "incidents/2026-11-23-rp.yml",
        line: 4,
        col: 10,
        message: "Write “Reconnect Pro” in full instead of “RP”: users do not know this abbreviation.",
      },
      {
        file: "incidents/2026-11-23-rp.yml",
        line: 4,
        col: 10,
        message: "End the text with a full stop, “!” or “?”.",
      },
    ]);
  });
});
