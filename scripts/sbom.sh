#!/usr/bin/env bash
# The bill of materials of a release, as CycloneDX: every library that is linked, with version, licence and checksum; not what
# tests and builds alone need. The same commit gives the same file, wherever it lies.
#
# usage: scripts/sbom.sh FILE [TARGET]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/env.sh

[[ $# -ge 1 && $# -le 2 ]] || { say 'usage: scripts/sbom.sh FILE [TARGET]'; exit 2; }
file=$1
target=${2:-$(rustc -vV | sed -n 's/^host: //p')}

tool=$(scripts/cargo-tool.sh cargo-cyclonedx 0.5.9)
# It writes beside Cargo.toml and knows no other place.
draft=zhoubao-sbom-$$
trap 'rm -f "$draft.json"' EXIT
SOURCE_DATE_EPOCH=$(scripts/commit-time.sh) PATH=$tool:$PATH \
  cargo cyclonedx --quiet --format json --spec-version 1.5 --target "$target" --override-filename "$draft"
mkdir -p "$(dirname "$file")"
# Its own folder is the only one that is named, with a space as %20.
sed -E 's,file://[^"#]*,file:///zhoubao,g' "$draft.json" >"$file"
grep -q '"bomFormat": *"CycloneDX"' "$file" || { say "error: $file is no CycloneDX document"; exit 1; }
say "$file: $(grep -c '"purl"' "$file") components"
