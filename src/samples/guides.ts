import { guides } from "virtual:okta-unlock/guides";
import type { FileKind } from "../project/escape.ts";
import { createRenderer } from "../project/render.ts";
import type { TemplateNode } from "../project/template-nodes.ts";
import type { TemplateView } from "../project/template-view.ts";
import type { Platform } from "../values/platform.ts";

/** A part of a page, rendered as a file of its kind is. */
export interface CompiledSegment {
  readonly kind: FileKind;
  /** What needs no value. */
  readonly text?: string;
  /** What does. */
  readonly nodes?: readonly TemplateNode[];
  /** Where code comes from: the path in the template. */
  readonly from?: string;
}

/** A snippet of a guide: the page it is, and what its guide calls the folders of the platforms. */
export interface GuideSnippet {
  readonly guide: string;
  readonly snippet: string;
  readonly page: string;
  readonly folders: Readonly<Record<Platform, string>>;
}

/** `templates/guides`, compiled. */
export interface CompiledGuides {
  /** Guide by guide, in the order of `guides.json`. */
  readonly snippets: readonly GuideSnippet[];
  readonly pages: Readonly<Record<Platform, Readonly<Record<string, readonly CompiledSegment[]>>>>;
}

/** The names of the guides: `unlock-mobile-app-with-biometrics`. */
export const guideNames: readonly string[] = [...new Set(guides.snippets.map(({ guide }) => guide))];

export interface RenderedSnippet {
  /** As Okta's docs repository has it: `<guide>/main/<platform>/<snippet>.md`. */
  readonly path: string;
  readonly text: string;
}

/** Renders the snippets of some guides for one platform. The same view gives the same bytes. */
export function renderGuides(
  platform: Platform,
  view: TemplateView,
  wanted: readonly string[],
): readonly RenderedSnippet[] {
  const render = createRenderer(view);
  const pages = guides.pages[platform];
  return guides.snippets
    .filter(({ guide }) => wanted.includes(guide))
    .map(({ guide, snippet, page, folders }) => ({
      path: `${guide}/main/${folders[platform]}/${snippet}.md`,
      text: (pages[page] ?? [])
        .map(({ kind, text, nodes }) => (nodes === undefined ? (text ?? "") : render(nodes, kind)))
        .join(""),
    }));
}
