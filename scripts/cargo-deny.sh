#!/usr/bin/env bash
# Licences, bans and sources of everything that is linked, as deny.toml wants them. With --advisories known faults too: their
# database comes from the network, which is not there everywhere.
#
# usage: scripts/cargo-deny.sh [--advisories]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/env.sh

checks=(licenses bans sources)
case "${1:-} $#" in
  ' 0') ;;
  '--advisories 1') checks+=(advisories) ;;
  *) say 'usage: scripts/cargo-deny.sh [--advisories]'; exit 2 ;;
esac

tool=$(scripts/cargo-tool.sh cargo-deny 0.20.2)
PATH=$tool:$PATH cargo deny --locked --color never --log-level error check --hide-inclusion-graph "${checks[@]}"
