import { screen, userEvent } from "@testing-library/react-native";
import { SessionError } from "../../../okta-unlock/index";
import { show } from "./show";

test("the account goes after a question", async () => {
  const { actions } = show({ kind: "active" });
  await userEvent.press(screen.getByTestId("delete-account"));
  const words = "You sign in once more to confirm. After that, your account and its data are gone for good.";
  expect(screen.getByText(words)).toBeOnTheScreen();
  await userEvent.press(screen.getByRole("button", { name: "Cancel" }));
  expect(actions.deleteAccount).not.toHaveBeenCalled();
  await userEvent.press(screen.getByTestId("delete-account"));
  await userEvent.press(screen.getByTestId("confirm"));
  expect(actions.deleteAccount).toHaveBeenCalledTimes(1);
});

test("without an API that deletes it, there is no such button", () => {
  show({ kind: "active" }, { canDeleteAccount: false });
  expect(screen.queryByTestId("delete-account")).toBeNull();
});

test("while it is being deleted, nothing can be pressed", () => {
  show({ kind: "deleting" });
  expect(screen.getByText("Deleting your account")).toBeOnTheScreen();
  expect(screen.queryByRole("button")).toBeNull();
});

test.each([
  ["otherPerson", "Somebody else has signed in. Nothing was deleted."],
  ["notDeleted", "Your account may not have been deleted. Try again in a moment."],
] as const)("a deletion that failed because of %s says so", (kind, words) => {
  show({ kind: "active" }, { notice: { kind: "failed", error: new SessionError(kind) } });
  expect(screen.getByText(words)).toBeOnTheScreen();
});

test("afterwards, whoever deleted it is told", () => {
  show({ kind: "signedOut", reason: "accountDeleted" });
  expect(screen.getByText("Your account is deleted.")).toBeOnTheScreen();
});
