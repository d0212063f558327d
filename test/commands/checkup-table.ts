import { procedureSeed } from "../../src/sandbox/seed.ts";
import { GENERAL, type World } from "../world.ts";

/** One thing that can be broken, the one line that tells it, and the gesture of its remedy. */
export interface Row {
  readonly what: string;
  readonly line: string;
  /** Default: "bad". */
  readonly state?: "warn" | "bad";
  /** Lines that cannot be looked at then. */
  readonly after?: readonly string[];
  /** The repair leaves another world behind than there was: the settings are edited. */
  readonly isLasting?: boolean;
  /** What the remedy must speak of. */
  readonly remedy: RegExp;
  readonly breaks: (world: World) => void;
  /** Does what the remedy says. */
  readonly repair: (world: World) => void;
}

const { scopes } = procedureSeed.slack;
const general = ({ slack }: World) => slack.channel(GENERAL);
const without = (scope: string) => (world: World) => {
  world.slack.state.scopes = scopes.filter((each) => each !== scope);
};
const allScopes = ({ slack }: World) => {
  slack.state.scopes = scopes;
};
const SLACK = ["scopes", "channel", "name", "member", "history", "posting", "general"].map(
  (line) => `slack.${line}`,
);
const CHANNEL = ["slack.name", "slack.member", "slack.history", "slack.posting"];
const DRAFT = ["brevo.draft", "brevo.readback", "brevo.removal"];
const LISTS = ["rp", "cfn"].flatMap((id) => ["list", "size", "names"].map((line) => `brevo.${line}.${id}`));
const BREVO = ["brevo.sender", "brevo.credits", ...LISTS, ...DRAFT];

function flip<K extends string>(key: K, pick: (world: World) => Record<K, boolean>, broken: boolean) {
  return {
    breaks: (world: World) => {
      pick(world)[key] = broken;
    },
    repair: (world: World) => {
      pick(world)[key] = !broken;
    },
  };
}

function rename(id: number, name: string): Pick<Row, "breaks" | "repair"> {
  const old = procedureSeed.brevo.lists.find((list) => list.id === id)?.name ?? "";
  return {
    breaks: ({ brevo }) => void (brevo.list(id).name = name),
    repair: ({ brevo }) => void (brevo.list(id).name = old),
  };
}

function resize(id: number, contacts: number): Pick<Row, "breaks" | "repair"> {
  const old = procedureSeed.brevo.lists.find((list) => list.id === id)?.uniqueSubscribers ?? 0;
  return {
    breaks: ({ brevo }) => void (brevo.list(id).uniqueSubscribers = contacts),
    repair: ({ brevo }) => void (brevo.list(id).uniqueSubscribers = old),
  };
}

function addList(name: string): Pick<Row, "breaks" | "repair"> {
  const list = { id: 50, name, folderId: 1, uniqueSubscribers: 1240, createdAt: "2025-11-20T08:00:00.000Z" };
  return {
    breaks: ({ brevo }) => void brevo.lists.push({ ...list }),
    repair: ({ brevo }) => void brevo.lists.splice(brevo.lists.indexOf(brevo.list(50)), 1),
  };
}

const SENDER = { id: 1, name: "Reconnect", email: "ne-pas-repondre@reconnect.example", active: true };

