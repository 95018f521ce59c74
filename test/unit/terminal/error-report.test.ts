import { expect, test } from "vitest";
import { errorCodes } from "../../../src/errors.ts";
import { LocalOrgError } from "../../../src/local-org/local-org-error.ts";
import { toOktaUnlockError } from "../../../src/terminal/error-report.ts";

test("an error of the local org keeps its code and all that it says", () => {
  const said = {
    message: "Another program has the port.",
    why: "The issuer names it.",
    next: "Stop that program.",
    details: ["process 1"],
  };
  const error = new LocalOrgError("local-org-conflict", said);
  const mapped = toOktaUnlockError(error);
  expect(mapped).toMatchObject({ ...said, code: "local-org-conflict", exitCode: 5, cause: error });
  expect(errorCodes).toContain(error.code);
});

test("whatever else is thrown is a bug, an error that only carries the name included", () => {
  const named = Object.assign(new Error("?"), { name: "LocalOrgError", code: "no-such-code" });
  expect(toOktaUnlockError(named)).toMatchObject({ code: "unexpected", exitCode: 1 });
});
