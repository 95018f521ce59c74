import { useSyncExternalStore } from "react";
import { Modal, ScrollView, StyleSheet, View } from "react-native";
import type { Asked, Simulation } from "../../okta-unlock/preview/Simulation";
import { MainButton, SecondaryButton } from "../screens/Buttons";
import { ThemedText } from "../screens/ThemedText";
import { useTheme } from "../theme";
import { choices, titles, words } from "./words";

/** Where a device would show a prompt of its own: says that it is none, and lets one choose how it ends. */
export function SimulatedPrompt({ simulation }: { readonly simulation: Simulation }) {
  const asked = useSyncExternalStore(simulation.subscribe, simulation.getSnapshot);
  return (
    <Modal onRequestClose={() => asked?.answer("cancel")} transparent visible={asked !== null}>
      {asked && <Prompt asked={asked} />}
    </Modal>
  );
}

const explanations = { biometrics: words.choose, passcode: words.passcode, window: words.window };

function Prompt({ asked: { question, reason, answer } }: { readonly asked: Asked }) {
  const { accent, surface } = useTheme();
  const [first, ...others] = choices[question];
  return (
    <View style={styles.scrim}>
      <ScrollView
        accessibilityLabel={titles[question]}
        contentContainerStyle={styles.content}
        style={[styles.dialog, { backgroundColor: surface, borderColor: accent }]}
        testID={`simulated-${question}`}
      >
        <ThemedText accessibilityRole="header" variant="button">
          {titles[question]}
        </ThemedText>
        {reason !== "" && <ThemedText>{reason}</ThemedText>}
        <ThemedText color="secondaryText">{explanations[question]}</ThemedText>
        {first && <MainButton title={first.title} onPress={() => answer(first.answer)} testID={testIDOf(first)} />}
        {others.map((choice) => (
          <SecondaryButton
            key={choice.answer}
            title={choice.title}
            onPress={() => answer(choice.answer)}
            testID={testIDOf(choice)}
          />
        ))}
      </ScrollView>
    </View>
  );
}

const testIDOf = ({ answer }: { readonly answer: string }) => `simulated-${answer}`;

const styles = StyleSheet.create({
  scrim: { alignItems: "center", backgroundColor: "#000000A0", flex: 1, justifyContent: "center", padding: 24 },
  dialog: { borderRadius: 20, borderStyle: "dashed", borderWidth: 2, flexGrow: 0, maxWidth: 420, width: "100%" },
  content: { gap: 12, padding: 20 },
});
