#!/usr/bin/env bash
# Holds the stubs of Okta's SDK (../stubs/android) against the SDK itself, which it builds from source:
#
# 1. each public member of each stub is in the SDK, with the same types;
# 2. the app, compiled against the stubs and against the SDK, is the same, byte for byte. That covers what the first check
#    can't see: names of parameters, defaults, nullability, which of two functions is meant;
# 3. the way to Okta (core/okta) does with the SDK what it promises, against a server: android/OktaSdkTest.kt.
#
#   usage: check-android-stubs.sh CHECKOUT [PROJECT]
#
# CHECKOUT is a working tree of okta-mobile-kotlin at auth-foundation@3.0.0 (f488d6df); without PROJECT, one is made with
# `create` (this needs `npm run build`). Run it when the version of the SDK, the stubs, core/okta or core/keystore change.
# It builds and compiles for some five minutes on two cores. With OKTA_SDK_JARS the jars of the SDK stay in that folder.
set -euo pipefail

checkout=$(cd "${1:?usage: check-android-stubs.sh CHECKOUT [PROJECT]}" && pwd)
project=${2:+$(cd "$2" && pwd)}
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../../.."
toolchains=${OKTA_UNLOCK_TOOLCHAINS:-.cache/toolchains}
bash test/projects/toolchain/android.sh "$toolchains" app test sdk okta
tools=$(cd "$toolchains/android" && pwd)
kotlin=$tools/npm/node_modules/kotlin-compiler/lib

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work"/{sdk,made,app}

if [ -z "$project" ]; then
  export OKTA_UNLOCK_DATA_DIR=$work/data OKTA_UNLOCK_CONFIG_DIR=$work/config
  node bin/okta-unlock.js create "$work/project" --platform android --name "SDK Check" --account-deletion --no-git --yes \
    --issuer https://example.okta.com/oauth2/default --client-id 0oa00000000000000001
  project=$work/project
fi

