// The size and the shape of src in figures: files, lines, chains of imports, circles of folders. Usage:
// node test/contract/structure.mjs [source folder …]   with several folders, one column each.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { findCircles, findFolderCircles, measureLongestChain } from "./graph.mjs";
import { listSources, readImports } from "./source-graph.mjs";

const folders = process.argv.slice(2);
if (folders.length === 0) folders.push(fileURLToPath(new URL("../../src", import.meta.url)));
const columns = folders.map((folder) => measure(resolve(folder)));
for (const name of Object.keys(columns[0])) {
  console.log(`${name.padEnd(42)}${columns.map((column) => String(column[name]).padStart(12)).join("")}`);
}

/** @param {string} root */
function measure(root) {
  const files = listSources(root);
  const lines = files.map((file) => readFileSync(join(root, file), "utf8").split("\n").length - 1);
  const edges = readImports(root).filter(({ to }) => files.includes(to));
  const circles = findFolderCircles(edges);
  return {
    files: files.length,
    lines: lines.reduce((total, each) => total + each, 0),
    "lines of a file: median": quantile(lines, 0.5),
    "lines of a file: 90 of 100 have at most": quantile(lines, 0.9),
    "lines of a file: most": Math.max(...lines),
    "files of at most 25 lines": lines.filter((each) => each <= 25).length,
    "longest chain of imports": measureLongestChain(edges),
    "… without lazy ones": measureLongestChain(edges.filter(({ kind }) => kind !== "dynamic")),
    "… of values alone, without lazy ones": measureLongestChain(
      edges.filter(({ kind }) => kind === "static"),
    ),
    "circles of files": findCircles(edges).length,
    "circles of folders": circles.length,
    "folders in the largest": Math.max(0, ...circles.map(({ length }) => length)),
  };
}

/**
 * @param {readonly number[]} values
 * @param {number} share
 */
function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
