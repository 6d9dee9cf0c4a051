#!/usr/bin/env bash
# What a release has for one target, in target/release-files: the archive with the program, the bill of materials, checksums.
#
# The program is meant to be the same, byte for byte, whoever builds the commit with this version of Rust and the same C compiler: paths of
# the machine are replaced, times are the commit's (docs/release.md).
#
# usage: scripts/dist.sh [TARGET]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/env.sh

host=$(rustc -vV | sed -n 's/^host: //p')
target=${1:-$host}
version=$(sed -n '0,/^version = /s/^version = "\(.*\)"/\1/p' Cargo.toml)
built=${CARGO_TARGET_DIR:-target}/$target/dist/zhoubao
files=target/release-files
name=zhoubao-$version-$target

scripts/need.sh cc build-essential
SOURCE_DATE_EPOCH=$(scripts/commit-time.sh)
export SOURCE_DATE_EPOCH
crates=${CARGO_HOME:-$HOME/.cargo}
maps=("$PWD=/zhoubao" "$crates=/cargo" "$(rustc --print sysroot)=/rust")
# Both in forms that bear spaces in a path.
rust_flags=${CARGO_ENCODED_RUSTFLAGS:-${RUSTFLAGS:-}}
rust_flags=${rust_flags// /$'\x1f'}
for map in "${maps[@]}"; do
  rust_flags+=${rust_flags:+$'\x1f'}--remap-path-prefix=$map
  CFLAGS="${CFLAGS:-} $(printf '%q' "-ffile-prefix-map=$map")"
done
export CARGO_ENCODED_RUSTFLAGS=$rust_flags CFLAGS CXXFLAGS="${CXXFLAGS:-} $CFLAGS" CC_SHELL_ESCAPED_FLAGS=1
# With a target named, what runs while building is built without the flags above.
cargo build --profile dist --locked --target "$target" --bin zhoubao

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$files" "$work/$name"
install -m 755 "$built" "$work/$name/"
install -m 644 README.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT "$work/$name/"
cp -r packaging "$work/$name/"
chmod -R u=rwX,go=rX "$work/$name"
tar --create --directory "$work" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner "$name" |
  gzip --no-name -9 >"$files/$name.tar.gz"
scripts/sbom.sh "$files/$name.cdx.json" "$target"
(cd "$files" && sha256sum "$name.tar.gz" "$name.cdx.json" >"$name.sha256")
say "$(stat -c '%s bytes: %n' "$built" "$files/$name.tar.gz")" "sha256 of the program: $(sha256sum <"$built" | cut -d' ' -f1)"
