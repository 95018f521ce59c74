#!/usr/bin/env bash
# Installs what the React Native project needs, by the lockfile that it ships, and brings what Expo's tools would ask the
# network for: the template of `expo prebuild`, and expo-doctor.
#
#   usage: react-native.sh [folder]
#
# The folder is the argument, or $OKTA_UNLOCK_TOOLCHAINS, or .cache/toolchains. What is installed lands in
# <folder>/react-native-<hash>, whose path is printed; the hash is that of the lockfile. A finished folder is used again.
set -euo pipefail

# What Expo has for SDK 57, with what npm says of each file.
template=expo-template-bare-minimum@57.0.28
template_integrity=sha512-8rr+H+WPM1OnnH+IzAtW4jOglhhN+KAdPKI+l3jfuIZXt0PQt+wSAoPb/v+4unM5hHjmQu65ES0jfqSZPGcGEw==
doctor=expo-doctor@1.21.1
doctor_integrity=sha512-vuon2M+Rvn6jxwHH6sKxoXVZTC4bAsLtBEKmsNBOHPu/5FfCeR625pdN66yynZKZR4pDtR1UzGVHKxK9Gm+PEw==
layout=1 # raised when what this script writes changes

here=$(cd "$(dirname "$0")" && pwd)
project=$here/../../../templates/react-native

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

toolchains=${1:-${OKTA_UNLOCK_TOOLCHAINS:-.cache/toolchains}}
mkdir -p "$toolchains"
toolchains=$(cd "$toolchains" && pwd)
hash=$({ echo "$layout $template $doctor"; cat "$project/package-lock.json.hbs"; } | sha256sum | cut -c1-16)
target=$toolchains/react-native-$hash

exec 9>"$toolchains/react-native.lock"
flock 9
if [ -d "$target" ]; then
  echo "$target"
  exit 0
fi

work=$toolchains/react-native.partial
rm -rf "$work"
mkdir -p "$work/expo-doctor"
# With the preview, which needs more packages than an app without it. Only whole lines depend on it; no package depends on the port.
with_preview='/^{{else}}$/,/^{{\/if}}$/d; /^{{#unless webPreview}}$/,/^{{\/unless}}$/d; /^{{#if webPreview}}$/d; /^{{\/if}}$/d'
for file in package{,-lock}.json; do
  sed "$with_preview; s/\"name\": \"{{directory}}\"/\"name\": \"my-app\"/; s/{{webPreviewPort}}/8081/" "$project/$file.hbs" >"$work/$file"
done
! grep -n '{{' "$work"/package{,-lock}.json >&2 || fail "the lockfile has an answer that is not filled in here"

# pack NAME INTEGRITY FILE: the package as npm serves it, unless it is not what it was.
pack() {
  local packed
  packed=$(cd "$work" && npm pack "$1" --silent) || fail "$1 could not be brought"
  mv "$work/$packed" "$work/$3"
  node -e '
    const [file, wanted] = process.argv.slice(1);
    const hash = require("node:crypto").createHash("sha512").update(require("node:fs").readFileSync(file)).digest("base64");
    process.exitCode = `sha512-${hash}` === wanted ? 0 : 1;
  ' "$work/$3" "$2" || fail "$1 is not what it was"
}

pack "$template" "$template_integrity" expo-template.tgz
pack "$doctor" "$doctor_integrity" expo-doctor.tgz
tar xzf "$work/expo-doctor.tgz" --strip-components=1 --no-same-owner -C "$work/expo-doctor"
npm ci --prefix "$work" --no-audit --no-fund --loglevel=error >&2 || fail "npm ci failed"
mv "$work" "$target"
echo "$target"
