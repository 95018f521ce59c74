import type { JsonObject } from "../json.ts";
import { isTextList, toText } from "../json.ts";
import type { StoredUser } from "../store/collections.ts";
import type { AttributeReader, FilterGrammar, Predicate } from "./filter.ts";
import { allowAttributes, parseFilter } from "./filter.ts";
import { sortByQuery } from "./paging.ts";
import type { RequestContext } from "./request-context.ts";

/** All users but deactivated ones, or those that `search`, `filter` and `q` pick. */
export function listUsers(request: RequestContext): readonly StoredUser[] {
  const q = request.query("q");
  const predicates = [
    ...parseExpressions(request),
    ...(q === undefined ? [] : [beginsWith(q.toLowerCase())]),
  ];
  const passes = predicates.length === 0 ? [isNotDeactivated] : predicates;
  const found = request.org.store
    .list("users")
    .filter((user) => passes.every((predicate) => predicate(user)));
  return request.query("search") === undefined ? found : sortByQuery(request, found, searchable);
}

function parseExpressions(request: RequestContext): Predicate<StoredUser>[] {
  const [filter, search] = [request.query("filter"), request.query("search")];
  return [
    ...(filter === undefined ? [] : [parseFilter(filter, filterable)]),
    ...(search === undefined ? [] : [parseFilter(search, searchable)]),
  ];
}

function isNotDeactivated(user: StoredUser): boolean {
  return user.status !== "DEPROVISIONED";
}

function beginsWith(start: string): Predicate<StoredUser> {
  return ({ profile }) =>
    [profile["firstName"], profile["lastName"], profile["email"]].some((text) =>
      toText(text).toLowerCase().startsWith(start),
    );
}

const filterReaders = {
  id: (user: StoredUser) => user.id,
  status: (user: StoredUser) => user.status,
  lastUpdated: (user: StoredUser) => user.lastUpdated,
  "profile.login": (user: StoredUser) => user.profile.login,
  "profile.email": (user: StoredUser) => toText(user.profile["email"]),
  "profile.firstName": (user: StoredUser) => toText(user.profile["firstName"]),
  "profile.lastName": (user: StoredUser) => toText(user.profile["lastName"]),
};

/** `filter` supports few attributes, and only `eq` except for times. */
const filterable: FilterGrammar<StoredUser> = {
  ...allowAttributes(filterReaders),
  allows: (attribute, operator) =>
    operator === "eq" || (attribute === "lastUpdated" && ["gt", "ge", "lt", "le"].includes(operator)),
};

const topLevel = ["id", "status", "created", "activated", "statusChanged", "lastUpdated"];

/** `search` supports the whole profile but no `ne`, and ignores case. */
const searchable: FilterGrammar<StoredUser> = {
  reader: (attribute) => {
    if (topLevel.includes(attribute)) return readAttribute((user) => user, attribute);
    const name = /^profile\.(\w+)$/.exec(attribute)?.[1];
    return name === undefined ? undefined : readAttribute((user) => user.profile, name);
  },
  allows: (_attribute, operator) => operator !== "ne",
  ignoresCase: true,
};

function readAttribute(part: (user: StoredUser) => JsonObject, name: string): AttributeReader<StoredUser> {
  return (user) => {
    const object = part(user);
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    if (value === undefined || value === null || isTextList(value)) return value ?? undefined;
    return typeof value === "object" ? undefined : String(value);
  };
}
