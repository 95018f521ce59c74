#!/usr/bin/env bash
# Brings what compiles, links and tests an Android app without Google's SDK into a folder: the Kotlin compiler and ktlint
# (npm), AndroidX, Compose, the framework, Robolectric, AGP's manifest merger and DSL (Maven), and aapt2 (Debian).
#
#   usage: android.sh [folder [set…]]
#
# The folder is the argument, or $OKTA_UNLOCK_TOOLCHAINS, or .cache/toolchains; the tools land in <folder>/android.
# A finished folder is used again; it may be moved or cached between machines of one architecture.
#
# android/artifacts.lock names each artifact of Maven, with its SHA-256, and the set it is in; nothing else is resolved.
# They come as Maven is set up on this machine (mirror, proxy, local repository). The sets are those below, and two
# that are only brought when they are named: `okta`, what Okta's SDK needs to be built from source, and `dex`, D8.
set -euo pipefail

packages=(aapt android-framework-res)
sets=(app test tools sdk minsdk gradle)
plugin=org.apache.maven.plugins:maven-dependency-plugin:3.6.1
layout=1 # raised when what this script writes changes

here=$(cd "$(dirname "$0")" && pwd)
lock=$here/android/artifacts.lock
. "$here/debian.sh"
for tool in java javac mvn npm unzip sha256sum; do
  command -v "$tool" >/dev/null || fail "$tool is missing: apt-get install default-jdk-headless maven unzip"
done

toolchains=${1:-${OKTA_UNLOCK_TOOLCHAINS:-.cache/toolchains}}
[ $# -lt 2 ] || sets=("${@:2}")
mkdir -p "$toolchains"
toolchains=$(cd "$toolchains" && pwd)
target=$toolchains/android
mkdir -p "$target"
exec 9>"$toolchains/android.lock"
flock 9

# is_there PART KEY: whether this part was made from just that.
is_there() { [ "$(cat "$target/$1.complete" 2>/dev/null)" = "$2" ]; }

# Each part is made beside its place and moved there when it is whole; `finish` says from what.
finish() {
  rm -rf "${target:?}/$1"
  mv "$target/$1.partial" "$target/$1"
  echo "$2" >"$target/$1.complete"
}

bring_aapt2() {
  local key="$layout $suite $architecture ${packages[*]}" work=$target/debian.partial
  ! is_there debian "$key" || return 0
  rm -rf "$work" "$target/debian.complete"
  mkdir "$work"
  unpack_packages "$work" "${packages[@]}"
  mkdir "$work/bin"
  # It runs through the loader and the libraries it was built for, not through those of this machine.
  cat >"$work/bin/aapt2" <<TOOL
#!/usr/bin/env bash
root=\$(dirname "\$(dirname "\$(readlink -f "\$0")")")/root
lib=\$root/usr/lib
libraries=\$lib/$machine-linux-gnu:\$lib/$machine-linux-gnu/android:\$lib/7zip:\$lib/p7zip
exec "\$root/$loader" --library-path "\$libraries" "\$root/usr/lib/android-sdk/build-tools/debian/aapt2" "\$@"
TOOL
  chmod +x "$work/bin/aapt2"
  "$work/bin/aapt2" version >/dev/null 2>&1 || fail "aapt2 does not run"
  finish debian "$key"
}

bring_compiler() {
  local key work=$target/npm.partial
  key="$layout $(sha256sum <"$here/android/package-lock.json")"
  ! is_there npm "$key" || return 0
  rm -rf "$work" "$target/npm.complete"
  mkdir "$work"
  cp "$here"/android/package{,-lock}.json "$work"
  npm ci --prefix "$work" --ignore-scripts --no-audit --no-fund --loglevel=error >&2 || fail "npm ci failed"
  finish npm "$key"
}

# One module of a Maven project for each set: two sets may hold two versions of one library. No artifact is asked for what
# it depends on: Maven would choose other versions than the lock.
write_poms() { # work, set…
  local work=$1 set group artifact version type
  shift
  head='<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion><groupId>local</groupId>'
  {
    echo "$head<artifactId>all</artifactId><version>1</version><packaging>pom</packaging><modules>"
    printf '<module>%s</module>' "$@"
    echo '</modules></project>'
  } >"$work/pom.xml"
  for set in "$@"; do
    mkdir -p "$work/$set"
    {
      echo "$head<artifactId>$set</artifactId><version>1</version><packaging>pom</packaging><dependencies>"
      grep "^$set " "$lock" | cut -d' ' -f2 | while IFS=: read -r group artifact version type; do
        echo "<dependency><groupId>$group</groupId><artifactId>$artifact</artifactId><version>$version</version><type>$type</type>"
        echo '<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions></dependency>'
      done
      echo '</dependencies></project>'
    } >"$work/$set/pom.xml"
  done
}

bring_artifacts() {
  local wanted=() set work=$target/maven.partial group artifact version type hash file name
  for set in "${sets[@]}"; do
    grep -q "^$set " "$lock" || fail "artifacts.lock has no set $set"
    is_there "$set" "$layout $(grep "^$set " "$lock" | sha256sum)" || wanted+=("$set")
  done
  [ ${#wanted[@]} -gt 0 ] || return 0
  rm -rf "$work"
  mkdir "$work"
  write_poms "$work" "${wanted[@]}"
  # prependGroupId: some artifacts of different groups share a file name.
  if ! mvn -B -q -U -T 4 --fail-at-end -f "$work/pom.xml" -Dmaven.artifact.threads=8 \
    "$plugin:copy-dependencies" -Dmdep.prependGroupId=true >"$work/log" 2>&1; then
    { grep -oE 'Could not (find|transfer) artifact [^ ]+|Failure to find [^ ]+|[^ ]+ was not found' "$work/log" | sort -u || tail -n 20 "$work/log"; } >&2
    fail "Maven did not bring all of artifacts.lock (sets: ${wanted[*]})"
  fi
  for set in "${wanted[@]}"; do
    rm -rf "$target/$set.partial" "$target/$set.complete"
    mkdir "$target/$set.partial"
    while IFS=': ' read -r _ group artifact version type hash; do
      name=$group.$artifact-$version
      file=$work/$set/target/dependency/$name.$type
      [ -r "$file" ] || fail "$group:$artifact:$version ($type) was not brought"
      [ "$(sha256sum <"$file")" = "$hash  -" ] || fail "$group:$artifact:$version ($type) is not the file that artifacts.lock pins"
      case $type in
        jar) mv "$file" "$target/$set.partial/$name.jar" ;;
        aar)
          mkdir "$target/$set.partial/$name"
          unzip -q "$file" -d "$target/$set.partial/$name" || fail "$group:$artifact:$version can't be unpacked"
          mv "$target/$set.partial/$name/classes.jar" "$target/$set.partial/$name.jar"
          ;;
        *) fail "artifacts.lock names the unknown type $type" ;;
      esac
    done < <(grep "^$set " "$lock")
    finish "$set" "$layout $(grep "^$set " "$lock" | sha256sum)"
  done
  rm -rf "$work"
}

bring_aapt2 &
debian=$!
bring_compiler &
compiler=$!
bring_artifacts &
artifacts=$!
failed=0
for part in $debian $compiler $artifacts; do wait "$part" || failed=1; done
[ "$failed" = 0 ] || fail "the toolchain is not whole; what was brought is kept"
