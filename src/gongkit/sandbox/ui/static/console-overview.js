// What there is: companies, with the people to sign in as, and integrations.

import { copyButton } from "/ui/console-act.js";
import { control } from "/ui/console-control.js";
import { byId, count, make, terms } from "/ui/console-elements.js";
import { List } from "/ui/console-list.js";
import { poll } from "/ui/console-poll.js";
import { keepTime } from "/ui/console-time.js";

const SECONDS = 3;
const ROLES = { tech_admin: "tech admin", business_admin: "business admin", rep: "sales rep" };

const companies = new List(byId("companies"), { key: (each) => each.id, make: company, step: 30 });
const integrations = new List(byId("integrations"), { key: (each) => each.client_id, make: integration });

poll(SECONDS, async () => {
  const found = await control("GET", "");
  keepTime(found.now);
  companies.show(found.companies);
  integrations.show(found.integrations);
  byId("registered").hidden = !found.integrations.length;
  byId("none").hidden = found.integrations.length > 0;
});

function company(each) {
  return make("li", { class: "card" },
    make("h3", {}, each.title),
    terms([
      ["Name", each.name],
      ["Region", `${each.region}, ${each.time_zone}`],
      ["API base URL", copied(each.api_base_url, `the API base URL of ${each.title}`)],
    ]),
    make("details", {},
      make("summary", {}, `${count(each.users.length, "person", "people")} to sign in as`),
      make("ul", { class: "people" }, ...each.users.map(person))));
}

function person(user) {
  const role = ROLES[user.role] ?? user.role;
  return make("li", {},
    make("div", {}, make("strong", {}, user.name), make("br"),
      make("span", { class: "quiet" }, `${role} · ${user.email}`)),
    make("form", { method: "post", action: "/sign-in" },
      hidden("next", "/"), hidden("email", user.email), hidden("password", user.password),
      make("button", { class: "small", "aria-label": `Sign in as ${user.name}, ${role}` }, "Sign in")));
}

function integration(each) {
  const path = `/collective/${encodeURIComponent(each.client_id)}`;
  const isPublished = each.status === "published";
  return make("tr", {},
    make("th", { scope: "row" }, isPublished ? make("a", { href: path }, each.name) : each.name),
    make("td", {}, each.company),
    make("td", {}, make("span", { class: `badge ${isPublished ? "good" : "warn"}` }, each.status)),
    make("td", { class: "nowrap" }, ...copied(each.client_id, `the client ID of ${each.name}`)));
}

function copied(text, what) {
  return [make("code", {}, text), " ", copyButton(text, what)];
}

function hidden(name, value) {
  return make("input", { type: "hidden", name, value });
}
