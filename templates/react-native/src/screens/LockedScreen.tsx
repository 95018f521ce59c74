import { useState } from "react";
import type { AppState, Notice, UnlockFailure } from "../../okta-unlock/index";
import { strings } from "../strings";
import type { AppActions } from "./AppActions";
import { MainButton, SecondaryButton, SettingsButton } from "./Buttons";
import { ForgetDeviceDialog } from "./ConfirmDialog";
import { MessageText } from "./Messages";
import { NoticeView } from "./NoticeView";
import { Progress, QuietScreen } from "./QuietScreen";

interface Props {
  readonly state: AppState;
  readonly notice: Notice | null;
  readonly actions: AppActions;
}

export function LockedScreen({ state, notice, actions }: Props) {
  const [isForgetting, setIsForgetting] = useState(false);
  const isBusy = state.kind === "unlocking";
  const failure = state.kind === "locked" ? state.failure : undefined;
  const forget = () => setIsForgetting(true);
  return (
    <>
      <QuietScreen
        actions={
          <>
            <MainButton title={strings.unlock} onPress={actions.unlock} isDisabled={isBusy} testID="unlock" />
            {isSolvedInSettings(failure) && <SettingsButton />}
            <SecondaryButton title={strings.signInAgain} onPress={actions.signIn} isDisabled={isBusy} />
            <SecondaryButton title={strings.forgetDevice} onPress={forget} isDisabled={isBusy} isDestructive />
          </>
        }
      >
        {isBusy ? <Progress title={strings.unlocking} /> : <MessageText message={describeFailure(failure)} />}
        {!isBusy && <NoticeView notice={notice} />}
      </QuietScreen>
      <ForgetDeviceDialog
        isVisible={isForgetting}
        onDismiss={() => setIsForgetting(false)}
        onConfirm={actions.forgetDevice}
      />
    </>
  );
}

function describeFailure(failure: UnlockFailure | undefined): string {
  switch (failure?.kind) {
    case "lockedOut":
      return strings.lockedOut;
    case "notEnrolled":
      return strings.notEnrolled;
    case "unavailable":
      return strings.unlockUnavailable;
    case "failed":
      return strings.unlockFailed;
    case "cancelled":
    case "biometricsChanged":
    case "corrupt":
    case undefined:
      return strings.locked;
  }
}

function isSolvedInSettings(failure: UnlockFailure | undefined): boolean {
  return failure?.kind === "notEnrolled" || failure?.kind === "unavailable";
}
