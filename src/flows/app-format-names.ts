/** The forms in which an app is printed. Help names them, and loads nothing of what writes them. */
export const appFormats = ["env", "json", "plist", "properties"] as const;

export type AppFormat = (typeof appFormats)[number];
