import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { renderIosProject } from "../support/render-template.ts";
import { deletionView, localOrgView, passcodeView, sampleView } from "../support/sample-view.ts";
import {
  compile,
  forEachInParallel,
  swiftFiles,
  type SwiftToolchain,
  swiftToolchain,
  typecheck,
} from "../support/swift-toolchain.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

let swift: SwiftToolchain;
beforeAll(async () => {
  swift = await swiftToolchain();
});

async function rendered(view = sampleView): Promise<string> {
  const folder = temporaryFolder();
  await renderIosProject(view, folder);
  return folder;
}

describe.each([
  ["an Okta org", sampleView],
  // No Swift file tells the local org from another one (test/unit/project/ios-project.test.ts).
  ["the local org, with deletion of the account", { ...localOrgView, accountDeletion: true }],
])("a project for %s", (_, view) => {
  test("every Swift file parses by itself", async () => {
    const files = swiftFiles(await rendered(view));
    expect(files.length).toBeGreaterThan(30);
    const results = await forEachInParallel(files, (file) =>
      swift.run("swift-frontend", ["-parse", "-parse-as-library", file]),
    );
    expect(results.filter(({ ok }) => !ok).map(({ output }) => output)).toEqual([]);
  });

  test("the app type-checks in Swift 6 mode, without a warning", async () => {
    const result = await typecheck(swift, "MyApp", swiftFiles(join(await rendered(view), "MyApp")));
    expect(result.output).toBe("");
    expect(result.ok).toBe(true);
  });

  test("its tests type-check against the app", async () => {
    const folder = await rendered(view);
    const app = await compile(swift, "MyApp", swiftFiles(join(folder, "MyApp")), folder);
    expect(app.output).toBe("");
    const tests = await compile(swift, "MyAppTests", swiftFiles(join(folder, "MyAppTests")), folder);
    expect(tests.output).toBe("");
    expect(tests.ok).toBe(true);
  });

  test("its UI tests type-check", async () => {
    const files = swiftFiles(join(await rendered(view), "MyAppUITests"));
    const result = await typecheck(swift, "MyAppUITests", files);
    expect(result.output).toBe("");
    expect(result.ok).toBe(true);
  });
});

test("an app that the passcode opens, too, type-checks", async () => {
  const folder = await rendered(passcodeView);
  const settings = readFileSync(join(folder, "MyApp/Shell/Launch/AppSettings.swift"), "utf8");
  expect(settings).toContain("key: .biometricOrPasscode,\n        lockAfter: .seconds(0)\n");
  const result = await typecheck(swift, "MyApp", swiftFiles(join(folder, "MyApp")));
  expect(result.output).toBe("");
});

test("the view in README.md that calls an API type-checks with the app", async () => {
  const folder = await rendered();
  const readme = readFileSync(join(folder, "README.md"), "utf8");
  const [, view = ""] = /```swift\n(.*?)```/su.exec(readme) ?? [];
  expect(view).toContain("model.data(for:");
  writeFileSync(join(folder, "MyApp/View.swift"), `import SwiftUI\n\n${view}`);
  const result = await typecheck(swift, "MyApp", swiftFiles(join(folder, "MyApp")));
  expect(result.output).toBe("");
});

test("the core type-checks without the shell around it", async () => {
  const result = await typecheck(swift, "MyApp", swiftFiles(join(await rendered(), "MyApp/Core")));
  expect(result.output).toBe("");
  expect(result.ok).toBe(true);
});

test("what README.md takes over into an app that exists type-checks there", async () => {
  const app = join(await rendered(), "MyApp");
  const policy = join(app, "Policy.swift");
  writeFileSync(policy, "enum AppSettings { static let unlockPolicy = UnlockPolicy(lockAfter: .zero) }\n");
  const shell = ["Launch/AppModel+Live.swift", "Screens/PrivacyCover.swift"];
  const readme = readFileSync(join(app, "../README.md"), "utf8");
  for (const path of shell) expect(readme).toContain(`Shell/${path}`);
  const files = [...swiftFiles(join(app, "Core")), ...shell.map((path) => join(app, "Shell", path)), policy];
  const result = await typecheck(swift, "MyApp", files);
  expect(result.output).toBe("");
});

