import type { AppModel } from "../okta-unlock/index";
import { RootScreen } from "./screens/RootScreen";
import { useAppLifecycle, useAppModel, useIsInFront } from "./useAppModel";

/** Connects the screens to the model. */
export function RunningApp({ model }: { readonly model: AppModel }) {
  const [snapshot, actions] = useAppModel(model);
  useAppLifecycle(model);
  return <RootScreen snapshot={snapshot} actions={actions} isInFront={useIsInFront()} />;
}
