import { afterAll, expect, test } from "vitest";
import { startTestOrg } from "../support.ts";
import "./rows/apps.ts";
import "./rows/authorization-servers.ts";
import "./rows/errors.ts";
import "./rows/limits.ts";
import "./rows/users-and-groups.ts";
import "./rows/registration.ts";
import "./rows/sign-in.ts";
import "./rows/system-log.ts";
import "./rows/tokens.ts";
import "./rows/trusted-origins.ts";
import "./rows/unemulated.ts";
import { behavioursAsMarkdown, registeredRows } from "./table.ts";

const org = await startTestOrg({ registration: true }, afterAll);
const rows = registeredRows();

test.each(
  rows.map((row) => [`${row.area}: ${row.okta}${row.here === undefined ? "" : ` → ${row.here}`}`, row]),
)("%s", async (_name, row) => {
  expect.hasAssertions();
  await row.check(org);
});

test("no row is there twice", () => {
  const names = rows.map(({ area, okta }) => `${area}: ${okta}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test("the committed table is what these rows make", async () => {
  await expect(behavioursAsMarkdown()).toMatchFileSnapshot("../../../../src/local-org/BEHAVIOURS.md");
});
