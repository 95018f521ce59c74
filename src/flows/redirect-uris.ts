import { answers } from "../project/answers.ts";
import type { BundleId } from "../values/bundle-id.ts";
import {
  type AppRedirectUri,
  hasOwnScheme,
  parseAppRedirectUri,
  splitRedirectUris,
} from "../values/redirect-uri.ts";
import type { Gathering } from "./fields.ts";
import { toField } from "./read-field.ts";
import type { UriFlags } from "./shared-options.ts";

/** What the URIs of an app depend on. */
interface UriSources {
  readonly flags: UriFlags;
  /** The defaults are made from it. */
  readonly bundleId: BundleId | undefined;
  /** The defaults are taken without a question. */
  readonly isSettled: boolean;
  /** Where nobody can be asked, one has to be given. */
  readonly isRequired?: boolean;
}

/** The redirect URIs of an app alone, by flags or variables: any number of each kind, each once. */
export async function gatherRedirectUris(
  gathering: Gathering,
  { flags, bundleId, isSettled, isRequired = false }: UriSources,
): Promise<{
  readonly redirectUris: readonly AppRedirectUri[];
  readonly postLogoutRedirectUris: readonly AppRedirectUri[];
}> {
  const { isDerived: _missing, ...required } = toField(answers.redirectUri, { bundleId });
  const redirectUris = await gathering.resolveAll(
    { ...required, isSettled, parse: parseAppRedirectUri, ...(!isRequired && { isDerived: true }) },
    flags.redirectUri,
    splitRedirectUris,
  );
  const redirectUri = redirectUris.find(hasOwnScheme);
  const [loopbackUri] = redirectUris;
  const postLogoutRedirectUris = await gathering.resolveAll(
    {
      ...toField(
        answers.postLogoutRedirectUri,
        { redirectUri },
        redirectUri === undefined ? loopbackUri : undefined,
      ),
      isSettled,
      // That they share a scheme is what a project needs, not Okta.
      parse: parseAppRedirectUri,
    },
    flags.postLogoutRedirectUri,
    splitRedirectUris,
  );
  return { redirectUris, postLogoutRedirectUris };
}
