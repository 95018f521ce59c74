/**
 * A step from one node of a graph to another.
 *
 * @typedef {{ readonly from: string, readonly to: string }} Edge
 */

/**
 * The groups of nodes that reach each other, sorted; a node alone is none. Tarjan's algorithm.
 *
 * @param {readonly Edge[]} edges
 * @returns {string[][]}
 */
export function findCircles(edges) {
  return findComponents(edges)
    .filter(({ length }) => length > 1)
    .map((circle) => circle.toSorted());
}

/**
 * The circles of folders, each folder by its whole path. Two kinds are none: a folder and those that it holds may know each
 * other, and the files of the root (the process edge, errors, the types of the context) belong to no folder.
 *
 * @param {readonly Edge[]} edges of files
 */
export function findFolderCircles(edges) {
  const between = edges
    .map(({ from, to }) => ({ from: folderName(from), to: folderName(to) }))
    .filter(({ from, to }) => from !== to && from !== "." && to !== ".");
  const apart = between.filter(({ from, to }) => !isWithin(from, to) && !isWithin(to, from));
  const withoutParent = findCircles(between).filter(
    (circle) => !circle.some((parent) => circle.every((folder) => isWithin(folder, parent))),
  );
  // Folders of one parent that know each other directly, even where the parent is in the circle.
  return withoutParent.length > 0 ? withoutParent : findCircles(apart);
}

/** @param {string} file */
function folderName(file) {
  return file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".";
}

/**
 * @param {string} inner
 * @param {string} outer
 */
function isWithin(inner, outer) {
  return inner === outer || inner.startsWith(`${outer}/`);
}

/**
 * The number of nodes on the longest way through a graph; a circle counts with all of its nodes.
 *
 * @param {readonly Edge[]} edges
 */
export function measureLongestChain(edges) {
  const components = findComponents(edges);
  const place = new Map(components.flatMap((nodes, index) => nodes.map((node) => [node, index])));
  /** @type {number[]} */
  const longest = [];
  // Tarjan gives a component after all that it reaches.
  for (const [index, nodes] of components.entries()) {
    const reached = edges
      .filter(({ from }) => nodes.includes(from))
      .map(({ to }) => place.get(to))
      .filter((target) => target !== undefined && target !== index);
    longest[index] = nodes.length + Math.max(0, ...reached.map((target) => longest[target ?? 0] ?? 0));
  }
  return Math.max(0, ...longest);
}

/**
 * @param {readonly Edge[]} edges
 * @returns {string[][]} each after all that it reaches
 */
function findComponents(edges) {
  /** @type {Map<string, string[]>} */
  const next = new Map();
  for (const { from, to } of edges) {
    next.set(from, [...(next.get(from) ?? []), to]);
    if (!next.has(to)) next.set(to, []);
  }
  /** @type {Map<string, { index: number, low: number, isOpen: boolean }>} */
  const seen = new Map();
  /** @type {string[]} */
  const stack = [];
  /** @type {string[][]} */
  const components = [];
  /** @param {string} node */
  const visit = (node) => {
    const state = { index: seen.size, low: seen.size, isOpen: true };
    seen.set(node, state);
    stack.push(node);
    for (const target of next.get(node) ?? []) {
      const known = seen.get(target);
      if (known === undefined) state.low = Math.min(state.low, visit(target).low);
      else if (known.isOpen) state.low = Math.min(state.low, known.index);
    }
    if (state.low === state.index) components.push(closeComponent(node));
    return state;
  };
  /** @param {string} node */
  const closeComponent = (node) => {
    const component = stack.splice(stack.indexOf(node));
    for (const each of component) {
      const state = seen.get(each);
      if (state !== undefined) state.isOpen = false;
    }
    return component;
  };
  for (const node of next.keys()) if (!seen.has(node)) visit(node);
  return components;
}
