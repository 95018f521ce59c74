import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { noticeUpdate } from "../../../src/update-notice/notice.ts";
import { checkRelease } from "../../../src/update-notice/check-release.ts";
import { createFetch } from "../../../src/okta/transport.ts";
import { answerTags, startRegistry } from "../../support/registry.ts";

const hour = 60 * 60 * 1000;
const noon = Date.UTC(2026, 10, 27, 12);

/** A machine on which okta-unlock 0.9.0 runs, with what its record says. */
function machine(record: object | string = {}) {
  const configDirectory = mkdtempSync(join(tmpdir(), "okta-unlock-notice-"));
  onTestFinished(() => rmSync(configDirectory, { recursive: true }));
  const path = join(configDirectory, "update-notice.json");
  writeFileSync(path, typeof record === "string" ? record : JSON.stringify(record));
  const said: string[] = [];
  const asked: string[] = [];
  const say = (text: string): void => void said.push(text);
  const unheard = (): never => {
    throw new Error("nobody says this");
  };
  const log = {
    info: say,
    debug: () => {},
    success: unheard,
    warn: unheard,
    show: unheard,
    notice: unheard,
    step: unheard,
  };
  const fetching = createFetch({});
  onTestFinished(() => fetching.close());
  return {
    said,
    asked,
    directory: configDirectory,
    read: () => JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>,
    /** A run so many hours after noon ends. */
    end: (hours = 0, env: Readonly<Record<string, string>> = {}) =>
      noticeUpdate(
        {
          configDirectory,
          version: "0.9.0",
          env,
          log,
          clock: { now: () => new Date(noon + hours * hour), sleep: unheard },
          startOwnBackground: async (args) => {
            asked.push(args.join(" "));
            return { stderr: "" };
          },
        },
        () => "npm install -g okta-unlock@latest",
      ),
    /** The answer of a registry comes. */
    ask: (registry: string, patienceMs?: number) =>
      checkRelease(
        {
          configDirectory,
          env: { npm_config_registry: registry },
          log,
          fetch: fetching.fetch,
          signal: new AbortController().signal,
        },
        patienceMs,
      ),
  };
}

const sentence = "okta-unlock 0.10.0 is out (this is 0.9.0): npm install -g okta-unlock@latest";

describe("the notice", () => {
  test("comes once in 24 hours, and so does the question", async () => {
    const { end, said, asked } = machine({ latest: "0.10.0" });
    for (const hours of [0, 1, 23.9]) await end(hours);
    expect([said, asked]).toEqual([[sentence], ["check-release"]]);
    await end(24);
    expect([said, asked]).toEqual([
      [sentence, sentence],
      ["check-release", "check-release"],
    ]);
  });

  test("is one line of 80 columns", () => {
    expect(sentence.length).toBeLessThanOrEqual(80);
  });

  test.each(["0.8.9", "0.9.0", "0.10.0-beta.1", "1.0.0\u001B[2J", "1".repeat(500), 7, null, ["1.0.0"]])(
    "is not about %j",
    async (latest) => {
      const { end, said } = machine({ latest, checkedAt: noon });
      await end();
      expect(said).toEqual([]);
    },
  );

  test("comes again when the clock was far ahead", async () => {
    const { end, said, asked } = machine({ latest: "0.10.0", checkedAt: noon * 2, shownAt: noon * 2 });
    await end();
    expect([said, asked]).toEqual([[sentence], ["check-release"]]);
  });

  test.each<[env: Readonly<Record<string, string>>, isTold: boolean]>([
    [{ OKTA_UNLOCK_UPDATE_NOTICE: "" }, true],
    [{ OKTA_UNLOCK_UPDATE_NOTICE: " ON " }, true],
    [{ OKTA_UNLOCK_UPDATE_NOTICE: "off" }, false],
    [{ OKTA_UNLOCK_UPDATE_NOTICE: "0" }, false],
    [{ OKTA_UNLOCK_UPDATE_NOTICE: "never" }, false],
    [{ NO_UPDATE_NOTIFIER: "" }, false],
    [{ CI: "false", JENKINS_URL: "" }, true],
    [{ JENKINS_URL: "https://ci.example" }, false],
  ])("with %j is told: %s", async (env, isTold) => {
    const { end, said, asked } = machine({ latest: "0.10.0" });
    await end(0, env);
    expect([said, asked]).toEqual(isTold ? [[sentence], ["check-release"]] : [[], []]);
  });

  test("does not wait for a lock that somebody has begun to write, and never finishes", async () => {
    const { end, said, directory } = machine({ latest: "0.10.0", checkedAt: noon });
    mkdirSync(join(directory, "update-notice.lock"));
    const owner = join(directory, "update-notice.lock", "owner-1.json");
    // As if it were written this moment, again and again.
    const beat = setInterval(() => writeFileSync(owner, ""), 50);
    writeFileSync(owner, "");
    onTestFinished(() => clearInterval(beat));
    await end();
    expect(said).toEqual([]);
  });

  test.each(["", "{", "null", "[]", '"text"', '{"checkedAt":"now"}', "x".repeat(5000)])(
    "takes a damaged record for none: %j",
    async (text) => {
      const { end, said, asked, read } = machine(text);
      await end();
      expect([said, asked]).toEqual([[], ["check-release"]]);
      expect(read()).toEqual({ checkedAt: noon, shownAt: 0 });
    },
  );
});

