import { expect, test } from "vitest";
import { findNextPage } from "../../../src/okta/calls.ts";

const page = "https://org.example.test/api/v1/apps?limit=2";

test.each([
  ['<https://org.example.test/n>; rel="next"', "https://org.example.test/n"],
  ["<https://org.example.test/n>; rel=next", "https://org.example.test/n"],
  [
    '<https://org.example.test/s>; rel="self", <https://org.example.test/n>; rel="next"',
    "https://org.example.test/n",
  ],
  ['<https://org.example.test/n?a=1,2;3>; title="a, b; c"; rel="next"', "https://org.example.test/n?a=1,2;3"],
  ['</api/v1/apps?after=x>; rel="next"', "https://org.example.test/api/v1/apps?after=x"],
  ['<https://elsewhere.test/n>; rel="next"', "https://elsewhere.test/n"],
  ['<https://org.example.test/s>; rel="self"', undefined],
  ['<https://org.example.test/s>; rel="nextish"', undefined],
  [`<${page}>; rel="next"`, page],
  ['<https://>; rel="next"', undefined],
  ["", undefined],
])("the next page of %j is %s", (link, next) => {
  expect(findNextPage(new Headers({ link }), page)).toBe(next);
});

test("there is no next page without a Link header", () => {
  expect(findNextPage(new Headers(), page)).toBeUndefined();
});

test("two Link headers are one list", () => {
  const headers = new Headers([
    ["link", '<https://org.example.test/s>; rel="self"'],
    ["link", '<https://org.example.test/n>; rel="next"'],
  ]);
  expect(findNextPage(headers, page)).toBe("https://org.example.test/n");
});
