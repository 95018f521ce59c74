#!/usr/bin/env bash
# What only Gradle and Google's SDK can check of the Android project: plugins and libraries resolve, debug and release are
# built, Android's lint and the unit tests run. With a device, its keystore guards a secret as well.
#
#   usage: check.sh                  JDK 17 or later, ANDROID_HOME, Node, and `npm ci` in this repository
#          check.sh --on-emulator    an emulator runs, with adb on the PATH
#
# Everything it makes is in one temporary folder, and gone afterwards; the emulator keeps a PIN, 1111.
set -euo pipefail
cd "$(dirname "$0")/../../.."

work=$(mktemp -d)
helpers=()
cleanUp() {
  for helper in ${helpers[@]+"${helpers[@]}"}; do kill "$helper" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanUp EXIT

export OKTA_UNLOCK_DATA_DIR=$work/data OKTA_UNLOCK_CONFIG_DIR=$work/config
npm run build
node bin/okta-unlock.js create "$work/sample" --platform android --name "Gradle Check" --account-deletion --org local --no-git --yes
cd "$work/sample"

if [ "${1:-}" != --on-emulator ]; then
  ./gradlew --stacktrace assembleDebug assembleRelease assembleDebugAndroidTest lintDebug testDebugUnitTest
  exit
fi

# A key can belong to a finger only where there is a screen lock. The screens of Settings differ between images: this
# walks through those of API 34, and touches the sensor until the finger is enrolled.
adb shell locksettings set-pin 1111
adb shell am start -W -a android.settings.FINGERPRINT_ENROLL
adb shell input text 1111
adb shell input keyevent ENTER
for _ in 1 2 3 4; do
  adb shell input keyevent TAB TAB TAB ENTER
  sleep 2
done
while sleep 2; do adb emu finger touch 1 >/dev/null || true; done &
helpers+=($!)
sleep 30
adb shell input keyevent HOME

./gradlew --stacktrace connectedDebugAndroidTest -Pandroid.testInstrumentationRunnerArguments.touch=yes