jars() { printf '%s:' "$tools/$1"/*.jar; }
framework=$(echo "$tools"/sdk/org.robolectric.android-all-17-*.jar)

compile() {
  java -Xmx3g -cp "$kotlin/kotlin-preloader.jar" org.jetbrains.kotlin.preloading.Preloader -cp "$kotlin/kotlin-compiler.jar" \
    org.jetbrains.kotlin.cli.jvm.K2JVMCompiler -no-stdlib -jvm-target 11 "$@"
}

# The SDK ------------------------------------------------------------------------------------------------------------

compile_sdk() { # module, option…
  echo "$1"
  compile -nowarn -Xexpect-actual-classes -Xplugin="$kotlin/kotlinx-serialization-compiler-plugin.jar" \
    -Xplugin="$kotlin/parcelize-compiler.jar" -opt-in=com.okta.authfoundation.InternalAuthFoundationApi \
    -module-name "$1_release" -d "$work/sdk/$1.jar" "${@:2}"
}

# A module with a common part and one for Android. What its build would generate lies in $work/made/MODULE.
compile_multiplatform() { # module, class path
  local common android options=() file
  mapfile -t common < <(find "$checkout/$1/src/commonMain" "$work/made/$1/common" -name '*.kt')
  mapfile -t android < <(find "$checkout/$1/src/androidMain" "$work/made/$1/android" -name '*.kt')
  for file in "${common[@]}"; do options+=(-Xfragment-sources=common:"$file"); done
  for file in "${android[@]}"; do options+=(-Xfragment-sources=android:"$file"); done
  compile_sdk "$1" -Xmulti-platform -Xfragments=common,android -Xfragment-refines=android:common "${options[@]}" -cp "$2" \
    "${common[@]}" "${android[@]}"
}

make_source() { # path, below $work/made; the source is what comes in
  mkdir -p "$(dirname "$work/made/$1")"
  cat >"$work/made/$1"
}

make_source auth-foundation/common/BuildInfo.kt <<'SOURCE'
package com.okta.authfoundation
internal const val SDK_VERSION: String = "check"
SOURCE
# Room's processor makes this object, and SQLCipher's library has this class. The app uses neither.
make_source auth-foundation/android/TokenDatabaseConstructor.kt <<'SOURCE'
package com.okta.authfoundation.credential.kmp.storage
actual object TokenDatabaseConstructor : androidx.room.RoomDatabaseConstructor<TokenDatabase> {
    override fun initialize(): TokenDatabase = TODO()
}
SOURCE
make_source auth-foundation/android/SupportOpenHelperFactory.kt <<'SOURCE'
package net.zetetic.database.sqlcipher
import androidx.sqlite.db.SupportSQLiteOpenHelper
class SupportOpenHelperFactory(password: ByteArray) : SupportSQLiteOpenHelper.Factory {
    override fun create(configuration: SupportSQLiteOpenHelper.Configuration): SupportSQLiteOpenHelper = TODO()
}
SOURCE
make_source oauth2/common/BuildInfo.kt <<'SOURCE'
package com.okta.oauth2
internal const val SDK_VERSION: String = "check"
SOURCE
mkdir -p "$work/made/oauth2/android"
make_source web/BuildConfig.java <<'SOURCE'
package com.okta.webauthenticationui;
public final class BuildConfig { public static final String SDK_VERSION = "check"; }
SOURCE
javac -d "$work/made/web" "$work/made/web/BuildConfig.java"

libraries=$(jars app)$(jars okta)$framework:$kotlin/parcelize-runtime.jar
compile_multiplatform auth-foundation "$libraries"
compile_multiplatform oauth2 "$work/sdk/auth-foundation.jar:$libraries"
mapfile -t web < <(find "$checkout/web-authentication-ui/src/main" -name '*.kt')
compile_sdk web-authentication-ui -cp "$work/made/web:$work/sdk/auth-foundation.jar:$work/sdk/oauth2.jar:$libraries" "${web[@]}"
sdk=$work/sdk/auth-foundation.jar:$work/sdk/oauth2.jar:$work/sdk/web-authentication-ui.jar
[ -z "${OKTA_SDK_JARS:-}" ] || cp "$work"/sdk/*.jar "$OKTA_SDK_JARS"

# The members of the stubs -------------------------------------------------------------------------------------------

compile -nowarn -module-name okta -cp "$(jars app)$framework" -d "$work/stubs.jar" test/projects/stubs/android/*.kt

# Each member on a line, with the class that it is in and its descriptor.
list_members() { # class path
  unzip -Z1 "$work/stubs.jar" '*.class' | grep -v AuthFoundationKt | sed 's/\.class$//' | tr / . |
    xargs javap -cp "$1" -protected -s 2>"$work/missing" | awk '
      /^[a-z].*{$/ { type = $0 }
      /^  [^ ]/ { member = $0 }
      /^    descriptor:/ { print type member $0 }' | sort
}
list_members "$work/stubs.jar" >"$work/claimed"
list_members "$sdk" >"$work/real"
cat "$work/missing"
if comm -23 "$work/claimed" "$work/real" | grep . || [ -s "$work/missing" ]; then
  echo "These of the stubs are not so in the SDK." >&2
  exit 1
fi
echo "$(wc -l <"$work/claimed") members of the stubs are in the SDK."

# The app ------------------------------------------------------------------------------------------------------------

package=$(sed -n 's/^ *namespace = "\(.*\)"/\1/p' "$project/app/build.gradle.kts")

# What the Android plugin would make: names only, for the compiler.
{
  echo "package $package; public final class BuildConfig { public static final boolean DEBUG = true;"
  grep -oE 'buildConfigField\("String", "[A-Z_]+"' "$project/app/build.gradle.kts" |
    sed 's/.*"\(.*\)"/public static final String \1 = "\1";/'
  echo '}'
} >"$work/app/BuildConfig.java"
{
  echo "package $package; public final class R {"
  echo 'public static final class string {'
  grep -ohE '<string name="[^"]+"' "$project"/app/src/main/res/values/*.xml | cut -d'"' -f2 | awk '{ print "public static final int " $1 " = " NR ";" }'
  echo '} public static final class drawable {'
  find "$project/app/src/main/res" -path '*/drawable*/*' -exec basename {} \; | cut -d. -f1 | sort -u | awk '{ print "public static final int " $1 " = " NR ";" }'
  echo '} }'
} >"$work/app/R.java"
javac -d "$work/app" "$work/app/R.java" "$work/app/BuildConfig.java"

# Okta's SDK brings libraries along that an app does not see; neither do they lie on this class path.
compile_app() { # Okta's part of the class path, folder
  find "$project/app/src/main" -name '*.kt' | sort | xargs java -Xmx3g -cp "$kotlin/kotlin-preloader.jar" \
    org.jetbrains.kotlin.preloading.Preloader -cp "$kotlin/kotlin-compiler.jar" org.jetbrains.kotlin.cli.jvm.K2JVMCompiler \
    -no-stdlib -jvm-target 11 -module-name app -Werror -Xplugin="$kotlin/compose-compiler-plugin.jar" \
    -cp "$work/app:$1:$(jars app)$framework" -d "$2"
}
compile_app "$work/stubs.jar" "$work/with-stubs"
compile_app "$sdk" "$work/with-sdk"
diff -r "$work/with-stubs" "$work/with-sdk"
echo "The app is the same with the stubs and with the SDK: $(find "$work/with-sdk" -name '*.class' | wc -l) classes."

# What it does with the SDK ------------------------------------------------------------------------------------------

mkdir -p "$work/run/frameworks" "$work/run/source"
sed "s/com\.example\.app/$package/g" "$here/android/OktaSdkTest.kt" >"$work/run/source/OktaSdkTest.kt"
sed "s/com\.example\.app/$package/g" "$here/android/TestOrg.kt" >"$work/run/source/TestOrg.kt"
compile -module-name app_test -Xfriend-paths="$work/with-sdk" -d "$work/run/classes" \
  -cp "$work/with-sdk:$work/app:$sdk:$(jars app)$(jars okta)$(jars test)$framework" "$work"/run/source/*.kt

# Two certificates for localhost; the test's process trusts the first.
for name in trusted untrusted; do
  keytool -genkeypair -keystore "$work/run/$name" -storetype PKCS12 -storepass changeit -alias key -keyalg RSA -dname CN=localhost \
    -ext san=dns:localhost -validity 2 2>/dev/null
done

oldest=$(basename "$(echo "$tools"/sdk/org.robolectric.android-all-instrumented-15-*.jar)")
ln -s "$tools/sdk/$oldest" "$work/run/frameworks/${oldest#org.robolectric.}"
java -Xmx2g -Drobolectric.offline=true -Drobolectric.dependency.dir="$work/run/frameworks" -Dtrusted="$work/run/trusted" \
  -Duntrusted="$work/run/untrusted" -Djavax.net.ssl.trustStore="$work/run/trusted" -Djavax.net.ssl.trustStorePassword=changeit \
  -cp "$work/run/classes:$work/with-sdk:$work/app:$sdk:$(jars app)$(jars okta)$(jars test)$kotlin/parcelize-runtime.jar:$tools/sdk/$oldest" \
  org.junit.runner.JUnitCore "$package.core.okta.OktaSdkTest"
