import { Children, type ReactNode } from "react";
import { Pressable, StyleSheet, View } from "react-native";
import { useTheme } from "../theme";
import { ThemedText } from "./ThemedText";

/** Rows that belong together, below a heading if they need one. */
export function Section({ title, children }: { readonly title?: string; readonly children: ReactNode }) {
  const { separator, surface } = useTheme();
  return (
    <View style={styles.section}>
      {title !== undefined && (
        <ThemedText accessibilityRole="header" variant="heading" color="secondaryText" style={styles.heading}>
          {title}
        </ThemedText>
      )}
      <View style={[styles.rows, { backgroundColor: surface }]}>
        {Children.toArray(children).map((row, index) => (
          <View key={index} style={index > 0 && [styles.line, { borderTopColor: separator }]}>
            {row}
          </View>
        ))}
      </View>
    </View>
  );
}

export function TextRow({ text }: { readonly text: string }) {
  return (
    <View style={styles.row}>
      <ThemedText>{text}</ThemedText>
    </View>
  );
}

/** A screen reader reads both in one go. */
export function LabeledRow({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <View accessible style={[styles.row, styles.labeled]}>
      <ThemedText color="secondaryText">{label}</ThemedText>
      <ThemedText selectable style={styles.value}>
        {value}
      </ThemedText>
    </View>
  );
}

interface ActionRowProps {
  readonly title: string;
  readonly onPress: () => void;
  readonly isDisabled?: boolean;
  readonly isDestructive?: boolean;
  readonly testID?: string;
}

export function ActionRow({ title, onPress, isDisabled = false, isDestructive = false, testID }: ActionRowProps) {
  return (
    <Pressable
      accessibilityRole="button"
      disabled={isDisabled}
      onPress={onPress}
      style={({ pressed }) => [styles.row, { opacity: isDisabled ? 0.4 : pressed ? 0.7 : 1 }]}
      testID={testID}
    >
      <ThemedText color={isDestructive ? "destructive" : "accent"}>{title}</ThemedText>
    </Pressable>
  );
}

const styles = StyleSheet.create({
  section: { gap: 8 },
  heading: { paddingHorizontal: 16 },
  rows: { borderRadius: 14, overflow: "hidden" },
  line: { borderTopWidth: StyleSheet.hairlineWidth },
  row: { justifyContent: "center", minHeight: 48, paddingHorizontal: 16, paddingVertical: 12 },
  labeled: { alignItems: "center", columnGap: 16, flexDirection: "row", flexWrap: "wrap", justifyContent: "space-between" },
  value: { flexShrink: 1 },
});
