import type { ServerResponse } from "node:http";

/** Counts the requests that are being worked on. */
export class AtOnce {
  readonly #running = new Map<string, number>();

  /** True when there is room for one more of this kind, which keeps it until it is answered or its connection breaks. */
  has(response: ServerResponse, key: string, most: number): boolean {
    const running = this.#running.get(key) ?? 0;
    if (running >= most) return false;
    this.#running.set(key, running + 1);
    response.once("close", () => this.#leave(key));
    return true;
  }

  #leave(key: string): void {
    const left = (this.#running.get(key) ?? 1) - 1;
    if (left > 0) this.#running.set(key, left);
    else this.#running.delete(key);
  }
}
