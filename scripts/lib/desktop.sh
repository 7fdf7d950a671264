# shellcheck shell=bash disable=SC2034,SC2154  # the scripts that source it use its names; setup.sh sets root
# Sourced by scripts/install and scripts/uninstall, after setup.sh: what lies where in the user's home.

insist_on_own_home() {
  [ -d "${HOME:-}" ] || fail 'you have no home folder, so there is nothing to install to or to take away. Set HOME.'
  [ -z "${SUDO_USER:-}" ] || fail 'call it without sudo: it is about the user who calls it.'
}

home=${HOME:-}
program=$home/.local/bin/griffin
data=${XDG_DATA_HOME:-$home/.local/share}
entry=$data/applications/griffin.desktop
icon=$data/icons/hicolor/scalable/apps/griffin.svg
# As griffin/paths.py has them.
if [ "$(uname -s)" = Darwin ]; then
  settings="$home/Library/Application Support/griffin"
  state=$settings
  cache=$home/Library/Caches/griffin
else
  settings=${XDG_CONFIG_HOME:-$home/.config}/griffin
  state=${XDG_STATE_HOME:-$home/.local/state}/griffin
  cache=${XDG_CACHE_HOME:-$home/.cache}/griffin
fi

is_our_program() {
  [ -L "$program" ] || return 1
  case $(readlink "$program") in */scripts/griffin) ;; *) return 1 ;; esac
}

is_our_entry() { grep -qs '^X-Griffin-Folder=' "$entry"; }

insist_on_free_places() {
  is_our_program || ! { [ -e "$program" ] || [ -L "$program" ]; } ||
    fail "there is another program at $program. Move it away, then start again."
  is_our_entry || [ ! -e "$entry" ] ||
    fail "there is another program's entry at $entry. Move it away, then start again."
}

entry_string() { printf '%s' "$1" | sed 's/\\/\\\\/g'; } # as the specification of desktop entries wants values

write_entry() {
  local quoted
  # Within double quotes these four are escaped, and % begins a field code.
  quoted=$(printf '%s' "$program" | sed -e 's/[\\"`$]/\\&/g' -e 's/%/%%/g')
  cat <<END
[Desktop Entry]
Type=Application
Name=Griffin
GenericName=Flight game
Comment=Stand before a webcam, spread your arms, jump, and fly as a griffin
Exec="$(entry_string "$quoted")" play
Icon=$(entry_string "$icon")
Terminal=false
Categories=Game;
StartupWMClass=Griffin
X-Griffin-Folder=$(entry_string "$root")
END
}
