import type { BundleId } from "../values/bundle-id.ts";
import type { ProjectName } from "../values/project-name.ts";
import type { LockAfter, UnlockPolicy } from "../values/unlock.ts";

/** The platforms a project can be made for; the templates that exist are in `templates.ts`. */
export const platforms = ["ios", "android", "react-native"] as const;

export type Platform = (typeof platforms)[number];

/** What only the user can know of a project. What Okta knows of it is in `OktaSettings`. */
export interface ProjectAnswers {
  readonly platform: Platform;
  readonly name: ProjectName;
  readonly bundleId: BundleId;
  readonly unlockPolicy: UnlockPolicy;
  readonly lockAfter: LockAfter;
}
