import type { Answer, Exchange } from "../../src/sandbox/exchange.ts";
import { gitEnv } from "./bare.ts";
import type { Bearer } from "./entities.ts";
import { httpBackend } from "./http-backend.ts";
import { refreshPulls } from "./pulls.ts";
import type { Store } from "./store.ts";

/** The part of a git address below the repository: "/info/refs", with and without ".git"; `undefined` for others. */
export function gitPath({ fullName }: Store, { url }: Exchange): string | undefined {
  const top = new RegExp(
    `^/${fullName}(?:\\.git)?(?<below>/(?:info/refs|git-(?:upload|receive)-pack))$`,
    "iu",
  );
  return top.exec(url.pathname)?.groups?.["below"];
}

/** "git GET /info/refs git-receive-pack" */
export function gitRouteName(below: string, { method, url }: Exchange): string {
  return `git ${method} ${below}${url.search.replace("?service=", " ")}`;
}

/** Answers git as GitHub's smart HTTP does, with its refusals. */
export async function answerGit(store: Store, below: string, exchange: Exchange): Promise<Answer> {
  const isPush = below.endsWith("receive-pack") || exchange.url.search.endsWith("receive-pack");
  const refusal = refuse(store, isPush, exchange.headers.authorization);
  if (refusal) return refusal;
  const { folder } = store.bare;
  const name = `/${folder.split("/").at(-1) ?? ""}`;
  const answer = await httpBackend(
    exchange,
    folder.slice(0, -name.length),
    gitEnv(folder),
    `${name}${below}`,
  );
  if (isPush && exchange.method === "POST") await refreshPulls(store);
  return answer;
}

function refuse(store: Store, isPush: boolean, authorization: string | undefined): Answer | undefined {
  const by = bearerOf(store, authorization);
  if (!by)
    return words(
      401,
      "Invalid username or token. Password authentication is not supported for Git operations.",
      {
        "www-authenticate": 'Basic realm="GitHub"',
      },
    );
  // Whoever may not read a private repository is told that there is none.
  if (by.permissions.contents === "none") return words(404, "Repository not found.");
  if (isPush && by.permissions.contents !== "write")
    return words(403, `Permission to ${store.fullName}.git denied to ${by.login}.`);
  return undefined;
}

function bearerOf(store: Store, authorization: string | undefined): Bearer | undefined {
  const encoded = /^basic (?<encoded>\S+)$/iu.exec(authorization ?? "")?.groups?.["encoded"];
  const [user = "", ...secret] = Buffer.from(encoded ?? "", "base64")
    .toString("utf8")
    .split(":");
  const by = store.bearer(secret.join(":"));
  // GITHUB_TOKEN is taken under this one name.
  return by?.isRobot === true && user !== "x-access-token" ? undefined : by;
}

const words = (status: number, text: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { "content-type": "text/plain; charset=utf-8", ...headers },
  body: Buffer.from(`${text}\n`),
});
