import type { ConsideredList, DemoData } from "./data.ts";
import { type Html, markup, type Part } from "./markup.ts";
import { pageWords as words } from "./words.ts";

/** The lists that Brevo has, the one that was taken, and why. */
export function audience({ lists, mails }: DemoData): Html {
  return markup`<div class="card"><table class="stack" role="table">
<caption class="hidden">${words.listsTable}</caption>
<thead role="rowgroup"><tr role="row">
<th role="columnheader" scope="col">${words.listName}</th>
<th role="columnheader" scope="col" class="count">${words.listContacts}</th>
<th role="columnheader" scope="col">${words.listVerdict}</th>
</tr></thead>
<tbody role="rowgroup">${lists.map(oneList)}</tbody>
</table></div>${sameList(mails)}`;
}

function oneList({ id, name, contacts, verdict, chosen }: ConsideredList): Html {
  const mark = chosen
    ? markup`<span class="pill pill-good">${words.listChosen}</span>`
    : markup`<span class="pill pill-quiet">${words.listLeft}</span>`;
  return markup`<tr role="row"${chosen ? markup` class="chosen"` : undefined}>
<th role="rowheader" scope="row">${name} <span class="id">${words.listId(id)}</span></th>
<td role="cell" class="count">${words.number(contacts)}<span class="unit"> ${words.listContacts.toLowerCase()}</span></td>
<td role="cell">${mark} ${verdict}</td>
</tr>
`;
}

/** The procedure's « utiliser la même liste », said only when it is so. */
function sameList(mails: DemoData["mails"]): Part {
  const ends = mails.filter(({ phase }) => phase === "recovery");
  const begins = mails.filter(({ phase }) => phase === "outage");
  const same = ends.every((end) =>
    begins.some(({ service, list }) => service === end.service && list.id === end.list.id),
  );
  return ends.length > 0 && same ? markup`<p class="aside">${words.sameList}</p>` : undefined;
}
