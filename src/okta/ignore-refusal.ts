import { isRefusal } from "./errors.ts";

/** The call's result; undefined when Okta says that there is no such thing. */
export async function unlessMissing<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isRefusal(error, "E0000007")) return undefined;
    throw error;
  }
}

/** Takes a refusal with one of `codes`, which mean "it is that way already", for success. */
export async function unlessDone(codes: readonly string[], call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!isRefusal(error, ...codes)) throw error;
  }
}
