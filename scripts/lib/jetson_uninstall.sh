#!/usr/bin/env bash
# Takes away exactly what scripts/lib/jetson_install.sh made on this machine: newest first, by the manifest,
# and the folder of the installation last. Run by scripts/deploy_jetson.sh --uninstall. With --dry-run only prints.
set -euo pipefail
unset CDPATH # with it, cd prints where it went
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=scripts/lib/jetson_facts.sh
. "$here/jetson_facts.sh"

say() { printf 'griffin: %s\n' "$*" >&2; }

is_dry=no
[ "${1:-}" != --dry-run ] || is_dry=yes

act() { # WHAT COMMAND...
  say "$1"
  shift
  [ "$is_dry" = yes ] || "$@"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

stop_unit() { systemctl --user stop griffin.service 2>/dev/null || true; }

reload_units() { systemctl --user daemon-reload 2>/dev/null || true; }

remove_packages() { # PACKAGE...: unless something that came later needs one of them
  local more
  more=$(apt-get -s remove "$@" 2>/dev/null | awk '$1 == "Remv" { print $2 }' | grep -vxF -f <(printf '%s\n' "$@") || true)
  if [ -n "$more" ]; then
    say "these system packages stay, since others need them by now: $*"
  elif ! as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y remove "$@" >/dev/null 2>&1 </dev/null; then
    say "remove these system packages yourself: sudo apt-get remove $*"
  fi
}

set_power() {
  as_root nvpmodel -m "$1" </dev/null || say "set the power mode back yourself: sudo nvpmodel -m $1"
}

remove_folder() { rmdir "$1" 2>/dev/null || say "  it stays: others have put something there"; }

find_place
manifest=$fact_prefix/manifest
if [ ! -d "$fact_prefix" ]; then
  say 'nothing of Griffin is installed here'
  exit 0
fi

packages=''
had_unit=no
if grep -q '^file .*/griffin.service$' "$manifest" 2>/dev/null; then
  had_unit=yes
  act 'stop the game if it runs' stop_unit
fi
while read -r kind value; do
  case $kind in
    file) act "remove $value" rm -f "$value" ;;
    apt) packages="$packages $value" ;;
    power) act "set the power mode back to number $value" set_power "$value" ;;
  esac
done < <(tac "$manifest" 2>/dev/null || true)
[ "$had_unit" = no ] || act 'tell systemd' reload_units
# shellcheck disable=SC2086  # package names are to be split
[ -z "$packages" ] || act "remove the system packages$packages" remove_packages $packages
folders=$(sed -n 's/^folder //p' "$manifest" 2>/dev/null | tac)
act "remove $fact_prefix" rm -rf "$fact_prefix"
printf '%s' "${folders:+$folders
}" | while read -r folder; do act "remove the folder $folder, if it is empty" remove_folder "$folder"; done
say "$([ "$is_dry" = yes ] && echo 'nothing was done' || echo 'Griffin is gone')"
