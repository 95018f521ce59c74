import { type Calls, listAll } from "./calls.ts";
import { removeUnlessGone } from "./errors.ts";
import type { TrustedOriginCalls } from "./port.ts";
import { trustedOrigin } from "./resources.ts";

/** https://developer.okta.com/docs/api/openapi/okta-management/management/tag/TrustedOrigin/ */
export function createTrustedOriginCalls(calls: Calls): TrustedOriginCalls {
  return {
    // Not by `filter` on the origin: somebody may have written it with a final slash, which means the same.
    listTrustedOrigins: () =>
      listAll(calls, "list the trusted origins", "/api/v1/trustedOrigins?limit=200", trustedOrigin),
    async createTrustedOrigin(body) {
      const purpose = "create the trusted origin";
      const json = await calls.sdk(purpose, (sdk) => sdk.trustedOrigins.createTrustedOrigin(body));
      return calls.parse(purpose, trustedOrigin, json);
    },
    async replaceTrustedOrigin(id, body) {
      const purpose = "change the trusted origin";
      const json = await calls.sdk(purpose, (sdk) => sdk.trustedOrigins.replaceTrustedOrigin(id, body));
      return calls.parse(purpose, trustedOrigin, json);
    },
    async activateTrustedOrigin(id) {
      await calls.sdk("activate the trusted origin", (sdk) => sdk.trustedOrigins.activateTrustedOrigin(id));
    },
    async deactivateTrustedOrigin(id) {
      await calls.sdk("deactivate the trusted origin", (sdk) =>
        sdk.trustedOrigins.deactivateTrustedOrigin(id),
      );
    },
    deleteTrustedOrigin: (id) =>
      removeUnlessGone(() =>
        calls.sdk("delete the trusted origin", (sdk) => sdk.trustedOrigins.deleteTrustedOrigin(id)),
      ),
  };
}
