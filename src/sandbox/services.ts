import { answerBrevo, brevoRouteName, tooManyForBrevo } from "./brevo/routes.ts";
import type { BrevoStore } from "./brevo/store.ts";
import type { Service } from "./exchange.ts";
import { readArguments } from "./slack/arguments.ts";
import { answerSlack, tooManyForSlack } from "./slack/routes.ts";
import type { SlackStore } from "./slack/store.ts";

const pathUnder = (base: string, url: URL): string =>
  url.pathname.startsWith(`${base}/`) ? url.pathname.slice(base.length) : "";

const slackMethod = (url: URL): string => pathUnder("/api", url).slice(1);

/** Slack's Web API under `/api/`. */
export function slackService(store: SlackStore): Service {
  return {
    server: "slack",
    what: ({ url }) => slackMethod(url),
    answer: ({ url, headers, body }) =>
      answerSlack(store, {
        method: slackMethod(url),
        authorization: headers.authorization,
        args: readArguments(headers["content-type"], body, url.searchParams),
      }),
    tooMany: tooManyForSlack,
  };
}

/** Brevo's API under `/v3`. */
export function brevoService(store: BrevoStore): Service {
  return {
    server: "brevo",
    what: ({ method, url }) => brevoRouteName(method, pathUnder("/v3", url)),
    answer: ({ method, url, headers, body }) =>
      answerBrevo(store, {
        method,
        path: pathUnder("/v3", url),
        query: url.searchParams,
        key: headers["api-key"],
        body,
      }),
    tooMany: () => tooManyForBrevo(store),
  };
}
