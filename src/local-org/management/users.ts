import { textOf } from "../json.ts";
import type { Router } from "@koa/router";
import type { Org } from "../org.ts";
import type { JsonObject } from "../json.ts";
import type { StoredUser } from "../store/collections.ts";
import { notFound } from "../http/api-error.ts";
import type { Exchange } from "./exchange.ts";
import { handle, ok } from "./exchange.ts";
import { parseFilter } from "./filter.ts";
import { pageOf } from "./paging.ts";

/** `/api/v1/users`: list and get, by id, login or `me` (Okta: Users API). */
export function userRoutes(router: Router, org: Org): void {
  router.get("/api/v1/users", handle(org, listUsers));
  router.get(
    "/api/v1/users/:userId",
    handle(org, (exchange) => ok(userView(exchange, userOf(exchange)))),
  );
}

function userOf(exchange: Exchange): StoredUser {
  const name = exchange.params["userId"] ?? "";
  const { store } = exchange.org;
  const user =
    store.get("users", name === "me" ? exchange.userId : name) ??
    store.list("users").find((each) => each.profile.login === name);
  if (user === undefined) throw notFound(name, "User");
  return user;
}

function listUsers(exchange: Exchange) {
  const predicates = [exchange.query("filter"), exchange.query("search")].flatMap((text) =>
    text === undefined ? [] : [parseFilter(text, attributes)],
  );
  const start = exchange.query("q")?.toLowerCase() ?? "";
  const users = exchange.org.store
    .list("users")
    .filter((user) => startsWith(user, start) && predicates.every((predicate) => predicate(user)));
  return ok(pageOf(exchange, users, { usual: 200, most: 200 }).map((user) => userView(exchange, user)));
}

const attributes = {
  id: (user: StoredUser) => user.id,
  status: (user: StoredUser) => user.status,
  created: (user: StoredUser) => user.created,
  lastUpdated: (user: StoredUser) => user.lastUpdated,
  "profile.login": (user: StoredUser) => user.profile.login,
  "profile.email": (user: StoredUser) => textOf(user.profile["email"]),
  "profile.firstName": (user: StoredUser) => textOf(user.profile["firstName"]),
  "profile.lastName": (user: StoredUser) => textOf(user.profile["lastName"]),
};

function startsWith(user: StoredUser, start: string): boolean {
  const { firstName, lastName, email } = user.profile;
  return [firstName, lastName, email].some((text) => textOf(text).toLowerCase().startsWith(start));
}

/** A user as Okta answers it. */
export function userView(exchange: Exchange, user: StoredUser): JsonObject {
  return {
    ...user,
    type: { id: `oty${user.id.slice(3)}` },
    credentials: {
      password: {},
      emails: [{ value: textOf(user.profile["email"]), status: "VERIFIED", type: "PRIMARY" }],
      provider: { type: "OKTA", name: "OKTA" },
    },
    _links: { self: { href: `${exchange.origin}/api/v1/users/${user.id}` } },
  };
}
