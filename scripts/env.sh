# Sourced by the other scripts and the Makefile, in bash: finds the Rust toolchain and says what is missing.
#
# Where HOME is another than the account's own (a sandbox, a CI job), rustup finds no toolchain there. The one of the
# account is used then, and so are the crates it has already fetched.

wanted_rust=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "${BASH_SOURCE[0]%/*}/../Cargo.toml")
readonly wanted_rust

# say LINE…: to stderr, one line each.
say() { printf '%s\n' "$@" >&2; }

account_home=$(getent passwd "$(id -u)" 2>/dev/null | cut -d: -f6)
if ! cargo --version >/dev/null 2>&1 && [[ -n $account_home && -d $account_home/.rustup ]]; then
  export RUSTUP_HOME=${RUSTUP_HOME:-$account_home/.rustup}
  if [[ -z ${CARGO_HOME:-} && -w $account_home/.cargo ]]; then
    export CARGO_HOME=$account_home/.cargo
  fi
  PATH=$PATH:$account_home/.cargo/bin
fi

if ! rust_found=$(cargo --version 2>/dev/null); then
  say "error: no working \`cargo\` (HOME is ${HOME:-not set})"
  say "hint: install Rust $wanted_rust or newer: \`apt-get install rustup && rustup toolchain install $wanted_rust\`; or set RUSTUP_HOME to where it is"
  exit 1
fi
rust_found=$(cut -d' ' -f2 <<<"$rust_found")
if [[ $(printf '%s\n' "$wanted_rust" "$rust_found" | sort --version-sort | head -n 1) != "$wanted_rust" ]]; then
  say "error: this is Rust $rust_found, and $wanted_rust or newer is wanted"
  say "hint: rustup toolchain install $wanted_rust && rustup default $wanted_rust"
  exit 1
fi
