/** True for what file managers, editors and version control leave in a folder: no part of a template. */
export function isLeftBehind(name: string): boolean {
  return /^(?:\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|\..*\.sw[op]|.*~|\.git|\.hg|\.svn|\.jj)$/u.test(name);
}