describe("the answer", () => {
  test("is noted beside what is known", async () => {
    const { ask, read } = machine({ checkedAt: 5, shownAt: 4, latest: "0.9.1" });
    await ask((await startRegistry(answerTags({ latest: "0.10.0", next: "1.0.0-rc.1" }))).url);
    expect(read()).toEqual({ checkedAt: 5, shownAt: 4, latest: "0.10.0" });
  });

  test.each([
    ["a prerelease", '{"latest":"1.0.0-rc.1"}'],
    ["control characters", '{"latest":"1.0.0\\u001b]0;x\\u0007"}'],
    ["no version", '{"latest":{"a":1}}'],
    ["no tag", "{}"],
    ["no object", "null"],
    ["no JSON", "<html>sign in to this network</html>"],
    ["nothing", ""],
  ])("is ignored when it holds %s", async (_what, body) => {
    const { ask, read } = machine({ checkedAt: 5 });
    await ask((await startRegistry((_request, response) => response.end(body))).url);
    expect(read()).toEqual({ checkedAt: 5 });
  });

  test.each([301, 401, 404, 500])("is ignored with status %i", async (status) => {
    const { ask, read } = machine({ checkedAt: 5 });
    const registry = await startRegistry((_request, response) => {
      response.writeHead(status, { location: "/elsewhere" }).end('{"latest":"1.0.0"}');
    });
    await ask(registry.url);
    expect(registry.requests).toHaveLength(1);
    expect(read()).toEqual({ checkedAt: 5 });
  });

  test.each([
    ["never comes", ""],
    ["stops half way", '{"latest"'],
  ])("that %s is given up", async (_what, start) => {
    const { ask, read } = machine({ checkedAt: 5 });
    const registry = await startRegistry((_request, response) => {
      if (start !== "") response.write(start);
    });
    await ask(registry.url, 300);
    expect(registry.requests).toHaveLength(1);
    expect(read()).toEqual({ checkedAt: 5 });
  });

  test("that never ends is given up", async () => {
    const { ask, read } = machine({ checkedAt: 5 });
    const flood = await startRegistry((_request, response) => {
      const pour = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(1024 * 1024, " ")));
      };
      response.on("drain", pour);
      pour();
    });
    await ask(flood.url);
    expect(read()).toEqual({ checkedAt: 5 });
  });

  test.each([
    "http://registry.example/",
    "https://ann:secret@registry.example/",
    "ftp://127.0.0.1/",
    "npm",
    "",
  ])("is not asked for at %j", async (registry) => {
    const { ask, read } = machine({ checkedAt: 5 });
    await ask(registry);
    expect(read()).toEqual({ checkedAt: 5 });
  });
});
