#!/usr/bin/env bash
# Prints the folder that holds a tool for cargo, at one version; built from its source the first time.
#
# Built as it was locked by its authors, and not optimised: the tool runs for seconds, and the build is what takes time. It is
# kept in $ZHOUBAO_CACHE, else in .cache beside this folder.
#
# usage: PATH=$(scripts/cargo-tool.sh NAME VERSION):$PATH
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/env.sh

[[ $# -eq 2 ]] || { say 'usage: scripts/cargo-tool.sh NAME VERSION'; exit 2; }
name=$1 version=$2
cache=${ZHOUBAO_CACHE:-$PWD/.cache}
folder=$cache/$name-$version

# A version of one's own on PATH is as good where it is the same.
if [[ $("$name" --version 2>/dev/null) == "$name"*" $version" ]]; then
  dirname "$(command -v "$name")"
  exit
fi
if [[ ! -x $folder/bin/$name ]]; then
  scripts/need.sh cc build-essential
  say "== $name $version"
  mkdir -p "$cache"
  work=$(mktemp -d "$cache/$name.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  env -u RUSTFLAGS -u CARGO_ENCODED_RUSTFLAGS CARGO_TARGET_DIR="$work/target" \
    CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_PROFILE_RELEASE_DEBUG=false CARGO_PROFILE_RELEASE_STRIP=symbols \
    cargo install --quiet --locked --no-track --root "$work" "$name@$version" >&2 || {
      say "error: $name $version could not be built" "hint: install it on PATH: \`cargo install --locked $name@$version\`"
      exit 1
    }
  # A rename is the last step: two builds at once cannot spoil each other.
  rm -rf "$work/target"
  mv -T "$work" "$folder" 2>/dev/null || [[ -x $folder/bin/$name ]]
fi
printf '%s\n' "$folder/bin"
