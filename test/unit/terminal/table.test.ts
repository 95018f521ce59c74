import { expect, test } from "vitest";
import { measureColumns } from "../../../src/terminal/columns.ts";
import { formatColumns, formatRow, formatTable } from "../../../src/terminal/table.ts";
import { plainStyle } from "../../../src/terminal/output.ts";

test("a value that is longer than its line goes on below its beginning", () => {
  const rows = [
    ["ID", "0oa1"],
    ["Redirect URIs", "com.example.one:/callback, com.example.two:/callback"],
  ] as const;
  expect(formatTable(rows, plainStyle, 50)).toBe(
    "  ID             0oa1\n  Redirect URIs  com.example.one:/callback,\n                 com.example.two:/callback\n",
  );
});

test.each(["銀行アプリ", "🏦 Bank", "e\u0301clair", "ﾊﾝｶｸ", "ไทย"])(
  "%s takes as many columns in a table as on the screen",
  (name) => {
    const [heading = "", row = ""] = formatColumns(
      [
        ["NAME", "ID"],
        [name, "0oa1"],
      ],
      plainStyle,
      80,
    ).split("\n");
    expect(measureColumns(row.slice(0, row.indexOf("0oa1")))).toBe(heading.indexOf("ID"));
  },
);

test("a row is cut at the columns of the terminal, and never inside of a character", () => {
  const cut = formatRow(["0oa1", "🏦".repeat(20)], 11);
  expect(cut).toBe("0oa1  🏦🏦…");
});

test("a value of several words is broken between them", () => {
  const rows = [
    ["Org", "local"],
    ["Platform", "iOS (Swift), Android (Kotlin), React Native"],
  ] as const;
  expect(formatTable(rows, plainStyle, 40)).toBe(
    "  Org       local\n  Platform  iOS (Swift), Android\n            (Kotlin), React Native\n",
  );
});
