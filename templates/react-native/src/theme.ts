import { useColorScheme } from "react-native";

/** The colours of the app. */
export interface Theme {
  readonly background: string;
  /** Behind the rows of a section, a dialog or a notice. */
  readonly surface: string;
  readonly text: string;
  readonly secondaryText: string;
  readonly accent: string;
  /** Text on `accent`. */
  readonly onAccent: string;
  readonly destructive: string;
  readonly separator: string;
}

// Text on each of its backgrounds has a contrast of at least 4.5 to 1.

export const lightTheme: Theme = {
  background: "#FAFBFE",
  surface: "#EEF1F6",
  text: "#191C20",
  secondaryText: "#42474E",
  accent: "#1C66A8",
  onAccent: "#FFFFFF",
  destructive: "#B3261E",
  separator: "#C9CED6",
};

export const darkTheme: Theme = {
  background: "#111418",
  surface: "#1D2025",
  text: "#E1E2E8",
  secondaryText: "#C2C7CF",
  accent: "#6DB4F1",
  onAccent: "#00325A",
  destructive: "#F2B8B5",
  separator: "#42474E",
};

/** The colours that suit the appearance which the person has chosen for the device. */
export function useTheme(): Theme {
  return useColorScheme() === "dark" ? darkTheme : lightTheme;
}
