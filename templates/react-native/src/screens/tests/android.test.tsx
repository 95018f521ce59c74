import { screen, userEvent } from "@testing-library/react-native";
import * as ScreenCapture from "expo-screen-capture";
import { Linking, Platform, View } from "react-native";
import { SessionError, UnlockFailure } from "../../../okta-unlock/index";
import { show } from "./show";

jest.mock("expo-screen-capture", () => ({
  allowScreenCaptureAsync: jest.fn(async () => undefined),
  preventScreenCaptureAsync: jest.fn(async () => undefined),
}));

beforeEach(() => {
  jest.replaceProperty(Platform, "OS", "android");
  jest.spyOn(Platform, "select").mockImplementation((choices) => ("android" in choices ? choices.android : undefined));
});
afterEach(() => jest.restoreAllMocks());

test("Android takes no pictures of the app while it is open, and may before and after", () => {
  const { allowScreenCaptureAsync: allow, preventScreenCaptureAsync: prevent } = ScreenCapture;
  const { change } = show({ kind: "locked" });
  expect(prevent).not.toHaveBeenCalled();
  change({ kind: "active" });
  expect(prevent).toHaveBeenCalledTimes(1);
  expect(allow).not.toHaveBeenCalled();
  change({ kind: "locked" });
  expect(allow).toHaveBeenCalledTimes(1);
});

test("Settings opens where fingerprints are set up", async () => {
  const send = jest.spyOn(Linking, "sendIntent").mockResolvedValue();
  show({ kind: "locked", failure: new UnlockFailure("notEnrolled") });
  await userEvent.press(screen.getByRole("button", { name: "Open Settings" }));
  expect(send).toHaveBeenCalledWith("android.settings.SECURITY_SETTINGS");
});

test.each(["signedOut", "locked", "active"] as const)("TalkBack says what comes up while the app is %s", (kind) => {
  const { change } = show({ kind });
  const live = () => screen.UNSAFE_getAllByType(View).filter((view) => view.props.accessibilityLiveRegion === "polite");
  expect(live()).toHaveLength(1);
  change({ kind }, { notice: { kind: "failed", error: new SessionError("offline") } });
  const notice = screen.getByText("Okta can't be reached. Check your connection, then try again.");
  expect(live()[0]?.findAllByProps({ children: notice.props["children"] })).not.toHaveLength(0);
});

test("TalkBack reads nothing below the cover", () => {
  show({ kind: "active" }, { isAway: true });
  const hidden = screen
    .UNSAFE_getAllByType(View)
    .filter((view) => view.props.importantForAccessibility === "no-hide-descendants")
    .filter((view) => view.findAllByProps({ testID: "sign-out" }).length > 0);
  expect(hidden).toHaveLength(1);
});
