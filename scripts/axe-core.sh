#!/usr/bin/env bash
# Prints the path of axe-core, which finds faults of accessibility in a page; fetched once, with its checksum.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

package='axe-core@4.14.1'
sha256='29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c'
folder="${ZHOUBAO_CACHE:-$PWD/.cache}/axe-core-4.14.1"
script="$folder/axe.min.js"

is_genuine() {
  [[ -f $1 ]] && printf '%s  %s\n' "$sha256" "$1" | sha256sum --check --status
}

if ! is_genuine "$script"; then
  scripts/need.sh npm npm
  mkdir -p "$folder"
  work=$(mktemp -d "$folder/fetch.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  (cd "$work" && HOME="$work" npm pack --silent "$package" >name && tar -xzf "$(tail -n 1 name)") >&2
  is_genuine "$work/package/axe.min.js" || { echo "error: the fetched axe-core does not have sha256 $sha256" >&2; exit 1; }
  # A rename is the last step: two fetches at once cannot spoil each other.
  mv "$work/package/axe.min.js" "$script"
fi
printf '%s\n' "$script"
