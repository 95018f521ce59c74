import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A package registry on loopback, and what it was asked. */
export interface Registry {
  readonly url: string;
  readonly requests: readonly IncomingMessage[];
}

/** Ends with the test, connections that hang included. */
export async function startRegistry(answer: RequestListener): Promise<Registry> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/npm`, requests };
}

/** Answers with the tags of a package. */
export function answerTags(tags: object): RequestListener {
  return (_request, response) => response.end(JSON.stringify(tags));
}
