import * as v from "valibot";
import { OktaRefusal } from "../../okta/errors.ts";

const roleList = v.array(v.looseObject({ type: v.string(), status: v.nullish(v.string()) }));

/**
 * The kinds of the administrator roles that a user has (`SUPER_ADMIN`); undefined when they can't be read, which takes
 * rights of its own.
 */
export async function activeRoles(
  get: (purpose: string, path: string) => Promise<unknown>,
  userId: string | undefined,
): Promise<readonly string[] | undefined> {
  if (userId === undefined) return undefined;
  try {
    const json = await get(
      "read your administrator roles",
      `/api/v1/users/${encodeURIComponent(userId)}/roles`,
    );
    const parsed = v.safeParse(roleList, json);
    if (!parsed.success) return undefined;
    return parsed.output.filter(({ status }) => status !== "INACTIVE").map(({ type }) => type);
  } catch (error) {
    if (error instanceof OktaRefusal) return undefined;
    throw error;
  }
}
