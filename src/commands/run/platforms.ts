import type { Platform } from "../../project/answers.ts";

/** What an app is called when it gets no other name. */
export const platformNames: Readonly<Record<Platform, string>> = {
  ios: "iOS App",
  android: "Android App",
  "react-native": "React Native App",
};
