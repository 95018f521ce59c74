import { getRandomValues } from "expo-crypto";
import { rsaSubtle } from "./rsaSubtle";

// Hermes has no WebCrypto, which jose checks signatures with.
const globals = globalThis as { crypto?: unknown };
globals.crypto ??= { getRandomValues, subtle: rsaSubtle };
