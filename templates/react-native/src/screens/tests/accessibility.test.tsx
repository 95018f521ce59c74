import { screen } from "@testing-library/react-native";
import { StyleSheet, Text, useColorScheme } from "react-native";
import { type AppState, UnlockFailure } from "../../../okta-unlock/index";
import { darkTheme, lightTheme, type Theme } from "../../theme";
import { show } from "./show";

const states: readonly AppState[] = [
  { kind: "launching" },
  { kind: "signedOut" },
  { kind: "signingIn" },
  { kind: "locked", failure: new UnlockFailure("notEnrolled") },
  { kind: "unlocking" },
  { kind: "unprotected" },
  { kind: "active" },
  { kind: "signingOut" },
];

test.each(states)("on the screen of $kind, every button has a name and the size of a finger", (state) => {
  show(state);
  for (const button of screen.queryAllByRole("button")) {
    expect(button).not.toHaveAccessibleName("");
    expect(StyleSheet.flatten(button.props["style"]).minHeight).toBeGreaterThanOrEqual(44);
  }
});

test.each(states)("on the screen of $kind, the name of the app is a heading, and all texts grow", (state) => {
  show(state);
  expect(screen.getAllByRole("header").length).toBeGreaterThan(0);
  for (const text of screen.UNSAFE_getAllByType(Text)) {
    expect(text.props.allowFontScaling).not.toBe(false);
    expect(text.props.numberOfLines).toBeUndefined();
  }
});

test.each(["light", "dark"] as const)("a device that is set to %s gets the colours for it", (scheme) => {
  jest.mocked(useColorScheme).mockReturnValue(scheme);
  show({ kind: "signedOut" });
  const { accent } = scheme === "dark" ? darkTheme : lightTheme;
  expect(screen.getByTestId("sign-in")).toHaveStyle({ backgroundColor: accent });
});

test.each([
  ["light", lightTheme],
  ["dark", darkTheme],
])("the %s colours can be read by people who see little", (_, theme) => {
  const pairs: readonly (readonly [keyof Theme, keyof Theme])[] = [
    ["text", "background"],
    ["text", "surface"],
    ["secondaryText", "background"],
    ["secondaryText", "surface"],
    ["accent", "background"],
    ["accent", "surface"],
    ["destructive", "background"],
    ["destructive", "surface"],
    ["onAccent", "accent"],
  ];
  for (const [text, ground] of pairs) {
    expect([text, ground, contrast(theme[text], theme[ground]) >= 4.5]).toEqual([text, ground, true]);
  }
});

/** As WCAG 2.2 defines it. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => Number.parseInt(color.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
