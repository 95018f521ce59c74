import type * as nodePath from "node:path";
import { describe, expect, test, vi } from "vitest";
import { buildPortableCommand } from "../../src/commands/create/equivalent.ts";
import { listNextSteps } from "../../src/commands/create/next-steps.ts";
import { gatherPlace } from "../../src/commands/create/place.ts";
import type { CreateAnswers } from "../../src/commands/create/answers.ts";
import type { Gathering } from "../../src/flows/fields.ts";
import { assertProjectPaths, pathFault } from "../../src/project/paths.ts";
import { deriveDisplayName, parseDirectory } from "../../src/values/directory.ts";
import { answersFor, oktaSettings } from "../unit/project/fixture.ts";

vi.mock("node:path", async (importOriginal) => {
  const { win32 } = await importOriginal<typeof nodePath>();
  return { ...win32, default: win32 };
});

const cwd = String.raw`C:\work`;

/** What was typed as `[dir]`: where the project would go, or why it can't. */
async function placeOf(typed: string): Promise<string> {
  let refusal = "";
  const gathering: Pick<Gathering, "refused"> = {
    refused(message) {
      refusal = message;
      return undefined;
    },
  };
  try {
    const place = await gatherPlace({ cwd }, gathering as Gathering, typed);
    return place?.directory ?? refusal;
  } catch (error) {
    // No such drive is here.
    return /^The project can't be written to (.*)\.$/u.exec((error as Error).message)?.[1] ?? String(error);
  }
}

describe("with the paths of Windows", () => {
  test.each([
    ["my-app", String.raw`C:\work\my-app`],
    ["sub/my-app", String.raw`C:\work\sub\my-app`],
    [String.raw`sub\my-app`, String.raw`C:\work\sub\my-app`],
    [String.raw`C:\x\my-app`, String.raw`C:\x\my-app`],
    ["D:/x/my-app", String.raw`D:\x\my-app`],
    [String.raw`C:\x\..\..\my-app`, String.raw`C:\my-app`],
    [String.raw`a\..\..\b`, String.raw`C:\b`],
    [String.raw`\\server\share\my-app`, String.raw`\\server\share\my-app`],
  ])("%s goes to %s", async (typed, directory) => {
    expect(await placeOf(typed)).toBe(directory);
  });

  test.each([
    "C:foo",
    "my-app.",
    "my-app ",
    String.raw`aux\my-app`,
    String.raw`C:\x\nul.txt\app`,
    "COM¹",
    "x".repeat(300),
    String.raw`C:\x\a|b`,
  ])("%s is refused", async (typed) => {
    expect(parseDirectory(typed).ok).toBe(false);
    expect(await placeOf(typed)).toContain("folder [dir]:");
  });

  test.each([
    [String.raw`C:\work\sub\my-app`, "create sub/my-app ", String.raw`sub\my-app`],
    [String.raw`C:\my-app`, "create ../my-app ", String.raw`..\my-app`],
    [String.raw`D:\x\my-app`, "create D:/x/my-app ", String.raw`D:\x\my-app`],
    [cwd, "create . ", "nothing"],
  ])("a project in %s is made again by %s, and entered by cd %s", (directory, command, entered) => {
    const answers = answersIn(directory);
    expect(buildPortableCommand({ cwd, platform: "win32" }, answers)).toContain(command);
    const [enter] = listNextSteps({ cwd, platform: "win32" }, answers, {
      okta: oktaSettings,
      templateSteps: [],
    });
    expect(enter ?? "nothing").toContain(entered);
  });

  test("the name comes from the last part", () => {
    expect(deriveDisplayName(String.raw`C:\work\my-app`)).toBe("My App");
    expect(deriveDisplayName(String.raw`\\server\share\my-app`)).toBe("My App");
  });

  test.each([
    String.raw`App\Core.swift`,
    "C:foo",
    "C:/x",
    String.raw`\\server\share`,
    String.raw`..\x`,
    "a/aux",
  ])("%s never is a file of a project: a path that was joined would fail the build", (path) => {
    expect(pathFault(path)).toBeDefined();
    expect(() => assertProjectPaths([path])).toThrow(path.split("/")[0]?.slice(0, 2));
  });
});

function answersIn(directory: string): CreateAnswers {
  return {
    ...answersFor("My App"),
    platforms: ["ios"],
    directory,
    destination: { kind: "local" },
    provision: { assignment: "everyone", authorizationServer: "default", implicitAssignment: false },
    ifExists: undefined,
    git: true,
    input: { argument: undefined, flags: { git: true } },
  } as unknown as CreateAnswers;
}
