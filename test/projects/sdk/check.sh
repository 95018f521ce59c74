#!/usr/bin/env bash
# Compiles a rendered app against Okta's real SDK, on Linux: AuthFoundation and OAuth2Auth as they are, BrowserSignin with
# stubs of UIKit and AuthenticationServices. It shows that the app agrees with the SDK, which the stubs of ../stubs/ios
# only claim.
#
#   usage: check.sh CHECKOUT [PROJECT]
#
# CHECKOUT is a working tree of okta-mobile-swift; without PROJECT, one is made with `create` (this needs `npm run build`).
set -euo pipefail

checkout=$(cd "${1:?usage: check.sh CHECKOUT [PROJECT]}" && pwd)
project=${2:+$(cd "$2" && pwd)}
cd "$(dirname "$0")/../../.."
toolchains=${OKTA_UNLOCK_TOOLCHAINS:-.cache/toolchains}
bash test/projects/toolchain/swift.sh "$toolchains"
swift=$toolchains/swift/bin/swift-frontend

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/sdk" "$work/apple"

if [ -z "$project" ]; then
  export OKTA_UNLOCK_DATA_DIR=$work/data OKTA_UNLOCK_CONFIG_DIR=$work/config
  node bin/okta-unlock.js create "$work/project" --platform ios --name "SDK Check" --account-deletion --no-git --yes \
    --issuer https://example.okta.com/oauth2/default --client-id 0oa00000000000000001
  project=$work/project
fi
app=$(dirname "$(find "$project" -path '*/Launch/MainApp.swift')")/../..

swiftFiles() { find "$1" -name '*.swift' -not -path '*.docc/*' -print0 | sort -z; }

# module MODULE SOURCES OPTION…: compiles a module into $work.
module() {
  local name=$1 sources=$2
  shift 2
  echo "$name"
  swiftFiles "$sources" | xargs -0 "$swift" -emit-module -parse-as-library -module-name "$name" "$@"
}

package=(-package-name okta_mobile_swift)
# Without Apple's modules in reach, as the SDK is built on Linux.
for name in CommonSupport JSON AuthFoundation OAuth2Auth; do
  [ -d "$checkout/Sources/$name" ] || continue # the first two came after 2.1
  module "$name" "$checkout/Sources/$name" "${package[@]}" -I "$work/sdk" -o "$work/sdk/$name.swiftmodule"
done

for name in CryptoKit OSLog UIKit LocalAuthentication Security SwiftUI; do
  mkdir "$work/$name"
  cp "test/projects/stubs/ios/$name.swift" "$work/$name"
  module "$name" "$work/$name" -I "$work/apple" -o "$work/apple/$name.swiftmodule"
done
mkdir "$work/AuthenticationServices"
cp test/projects/sdk/AuthenticationServices.swift "$work/AuthenticationServices"
module AuthenticationServices "$work/AuthenticationServices" -I "$work/apple" \
  -o "$work/apple/AuthenticationServices.swiftmodule"

# What is for iOS only is read as if it were for Linux.
cp -R "$checkout/Sources/BrowserSignin" "$work/BrowserSignin"
swiftFiles "$work/BrowserSignin" | xargs -0 sed -i 's/os(iOS)/os(Linux)/g'
module BrowserSignin "$work/BrowserSignin" "${package[@]}" -I "$work/sdk" -I "$work/apple" \
  -o "$work/sdk/BrowserSignin.swiftmodule"

echo "the app"
swiftFiles "$app" | xargs -0 "$swift" -typecheck -parse-as-library -D DEBUG -warnings-as-errors -module-name App \
  -import-module FoundationNetworking -I "$work/sdk" -I "$work/apple"
echo "The app agrees with $(git -C "$checkout" describe --tags 2>/dev/null || echo "$checkout")."
