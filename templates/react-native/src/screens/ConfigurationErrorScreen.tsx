import { strings } from "../strings";
import { MessageText } from "./Messages";
import { QuietScreen } from "./QuietScreen";

/** For the developer: the app cannot start without its settings. */
export function ConfigurationErrorScreen({ error }: { readonly error: Error }) {
  return (
    <QuietScreen>
      <MessageText message={strings.settingsUnusable} />
      <MessageText message={strings.settingsNeeded} />
      <MessageText message={error.message} />
    </QuietScreen>
  );
}
