import { render, screen } from "@testing-library/react-native";
import { SafeAreaProvider } from "react-native-safe-area-context";
import { ConfigurationErrorScreen } from "../ConfigurationErrorScreen";

test("an app that can't start says what is missing where", () => {
  render(
    <SafeAreaProvider initialMetrics={{ frame: { x: 0, y: 0, width: 0, height: 0 }, insets: { top: 0, left: 0, right: 0, bottom: 0 } }}>
      <ConfigurationErrorScreen error={new Error("extra.okta in app.json has no issuer.")} />
    </SafeAreaProvider>,
  );
  expect(screen.getByText("app.json can't be used")).toBeOnTheScreen();
  expect(screen.getByText("extra.okta in app.json has no issuer.")).toBeOnTheScreen();
});
