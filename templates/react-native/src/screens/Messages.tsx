import { type ReactNode, useEffect } from "react";
import { AccessibilityInfo, Platform, StyleSheet, View } from "react-native";
import { ThemedText } from "./ThemedText";

/** TalkBack says what changes in here. It is there even when it is empty, or the first would be missed. */
export function LiveMessages({ children }: { readonly children: ReactNode }) {
  return (
    <View accessibilityLiveRegion="polite" style={styles.messages}>
      {children}
    </View>
  );
}

/** VoiceOver knows no live regions: it says `text` when that comes up or changes. */
export function useAnnouncement(text: string | null): void {
  useEffect(() => {
    if (text !== null && Platform.OS === "ios") AccessibilityInfo.announceForAccessibility(text);
  }, [text]);
}

/** A sentence in the middle of a quiet screen. */
export function MessageText({ message }: { readonly message: string }) {
  useAnnouncement(message);
  return (
    <ThemedText color="secondaryText" style={styles.message}>
      {message}
    </ThemedText>
  );
}

const styles = StyleSheet.create({
  messages: { alignItems: "center", gap: 16 },
  message: { textAlign: "center" },
});
