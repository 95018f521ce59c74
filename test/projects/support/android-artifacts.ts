import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** The sets of `toolchain/android/artifacts.lock` that are brought. */
export type ArtifactSet = "app" | "test" | "tools" | "sdk" | "minsdk" | "gradle";

/** What the toolchain brought from Maven. */
export class AndroidArtifacts {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The jars of a set: the classes of its artifacts. */
  jars(set: ArtifactSet): readonly string[] {
    return this.#entries(set).filter((path) => path.endsWith(".jar"));
  }

  /** The one jar of a set whose name begins with `start`. */
  jar(set: ArtifactSet, start: string): string {
    const [jar, ...more] = this.jars(set).filter((path) => path.startsWith(join(this.#folder, set, start)));
    if (jar === undefined || more.length > 0)
      throw new Error(`Not one artifact of ${set} begins with ${start}`);
    return jar;
  }

  /** The folders of a set's artifacts that have more than classes: a manifest, and maybe resources. */
  libraries(set: ArtifactSet): readonly string[] {
    return this.#entries(set).filter((path) => statSync(path).isDirectory());
  }

  #entries(set: ArtifactSet): readonly string[] {
    const folder = join(this.#folder, set);
    return readdirSync(folder)
      .toSorted()
      .map((name) => join(folder, name));
  }
}
