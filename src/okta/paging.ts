import type { ResponseHeaders } from "../context.ts";
/**
 * The address of the next page from the `Link` header (RFC 8288), resolved against the page it came with. Undefined
 * on the last page. Whether it may be visited is for the exchange to judge.
 */
export function nextPage(headers: ResponseHeaders, pageUrl: string): string | undefined {
  const links = (headers.get("link") ?? "").matchAll(
    /<([^>]*)>((?:\s*;\s*[^;,"\s=]+(?:=(?:"[^"]*"|[^;,"\s]*))?)*)/g,
  );
  for (const [, target = "", parameters = ""] of links) {
    if (!/;\s*rel="?next"?(?:\s|;|$)/i.test(parameters)) continue;
    const next = URL.canParse(target, pageUrl) ? new URL(target, pageUrl).href : undefined;
    // A page that names itself as the next would be read for ever.
    return next === new URL(pageUrl).href ? undefined : next;
  }
  return undefined;
}
