/** The README of a project: beside one of the user's, ours has another name. */
export function findReadme(paths: readonly string[]): string {
  return paths.find((path) => /^readme[^/]*\.md$/iu.test(path)) ?? "README.md";
}
