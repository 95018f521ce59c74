/** A disk for tests, with files as expo-file-system has them on iOS, where moving over a file takes two steps. */
export const disk = new Map<string, string>();

type Step = "create" | "delete" | "read" | "write" | "remove" | "move";

/** The app is ended before this step, or the disk refuses it. */
export const crash: { before?: Step | undefined } = {};

function step(name: Step): void {
  if (crash.before === name) throw new Error(`ended before ${name}`);
}

export class Directory {
  readonly uri: string;

  constructor(...parts: readonly ({ readonly uri: string } | string)[]) {
    this.uri = joinParts(parts);
  }

  readonly exists = true;
}

export class File {
  uri: string;

  constructor(...parts: readonly ({ readonly uri: string } | string)[]) {
    this.uri = joinParts(parts);
  }

  get exists(): boolean {
    return disk.has(this.uri);
  }

  create(): void {
    step("create");
    disk.set(this.uri, "");
  }

  delete(): void {
    step("delete");
    if (!disk.delete(this.uri)) throw new Error("path does not exist");
  }

  async text(): Promise<string> {
    step("read");
    return disk.get(this.uri) ?? "";
  }

  write(text: string): void {
    disk.set(this.uri, text.slice(0, 1));
    step("write");
    disk.set(this.uri, text);
  }

  moveSync(target: File, { overwrite = false } = {}): void {
    if (target.exists && !overwrite) throw new Error("there is a file already");
    step("remove");
    disk.delete(target.uri);
    step("move");
    disk.set(target.uri, disk.get(this.uri) ?? "");
    disk.delete(this.uri);
    this.uri = target.uri;
  }
}

export const Paths = { document: new Directory("document"), cache: new Directory("cache") };

function joinParts(parts: readonly ({ readonly uri: string } | string)[]): string {
  return parts.map((part) => (typeof part === "string" ? part : part.uri)).join("/");
}
