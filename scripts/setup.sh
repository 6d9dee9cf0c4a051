#!/usr/bin/env bash
# What a build and its tests need, where it is missing: a C compiler, a Rust toolchain, the embedding weights. Prints the
# folder that holds the weights, or nothing when they cannot be had.
#
# The weights go to $ZHOUBAO_MODELS, else to .cache/models beside this folder. They are checked by SHA-256 each time and
# fetched only when that fails: from the Maven artifact, else from the hub (HF_ENDPOINT) once the program is built.
#
# usage: scripts/setup.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/env.sh

scripts/need.sh cc build-essential
models=${ZHOUBAO_MODELS:-$PWD/.cache/models}
program=${CARGO_TARGET_DIR:-target}/release/zhoubao
if scripts/fetch-weights.sh "$models" >&2; then
  printf '%s\n' "$models"
elif [[ -x $program ]] && ZHOUBAO_MODELS=$models "$program" model pull >/dev/null 2>&1; then
  printf '%s\n' "$models"
else
  say 'note: neither Maven nor the hub has the embedding weights for us: everything works on words alone until they are there'
fi
