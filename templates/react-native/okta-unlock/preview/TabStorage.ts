import type { LocalData, SessionMarker } from "../session/Device";

const marker = "okta-unlock.preview.has-session";
const owner = "okta-unlock.preview.owner";

/** The marker, for as long as the tab is there. */
export class TabMarker implements SessionMarker {
  readonly isReadable = true;
  private readonly storage: Storage;

  constructor(storage: Storage) {
    this.storage = storage;
  }

  get isSet(): boolean {
    return this.storage.getItem(marker) !== null;
  }

  set isSet(isSet: boolean) {
    write(this.storage, marker, isSet ? "true" : null);
  }

  async changeOwner(person: string | null): Promise<boolean> {
    const before = this.storage.getItem(owner);
    write(this.storage, owner, person);
    return before !== null && before !== person;
  }
}

/** A browser that keeps nothing is no reason to fail. */
function write(storage: Storage, name: string, value: string | null): void {
  try {
    if (value === null) storage.removeItem(name);
    else storage.setItem(name, value);
  } catch {
    console.warn("The browser keeps nothing for this tab: a reload signs out.");
  }
}

/** The preview keeps nothing of a person besides the tokens. */
export class NoLocalData implements LocalData {
  async erase(): Promise<void> {}
}
