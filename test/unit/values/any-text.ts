import fc from "fast-check";

const codePoint = fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0x80, max: 0x10_ff_ff }));

/**
 * Any string, surrogates and noncharacters included. Quicker to set up than fast-check's own, which computes the tables
 * of Unicode for a second in every test file.
 */
export function anyText(maxLength = 12): fc.Arbitrary<string> {
  return fc.array(codePoint, { maxLength }).map((codePoints) => String.fromCodePoint(...codePoints));
}

/** Empty, or a path as one is pasted: `/admin/dashboard`, `/oauth2//x%20y`. */
export const anyPath = fc.stringMatching(/^(?:\/[\w.~%@:-]{0,6}){0,4}$/u);

/** A web address with everything one can have. */
export const anyWebUrl = fc
  .tuple(
    fc.constantFrom("https://", "http://"),
    fc.domain(),
    fc.constantFrom("", ":8443", ":443"),
    anyPath,
    fc.constantFrom("", "?", "?a=b&c"),
    fc.constantFrom("", "#", "#x"),
  )
  .map((parts) => parts.join(""));
