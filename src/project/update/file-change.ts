/** What an update does with one file. */
export interface FileChange {
  readonly kind:
    /** New in the template. */
    | "added"
    /** Deleted by the user, and asked back. */
    | "restored"
    /** Nobody had changed it. */
    | "updated"
    /** Changed by the user and by the template, in different places. */
    | "merged"
    /** Changed by both in the same place. */
    | "conflict"
    /** Only its place or its mode changes. */
    | "moved"
    | "removed"
    /** Holds what could not be merged into the file of that name. */
    | "rejected";
  /** Relative to the project, with forward slashes. */
  readonly path: string;
  /** Where it is now, when it moves. */
  readonly movedFrom?: string;
  /** What is there now; undefined when there is nothing. */
  readonly before?: Buffer;
  /** What will be there; undefined when it is removed. */
  readonly after?: Buffer;
  /** Undefined leaves the mode as it is. */
  readonly isExecutable?: boolean;
  /** Places in conflict. */
  readonly conflicts?: number;
}

/** A file that stays as it is, though the template has something else. */
export interface KeptFile {
  readonly path: string;
  readonly why:
    /** Deleted by the user. */
    | "deleted"
    /** The template has it no more, and the user has changed it. */
    | "edited"
    /** A link, a folder or what can't be read is in its place. */
    | "unreadable"
    /** The template moves it to where something of the user's is. */
    | "occupied";
}
