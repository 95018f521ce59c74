/**
 * What a new repository holds, and what editors, tools and systems leave: never sources, so that a project can live beside it.
 * By kind: version control; hosts of repositories and continuous integration; editors and versions of tools; file managers and
 * systems.
 */
const names = `
  .git .gitignore .gitattributes .gitmodules .gitkeep .keep .mailmap .git-blame-ignore-revs .hg .hgignore .jj .svn

  .github .gitlab .gitlab-ci.yml .gitea .forgejo .azuredevops azure-pipelines.yml bitbucket-pipelines.yml .buildkite
  .circleci .cirrus.yml .travis.yml jenkinsfile codeowners renovate.json .renovaterc .renovaterc.json .husky
  .pre-commit-config.yaml

  .editorconfig .idea .vscode .vs .fleet .zed .nova .devcontainer .devcontainer.json .tool-versions .mise.toml mise.toml
  .envrc .env.example .node-version .nvmrc .ruby-version .java-version .xcode-version .swift-version .swift-format
  .swiftformat .swiftlint.yml .prettierrc .prettierignore .dockerignore

  .ds_store .localized .directory thumbs.db desktop.ini lost+found .fseventsd .spotlight-v100 .trashes`;

/** Documents that stand at the top of a repository, with any extension: `README.md`, `LICENSE-MIT`. */
const documents =
  /^(?:readme|licen[cs]e|copying|notice|contributing|code[_-]of[_-]conduct|security|support|governance|changelog|authors|contributors|maintainers|citation)(?:[.-].*)?$/u;

const known: ReadonlySet<string> = new Set(names.trim().split(/\s+/u));

/** True for an entry of a folder that a project can be made beside. */
export function isTolerated(entry: string): boolean {
  const lower = entry.toLowerCase();
  return known.has(lower) || documents.test(lower) || lower.startsWith("._");
}
