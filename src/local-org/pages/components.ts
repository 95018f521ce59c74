import type { Html } from "./html.ts";
import { html } from "./html.ts";

export function renderHiddenField(name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}" />`;
}

/**
 * A sentence in which commands stand between backticks; a sentence that is a command needs none. Addresses of the org's own
 * pages become links.
 */
export function renderText(text: string): Html {
  if (/^okta-unlock [^.]*$/u.test(text)) return renderCode(text);
  const parts = text.split("`");
  // An unmatched backtick belongs to the text.
  if (parts.length % 2 === 0) return renderLinks(text);
  return html`${parts.map((part, index) => (index % 2 === 0 ? renderLinks(part) : renderCode(part)))}`;
}

/** Breaks lines between the words of a command, not after the dash of `--flag`. A long word may break anywhere. */
function renderCode(text: string): Html {
  const parts = text.split(/( +)/u).map((word) => {
    const isWhole = /^[^ ]*-[^ ]*$/u.test(word) && word.length <= 24;
    return isWhole ? html`<span class="word">${word}</span>` : html`${word}`;
  });
  return html`<code>${parts}</code>`;
}

/** Keeps only the path of an address, so that a link never leaves the org. */
function renderLinks(text: string): Html {
  const parts = text.split(/(https:\/\/(?:localhost|[\d.]+)(?::\d+)?\/activity(?:\/users)?)/u);
  return html`${parts.map((part, index) =>
    index % 2 === 0 ? html`${part}` : html`<a href="${new URL(part).pathname}">${part}</a>`,
  )}`;
}

/** What went wrong, read out when the page opens. Fields refer to it as `problem`. */
export function renderProblem(problem: string | undefined): Html | undefined {
  if (problem === undefined) return undefined;
  return html`<div class="note bad" role="alert" id="problem"><p>${renderText(problem)}</p></div>`;
}

/** Ties a field to the problem of its form. */
export function renderInvalidAttributes(problem: string | undefined): Html | undefined {
  return problem === undefined ? undefined : html` aria-invalid="true" aria-describedby="problem"`;
}

/** Puts the problem first in the title of a page, because screen readers read the title first. */
export function buildTitle(problem: string | undefined, title: string): string {
  return problem === undefined ? title : `Problem: ${title}`;
}
