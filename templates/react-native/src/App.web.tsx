import { SafeAreaProvider } from "react-native-safe-area-context";
import { AppModel } from "../okta-unlock/index";
import { handBack } from "../okta-unlock/preview/PopupSignIn";
import { Simulation } from "../okta-unlock/preview/Simulation";
import { createPreview } from "./preview/createPreview";
import { PreviewFrame } from "./preview/PreviewFrame";
import { words } from "./preview/words";
import { RunningApp } from "./RunningApp";
import { ConfigurationErrorScreen } from "./screens/ConfigurationErrorScreen";
import { MessageText } from "./screens/Messages";
import { QuietScreen } from "./screens/QuietScreen";

const simulation = new Simulation();
const model = handBack() ? null : createModelOrError();

function createModelOrError(): AppModel | Error {
  try {
    return createPreview(simulation);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The app in a browser, in place of `App.tsx`: the same screens and session, with a device that is simulated. */
export function App() {
  return (
    <SafeAreaProvider>
      <PreviewFrame simulation={simulation}>
        <CurrentWindow />
      </PreviewFrame>
    </SafeAreaProvider>
  );
}

function CurrentWindow() {
  if (model instanceof AppModel) return <RunningApp model={model} />;
  if (model instanceof Error) return <ConfigurationErrorScreen error={model} />;
  return (
    <QuietScreen>
      <MessageText message={words.return} />
    </QuietScreen>
  );
}
