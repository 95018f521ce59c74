// Browsers and Node.js have WebCrypto: nothing to add. See webCrypto.native.ts.
export {};
