const { AndroidConfig, withInfoPlist, withStringsXml } = require("expo/config-plugins");

/**
 * Shows the name of the app as it is spelled. Expo would make the names of projects and modules of it, too, where not
 * every character can stand.
 *
 * @type {import("expo/config-plugins").ConfigPlugin<string>}
 */
function withDisplayName(config, displayName) {
  const onIos = withInfoPlist(config, (mod) => {
    mod.modResults.CFBundleDisplayName = displayName;
    return mod;
  });
  return withStringsXml(onIos, (mod) => {
    const name = { $: { name: "app_name" }, _: escapeLabel(displayName) };
    mod.modResults = AndroidConfig.Strings.setStringItem([name], mod.modResults);
    return mod;
  });
}

/**
 * What Expo does not escape for Android: the backslash, a question mark in front, and blanks in a row.
 *
 * @param {string} text
 */
function escapeLabel(text) {
  return text
    .replaceAll("\\", "\\\\")
    .replace(/^\?/u, "\\?")
    .replace(/(?<=\s)\s|[^\S ]/gu, (blank) => `\\u${blank.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

module.exports = { escapeLabel, withDisplayName };