test("what is compiled for the simulator only type-checks too", async () => {
  const folder = await rendered();
  const path = join(folder, "MyApp/Core/Keychain/KeychainItems.swift");
  const source = readFileSync(path, "utf8");
  expect(source).toContain("#if targetEnvironment(simulator)");
  writeFileSync(path, source.replace("#if targetEnvironment(simulator)", "#if swift(>=6)"));
  const result = await typecheck(swift, "MyApp", swiftFiles(join(folder, "MyApp")));
  expect(result.output).toBe("");
  expect(result.ok).toBe(true);
});

test("swift-format has nothing to say, with the settings that the project brings", async () => {
  const [folder, other] = [await rendered(), await rendered(deletionView)];
  const options = ["lint", "--strict", "--parallel", "--configuration", join(folder, ".swift-format")];
  const files = [folder, other].flatMap(swiftFiles);
  const result = await swift.run("swift-format", [...options, ...files]);
  expect(result.output).toBe("");
  expect(result.ok).toBe(true);
});

describe("the type check finds", () => {
  const mutations: readonly [name: string, file: string, from: string, to: string][] = [
    ["a missing await", "Shell/Screens/SignInView.swift", "await model.signIn()", "model.signIn()"],
    ["a missing try", "Core/Okta/OktaGrant.swift", "try await client.revoke", "await client.revoke"],
    [
      "a state that no screen shows",
      "Shell/Screens/RootView.swift",
      "case .signingOut:",
      "case .signingIn where false:",
    ],
    ["a misspelt member", "Core/Okta/OktaGrant.swift", "userInfo.preferredUsername", "userInfo.username"],
    ["a wrong argument label", "Core/Okta/OktaAuthorizationServer.swift", "using: client", "with: client"],
    [
      "a scope list where the SDK has none",
      "Core/Okta/OktaSignIn.swift",
      "from: .current)",
      "from: .current, scopes: [])",
    ],
    [
      "a view model read off the main actor",
      "Core/Session/AppModel.swift",
      "return Task { await",
      "return Task.detached { _ = self.state; await",
    ],
    ["a text that is no view", "Shell/Screens/NoticeView.swift", "Text(message)", "message"],
    ["a wrong keychain type", "Core/Keychain/KeychainItems.swift", "errSecSuccess", '"success"'],
    [
      "a policy that does not exist",
      "Core/Keychain/Unlock+System.swift",
      ".deviceOwnerAuthenticationWithBiometrics",
      ".biometrics",
    ],
    [
      "an unhandled failure",
      "Shell/Screens/LockedView.swift",
      '        case .lockedOut: "Too',
      '        // "Too',
    ],
    ["mutable state shared between threads", "Shell/Launch/AppSettings.swift", "static let", "static var"],
    [
      "a value that can't cross threads",
      "Core/Session/AuthorizationServer.swift",
      "protocol Grant: Sendable",
      "protocol Grant",
    ],
    [
      "an optional used as if it were there",
      "Core/Session/OktaSession.swift",
      "guard let refreshToken else { throw SessionError.locked }\n        let era",
      "let era",
    ],
    [
      "the published guides' `if let … else`",
      "Core/Session/ApiClient.swift",
      "guard let response",
      "if let response",
    ],
    ["a value that was never made", "Shell/Launch/MainApp.swift", "hostsUnitTests ?", "isTested ?"],
    [
      "a variable that never changes",
      "Core/Keychain/KeychainItems.swift",
      "let status = SecItemAdd",
      "var status = SecItemAdd",
    ],
  ];

  test.each(mutations)("%s", async (_, file, from, to) => {
    const folder = await rendered();
    const path = join(folder, "MyApp", file);
    const source = readFileSync(path, "utf8");
    expect(source).toContain(from);
    writeFileSync(path, source.replace(from, to));
    const result = await typecheck(swift, "MyApp", swiftFiles(join(folder, "MyApp")));
    expect(result.ok).toBe(false);
    expect(result.output).toContain("error:");
  });
});

test("swift-format finds a line that is too long and a wrong indentation", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "App"));
  cpSync(join(await rendered(), ".swift-format"), join(folder, ".swift-format"));
  writeFileSync(join(folder, "App/Bad.swift"), `func a() {\n  print("${"x".repeat(120)}")\n}\n`);
  const options = ["lint", "--strict", "--configuration", join(folder, ".swift-format")];
  const result = await swift.run("swift-format", [...options, join(folder, "App/Bad.swift")]);
  expect(result.ok).toBe(false);
  expect(result.output).toContain("[LineLength]");
  expect(result.output).toContain("[Indentation]");
});
