import { BrevoRefusal } from "./refusal.ts";
import { type BrevoRoute, byCreation, page } from "./route.ts";
import { accountView, listView, templateView } from "./views.ts";

const notFound = (what: string) => new BrevoRefusal(404, "document_not_found", `${what} ID does not exist`);

/** Account, senders, lists and templates: all to be read only. */
export const accountRoutes: readonly BrevoRoute[] = [
  {
    method: "GET",
    path: "/account",
    bucket: "general",
    run: (store) => ({ status: 200, body: accountView(store) }),
  },
  {
    method: "GET",
    path: "/senders",
    bucket: "general",
    run: ({ senders }) => ({
      status: 200,
      body: { senders: senders.map((sender) => ({ ...sender, ips: [] })) },
    }),
  },
  {
    method: "GET",
    path: "/contacts/lists",
    bucket: "contacts",
    run: ({ lists }, { query }) => {
      const shown = page(byCreation(lists), query, { default: 10, max: 50 });
      return { status: 200, body: { count: lists.length, lists: shown.map(listView) } };
    },
  },
  {
    method: "GET",
    path: "/contacts/lists/:id",
    bucket: "contacts",
    run: ({ lists }, { id }) => {
      const list = lists.find((each) => each.id === id);
      if (!list) throw notFound("List");
      return { status: 200, body: { ...listView(list), createdAt: list.createdAt, dynamicList: false } };
    },
  },
  {
    method: "GET",
    path: "/smtp/templates",
    bucket: "templates",
    run: (store, { query }) => {
      const active = query.get("templateStatus");
      const all = store.templates.filter(
        ({ isActive }) => active === null || isActive === (active === "true"),
      );
      const shown = page(byCreation(all), query, { default: 50, max: 1000 });
      const templates = shown.map((template) => templateView(store, template));
      return { status: 200, body: { count: all.length, templates } };
    },
  },
  {
    method: "GET",
    path: "/smtp/templates/:id",
    bucket: "templates",
    run: (store, { id }) => {
      const template = store.templates.find((each) => each.id === id);
      if (!template) throw notFound("Template");
      return { status: 200, body: templateView(store, template) };
    },
  },
];
