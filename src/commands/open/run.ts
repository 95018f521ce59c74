import type { Context } from "../../context.ts";
import { OktaUnlockError, packagePage } from "../../errors.ts";
import { hint } from "../../hints.ts";
import type { View } from "../../terminal/session.ts";
import type { OpenFlags } from "../open.ts";
import { type PageName, pageNames } from "./page-names.ts";
import { pages } from "./pages.ts";
import { findSubject } from "./subject.ts";

interface Opened {
  readonly page: PageName;
  readonly url: string;
  /** False when the URL is to be used by hand. */
  readonly opened: boolean;
  /** What is said when it is not the very page. */
  readonly instead?: string;
}

const docsTitle = "the documentation of okta-unlock";

/** Finds a page and shows it in the browser, where there is one. */
export async function runOpen(context: Context, word: string | undefined, flags: OpenFlags): Promise<Opened> {
  const page = (word ?? (await askForPage(context))) as PageName;
  const { url, instead } = await locate(context, page, flags);
  const opened = flags.print !== true && (await context.openUrl(url));
  return { page, url, opened, ...(instead !== undefined && { instead }) };
}

async function locate(
  context: Context,
  page: PageName,
  flags: OpenFlags,
): Promise<{ readonly url: string; readonly instead?: string }> {
  if (page === "docs") return { url: packagePage };
  const subject = await findSubject(context, page, flags);
  const row = pages[page];
  return subject.adminUrl === undefined ? row.local(subject) : { url: row.okta(subject) };
}

async function askForPage({ interaction, prompts }: Context): Promise<PageName> {
  const choices = pageNames.map((value) => ({
    value,
    name: `${value}: ${value === "docs" ? docsTitle : pages[value].title}`,
  }));
  if (interaction.canAsk) return prompts.select({ message: "Which page?", choices });
  throw new OktaUnlockError("missing-input", {
    message: "Which page to open is missing.",
    details: choices.map(({ name }) => name),
    next: `Name one: ${hint("open", { args: ["app"] })}`,
  });
}

export const openView: View<Opened> = {
  json: ({ page, url, opened }) => ({ page, url, opened }),
  stdout: ({ url, opened }) => (opened ? "" : `${url}\n`),
  stderr: ({ url, opened, instead }) =>
    `${instead === undefined ? "" : `${instead}\n`}${opened ? `Opened ${url}\n` : ""}`,
};
