#!/usr/bin/env bash
# Makes sure that a command is there, with apt-get where it is not.
#
# usage: scripts/need.sh COMMAND PACKAGE…
set -euo pipefail

[[ $# -ge 2 ]] || { echo 'usage: scripts/need.sh COMMAND PACKAGE…' >&2; exit 2; }
command=$1
shift
command -v "$command" >/dev/null && exit 0

elevate=()
if [[ $(id -u) -ne 0 ]]; then
  if ! command -v sudo >/dev/null; then
    printf 'error: `%s` is missing, and installing it needs root\nhint: apt-get install %s\n' "$command" "$*" >&2
    exit 1
  fi
  elevate=(sudo)
fi
if ! command -v apt-get >/dev/null; then
  printf 'error: `%s` is missing\nhint: install it with the package manager of this system (Debian calls it %s)\n' "$command" "$*" >&2
  exit 1
fi
printf '%s is missing: installing %s\n' "$command" "$*" >&2
${elevate[@]+"${elevate[@]}"} apt-get update -qq >&2
${elevate[@]+"${elevate[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
