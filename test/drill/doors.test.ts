import { expect, it } from "vitest";
import { openDrillChat } from "../../src/adapters/drill-chat.ts";
import { openDrillMailer } from "../../src/adapters/drill-mailer.ts";
import { openBrevo } from "../../src/adapters/brevo.ts";
import { openSlack, type SlackOptions } from "../../src/adapters/slack.ts";
import type { Loaded } from "../../src/commands/project.ts";
import type { ContactList } from "../../src/core/audience.ts";
import { DrillAudience, type Channel } from "../../src/core/drill-audience.ts";
import type { Incident, IncidentId } from "../../src/core/incident.ts";
import type { Chat, Mailer, World } from "../../src/ports.ts";
import { settleIncident, type Order } from "../../src/settle.ts";

interface Given {
  readonly real: {
    readonly world: World;
    readonly order: Order<"real">;
    readonly incident: Incident<"real">;
  };
  readonly drill: {
    readonly world: World<"drill">;
    readonly order: Order<"drill">;
    readonly incident: Incident<"drill">;
    readonly id: IncidentId<"drill">;
  };
  readonly audience: DrillAudience;
  readonly channel: Channel;
  readonly list: ContactList;
  readonly slack: SlackOptions;
  readonly brevo: Parameters<typeof openBrevo>[0];
}

/**
 * Read by the compiler alone: every line under a directive is an error, or `npm run types` fails. So no mistake in a
 * condition can bring a drill to users, or keep an outage from them.
 */
function mustNotCompile({ real, drill, audience, channel, list, slack, brevo }: Given): readonly unknown[] {
  // @ts-expect-error An audience is made by its check, and by nobody else.
  const byConstructor: DrillAudience = new DrillAudience(channel, list);
  // @ts-expect-error Nor by writing its fields down,
  const byHand: DrillAudience = { channel, list };
  // @ts-expect-error with or without its mark.
  const byMark: DrillAudience = { channel, list, checked: true };
  // @ts-expect-error The door of a drill opens with an audience, not with a channel and a list.
  const unchecked: Chat<"drill"> = openDrillChat({ channel, list }, "fr", slack);
  // @ts-expect-error It is told no other channel.
  const elsewhere = openDrillChat(audience, "fr", { ...slack, channel: "C0GENERAL1" });
  // @ts-expect-error The real door to Slack is none of a drill.
  const realChat: Chat<"drill"> = openSlack(slack);
  // @ts-expect-error The real door to Brevo is none of a drill.
  const realMailer: Mailer<"drill"> = openBrevo(brevo);
  // @ts-expect-error A drill's door to Slack would swallow a real announcement.
  const drillChat: Chat = drill.world.chat;
  // @ts-expect-error A drill's door to Brevo would send it to colleagues.
  const drillMailer: Mailer = drill.world.mailer;
  // @ts-expect-error Only a drill's id opens a drill's Brevo.
  const otherId = openDrillMailer(audience, real.incident.id, openBrevo(brevo));
  // @ts-expect-error Whole worlds are not exchanged,
  const realWorld: World = drill.world;
  // @ts-expect-error in neither direction.
  const drillWorld: World<"drill"> = real.world;
  // @ts-expect-error Nor is half of one.
  const halfWorld: World<"drill"> = { ...drill.world, mailer: real.world.mailer };
  // @ts-expect-error An order of a drill takes no real world.
  const order: Order<"drill"> = { ...drill.order, world: real.world };
  // @ts-expect-error A drill is not settled by the order of outages,
  const drillInEarnest = settleIncident(drill.incident, real.order);
  // @ts-expect-error nor an outage by the order of drills.
  const outageInPlay = settleIncident(real.incident, drill.order);
  // @ts-expect-error The file of a drill is read as no incident.
  const asReal: Incident<"real"> = drill.incident;
  // @ts-expect-error The file of an incident is read as no drill.
  const asDrill: Incident<"drill"> = real.incident;
  // @ts-expect-error The commands that announce take no drill.
  const loaded: Loaded = { incident: drill.incident, file: { path: "", text: "" }, journal: [] };
  const all = [byConstructor, byHand, byMark, unchecked, elsewhere, realChat, realMailer, drillChat];
  const more = [drillMailer, otherId, realWorld, drillWorld, halfWorld, order, drillInEarnest, outageInPlay];
  return [all, more, asReal, asDrill, loaded];
}

it("is held by the compiler: what it must refuse is written down, and never run", () => {
  expect(mustNotCompile).toHaveLength(1);
});
