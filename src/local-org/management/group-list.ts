import { textOf } from "../json.ts";
import type { StoredGroup } from "../store/collections.ts";
import type { Exchange } from "./exchange.ts";
import { ok } from "./exchange.ts";
import type { FilterGrammar } from "./filter.ts";
import { attributesOf, parseFilter } from "./filter.ts";
import { groupView, membershipUpdated } from "./group-view.ts";
import { pageOf } from "./paging.ts";
import { sortedBy } from "./sorting.ts";

/** `GET /api/v1/groups`: all, or those that `search`, `filter` and `q` pick. */
export function listGroups(exchange: Exchange) {
  const [filter, search] = [exchange.query("filter"), exchange.query("search")];
  const passesFilter = filter === undefined ? () => true : parseFilter(filter, filterable);
  const passesSearch = search === undefined ? () => true : parseFilter(search, searchable);
  const start = exchange.query("q")?.toLowerCase() ?? "";
  const groups = exchange.org.store
    .list("groups")
    .filter(
      (group) =>
        group.profile.name.toLowerCase().startsWith(start) && passesFilter(group) && passesSearch(group),
    );
  const sorted = search === undefined ? groups : sortedBy(exchange, groups, searchable);
  return ok(
    pageOf(exchange, sorted, { usual: 200, most: 10_000 }).map((group) => groupView(exchange, group)),
  );
}

const readers = {
  id: (group: StoredGroup) => group.id,
  type: (group: StoredGroup) => group.type,
  lastUpdated: (group: StoredGroup) => group.lastUpdated,
  lastMembershipUpdated: membershipUpdated,
};

/** `filter` knows few attributes; `search` also knows the profile, whatever the case of letters. */
const filterable: FilterGrammar<StoredGroup> = attributesOf(readers);

const searchable: FilterGrammar<StoredGroup> = {
  ...attributesOf({
    ...readers,
    created: (group: StoredGroup) => group.created,
    "profile.name": (group: StoredGroup) => group.profile.name,
    "profile.description": (group: StoredGroup) => textOf(group.profile["description"]),
  }),
  ignoresCase: true,
};
