/**
 * True for a request that does no more when it arrives twice, so that it may be sent again when its answer was lost: reads,
 * removals, assignments, and changes of a status. A whole app is put once: what somebody else changed in between would be
 * lost. What makes something is sent once, or there would be two.
 */
export function isRepeatable({ method, url }: { readonly method: string; readonly url: string }): boolean {
  const { pathname } = new URL(url);
  if (method === "PUT") return !/\/apps\/[^/]+$/u.test(pathname);
  if (method === "POST") return /\/lifecycle\/(?:de)?activate$/u.test(pathname);
  return method === "GET" || method === "DELETE";
}
