import { expect, test } from "vitest";
import { findCircles, findFolderCircles, measureLongestChain } from "./graph.mjs";

const step = (text: string) => {
  const [from = "", to = ""] = text.split(" > ");
  return { from, to };
};
const graph = (...steps: readonly string[]) => steps.map(step);

test("nodes that reach each other are one circle, a node that reaches itself is none", () => {
  expect(findCircles(graph("a > b", "b > c", "c > a", "c > d", "d > d"))).toEqual([["a", "b", "c"]]);
});

test("a chain counts its nodes, also where ways meet again", () => {
  expect(measureLongestChain(graph("a > b", "a > c", "b > c", "c > d"))).toBe(4);
  expect(measureLongestChain([])).toBe(0);
});

test("folders that know each other are a circle, a folder and what it holds are none", () => {
  expect(findFolderCircles(graph("a/x.ts > b/y.ts", "b/z.ts > a/w.ts"))).toEqual([["a", "b"]]);
  expect(findFolderCircles(graph("a/x.ts > a/b/y.ts", "a/b/y.ts > a/z.ts", "main.ts > a/x.ts"))).toEqual([]);
});

test("two folders of one parent that know each other are a circle, though the parent knows both", () => {
  const edges = graph("a/x.ts > a/b/y.ts", "a/b/y.ts > a/c/z.ts", "a/c/z.ts > a/b/y.ts");
  expect(findFolderCircles(edges)).toEqual([["a/b", "a/c"]]);
});

test("a circle through a folder within another one is seen", () => {
  const edges = graph("a/x.ts > b/c/y.ts", "b/c/y.ts > b/z.ts", "b/z.ts > a/x.ts");
  expect(findFolderCircles(edges)).toEqual([["a", "b", "b/c"]]);
});