export const ROWS: readonly Row[] = [
  {
    what: "the token is revoked",
    line: "slack.token",
    after: SLACK,
    remedy: /recrée le jeton/u,
    breaks: ({ slack }) => void (slack.state.token = "token_revoked"),
    repair: ({ slack }) => void (slack.state.token = "valid"),
  },
  {
    what: "the app may not post any more",
    line: "slack.scopes",
    remedy: /ajoute chat:write à l’application/u,
    breaks: without("chat:write"),
    repair: allScopes,
  },
  {
    what: "the app may not look at channels any more",
    line: "slack.scopes",
    after: ["slack.channel", ...CHANNEL, "slack.general"],
    remedy: /ajoute channels:read à l’application/u,
    breaks: without("channels:read"),
    repair: allScopes,
  },
  {
    what: "the app may not read messages any more",
    line: "slack.scopes",
    after: ["slack.history"],
    remedy: /ajoute channels:history à l’application/u,
    breaks: without("channels:history"),
    repair: allScopes,
  },
  {
    what: "the channel is archived",
    line: "slack.channel",
    after: CHANNEL,
    remedy: /désarchivez le canal/u,
    ...flip("isArchived", general, true),
  },
  {
    what: "the settings name a channel that is not there",
    line: "slack.channel",
    after: [...CHANNEL, "slack.general"],
    remedy: /identifiant du canal/u,
    breaks: (world) => void (world.env = { SLACK_CHANNEL_ID: "C0NOWHERE1" }),
    repair: (world) => void (world.env = {}),
  },
  {
    what: "the settings name no channel",
    line: "slack.channel",
    after: [...CHANNEL, "slack.general"],
    remedy: /copiez l’identifiant/u,
    breaks: (world) => void (world.env = { SLACK_CHANNEL_ID: undefined }),
    repair: (world) => void (world.env = {}),
  },
  {
    what: "the channel is renamed",
    isLasting: true,
    line: "slack.name",
    remedy: /écrivez « annonces » dans runbook.yml/u,
    breaks: (world) => void (general(world).name = "annonces"),
    repair: (world) => world.edit("runbook.yml", 'channel_name: "général"', 'channel_name: "annonces"'),
  },
  {
    what: "the robot is taken out of the channel",
    line: "slack.member",
    after: ["slack.history", "slack.posting"],
    remedy: /\/invite @Alerte/u,
    ...flip("isMember", general, false),
  },
  {
    what: "Slack does not let anybody read the channel",
    line: "slack.history",
    remedy: /relancez/u,
    breaks: ({ slack }) => void (slack.state.historyError = "access_denied"),
    repair: ({ slack }) => void (slack.state.historyError = undefined),
  },
  {
    what: "the channel is read-only",
    line: "slack.posting",
    remedy: /autorise le robot à écrire/u,
    ...flip("isReadOnly", general, true),
  },
  {
    what: "the channel takes replies only",
    line: "slack.posting",
    remedy: /autorise les nouveaux messages/u,
    ...flip("isThreadOnly", general, true),
  },
  {
    what: "only administrators may post in the general channel",
    line: "slack.general",
    remedy: /autorise tout le monde/u,
    breaks: ({ slack }) => void (slack.state.whoCanPostGeneral = "admin"),
    repair: ({ slack }) => void (slack.state.whoCanPostGeneral = "ra"),
  },
  {
    what: "Brevo does not know the key any more",
    line: "brevo.key",
    after: ["brevo.ip", ...BREVO, "brevo.budget"],
    remedy: /clé/u,
    breaks: ({ brevo }) => void (brevo.state.key = "unknown"),
    repair: ({ brevo }) => void (brevo.state.key = "valid"),
  },
  {
    what: "Brevo blocks the address",
    line: "brevo.ip",
    after: ["brevo.key", ...BREVO, "brevo.budget"],
    remedy: /désactivez le blocage/u,
    breaks: ({ brevo }) => void (brevo.state.key = "ip_blocked"),
    repair: ({ brevo }) => void (brevo.state.key = "valid"),
  },
  {
    what: "Brevo's hour is used up",
    line: "brevo.budget",
    after: ["brevo.key", "brevo.ip", ...BREVO],
    remedy: /Attendez 60 min/u,
    breaks: ({ brevo }) => void (brevo.state.perHour = 0),
    repair: ({ brevo }) => void (brevo.state.perHour = 100),
  },
  {
    what: "Brevo's hour has no room for an outage",
    line: "brevo.budget",
    state: "warn",
    remedy: /Attendez une heure/u,
    breaks: ({ brevo }) => void (brevo.state.perHour = 25),
    repair: (world) => {
      world.brevo.state.perHour = 100;
      world.pass({ hours: 1 });
    },
  },
  {
    what: "the sender is switched off",
    line: "brevo.sender",
    after: DRAFT,
    remedy: /activez une adresse/u,
    breaks: ({ brevo }) => void brevo.senders.splice(0, 1, { ...SENDER, active: false }),
    repair: ({ brevo }) => void brevo.senders.splice(0, 1, { ...SENDER }),
  },
  {
    what: "the sender of the settings is deleted",
    isLasting: true,
    line: "brevo.sender",
    after: DRAFT,
    remedy: /à la ligne « sender_id »/u,
    breaks: (world) => {
      world.edit("runbook.yml", 'sender_id: ""', 'sender_id: "1"');
      world.brevo.senders.splice(0, 1, { ...SENDER, id: 2 });
    },
    repair: (world) => world.edit("runbook.yml", 'sender_id: "1"', 'sender_id: "2"'),
  },
  {
    what: "a second sender is active",
    isLasting: true,
    line: "brevo.sender",
    after: DRAFT,
    remedy: /numéro du bon expéditeur dans runbook.yml/u,
    breaks: ({ brevo }) => void brevo.senders.push({ ...SENDER, id: 2, email: "contact@reconnect.example" }),
    repair: (world) => world.edit("runbook.yml", 'sender_id: ""', 'sender_id: "1"'),
  },
  {
    what: "there are fewer credits than contacts",
    line: "brevo.credits",
    remedy: /acheter des crédits/u,
    breaks: ({ brevo }) => void (brevo.state.credits = 5_000),
    repair: ({ brevo }) => void (brevo.state.credits = 50_000),
  },
  {
    what: "the credits are enough for one announcement only",
    line: "brevo.credits",
    state: "warn",
    remedy: /Prévoyez l’achat/u,
    breaks: ({ brevo }) => void (brevo.state.credits = 10_000),
    repair: ({ brevo }) => void (brevo.state.credits = 50_000),
  },
  {
    what: "the account falls back to the free plan with its daily cap",
    line: "brevo.credits",
    remedy: /sans limite par jour/u,
    breaks: ({ brevo }) => void (brevo.state.dailyCap = 300),
    repair: ({ brevo }) => void (brevo.state.dailyCap = Number.POSITIVE_INFINITY),
  },
  {
    what: "the newest list is empty",
    line: "brevo.list.rp",
    after: ["brevo.size.rp"],
    remedy: /remplissez-la/u,
    ...resize(47, 0),
  },
  {
    what: "the newest list is four months old",
    line: "brevo.list.rp",
    remedy: /la liste du mois.* : « Utilisateurs RP novembre 2025 »/u,
    ...rename(47, "Utilisateurs RP Juillet 25"),
  },
  {
    what: "the newest list is two months old",
    line: "brevo.list.rp",
    state: "warn",
    remedy: /la liste du mois.* : « Utilisateurs RP novembre 2025 »/u,
    ...rename(47, "Utilisateurs RP Sept 25"),
  },
  {
    what: "no list has a name that is understood",
    line: "brevo.list.cfn",
    after: ["brevo.size.cfn", "brevo.names.cfn"],
    remedy: /un nom comme « Utilisateurs CFN novembre 2025 »/u,
    breaks: ({ brevo }) => {
      for (const id of [44, 48]) brevo.list(id).name = `Utilisateurs CFN ${id}`;
    },
    repair: ({ brevo }) => {
      brevo.list(44).name = "Utilisateurs CFN Sept 25";
      brevo.list(48).name = "Utilisateurs CFN Nov 25";
    },
  },
  {
    what: "the newest list lost more than half",
    line: "brevo.size.rp",
    remedy: /complète/u,
    ...resize(47, 500),
  },
  {
    what: "the newest list lost a quarter",
    line: "brevo.size.rp",
    state: "warn",
    remedy: /complète/u,
    ...resize(47, 820),
  },
  {
    what: "many contacts of the list are blocked",
    line: "brevo.blocked.rp",
    state: "warn",
    remedy: /pourquoi ils sont bloqués/u,
    breaks: ({ brevo }) => void (brevo.list(47).totalBlacklisted = 120),
    repair: ({ brevo }) => void (brevo.list(47).totalBlacklisted = 0),
  },
  {
    what: "two lists carry the month",
    line: "brevo.names.rp",
    state: "warn",
    remedy: /une seule liste par mois/u,
    ...addList("Utilisateurs RP novembre 2025"),
  },
  {
    what: "a newer list has a name that is not understood",
    line: "brevo.names.rp",
    state: "warn",
    remedy: /sur le modèle de « Utilisateurs RP Nov 25 »/u,
    ...addList("Utilisateurs RP Nov 25 copie"),
  },
  {
    what: "Brevo refuses drafts",
    line: "brevo.draft",
    after: ["brevo.readback", "brevo.removal"],
    remedy: /relancez/u,
    breaks: ({ sandbox }) =>
      void sandbox.faults.add({ kind: "500-before", what: "POST /emailCampaigns", times: 9 }),
    repair: ({ sandbox }) => sandbox.faults.clear(),
  },
  {
    what: "Brevo changes what it stores",
    line: "brevo.readback",
    remedy: /compare un brouillon/u,
    breaks: ({ brevo }) => void (brevo.state.storeHtml = (html) => html.replaceAll("&#123;", "{")),
    repair: ({ brevo }) => void (brevo.state.storeHtml = (html) => html),
  },
  {
    what: "Brevo does not let the draft be deleted",
    line: "brevo.removal",
    remedy: /« Brouillons », supprimez « Vérification du robot des pannes »/u,
    breaks: ({ brevo }) => void (brevo.state.deletion = "refused"),
    repair: ({ brevo }) => {
      brevo.state.deletion = "allowed";
      brevo.campaigns.splice(0);
    },
  },
];
