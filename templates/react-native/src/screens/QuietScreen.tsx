import type { ReactNode } from "react";
import { ActivityIndicator, ScrollView, StyleSheet, View } from "react-native";
import { useSafeAreaInsets } from "react-native-safe-area-context";
import { strings } from "../strings";
import { useTheme } from "../theme";
import { LiveMessages, MessageText } from "./Messages";
import { AppMark } from "./PrivacyCover";
import { SecondaryButton } from "./Buttons";

interface Props {
  readonly children: ReactNode;
  readonly actions?: ReactNode;
}

/**
 * The layout of every screen outside the session: sign and message in the middle, actions at the bottom. All of it
 * scrolls where it does not fit, as with the largest texts.
 */
export function QuietScreen({ children, actions }: Props) {
  const { background } = useTheme();
  const { bottom, left, right, top } = useSafeAreaInsets();
  const insets = { paddingBottom: bottom, paddingLeft: left, paddingRight: right, paddingTop: top };
  return (
    <ScrollView contentContainerStyle={[styles.content, insets]} style={{ backgroundColor: background }}>
      <View style={styles.middle}>
        <AppMark />
        <LiveMessages>{children}</LiveMessages>
      </View>
      <View style={styles.actions}>{actions}</View>
    </ScrollView>
  );
}

/** Says that something is going on, and lets the person cancel it where that is possible. */
export function ProgressScreen({ title, cancel }: { readonly title: string; readonly cancel?: () => void }) {
  return (
    <QuietScreen actions={cancel && <SecondaryButton title={strings.cancel} onPress={cancel} />}>
      <Progress title={title} />
    </QuietScreen>
  );
}

export function Progress({ title }: { readonly title: string }) {
  const { accent } = useTheme();
  return (
    <>
      <ActivityIndicator accessibilityElementsHidden color={accent} importantForAccessibility="no" size="large" />
      <MessageText message={title} />
    </>
  );
}

const styles = StyleSheet.create({
  content: { flexGrow: 1 },
  middle: {
    alignItems: "center",
    alignSelf: "center",
    flexGrow: 1,
    justifyContent: "center",
    maxWidth: 528,
    padding: 24,
    width: "100%",
  },
  actions: { alignItems: "center", alignSelf: "center", gap: 8, maxWidth: 480, padding: 24, width: "100%" },
});
