const { AndroidConfig, withAndroidManifest, withDangerousMod } = require("expo/config-plugins");
const { mkdirSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const include = `<include domain="file" path="backed-up/" />`;

/** By name: `backup_rules` is for Android 12 and later. */
const files = {
  backup_rules: `<data-extraction-rules>
    <cloud-backup disableIfNoEncryptionCapabilities="true">
        ${include}
    </cloud-backup>
    <device-transfer>
        ${include}
    </device-transfer>
</data-extraction-rules>
`,
  backup_rules_before_12: `<full-backup-content>
    ${include}
</full-backup-content>
`,
};

/**
 * Lets nothing of the session leave an Android device: with an include, nothing else is in a backup, or taken to another
 * phone. Put into the folder `backed-up` in `Paths.document` what people may take along.
 *
 * @type {import("expo/config-plugins").ConfigPlugin}
 */
function withBackupRules(config) {
  return withAndroidManifest(withRuleFiles(config), (mod) => {
    const application = AndroidConfig.Manifest.getMainApplicationOrThrow(mod.modResults);
    application.$["android:allowBackup"] = "true";
    application.$["android:dataExtractionRules"] = "@xml/backup_rules";
    application.$["android:fullBackupContent"] = "@xml/backup_rules_before_12";
    return mod;
  });
}

/** @type {import("expo/config-plugins").ConfigPlugin} */
function withRuleFiles(config) {
  return withDangerousMod(config, [
    "android",
    (mod) => {
      const folder = join(mod.modRequest.platformProjectRoot, "app/src/main/res/xml");
      mkdirSync(folder, { recursive: true });
      for (const [name, rules] of Object.entries(files))
        writeFileSync(join(folder, `${name}.xml`), `<?xml version="1.0" encoding="utf-8"?>\n${rules}`);
      return mod;
    },
  ]);
}

module.exports = { withBackupRules };
