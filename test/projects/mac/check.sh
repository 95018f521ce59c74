#!/usr/bin/env bash
# What only a Mac can check of the iOS project: Xcode resolves Okta's SDK and builds it, the unit tests run in a
# simulator, a person signs in through the real browser sheet at a local org, and Face ID unlocks.
#
#   usage: check.sh [simulator]      such as "iPhone 16"; Xcode 16 or later, Node, and `npm ci` in this repository
#
# Everything it makes is in one temporary folder and one simulator of its own, and is gone afterwards.
set -euo pipefail
cd "$(dirname "$0")/../../.."

model=${1:-iPhone 16}
work=$(mktemp -d)
simulator=
helpers=()
cleanUp() {
  for helper in ${helpers[@]+"${helpers[@]}"}; do kill "$helper" 2>/dev/null || true; done
  [ -z "$simulator" ] || xcrun simctl delete "$simulator" || true
  rm -rf "$work"
}
trap cleanUp EXIT

export OKTA_UNLOCK_DATA_DIR=$work/data OKTA_UNLOCK_CONFIG_DIR=$work/config
okta_unlock() { node bin/okta-unlock.js "$@"; }

npm run build
okta_unlock create "$work/sample" --platform ios --name "Mac Check" --account-deletion --org local --no-git --yes
project=$work/sample/MacCheck.xcodeproj

node bin/okta-unlock.js local start >"$work/org.log" 2>&1 &
helpers+=($!)
for _ in $(seq 60); do
  person=$(okta_unlock local status 2>/dev/null | sed -nE 's/^ *Test user +(.+), password (.+)$/\1 \2/p') || true
  okta_unlock local status --json | grep -q '"running":true' && [ -n "$person" ] && break
  sleep 1
done
[ -n "$person" ] || { cat "$work/org.log"; exit 1; }

simulator=$(xcrun simctl create okta-unlock-check "$model")
xcrun simctl bootstatus "$simulator" -b
xcrun simctl keychain "$simulator" add-root-cert "$(okta_unlock local status --json | node -p \
  'JSON.parse(require("fs").readFileSync(0, "utf8")).caCertificatePath')"

# Face ID is enrolled, and a matching face looks at every prompt. Xcode has no command for that; the Simulator's own
# menu sends these notifications.
tell() { xcrun simctl spawn "$simulator" notifyutil "$@" >/dev/null; }
tell -s com.apple.BiometricKit.enrollmentChanged 1
tell -p com.apple.BiometricKit.enrollmentChanged
while sleep 1; do tell -p com.apple.BiometricKit_Sim.pearl.match || true; done &
helpers+=($!)

TEST_RUNNER_OKTA_USERNAME=${person% *} TEST_RUNNER_OKTA_PASSWORD=${person##* } TEST_RUNNER_BIOMETRICS=matching \
  xcodebuild build test -project "$project" -scheme MacCheck -destination "id=$simulator" \
  -derivedDataPath "$work/build" -resultBundlePath "${RESULTS:-$work/results}.xcresult"

# For a device nothing is signed here; that the guarded keychain items compile is what counts.
xcodebuild build -project "$project" -scheme MacCheck -destination 'generic/platform=iOS' \
  -derivedDataPath "$work/device" CODE_SIGNING_ALLOWED=NO
