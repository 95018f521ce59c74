import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import GithubSlugger from "github-slugger";
import { expect, test } from "vitest";
import { readUrl } from "../../src/values/read-url.ts";

const root = new URL("../../", import.meta.url);
const docs = readdirSync(new URL("docs", root)).filter((name) => name.endsWith(".md"));
const pages = ["README.md", "CONTRIBUTING.md", "SECURITY.md", ...docs.map((name) => `docs/${name}`)];

/** Whom a page may link to. CI asks none of them: what is not in this list was not looked at by anybody. */
const hosts = ["developer.okta.com", "github.com"];

test.each(pages)("every link, picture and anchor of %s leads somewhere", (page) => {
  expect(listLinks(page).filter(({ target }) => !leadsSomewhere(page, target))).toEqual([]);
});

test("the check of links finds a missing file, a missing anchor and an address that nobody looked at", () => {
  const broken = ["docs/none.md", "docs/ci.md#none", "#none", "http://github.com/", "https://example.com/"];
  expect(broken.filter((target) => leadsSomewhere("README.md", target))).toEqual([]);
  expect(leadsSomewhere("docs/ci.md", "../README.md#sign-in")).toBe(true);
});

test("a reader of the README finds every page of docs", () => {
  const reached = new Set<string>();
  const follow = (page: string): void => {
    if (reached.has(page)) return;
    reached.add(page);
    for (const { target } of listLinks(page)) {
      const path = resolvePath(page, target);
      if (path?.endsWith(".md") === true && existsSync(new URL(path, root))) follow(path);
    }
  };
  follow("README.md");
  expect(docs.map((name) => `docs/${name}`).filter((page) => !reached.has(page))).toEqual([]);
});

test("the README has at most 8 KB, and its pictures are small", () => {
  expect(statSync(new URL("README.md", root)).size).toBeLessThanOrEqual(8192);
  const pictures = readdirSync(new URL("docs/images", root));
  expect(pictures).not.toEqual([]);
  for (const name of pictures) {
    const limit = name.endsWith(".svg") ? 60_000 : 150_000;
    expect(statSync(new URL(`docs/images/${name}`, root)).size, name).toBeLessThan(limit);
  }
});

test("every picture has a text for those who don't see it", () => {
  const tags = pages.flatMap((page) => readProse(page).match(/<img [^>]*>|!\[[^\]]*\]/gu) ?? []);
  expect(tags.filter((tag) => !/alt="[^"]+"|!\[[^\]]+\]/u.test(tag))).toEqual([]);
});

/** Links of Markdown, those in angle brackets, and the pictures of HTML. */
function listLinks(page: string): readonly { readonly target: string }[] {
  const pattern = /\]\(([^)\s]+)[^)]*\)|<(https?:[^>\s]+)>|(?:src|srcset|href)="([^"]+)"/gu;
  return [...readProse(page).matchAll(pattern)].map(([, link, address, attribute]) => ({
    target: link ?? address ?? attribute ?? "",
  }));
}

/** What is code is not a link. */
function readProse(page: string): string {
  return readFileSync(new URL(page, root), "utf8")
    .replaceAll(/^```[^]*?^```/gmu, "")
    .replaceAll(/`[^`\n]*`/gu, "``");
}

function leadsSomewhere(page: string, target: string): boolean {
  if (/^\w+:/u.test(target)) return isKnownAddress(target);
  const path = resolvePath(page, target) ?? page;
  if (!existsSync(new URL(path, root))) return false;
  const [, anchor] = target.split("#");
  return anchor === undefined || listAnchors(path).includes(anchor);
}

function isKnownAddress(target: string): boolean {
  const url = readUrl(target);
  return url?.protocol === "https:" && hosts.includes(url.hostname);
}

/** Of a file of this project, from its root; undefined for an anchor of the same page and for an address elsewhere. */
function resolvePath(page: string, target: string): string | undefined {
  const [path = ""] = target.split("#");
  if (path === "" || /^\w+:/u.test(path)) return undefined;
  return new URL(path, new URL(page, "file:///")).pathname.slice(1);
}

/** As GitHub makes them from the headings. */
function listAnchors(page: string): readonly string[] {
  const slugger = new GithubSlugger();
  const text = readFileSync(new URL(page, root), "utf8").replaceAll(/^```[^]*?^```/gmu, "");
  return [...text.matchAll(/^#{1,6} +(.+?) *$/gmu)].map(([, title = ""]) =>
    slugger.slug(title.replaceAll(/\[([^\]]*)\]\([^)]*\)/gu, "$1").replaceAll(/[`*]/gu, "")),
  );
}
