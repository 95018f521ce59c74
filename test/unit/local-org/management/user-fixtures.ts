import type { TestOrg } from "../support.ts";

let made = 0;

/** The body of a user; values replace those of the profile. */
export function userBody(profile: Readonly<Record<string, unknown>> = {}, password?: string) {
  made += 1;
  const login = `user-${made}@example.com`;
  return {
    profile: { firstName: "Ada", lastName: "Byron", login, email: login, ...profile },
    ...(password === undefined ? {} : { credentials: { password: { value: password } } }),
  };
}

export const goodPassword = "Local-pass-1";

/** An active user with a password. Returns the path of the user. */
export async function activeUser(org: TestOrg): Promise<{ id: string; path: string; login: string }> {
  const { json } = await org.call("POST", "/api/v1/users", userBody({}, goodPassword));
  return { id: json.id, path: `/api/v1/users/${json.id}`, login: json.profile.login };
}

/** A user who has come to a status by the steps of the API. LOCKED_OUT has no step: see the sign-in page. */
export async function userIn(org: TestOrg, status: string): Promise<string> {
  if (status === "STAGED" || status === "PROVISIONED") {
    const query = status === "STAGED" ? "?activate=false" : "";
    const { json } = await org.call("POST", `/api/v1/users${query}`, userBody());
    return `/api/v1/users/${json.id}`;
  }
  const { path } = await activeUser(org);
  const step = steps[status];
  if (step !== undefined) await org.call("POST", `${path}/lifecycle/${step}`);
  return path;
}

const steps: Readonly<Record<string, string>> = {
  SUSPENDED: "suspend",
  DEPROVISIONED: "deactivate",
  RECOVERY: "reset_password",
  PASSWORD_EXPIRED: "expire_password",
};
