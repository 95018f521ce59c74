import { StyleSheet, Text, type TextProps } from "react-native";
import { type Theme, useTheme } from "../theme";

interface Props extends TextProps {
  readonly variant?: keyof typeof variants;
  readonly color?: keyof Theme;
}

/** Text in the colours of the app. It grows as far as the person has set it for the device. */
export function ThemedText({ variant = "body", color = "text", style, ...rest }: Props) {
  const theme = useTheme();
  return <Text {...rest} style={[variants[variant], { color: theme[color] }, style]} />;
}

const variants = StyleSheet.create({
  title: { fontSize: 28, fontWeight: "700" },
  heading: { fontSize: 15, fontWeight: "600" },
  body: { fontSize: 17 },
  button: { fontSize: 17, fontWeight: "600" },
  footnote: { fontSize: 13 },
});
