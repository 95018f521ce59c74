import { closeSync, fdatasyncSync, fstatSync, openSync, truncateSync, writeSync } from "node:fs";
import { retryInUse } from "../../files/in-use.ts";
import { encodeLine } from "./state-files.ts";

/** The mode of every file that holds state: it holds tokens and passwords. */
const privateMode = 0o600;

/**
 * An append-only file of records with checksums. When `append` returns, the record is with the operating system: it survives the
 * death of this process (kill -9). It reaches the disk within a second (see Store), so a power cut may cost that second.
 */
export class WriteAheadLog {
  readonly #path: string;
  readonly #descriptor: number;
  #size: number;
  /** Why nothing more can be appended: the end of the file is unknown. */
  #broken: unknown;

  constructor(path: string, wholeBytes: number) {
    this.#path = path;
    this.#descriptor = retryInUse(() => openSync(path, "a", privateMode));
    this.#size = wholeBytes;
    if (fstatSync(this.#descriptor).size !== wholeBytes) this.#truncate();
  }

  get size(): number {
    return this.#size;
  }

  /** Writes one record, whole or not at all: after a failure (full disk) the file is cut back to where it was. */
  append(record: unknown): void {
    if (this.#broken !== undefined) throw this.#broken;
    const bytes = Buffer.from(encodeLine(record), "utf8");
    try {
      let written = 0;
      while (written < bytes.length) written += writeSync(this.#descriptor, bytes, written);
    } catch (error) {
      this.#cutBack(error);
      throw error;
    }
    this.#size += bytes.length;
  }

  /** If even that fails, no more records are accepted: one after a partial record would make the file unreadable. */
  #cutBack(cause: unknown): void {
    try {
      this.#truncate();
    } catch {
      this.#broken = cause;
    }
  }

  /** By path: on Windows a descriptor that can only append can't truncate (https://github.com/nodejs/node/issues/3177). */
  #truncate(): void {
    retryInUse(() => truncateSync(this.#path, this.#size));
  }

  flush(): void {
    fdatasyncSync(this.#descriptor);
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
