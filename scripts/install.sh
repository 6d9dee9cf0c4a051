#!/usr/bin/env bash
# Puts the program that was built, its manual and the completions of three shells under $PREFIX (~/.local), or takes them away.
# $DESTDIR stands before the prefix, for whoever makes a package.
#
# usage: scripts/install.sh [--uninstall]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

prefix=${PREFIX:-$HOME/.local}
root=${DESTDIR:-}$prefix
pages=$root/share/man/man1
bash=$root/share/bash-completion/completions
zsh=$root/share/zsh/site-functions
fish=$root/share/fish/vendor_completions.d

if [[ ${1:-} == --uninstall ]]; then
  rm -f "$root/bin/zhoubao" "$pages"/zhoubao.1 "$pages"/zhoubao-*.1 "$bash/zhoubao" "$zsh/_zhoubao" "$fish/zhoubao.fish"
  printf 'removed from %s; reports, indexes and settings are left where they are\n' "$root"
  exit
fi

program=${CARGO_TARGET_DIR:-target}/release/zhoubao
if [[ ! -x $program ]]; then
  printf 'error: %s is missing\nhint: make build\n' "$program" >&2
  exit 1
fi
install -d "$root/bin" "$pages" "$bash" "$zsh" "$fish"
install -m 755 "$program" "$root/bin/zhoubao"
for page in $("$program" man); do
  "$program" man "$page" >"$pages/$page.1"
done
"$program" completions bash >"$bash/zhoubao"
"$program" completions zsh >"$zsh/_zhoubao"
"$program" completions fish >"$fish/zhoubao.fish"
chmod 644 "$pages"/zhoubao.1 "$pages"/zhoubao-*.1 "$bash/zhoubao" "$zsh/_zhoubao" "$fish/zhoubao.fish"
printf 'installed under %s: the program, its manual (man zhoubao), completions for bash, zsh and fish\n' "$root"
case ":$PATH:" in
  *":$prefix/bin:"*) ;;
  *) printf 'note: %s is not in PATH\n' "$prefix/bin" ;;
esac
