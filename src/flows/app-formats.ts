/** The forms that the values of an app can be printed in. The help of a command names them, and loads no more. */
export const appFormats = ["env", "json", "plist", "properties"] as const;

export type AppFormat = (typeof appFormats)[number];
