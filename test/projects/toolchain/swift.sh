#!/usr/bin/env bash
# Brings the Swift compiler of Debian trixie, GNUstep's plparse and xmllint into a folder, without root, chroot or
# mounts: the packages are downloaded through the machine's own apt sources, verified by apt, and only unpacked.
#
#   usage: swift.sh [folder]
#
# The folder is the argument, or $OKTA_UNLOCK_TOOLCHAINS, or .cache/toolchains; the tools land in <folder>/swift/bin.
# A finished folder is used again; it may be moved or cached between machines of one architecture.
set -euo pipefail

packages=(
  swiftlang libc6-dev libstdc++-14-dev libgcc-14-dev binutils # compile, link, run; swift-format comes with swiftlang
  gnustep-base-runtime                                        # plparse: an independent reader of project.pbxproj
  libxml2-utils                                               # xmllint
)
layout=5 # raised when what this script writes changes

. "$(dirname "$0")/debian.sh"

toolchains=${1:-${OKTA_UNLOCK_TOOLCHAINS:-.cache/toolchains}}
mkdir -p "$toolchains"
toolchains=$(cd "$toolchains" && pwd)
target=$toolchains/swift
key="$layout $suite $architecture ${packages[*]}"

exec 9>"$toolchains/swift.lock"
flock 9
if [ "$(cat "$target/complete" 2>/dev/null)" = "$key" ]; then
  exit 0
fi

work=$toolchains/swift.partial
rm -rf "$work" "$target"
mkdir "$work"
unpack_packages "$work" "${packages[@]}"

# Each tool runs through the loader and the libraries it was built for, not through those of this machine. The folder
# may be moved: a tool finds the rest from where it lies itself.
mkdir "$work/bin"
tool() { # name; the body comes from stdin
  {
    cat <<HEAD
#!/usr/bin/env bash
set -eu
here=\$(dirname "\$(dirname "\$(readlink -f "\$0")")")
root=\$here/root
machine=$machine
loader=\$root/$loader
HEAD
    cat <<'HEAD'
swift=$root/usr/libexec/swift/lib/swift
libraries=$root/usr/lib/$machine-linux-gnu:$root/usr/lib:$swift/linux:$swift/host:$root/usr/libexec/swift/lib
run() { "$loader" --library-path "$libraries" "$@"; }
HEAD
    cat
  } >"$work/bin/$1"
  chmod +x "$work/bin/$1"
}

tool swift-format <<'BODY'
run "$root/usr/libexec/swift/bin/swift-format" "$@"
BODY

tool xmllint <<'BODY'
run "$root/usr/bin/xmllint" "$@"
BODY

# swift-frontend MODE …: the compiler with everything it has to find; the mode (-parse, -typecheck, -c, …) comes first.
tool swift-frontend <<'BODY'
mode=$1
shift
run "$root/usr/libexec/swift/bin/swift-frontend" "$mode" -target "$machine-pc-linux-gnu" -resource-dir "$swift" \
  -sdk "$root" -Xcc "--sysroot=$root" -plugin-path "$swift/host/plugins" -module-cache-path "$here/module-cache" \
  -swift-version 6 "$@"
BODY

# swift-link PROGRAM OBJECT…: a program for this machine that finds its loader and libraries in this folder.
tool swift-link <<'BODY'
program=$1
shift
gcc=$root/usr/lib/gcc/$machine-linux-gnu/14
c=$root/usr/lib/$machine-linux-gnu
# libswiftObservation of 6.0 names a function that no library has and that is never called. The C libraries are linked
# directly, so that they are found here and not in the system of this machine.
run "$root/usr/bin/$machine-linux-gnu-ld" -o "$program" -pie --sysroot="$root" --allow-shlib-undefined \
  --dynamic-linker "$loader" --disable-new-dtags -rpath "$libraries" \
  "$c/Scrt1.o" "$c/crti.o" "$gcc/crtbeginS.o" "$swift/linux/$machine/swiftrt.o" "$@" \
  -L"$swift/linux" -L"$c" -L"$gcc" -lTesting -lFoundation -lFoundationEssentials -lFoundationNetworking \
  -lswift_Concurrency -lswift_StringProcessing -lswiftObservation -lswiftSwiftOnoneSupport -lswiftGlibc \
  -lswiftDispatch -ldispatch -lBlocksRuntime -lswiftCore -lstdc++ -lm -lgcc_s -lc -lgcc "$gcc/crtendS.o" "$c/crtn.o"
BODY

# plparse FILE: GNUstep reads the arguments of the loader too, so only what it says of FILE counts.
tool plparse <<'BODY'
said=$(run "$root/usr/bin/plparse" "$1" 2>&1 || true)
echo "$said" | grep -vF -e "Parsing '--library-path'" -e "Parsing '$libraries'" -e "$root/usr/bin/plparse" >&2 || true
echo "$said" | grep -qxF "Parsing '$1' - a dictionary"
BODY

echo 'import Foundation; print("works", Date.distantPast < Date())' >"$work/probe.swift"
"$work/bin/swift-frontend" -c -o "$work/probe.o" "$work/probe.swift" || fail "the compiler does not run"
"$work/bin/swift-link" "$work/probe" "$work/probe.o" || fail "the linker does not run"
[ "$("$work/probe")" = "works true" ] || fail "a compiled program does not run"
echo '{ a = (b, c); }' >"$work/probe.plist"
"$work/bin/plparse" "$work/probe.plist" 2>/dev/null || fail "plparse does not run"
"$work/bin/xmllint" --version >/dev/null 2>&1 || fail "xmllint does not run"
rm -rf "$work"/probe* "$work/module-cache"
echo "$key" >"$work/complete"
mv "$work" "$target"
