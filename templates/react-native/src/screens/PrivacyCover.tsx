import Constants from "expo-constants";
import * as ScreenCapture from "expo-screen-capture";
import { useEffect } from "react";
import { Platform, StyleSheet, View } from "react-native";
import { useTheme } from "../theme";
import { ThemedText } from "./ThemedText";

/** Lies above the content from when the app is left until it is decided whether it locks. */
export function PrivacyCover() {
  const { background } = useTheme();
  return (
    <View style={[styles.cover, { backgroundColor: background }]} testID="privacy-cover">
      <AppMark />
    </View>
  );
}

/** The app's sign and name, as every quiet screen shows them. */
export function AppMark() {
  const { accent, background } = useTheme();
  return (
    <View style={styles.mark}>
      <View accessibilityElementsHidden aria-hidden importantForAccessibility="no-hide-descendants" style={styles.lock}>
        <View style={[styles.shackle, { borderColor: accent }]} />
        <View style={[styles.body, { backgroundColor: accent }]}>
          <View style={[styles.keyhole, { backgroundColor: background }]} />
        </View>
      </View>
      <ThemedText accessibilityRole="header" variant="title" style={styles.name}>
        {displayName}
      </ThemedText>
    </View>
  );
}

/** The name below the icon, as app.json has it. */
export const displayName = String(Constants.expoConfig?.extra?.["displayName"] ?? "");

/**
 * Keeps the content out of the pictures that the system takes of the app, which it does before a cover of ours is drawn.
 * On Android that takes screenshots away as well.
 */
export function useNoPictures(hasContent: boolean): void {
  useEffect(() => {
    if (!hasContent) return;
    allowPictures(false);
    return () => allowPictures(true);
  }, [hasContent]);
}

const { allowScreenCaptureAsync, preventScreenCaptureAsync } = ScreenCapture;
const { disableAppSwitcherProtectionAsync, enableAppSwitcherProtectionAsync } = ScreenCapture;

function allowPictures(isAllowed: boolean): void {
  const change = Platform.select({
    android: () => (isAllowed ? allowScreenCaptureAsync() : preventScreenCaptureAsync()),
    ios: () => (isAllowed ? disableAppSwitcherProtectionAsync() : enableAppSwitcherProtectionAsync(1)),
  });
  change?.().catch((error: unknown) => console.warn("The app switcher may show the content.", error));
}

const styles = StyleSheet.create({
  cover: { ...StyleSheet.absoluteFill, alignItems: "center", justifyContent: "center" },
  mark: { alignItems: "center", gap: 16, padding: 16 },
  lock: { alignItems: "center" },
  shackle: {
    borderBottomWidth: 0,
    borderTopLeftRadius: 16,
    borderTopRightRadius: 16,
    borderWidth: 5,
    height: 24,
    width: 32,
  },
  body: { alignItems: "center", borderRadius: 8, height: 36, justifyContent: "center", width: 48 },
  keyhole: { borderRadius: 3, height: 14, width: 6 },
  name: { textAlign: "center" },
});
