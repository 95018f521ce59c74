import { answers } from "../project/answers.ts";
import type { Parsed } from "../values/branded.ts";
import type { BundleId } from "../values/bundle-id.ts";
import {
  checkSameScheme,
  parseRedirectUri,
  type RedirectUri,
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
}

/** The redirect URIs of an app alone, by flags or variables: any number of each kind, each once. */
export async function gatherRedirectUris(
  gathering: Gathering,
  { flags, bundleId, isSettled }: UriSources,
): Promise<{
  readonly redirectUris: readonly RedirectUri[];
  readonly postLogoutRedirectUris: readonly RedirectUri[];
}> {
  const redirectUris = await gathering.resolveAll(
    { ...toField(answers.redirectUri, { bundleId }), isSettled },
    flags.redirectUri,
    splitRedirectUris,
  );
  const [redirectUri] = redirectUris;
  const postLogoutRedirectUris = await gathering.resolveAll(
    {
      ...toField(answers.postLogoutRedirectUri, { redirectUri }),
      isSettled,
      parse: (text) => parsePostLogoutUri(text, redirectUris),
    },
    flags.postLogoutRedirectUri,
    splitRedirectUris,
  );
  return { redirectUris, postLogoutRedirectUris };
}

/** Its scheme has to be that of one of the redirect URIs: an app registers the schemes that it signs in with. */
function parsePostLogoutUri(text: string, redirectUris: readonly RedirectUri[]): Parsed<RedirectUri> {
  const parsed = parseRedirectUri(text);
  const [first] = redirectUris;
  if (!parsed.ok || first === undefined) return parsed;
  const fits = redirectUris.some((uri) => checkSameScheme(uri, parsed.value).ok);
  return fits ? parsed : checkSameScheme(first, parsed.value);
}
