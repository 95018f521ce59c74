#!/usr/bin/env bash
# Makes a signed debug APK of an Android project without Gradle and without Google's SDK, to try on a device:
# manifests merged by AGP's merger, resources linked by aapt2, Kotlin compiled, all of it dexed by D8, aligned and signed.
#
#   usage: apk.sh PROJECT SDK OUT
#
# PROJECT is what `create --platform android` made; SDK a folder with the jars of Okta's SDK, which check-android-stubs.sh
# leaves in $OKTA_SDK_JARS when that is set; OUT gets app.apk and everything on the way to it. It also needs
# `apt-get install apksigner zipalign`. What Gradle adds is missing: desugaring of the core library (so Android 13 or
# later), R8, and androidx.biometric 1.4.0-alpha07, in whose place 1.1.0 stands.
set -euo pipefail

usage="usage: apk.sh PROJECT SDK OUT"
project=$(cd "${1:?$usage}" && pwd)
sdk=$(printf '%s:' "$(cd "${2:?$usage}" && pwd)"/*.jar)
mkdir -p "${3:?$usage}"
out=$(cd "$3" && pwd)
cd "$(dirname "$0")/../../.."
toolchains=${OKTA_UNLOCK_TOOLCHAINS:-.cache/toolchains}
bash test/projects/toolchain/android.sh "$toolchains" app test tools sdk okta dex
tools=$(cd "$toolchains/android" && pwd)
aapt2=$tools/debian/bin/aapt2
resources=$tools/debian/root/usr/share/android-framework-res/framework-res.apk
framework=$(echo "$tools"/sdk/org.robolectric.android-all-17-*.jar)
kotlin=$tools/npm/node_modules/kotlin-compiler/lib
jars() { printf '%s:' "$tools/$1"/*.jar; }
build=$project/app/build.gradle.kts
id=$(sed -n 's/^ *applicationId = "\(.*\)"/\1/p' "$build")
value() { sed -n "s/^$1=//p" "$project/okta.properties"; }
scheme=$(value signInRedirectUri)

echo "manifests"
# A library without a target would bring permissions of old times along; AGP writes it in as well.
manifests=
for manifest in test/projects/stubs/android/manifest/okta.xml "$tools"/app/*/AndroidManifest.xml; do
  copy=$out/manifests/$(basename "$(dirname "$manifest")").xml
  mkdir -p "$out/manifests"
  if grep -q targetSdkVersion "$manifest"; then cp "$manifest" "$copy"
  elif grep -q '<uses-sdk' "$manifest"; then sed 's#<uses-sdk#<uses-sdk android:targetSdkVersion="37"#' "$manifest" >"$copy"
  else sed 's#<application#<uses-sdk android:minSdkVersion="26" android:targetSdkVersion="37" />\n<application#' "$manifest" >"$copy"; fi
  manifests=$manifests:$copy
done
overlay=()
[ ! -e "$project/app/src/debug/AndroidManifest.xml" ] || overlay=(--overlays "$project/app/src/debug/AndroidManifest.xml")
rm -f "$out/AndroidManifest.xml"
java -cp "$(jars tools)" com.android.manifmerger.Merger --main "$project/app/src/main/AndroidManifest.xml" "${overlay[@]}" \
  --libs "${manifests#:}" --placeholder webAuthenticationRedirectScheme="${scheme%%:*}" --property PACKAGE="$id" \
  --property MIN_SDK_VERSION=26 --property TARGET_SDK_VERSION=37 --out "$out/AndroidManifest.xml" --log WARNING >"$out/merger.log" 2>&1 || true
if grep -q Error "$out/merger.log" || [ ! -s "$out/AndroidManifest.xml" ]; then cat "$out/merger.log" >&2; exit 1; fi
sed -i 's/<application/<application android:debuggable="true"/' "$out/AndroidManifest.xml"

echo "resources"
rm -rf "$out/flat" "$out/java" && mkdir -p "$out/flat"
for folder in "$tools"/app/*/res test/projects/stubs/android/res "$project"/app/src/main/res "$project"/app/src/debug/res; do
  [ -z "$(ls -A "$folder" 2>/dev/null)" ] || "$aapt2" compile --dir "$folder" -o "$out/flat/$(echo "$folder" | tr / _).zip"
done
packages=$(grep -ohE 'package="[^"]*"' "$tools"/app/*/AndroidManifest.xml | cut -d'"' -f2 | sort -u | paste -sd:)
"$aapt2" link -I "$resources" --manifest "$out/AndroidManifest.xml" --version-code 1 --version-name 1.0 --java "$out/java" \
  --extra-packages "$packages" --auto-add-overlay -o "$out/unaligned.apk" "$out"/flat/*.zip

echo "classes"
{
  echo "package $id; public final class BuildConfig { public static final boolean DEBUG = true;"
  sed -n 's/.*buildConfigField("String", "\([A-Z_]*\)".*oktaValue("\(.*\)").*/\1 \2/p' "$build" | while read -r name key; do
    echo "public static final String $name = \"$(value "$key")\";"
  done
  echo '}'
} >"$out/java/BuildConfig.java"
rm -rf "$out/names" "$out/names.jar"
find "$out/java" -name '*.java' -print0 | xargs -0 javac -nowarn -d "$out/names"
jar cf "$out/names.jar" -C "$out/names" .
find "$project/app/src/main" -name '*.kt' -print0 | xargs -0 java -Xmx3g -cp "$kotlin/kotlin-preloader.jar" \
  org.jetbrains.kotlin.preloading.Preloader -cp "$kotlin/kotlin-compiler.jar" org.jetbrains.kotlin.cli.jvm.K2JVMCompiler \
  -no-stdlib -jvm-target 11 -module-name app -Xplugin="$kotlin/compose-compiler-plugin.jar" \
  -cp "$out/names.jar:$sdk$(jars app)$framework" -d "$out/app.jar"

echo "dex"
rm -rf "$out/dex" && mkdir "$out/dex"
mapfile -t libraries < <(printf '%s%s%s' "$sdk" "$(jars app)" "$(jars okta)" | tr : '\n' | grep -vE '^$|junit|hamcrest|coroutines-test' | awk -F/ '!seen[$NF]++')
java -Xmx4g -cp "$(echo "$tools"/dex/com.android.tools.r8-*.jar)" com.android.tools.r8.D8 --debug --min-api 26 --lib "$framework" \
  --output "$out/dex" "$out/app.jar" "$out/names.jar" "${libraries[@]}"
(cd "$out/dex" && jar uf0 "$out/unaligned.apk" classes*.dex)

echo "signature"
zipalign -f 4 "$out/unaligned.apk" "$out/aligned.apk"
[ -e "$out/debug.p12" ] || keytool -genkeypair -keystore "$out/debug.p12" -storetype pkcs12 -storepass android -alias debug \
  -keyalg RSA -dname CN=debug -validity 365
apksigner sign --ks "$out/debug.p12" --ks-pass pass:android --out "$out/app.apk" "$out/aligned.apk"
apksigner verify --min-sdk-version 26 "$out/app.apk"
ls -l "$out/app.apk"
