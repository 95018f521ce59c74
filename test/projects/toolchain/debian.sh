# Sourced by the scripts beside this file, never run: unpacks packages of Debian trixie into a folder, without root,
# chroot or mounts. They are downloaded through the machine's own apt sources, and verified by apt.
# $OKTA_UNLOCK_DEBIAN_MIRROR names a Debian mirror when the machine's apt sources hold none (on Ubuntu, say).

suite=trixie

fail() {
  echo "$(basename "$0"): $*" >&2
  exit 1
}

for tool in apt-get dpkg dpkg-deb tar flock; do
  command -v "$tool" >/dev/null || fail "$tool is missing; this needs a Debian-like machine"
done

architecture=$(dpkg --print-architecture)
case $architecture in
  amd64) machine=x86_64 loader=usr/lib64/ld-linux-x86-64.so.2 ;;
  arm64) machine=aarch64 loader=usr/lib/ld-linux-aarch64.so.1 ;;
  *) fail "nothing is prepared for the architecture $architecture" ;;
esac

keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -r "$keyring" ] || fail "$keyring is missing: apt-get install debian-archive-keyring"

# Every repository of this machine, whatever file and format it is written in. A release of the wanted suite that
# Debian signed has to be there; the first that has one is used.
repositories() {
  if [ -n "${OKTA_UNLOCK_DEBIAN_MIRROR:-}" ]; then
    echo "$OKTA_UNLOCK_DEBIAN_MIRROR"
  else
    apt-get indextargets --no-release-info --format '$(REPO_URI)' 'Identifier: Packages' |
      awk '!seen[$0]++' | sort -s -k1,1 | awk '/security/ { later = later $0 "\n"; next } { print } END { printf "%s", later }'
  fi
}

# unpack_packages FOLDER PACKAGE…: the packages and all that they depend on, in FOLDER/root.
unpack_packages() {
  local work=$1 found='' repository package folder
  shift
  mkdir -p "$work"/{lists/partial,cache/archives/partial,root}
  : >"$work/status"
  apt() {
    apt-get \
      -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=- \
      -o Dir::Etc::preferences=- -o Dir::Etc::preferencesparts=- \
      -o Dir::State::lists="$work/lists" -o Dir::State::status="$work/status" -o Dir::Cache="$work/cache" \
      -o APT::Architecture="$architecture" -o APT::Architectures="$architecture" \
      -o APT::Install-Recommends=false -o APT::Sandbox::User= -o APT::Keep-Downloaded-Packages=true \
      -o Debug::NoLocking=1 -o Acquire::Languages=none -o Acquire::Retries=3 "$@"
  }
  while read -r repository; do
    [ -n "$repository" ] || continue
    echo "deb [arch=$architecture signed-by=$keyring] $repository $suite main" >"$work/sources.list"
    if apt -qq -o APT::Update::Error-Mode=any update >>"$work/log" 2>&1; then
      found=$repository
      break
    fi
  done < <(repositories)
  if [ -z "$found" ]; then
    tail -n 20 "$work/log" >&2 2>/dev/null || true
    fail "none of this machine's apt sources offers Debian $suite; name a mirror in OKTA_UNLOCK_DEBIAN_MIRROR"
  fi
  if ! apt -y -qq --download-only install "$@" >>"$work/log" 2>&1; then
    tail -n 20 "$work/log" >&2
    fail "the packages could not be downloaded"
  fi
  for package in "$work"/cache/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar x -C "$work/root" --keep-directory-symlink --no-same-owner
    rm "$package"
  done
  # Some packages name files by the merged folders, which no package brings along.
  for folder in lib lib64; do
    [ -e "$work/root/$folder" ] || ln -s "usr/$folder" "$work/root/$folder"
  done
  rm -rf "$work/lists" "$work/cache"
}
