/** The names that the server answers to: 10.0.2.2 is the host as the Android emulator sees it. */
export const serverNames = ["localhost", "127.0.0.1", "::1", "10.0.2.2"] as const;
