import type { ReactNode } from "react";
import { StyleSheet, View } from "react-native";
import type { Simulation } from "../../okta-unlock/preview/Simulation";
import { ThemedText } from "../screens/ThemedText";
import { useTheme } from "../theme";
import { SimulatedPrompt } from "./SimulatedPrompt";
import { words } from "./words";

interface Props {
  readonly simulation: Simulation;
  readonly children: ReactNode;
}

/** Every screen of the app below a line that says what this is, and the prompts that a device would show. */
export function PreviewFrame({ simulation, children }: Props) {
  const { background, separator, surface } = useTheme();
  return (
    <View style={[styles.frame, { backgroundColor: background }]}>
      <View
        role="note"
        style={[styles.banner, { backgroundColor: surface, borderBottomColor: separator }]}
        testID="preview-banner"
      >
        <ThemedText variant="footnote" style={styles.words}>
          {words.banner}
        </ThemedText>
      </View>
      {children}
      <SimulatedPrompt simulation={simulation} />
    </View>
  );
}

const styles = StyleSheet.create({
  frame: { flex: 1 },
  banner: { borderBottomWidth: 1, padding: 10 },
  words: { textAlign: "center" },
});
