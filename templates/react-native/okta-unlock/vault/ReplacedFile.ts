import { type Directory, File } from "expo-file-system";

/**
 * One file that is replaced as a whole, or stays as it was. The new text is written beside it and moved over. iOS
 * removes the old file before it moves the new one: should the app be ended between the two, the new one is read.
 */
export class ReplacedFile {
  private readonly folder: Directory;
  private readonly name: string;

  constructor(folder: Directory, name: string) {
    this.folder = folder;
    this.name = name;
  }

  /** Null when there is none. A new file beside an old one may have been written in part. */
  async read(): Promise<string | null> {
    const { file, next } = this;
    if (file.exists) return file.text();
    return next.exists ? next.text() : null;
  }

  replace(text: string): void {
    // The only text there is must not be written over.
    if (!this.file.exists && this.next.exists) this.next.moveSync(this.file);
    const { next } = this;
    next.write(text);
    next.moveSync(this.file, { overwrite: true });
  }

  /** The old file goes last: what is left of a new one must not be read in its place. */
  delete(): void {
    for (const file of [this.next, this.file]) if (file.exists) file.delete();
  }

  /** Always another object: one that was moved names the place it was moved to. */
  private get file(): File {
    return new File(this.folder, this.name);
  }

  private get next(): File {
    return new File(this.folder, `${this.name}.next`);
  }
}
