import type { DemoData, JournalLine, Scene } from "./data.ts";
import { hour, second } from "./hours.ts";
import { type Html, markup, type Part } from "./markup.ts";
import { pageWords as words } from "./words.ts";

/** What stays in the repository: the incident file, the journal, and how it came to be. */
export function trace(data: DemoData): Html {
  const { incidentFile, scenes, requests, timeZone } = data;
  return markup`<div class="file"><h3>${words.incidentFile}</h3><p>${words.incidentFileIntro}</p>
<figure class="code"><figcaption>${incidentFile.path}</figcaption><pre tabindex="0" aria-label="${incidentFile.path}"><code>${yaml(incidentFile.text)}</code></pre></figure></div>
<div class="journal"><h3>${words.journal}</h3><p>${words.journalIntro}</p>${journal(data)}</div>
<div class="commands"><h3>${words.commands}</h3><p>${words.commandsIntro}</p>
${scenes.map((scene) => oneScene(scene, timeZone))}
<details class="requests"><summary><span>${words.requests}</span> <span class="took">${words.requestsTotal(requests.slack + requests.brevo)}</span></summary>
<ul><li>${words.requestsOf("Slack", requests.slack)}</li><li>${words.requestsOf("Brevo", requests.brevo)}</li></ul></details></div>`;
}

function journal({ journal: entries, timeZone }: DemoData): Html {
  return markup`<div class="card"><table class="stack" role="table">
<caption class="hidden">${words.journalTable(words.place(timeZone))}</caption>
<thead role="rowgroup"><tr role="row">
<th role="columnheader" scope="col">${words.journalAt}</th><th role="columnheader" scope="col">${words.journalStep}</th>
<th role="columnheader" scope="col">${words.journalEvent}</th><th role="columnheader" scope="col">${words.journalDetail}</th>
</tr></thead>
<tbody role="rowgroup">${entries.map((entry) => oneEntry(entry, timeZone))}</tbody>
</table></div>`;
}

function oneEntry({ at, step, event, detail }: JournalLine, timeZone: string): Html {
  return markup`<tr role="row">
<td role="cell" class="hour">${second(at, timeZone)}</td>
<td role="cell">${stepName(step)} <code class="raw">${step}</code></td>
<td role="cell">${words.events[event] ?? event} <code class="raw">${event}</code></td>
<td role="cell" class="detail">${detail}</td>
</tr>
`;
}

/** « Début, e-mail » for `outage/mail/rp`; what follows it, such as `outage/mail/rp/figures/1h`, is named too. */
function stepName(step: string): string {
  const [phase = "", ...rest] = step.split("/");
  const name = words.stepPhases[phase];
  if (name === undefined) return phase === "incident" ? words.stepIncident : phase;
  return [name, ...rest.flatMap((part) => words.stepParts[part] ?? [])].join(", ");
}

function oneScene({ at, command, receipt, seconds }: Scene, timeZone: string): Html {
  const [first = ""] = receipt.trim().split("\n");
  return markup`<details class="scene"><summary><span class="scene-hour">${hour(at, timeZone)}</span> <code>${command}</code> <span class="scene-result">${first}</span> <span class="took">${words.took(seconds)}</span></summary>
<pre tabindex="0" aria-label="${words.receipt}">${receipt.trim()}</pre></details>
`;
}

/** YAML with its comments and keys told apart. */
function yaml(text: string): Part {
  return text
    .trimEnd()
    .split("\n")
    .map((line, index) => {
      const {
        indent = "",
        key,
        rest = "",
      } = /^(?<indent>\s*(?:- )?)(?<key>[\w.-]+:)?(?<rest>.*)$/su.exec(line)?.groups ?? {};
      const { value = rest, comment } =
        /^(?<value>(?:"(?:[^"\\]|\\.)*"|[^"#]|(?<!\s)#)*?)(?<comment>(?:(?<=\s)|^)#.*)$/su.exec(rest)
          ?.groups ?? {};
      return markup`${index === 0 ? "" : "\n"}${indent}${key === undefined ? undefined : markup`<b>${key}</b>`}${value}${comment === undefined ? undefined : markup`<i>${comment}</i>`}`;
    });
}
