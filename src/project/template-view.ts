import type { ViewPart } from "./answer.ts";
import { answerRows, type answers, type ProjectAnswers } from "./answers.ts";
import type { OktaSettings } from "./okta-settings.ts";

/** What a rendering needs to know of the run itself. */
export interface Generator {
  /** The command line that makes this project again. */
  readonly command: string;
  /** The version of okta-unlock. */
  readonly version: string;
}

type Parts<T> = Readonly<Record<string, ViewPart<T>>>;

/** What templates may name of Okta. Unknown values are empty. */
const oktaParts = {
  issuer: { from: ({ issuer }): string => issuer },
  clientId: { from: ({ clientId }): string => clientId },
  /** Joined by spaces, as OAuth writes them. */
  scopes: { from: ({ scopes }) => scopes.join(" ") },
  /** The same, one by one. */
  scopeList: { from: ({ scopes }): readonly string[] => scopes },
  org: { from: ({ org = "" }): string => org },
  appId: { from: ({ appId = "" }) => appId },
  localOrg: { from: ({ localOrg }) => localOrg },
} as const satisfies Parts<OktaSettings>;

const generatorParts = {
  command: { from: ({ command }) => command },
  /** `okta-unlock 1.2.3`. */
  generator: { from: ({ version }) => `okta-unlock ${version}` },
} as const satisfies Parts<Generator>;

type Read<P> = {
  readonly [Name in keyof P]: P[Name] extends ViewPart<never> ? ReturnType<P[Name]["from"]> : never;
};
type Merge<Union> = (Union extends unknown ? (part: Union) => void : never) extends (part: infer All) => void
  ? All
  : never;
type AnswerView = {
  [Name in keyof typeof answers]: Read<(typeof answers)[Name]["view"]>;
}[keyof typeof answers];

/** Everything a template may name. Strings are escaped for the kind of the file before they get there. */
export type TemplateView = Merge<AnswerView> & Read<typeof oktaParts> & Read<typeof generatorParts>;

const answerParts: Parts<never> = Object.assign({}, ...answerRows.map(([, { view }]) => view));
const allParts: Parts<never> = { ...answerParts, ...oktaParts, ...generatorParts };

/** The names of a view: what a template may use. */
export const viewNames: readonly string[] = Object.keys(allParts);

/** True for what stands in running text in a Markdown file. */
export function isMarkdownText(name: string): boolean {
  return allParts[name]?.isMarkdownText === true;
}

/** The view for these answers and settings. */
export function toTemplateView(
  answers: ProjectAnswers,
  okta: OktaSettings,
  generator: Generator,
): TemplateView {
  const views = answerRows.map(([name, row]) => read(row.view, answers[name]));
  return Object.assign({}, ...views, read(oktaParts, okta), read(generatorParts, generator)) as TemplateView;
}

function read<T>(parts: Parts<T>, value: T): object {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.from(value)]));
}
