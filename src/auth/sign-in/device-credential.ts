import type { DeviceCredential } from "../credential.ts";
import type { DeviceTokens } from "./device-sign-in.ts";

/**
 * The credential of a sign-in that was just made and is kept nowhere yet: its refresh token is replaced in memory, and
 * `refreshToken` is always the one that is good.
 */
export function freshDeviceCredential(
  clientId: string,
  scopes: readonly string[],
  tokens: Pick<DeviceTokens, "refreshToken">,
): DeviceCredential {
  let { refreshToken } = tokens;
  return {
    kind: "device",
    clientId,
    scopes,
    get refreshToken() {
      return refreshToken;
    },
    async exchangeRefreshToken(refresh) {
      const refreshed = await refresh(refreshToken);
      ({ refreshToken } = refreshed);
      return refreshed;
    },
  };
}
