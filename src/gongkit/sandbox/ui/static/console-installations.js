// Every approval there was, and how its tokens live.

import { control } from "/ui/console-control.js";
import { byId, count, make, terms } from "/ui/console-elements.js";
import { Filters } from "/ui/console-filters.js";
import { List } from "/ui/console-list.js";
import { poll } from "/ui/console-poll.js";
import { keepTime, moment } from "/ui/console-time.js";

const SECONDS = 2;
const BADGES = { active: "good", expired: "warn", ended: "bad" };

let installations = [];
const filters = new Filters(["integration", "company"], show);
const list = new List(byId("installations"), { key: (each) => each.id, make: installation, step: 60 });

poll(SECONDS, async () => {
  const found = await control("GET", "/installations");
  keepTime(found.now);
  installations = found.installations;
  for (const id of ["integration", "company"]) filters.offer(id, installations.map((each) => each[id]));
  show();
});

function show() {
  const [integration, company] = filters.values;
  list.show(installations.filter((each) => (!integration || each.integration === integration)
    && (!company || each.company === company)));
  byId("none").hidden = installations.length > 0;
}

function installation(each) {
  return make("li", { class: "card" },
    make("div", { class: "title" },
      make("h2", {}, `${each.integration} at ${each.company}`),
      make("span", { class: `badge ${BADGES[each.status] ?? ""}` }, each.status)),
    make("p", {}, make("strong", {}, "The app sees: "), each.app_sees),
    terms([
      ["Installed", moment(each.installed)],
      ["Ended", each.ended && moment(each.ended)],
      ["Access token", ["issued ", moment(each.token_issued), make("br"),
        each.status === "expired" ? "ended " : "ends ", moment(each.token_ends)]],
      ["Refreshes", each.last_refresh
        ? [`${count(each.refreshes, "refresh", "refreshes")}, the last `, moment(each.last_refresh)]
        : "none yet"],
      ["Refresh token", each.reused
        ? [make("span", { class: "badge bad" }, "spent twice"), " ", moment(each.reused)]
        : "never spent twice"],
      ["Client ID", make("code", {}, each.client_id)],
    ]),
    make("details", {},
      make("summary", {}, count(each.scopes.length, "scope")),
      make("ul", {}, ...each.scopes.map((scope) => make("li", {}, make("code", {}, scope))))));
}
