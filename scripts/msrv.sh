#!/usr/bin/env bash
# Type-checks the program and its tests with the Rust of `rust-version`, the oldest that is promised. Where that is the Rust at
# hand, what `make check` made is used; another one has a folder of its own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/env.sh

check=(check --release --locked --all-targets)
scripts/need.sh cc build-essential
if [[ $rust_found == "$wanted_rust".* ]]; then
  say "== Rust $rust_found"
  exec cargo "${check[@]}"
fi
if ! rustup run "$wanted_rust" cargo --version >/dev/null 2>&1; then
  say "== installing Rust $wanted_rust"
  rustup toolchain install "$wanted_rust" --profile minimal >&2 || {
    say "error: Rust $wanted_rust is not here, and this is Rust $rust_found" "hint: rustup toolchain install $wanted_rust"
    exit 1
  }
fi
say "== Rust $wanted_rust"
CARGO_TARGET_DIR=target/msrv exec rustup run "$wanted_rust" cargo "${check[@]}"
