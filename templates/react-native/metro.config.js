const { getDefaultConfig } = require("expo/metro-config");

const config = getDefaultConfig(__dirname);

/** The web is for the preview alone, which protects nothing: no build of it can be published. */
config.resolver.resolveRequest = (context, name, platform) => {
  if (platform === "web" && !context.dev) {
    throw new Error("This app has no build for the web: the preview is for development only. Run it with: npm run web");
  }
  return context.resolveRequest(context, name, platform);
};

module.exports = config;
