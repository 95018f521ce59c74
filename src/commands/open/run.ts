import { dirname, join } from "node:path";
import type { Context } from "../../context.ts";
import { OktaUnlockError, packagePage } from "../../errors.ts";
import { hint } from "../../hints.ts";
import type { View } from "../../terminal/session.ts";
import type { OpenFlags } from "./flags.ts";
import { type PageName, pageNames, pagesOf, pageTitles } from "./page-names.ts";
import { pages } from "./pages.ts";
import { findSubject } from "./subject.ts";

interface Located {
  readonly url: string;
  /** What else there is to say of the page: that it is only the nearest one. */
  readonly note?: string;
}

interface Opened extends Located {
  readonly page: PageName;
  /** False when the URL is to be used by hand. */
  readonly opened: boolean;
}

/** Finds a page and shows it in the browser, where there is one. */
export async function runOpen(context: Context, word: string | undefined, flags: OpenFlags): Promise<Opened> {
  const fitting = pageNames.filter((name) => findMisplaced(name, flags) === undefined);
  const page = (word as PageName | undefined) ?? (await askForPage(context, fitting));
  const misplaced = findMisplaced(page, flags);
  if (misplaced !== undefined) throw createMisplaced(page, misplaced);
  const located = await locate(context, page, flags);
  const opened = flags.print !== true && (await context.openUrl(located.url));
  return { page, ...located, opened };
}

async function locate(context: Context, page: PageName, flags: OpenFlags): Promise<Located> {
  if (page === "docs") return locateDocs(context);
  const subject = await findSubject(context, page, flags);
  if (subject.adminUrl !== undefined) return { url: pages[page].okta(subject) };
  const { url, instead } = pages[page].local(subject);
  return { url, ...(instead !== undefined && { note: instead }) };
}

/** The page is there once the package is published; what it shows is in the package. */
function locateDocs({ templatesDirectory }: Context): Located {
  const readme = join(dirname(templatesDirectory), "README.md");
  return { url: packagePage, note: `Until okta-unlock is on npm, it is in ${readme}` };
}

/** The flag that the page has no use for. Who gives one expects something of it. */
function findMisplaced(page: PageName, flags: OpenFlags): keyof typeof pagesOf | undefined {
  return (["app", "org"] as const).find((flag) => flags[flag] !== undefined && !pagesOf[flag].includes(page));
}

function createMisplaced(page: PageName, flag: keyof typeof pagesOf): OktaUnlockError {
  return new OktaUnlockError("invalid-value", {
    message: `open ${page} takes no --${flag}.`,
    why: `It shows ${pageTitles[page]}, whatever the ${flag} is.`,
    next: `Leave it out: ${hint("open", { args: [page] })}`,
  });
}

async function askForPage({ interaction, prompts }: Context, names: readonly PageName[]): Promise<PageName> {
  const choices = names.map((value) => ({ value, name: `${value}: ${pageTitles[value]}` }));
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
  stderr: ({ url, opened, note }) =>
    `${note === undefined ? "" : `${note}\n`}${opened ? `Opened ${url}\n` : ""}`,
};
