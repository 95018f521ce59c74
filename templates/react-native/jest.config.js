// Packages that are not CommonJS: Babel has to read them.
const translated = "(jest-)?react-native|@react-native|expo|@expo|jose|micro-rsa-dsa-dh|@noble/hashes";

module.exports = {
  preset: "jest-expo",
  testMatch: ["<rootDir>/{okta-unlock,src}/**/*.test.{ts,tsx}"],
  transformIgnorePatterns: [`/node_modules/(?!(${translated}))`],
};
