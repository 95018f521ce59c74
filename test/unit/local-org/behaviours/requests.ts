import { expect } from "vitest";
import type { Answer, TestOrg } from "../support.ts";
import { nativeApp } from "../support.ts";

let made = 0;

/** A name that no other row uses. */
export function freshName(start: string): string {
  made += 1;
  return `${start}-${made}`;
}

export async function newApp(org: TestOrg, changes: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
  return org.call("POST", "/api/v1/apps", nativeApp(freshName("app"), changes));
}

export async function newUser(org: TestOrg, query = "", password?: string): Promise<Answer> {
  const login = `${freshName("person")}@example.com`;
  const profile = { firstName: "Ada", lastName: "Byron", login, email: login };
  const credentials = { password: { value: password } };
  const body = { profile, ...(password === undefined ? {} : { credentials }) };
  return org.call("POST", `/api/v1/users${query}`, body);
}

export async function newGroup(org: TestOrg): Promise<Answer> {
  return org.call("POST", "/api/v1/groups", { profile: { name: freshName("group") } });
}

export async function newServer(org: TestOrg): Promise<string> {
  const body = { name: freshName("server"), description: "d", audiences: ["api://x"] };
  return `/api/v1/authorizationServers/${(await org.call("POST", "/api/v1/authorizationServers", body)).json.id}`;
}

/** Expects a refusal, by status, code and, if given, the first cause. */
export function expectRefusal(answer: Answer, status: number, errorCode: string, cause?: string): void {
  expect([answer.status, answer.json.errorCode]).toEqual([status, errorCode]);
  if (cause !== undefined) expect(answer.json.errorCauses[0].errorSummary).toBe(cause);
}

export const goodPassword = "Local-pass-1";
