import { Linking, Platform, Pressable, StyleSheet } from "react-native";
import { strings } from "../strings";
import { useTheme } from "../theme";
import { ThemedText } from "./ThemedText";

interface Props {
  readonly title: string;
  readonly onPress: () => void;
  readonly isDisabled?: boolean;
  readonly isDestructive?: boolean;
  readonly testID?: string;
}

/** The one thing to do on a screen. */
export function MainButton({ title, onPress, isDisabled = false, testID }: Props) {
  const { accent } = useTheme();
  return (
    <Pressable
      accessibilityRole="button"
      disabled={isDisabled}
      onPress={onPress}
      style={({ pressed }) => [styles.main, { backgroundColor: accent }, fade(pressed, isDisabled)]}
      testID={testID}
    >
      <ThemedText variant="button" color="onAccent" style={styles.title}>
        {title}
      </ThemedText>
    </Pressable>
  );
}

/** Anything else to do there, as high as a finger needs it. */
export function SecondaryButton({ title, onPress, isDisabled = false, isDestructive = false, testID }: Props) {
  return (
    <Pressable
      accessibilityRole="button"
      disabled={isDisabled}
      onPress={onPress}
      style={({ pressed }) => [styles.secondary, fade(pressed, isDisabled)]}
      testID={testID}
    >
      <ThemedText color={isDestructive ? "destructive" : "accent"} style={styles.title}>
        {title}
      </ThemedText>
    </Pressable>
  );
}

export function SettingsButton() {
  return <SecondaryButton title={strings.openSettings} onPress={openSettings} />;
}

/** On iOS this app's page, from where the way to Face ID is short; on Android the page about fingerprint and face. */
export function openSettings(): void {
  const opening =
    Platform.OS === "android" ? Linking.sendIntent("android.settings.SECURITY_SETTINGS") : Linking.openSettings();
  opening.catch((error: unknown) => console.warn("The settings can't be opened.", error));
}

function fade(isPressed: boolean, isDisabled: boolean) {
  return { opacity: isDisabled ? 0.4 : isPressed ? 0.7 : 1 };
}

const styles = StyleSheet.create({
  main: {
    alignItems: "center",
    alignSelf: "stretch",
    borderRadius: 14,
    justifyContent: "center",
    minHeight: 54,
    padding: 14,
  },
  secondary: { alignItems: "center", justifyContent: "center", minHeight: 48, minWidth: 48, padding: 10 },
  title: { textAlign: "center" },
});
