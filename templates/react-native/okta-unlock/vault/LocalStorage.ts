import { CryptoDigestAlgorithm, CryptoEncoding, digestStringAsync } from "expo-crypto";
import { Directory, File, Paths } from "expo-file-system";
import type { LocalData, SessionMarker } from "../session/Device";

/** The marker as a file of this installation. Of the person it keeps a hash, which is enough to compare. */
export class FileMarker implements SessionMarker {
  /** The name of a file can be read even before the device was unlocked for the first time. */
  readonly isReadable = true;
  private readonly marker = new File(Paths.document, "has-session");
  /** Whose data it is goes to another phone with the data: see the backup rules in okta-unlock/plugin. */
  private readonly folder = new Directory(Paths.document, "backed-up");
  private readonly owner = new File(this.folder, "owner");

  get isSet(): boolean {
    return this.marker.exists;
  }

  set isSet(isSet: boolean) {
    if (isSet === this.marker.exists) return;
    if (isSet) this.marker.create();
    else this.marker.delete();
  }

  async changeOwner(person: string | null): Promise<boolean> {
    const before = this.owner.exists ? await this.owner.text() : null;
    const now = person === null ? null : await hash(person);
    if (now !== null) {
      if (!this.folder.exists) this.folder.create();
      this.owner.write(now);
    } else if (before !== null) {
      this.owner.delete();
    }
    return before !== null && before !== now;
  }
}

function hash(person: string): Promise<string> {
  return digestStringAsync(CryptoDigestAlgorithm.SHA256, person, { encoding: CryptoEncoding.BASE64 });
}

/** What the system may delete at any time. Add the files and databases of your app. */
export class AppCaches implements LocalData {
  async erase(): Promise<void> {
    for (const item of Paths.cache.list()) {
      try {
        item.delete();
      } catch {
        // The system uses it, and would have it back at once.
      }
    }
  }
}
