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

  /** On a full disk nothing changes: the session ends with the app, or its end shows at the next start. */
  set isSet(isSet: boolean) {
    try {
      if (isSet === this.marker.exists) return;
      if (isSet) this.marker.create();
      else this.marker.delete();
    } catch (error) {
      console.warn("It could not be noted whether there is a session.", error);
    }
  }

  async changeOwner(person: string | null): Promise<boolean> {
    const before = await this.readOwner();
    const now = person === null ? null : await hash(person);
    try {
      this.writeOwner(now);
    } catch (error) {
      console.warn("The owner of this device's data could not be noted.", error);
    }
    return before !== null && before !== now;
  }

  /** Null when nobody is noted. What cannot be read is nobody's hash: whoever comes next is somebody else. */
  private async readOwner(): Promise<string | null> {
    try {
      return this.owner.exists ? await this.owner.text() : null;
    } catch {
      return "";
    }
  }

  private writeOwner(hash: string | null): void {
    if (hash !== null) {
      if (!this.folder.exists) this.folder.create();
      this.owner.write(hash);
    } else if (this.owner.exists) {
      this.owner.delete();
    }
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
