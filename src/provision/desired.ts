import type { Assignment } from "../values/assignment.ts";
import type { Lease, Marker } from "./marker.ts";

/** What a project needs in an org. */
export interface ProvisionSettings {
  /** The app's name as Okta shows it: any Unicode, at most 100 characters. */
  readonly label: string;
  /** The key in the app's marker by which a later run knows its own app. */
  readonly project: string;
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  /** Where Okta begins a sign-in that the app did not ask for, such as after a password reset; https. */
  readonly initiateLoginUri?: string | undefined;
  readonly assignment: Assignment;
  /** True when nobody said who may use the app: one that is for some groups already is for no others then. */
  readonly keepsGroups?: true | undefined;
  /** `default`, another one's id or name, or `org` for the org authorization server. */
  readonly authorizationServer?: string;
  /** The name or id of the authentication policy that the app gets (Identity Engine); the org's default unless given. */
  readonly signOnPolicy?: string | undefined;
  /** True for Federation Broker Mode: everyone in the org may use the app, and nobody is assigned. */
  readonly implicitAssignment?: boolean;
  readonly scopes?: readonly string[];
  /** Seconds that a refresh token stays good after it was rotated. */
  readonly rotationLeeway?: number;
  /** The origin of web pages that call the org with the tokens of the app (CORS): `http://localhost:8081`; none unless given. */
  readonly trustedOrigin?: string | undefined;
  /** Makes the app ephemeral: always a new app, which prune removes once it has expired. */
  readonly lease?: Lease;
}

/** The settings with every default filled in. */
type WholeSettings = Required<Omit<ProvisionSettings, MayBeAbsent>> & Pick<ProvisionSettings, MayBeAbsent>;

type MayBeAbsent = "initiateLoginUri" | "keepsGroups" | "signOnPolicy" | "trustedOrigin" | "lease";

/** The desired state: the settings with every default filled in, and the app they describe. */
export interface DesiredState {
  readonly settings: WholeSettings;
  readonly app: NativeAppBody;
}

/** The body of POST /api/v1/apps. `issuer_mode` is left to the org, which may not offer all modes. */
export interface NativeAppBody {
  readonly name: "oidc_client";
  readonly label: string;
  readonly signOnMode: "OPENID_CONNECT";
  readonly credentials: {
    readonly oauthClient: {
      readonly token_endpoint_auth_method: "none";
      readonly pkce_required: true;
      readonly autoKeyRotation: true;
    };
  };
  readonly settings: {
    readonly implicitAssignment: boolean;
    readonly oauthClient: {
      readonly application_type: "native";
      readonly redirect_uris: readonly string[];
      readonly post_logout_redirect_uris: readonly string[];
      readonly initiate_login_uri?: string;
      readonly response_types: readonly string[];
      readonly grant_types: readonly string[];
      readonly refresh_token: { readonly rotation_type: "ROTATE"; readonly leeway: number };
      readonly consent_method: "TRUSTED";
      readonly dpop_bound_access_tokens: false;
    };
  };
  readonly profile: { readonly okta_unlock: Marker };
  readonly visibility: {
    readonly autoSubmitToolbar: false;
    readonly hide: { readonly iOS: true; readonly web: true };
  };
}

/** The scopes that sign-in and refresh need, in the order they are requested. */
export const defaultScopes: readonly string[] = ["openid", "profile", "email", "offline_access"];

/**
 * The native app of a project: a public client with PKCE and no secret, the authorization code grant (RFC 8252), and
 * refresh tokens that rotate. Without `token_endpoint_auth_method: none` Okta would make a secret and ask for it.
 */
export function buildDesiredState(given: ProvisionSettings): DesiredState {
  const settings: WholeSettings = {
    authorizationServer: "default",
    implicitAssignment: false,
    scopes: defaultScopes,
    rotationLeeway: 30,
    ...given,
  };
  return { settings, app: buildApp(settings) };
}

function buildApp(settings: WholeSettings): NativeAppBody {
  return {
    name: "oidc_client",
    label: settings.label,
    signOnMode: "OPENID_CONNECT",
    credentials: {
      oauthClient: { token_endpoint_auth_method: "none", pkce_required: true, autoKeyRotation: true },
    },
    settings: {
      implicitAssignment: settings.implicitAssignment,
      oauthClient: {
        application_type: "native",
        redirect_uris: settings.redirectUris,
        post_logout_redirect_uris: settings.postLogoutRedirectUris,
        // `idp_initiated_login` stays DISABLED, as Okta sets it: other modes add a tile to the dashboard, where the app is hidden.
        ...(settings.initiateLoginUri !== undefined && { initiate_login_uri: settings.initiateLoginUri }),
        response_types: ["code"],
        grant_types: ["authorization_code", "refresh_token"],
        refresh_token: { rotation_type: "ROTATE", leeway: settings.rotationLeeway },
        consent_method: "TRUSTED",
        dpop_bound_access_tokens: false,
      },
    },
    profile: { okta_unlock: { project: settings.project, ...settings.lease } },
    visibility: { autoSubmitToolbar: false, hide: { iOS: true, web: true } },
  };
}
