// Packages that are not CommonJS: Babel has to read them.
const translated = "(jest-)?react-native|@react-native|expo|@expo|jose|micro-rsa-dsa-dh|@noble/hashes";

module.exports = {
  preset: "jest-expo",
  testMatch: ["<rootDir>/{okta-unlock,src}/**/*.test.{ts,tsx}"],
  // The first test of a file waits for Babel as well: 5 seconds, Jest's own limit, are too few on a busy computer.
  testTimeout: 20_000,
  transformIgnorePatterns: [`/node_modules/(?!(${translated}))`],
};
