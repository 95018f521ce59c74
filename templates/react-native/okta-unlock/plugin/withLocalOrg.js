const { withDangerousMod } = require("expo/config-plugins");
const { existsSync, mkdirSync, readFileSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

/** Plain HTTP is for Metro, as in every debug build of React Native. */
const trust = `<?xml version="1.0" encoding="utf-8"?>
<!-- For the local org: at localhost, and nowhere else, a certificate authority that you installed yourself is trusted. -->
<network-security-config>
    <base-config cleartextTrafficPermitted="true" />
    <domain-config cleartextTrafficPermitted="true">
        <domain includeSubdomains="false">localhost</domain>
        <trust-anchors>
            <certificates src="system" />
            <certificates src="user" />
        </trust-anchors>
    </domain-config>
</network-security-config>
`;

const attribute = `android:networkSecurityConfig="@xml/network_security_config"`;

/**
 * Lets debug builds for Android trust the local org. Release builds trust what the system does, and no more. On iOS it
 * is the simulator that trusts it, and no build is changed.
 *
 * @type {import("expo/config-plugins").ConfigPlugin}
 */
function withLocalOrg(config) {
  return withDangerousMod(config, [
    "android",
    (mod) => {
      const sources = join(mod.modRequest.platformProjectRoot, "app/src");
      for (const build of ["debug", "debugOptimized"]) addTrust(join(sources, build));
      return mod;
    },
  ]);
}

/** @param {string} folder */
function addTrust(folder) {
  const manifest = join(folder, "AndroidManifest.xml");
  if (!existsSync(manifest)) return;
  const text = readFileSync(manifest, "utf8");
  if (!text.includes(attribute)) writeFileSync(manifest, text.replace("<application", `<application ${attribute}`));
  mkdirSync(join(folder, "res/xml"), { recursive: true });
  writeFileSync(join(folder, "res/xml/network_security_config.xml"), trust);
}

module.exports = { withLocalOrg };
