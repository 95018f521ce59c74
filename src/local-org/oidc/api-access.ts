import type { Context } from "koa";
import { isTextList, toText } from "../json.ts";
import type { Org } from "../org.ts";
import { findActiveUser } from "../model/users.ts";
import { findOidcState, composeOidcKey } from "./adapter.ts";
import { findActiveApp } from "./client-metadata.ts";
import { readOwnToken } from "./jwt.ts";
import { orgServerId } from "./servers.ts";
import { findBindingProblem } from "./dpop/resource-request.ts";

/** The caller of the Okta API with an access token of the org authorization server. */
export interface ApiCaller {
  /** The user, or the client ID of a service app. */
  readonly id: string;
  readonly isUser: boolean;
  readonly scopes: readonly string[];
}

/**
 * The caller behind `Authorization: Bearer …` or `DPoP …`; undefined when the token is invalid: of another issuer, expired,
 * revoked, of an inactive app or user, or without the proof that it is bound to.
 */
export async function findApiCaller(org: Org, context: Context): Promise<ApiCaller | undefined> {
  const [, scheme = "", token = ""] = /^(Bearer|DPoP)\s+(\S+)$/iu.exec(context.get("Authorization")) ?? [];
  const claims = await readOwnToken(org, orgServerId, token);
  const jti = toText(claims?.["jti"]).replace(/^AT\./u, "");
  if (
    claims === undefined ||
    findOidcState(org, composeOidcKey(orgServerId, "AccessToken", jti)) === undefined
  )
    return undefined;
  if ((await findBindingProblem(org, context, { scheme, token, claims })) !== undefined) return undefined;
  if (findActiveApp(org, toText(claims["cid"])) === undefined) return undefined;
  const userId = toText(claims["uid"]);
  if (userId !== "" && findActiveUser(org, userId) === undefined) return undefined;
  const scopes = isTextList(claims["scp"]) ? claims["scp"] : [];
  return { id: userId || toText(claims["cid"]), isUser: userId !== "", scopes };
}
