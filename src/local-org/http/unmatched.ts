import type { Context } from "koa";
import { methodNotAllowed, pathNotFound } from "./api-error.ts";

/** What the router did not answer: 405 E0000022 when only the method is wrong, else 404 E0000008. */
export function refuseUnmatched(context: Context): never {
  const { matched } = context as Context & { matched?: readonly { readonly methods: readonly string[] }[] };
  const methods = matched?.flatMap((layer) => layer.methods) ?? [];
  if (methods.length === 0) throw pathNotFound();
  context.set("Allow", [...new Set(methods)].join(", "));
  throw methodNotAllowed();
}
