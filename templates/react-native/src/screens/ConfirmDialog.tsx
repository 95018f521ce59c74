import { createContext, useContext } from "react";
import { Modal, ScrollView, StyleSheet, View } from "react-native";
import { strings } from "../strings";
import { useTheme } from "../theme";
import { SecondaryButton } from "./Buttons";
import { ThemedText } from "./ThemedText";

interface Answers {
  readonly isVisible: boolean;
  readonly onDismiss: () => void;
  readonly onConfirm: () => void;
}

interface Props extends Answers {
  readonly title: string;
  readonly explanation: string;
  readonly confirm: string;
}

/** Whether the content is covered. Dialogs have windows of their own, which would lie above the cover. */
export const IsCovered = createContext(false);

/** Asks before something is done that cannot be undone. */
export function ConfirmDialog({ title, explanation, confirm, isVisible, onDismiss, onConfirm }: Props) {
  const { surface } = useTheme();
  const isCovered = useContext(IsCovered);
  const goOn = () => {
    onDismiss();
    onConfirm();
  };
  return (
    <Modal animationType="fade" onRequestClose={onDismiss} transparent visible={isVisible && !isCovered}>
      <View style={styles.scrim}>
        <View accessibilityViewIsModal style={[styles.dialog, { backgroundColor: surface }]}>
          <ScrollView contentContainerStyle={styles.words} style={styles.scroll}>
            <ThemedText accessibilityRole="header" variant="button">
              {title}
            </ThemedText>
            <ThemedText color="secondaryText">{explanation}</ThemedText>
          </ScrollView>
          <View style={styles.buttons}>
            <SecondaryButton title={strings.cancel} onPress={onDismiss} />
            <SecondaryButton title={confirm} onPress={goOn} isDestructive testID="confirm" />
          </View>
        </View>
      </View>
    </Modal>
  );
}

/** Asks before the session is thrown away. */
export function ForgetDeviceDialog(answers: Answers) {
  return (
    <ConfirmDialog
      {...answers}
      title={strings.forgetDeviceQuestion}
      explanation={strings.forgetDeviceExplanation}
      confirm={strings.forgetDevice}
    />
  );
}

const styles = StyleSheet.create({
  scrim: { alignItems: "center", backgroundColor: "#000000A0", flex: 1, justifyContent: "center", padding: 24 },
  dialog: { borderRadius: 20, maxHeight: "90%", maxWidth: 420, padding: 16, width: "100%" },
  scroll: { flexGrow: 0 },
  words: { gap: 12, padding: 8 },
  buttons: { flexDirection: "row", flexWrap: "wrap", justifyContent: "flex-end" },
});
