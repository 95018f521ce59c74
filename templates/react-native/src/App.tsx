import { StatusBar } from "expo-status-bar";
import { SafeAreaProvider } from "react-native-safe-area-context";
import { AppModel } from "../okta-unlock/index";
import { createAppModel } from "./createAppModel";
import { RunningApp } from "./RunningApp";
import { ConfigurationErrorScreen } from "./screens/ConfigurationErrorScreen";

/** Not in a component: the session outlives the screens, which Android may discard and make anew. */
const model = createModelOrError();

/** The error is the developer's to mend: something is missing in app.json. */
function createModelOrError(): AppModel | Error {
  try {
    return createAppModel();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

export function App() {
  return (
    <SafeAreaProvider>
      <StatusBar style="auto" />
      {model instanceof AppModel ? <RunningApp model={model} /> : <ConfigurationErrorScreen error={model} />}
    </SafeAreaProvider>
  );
}
