import { accepted, type Parsed, refused } from "./branded.ts";

/** Whether Okta gives a new refresh token at each refresh, in Okta's words. */
export type Rotation = "ROTATE" | "STATIC";

const mostLeeway = 60;

/** Parses `rotate` or `static`. */
export function parseRotation(text: string): Parsed<Rotation> {
  const word = text.trim().toUpperCase();
  return word === "ROTATE" || word === "STATIC"
    ? accepted(word)
    : refused(`${JSON.stringify(text)} is not rotate or static.`);
}

/** Parses the seconds that a rotated refresh token stays good: 0 to 60 (Okta: `leeway`). */
export function parseLeeway(text: string): Parsed<number> {
  const seconds = /^\d{1,2}$/u.test(text.trim()) ? Number(text) : Number.NaN;
  return seconds <= mostLeeway
    ? accepted(seconds)
    : refused(
        `It must be a whole number of seconds from 0 to ${mostLeeway}.`,
        /^\d+$/u.test(text.trim()) ? String(mostLeeway) : undefined,
      );
}
