/** Sends a request, as `fetch` does. */
export type Transport = (url: string, init: RequestInit) => Promise<Response>;
