#!/usr/bin/env bash
# Runs the CLI tests with the built CLI under each given major version of Node. The binaries come from npm, from the
# packages behind its `node` package (that one needs an install script).
# Usage: node-matrix.sh 20 22 24 26; with SMOKE=1 without the tests that take long. Each command is a process of its own.
set -euo pipefail
cd "$(dirname "$0")/../.."
cache="$PWD/.cache/node"
package="node-$(node -p '`${process.platform}-${process.arch}`')"

tests=()
if [ "${SMOKE:-}" = 1 ]; then tests=(test/cli/contract.test.ts test/cli/create.test.ts test/cli/apps.test.ts test/cli/local.test.ts); fi

# All at once: they are waited for, not worked for.
fetching=()
for major in "$@"; do
  home="$cache/$major"
  mkdir -p "$home"
  [ -f "$home/package.json" ] || printf '{"private":true}\n' > "$home/package.json"
  npm install --prefix "$home" --no-audit --no-fund --no-save --loglevel error "$package@^$major" &
  fetching+=($!)
done
for fetched in "${fetching[@]}"; do wait "$fetched"; done

for major in "$@"; do
  node="$cache/$major/node_modules/$package/bin/node"
  version=$("$node" --version) || { echo "Node $major could not be had from npm." >&2; exit 1; }
  case "$version" in
    "v$major".*) ;;
    *) echo "Asked for Node $major, got $version." >&2; exit 1 ;;
  esac
  echo "-- Node $version"
  OKTA_UNLOCK_TEST_NODE="$node" npx vitest run --config .config/vitest.config.ts --project cli --project stress "${tests[@]}"
done
