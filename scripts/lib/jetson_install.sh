#!/usr/bin/env bash
# Installs Griffin on the machine it runs on, beside what is there, and switches to it at the end. Run by
# scripts/deploy_jetson.sh; needs no rights but for system packages and the power mode.
#
#   PREFIX/versions/ID/{app,venv}   one installation; `.complete` in it is written last
#   PREFIX/current                  a link to the one in use
#   PREFIX/manifest                 what was made outside PREFIX
#   PREFIX/incoming/                what the laptop carried here; wheels and a Python only with --offline
#
# Each step is a pair: a probe says whether it is done already, else the step is told and then applied. With
# --dry-run nothing is applied. Whatever fails, `current` goes on pointing to what worked before.
# shellcheck disable=SC2329  # `step` is told which functions to call
set -euo pipefail
unset CDPATH # with it, cd prints where it went
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=scripts/lib/jetson_facts.sh
. "$here/jetson_facts.sh"
# shellcheck source=scripts/lib/jetson_manifest.sh
. "$here/jetson_manifest.sh"
# shellcheck source=scripts/lib/setup.sh
. "$here/setup.sh"

app='' sum='' source='' power='' wants_autostart=no is_dry=no is_preparing=no
while [ $# -gt 0 ]; do
  case $1 in
    --app) app=$2 && shift ;;       # the project's files
    --sum) sum=$2 && shift ;;       # what they add up to
    --source) source=$2 && shift ;; # for the unit; found out when empty
    --power) power=$2 && shift ;;
    --autostart) wants_autostart=yes ;;
    --dry-run) is_dry=yes ;;
    --prepare) is_preparing=yes ;; # only make the place for what the laptop carries
  esac
  shift
done

count=0 building='' doing=''

step() { # WHAT PROBE APPLY
  count=$((count + 1))
  if "$2"; then
    say "[$count] $1: already so"
  elif [ "$is_dry" = yes ]; then
    say "[$count] would: $1"
  else
    doing=$1
    say "[$count] $1 ..."
    "$3" # not as a condition: `set -e` must hold in it
    doing=''
  fi
}

finish() { # at the exit, however it comes
  local status=$?
  [ -z "$building" ] || rm -rf "$building"
  rm -rf "$work"
  if [ -n "$doing" ]; then
    say "failed: $doing"
    if [ -n "$fact_installed" ] && [ "$(readlink "$fact_prefix/current")" = "versions/$fact_installed" ]; then
      say "the installation that was there ($fact_installed) is untouched and works as before"
    fi
    [ "$status" != 0 ] || status=1
  fi
  exit "$status"
}

# --- system packages --------------------------------------------------------------------------------------

installed_packages() { dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' 2>/dev/null | sed -n 's/^ii *//p' | sort -u; }

asked_for() { if has_python; then echo play; else echo libraries; fi; } # a Python that is brought has its own venv

has_system_packages() {
  [ -n "$fact_python$fact_system_python" ] || return 1
  [ -z "$("${fact_python:-python3}" -I -S "$here/system_needs.py" "$(asked_for)" | grep '^need' || true)" ]
}

add_system_packages() {
  local before package
  make_folder "$fact_prefix"
  before=$(installed_packages)
  check_system "${fact_python:-python3}" "$(asked_for)"
  comm -13 <(printf '%s\n' "$before") <(installed_packages) | while read -r package; do note apt "$package"; done
}

# --- Python -----------------------------------------------------------------------------------------------

has_python() { [ -n "$fact_python" ]; }

bring_python() { # from what was carried here, else by uv
  local uv=uv
  make_folder "$fact_prefix"
  if [ -d "$fact_prefix/incoming/python" ]; then
    rm -rf "$fact_prefix/python"
    mv "$fact_prefix/incoming/python" "$fact_prefix/python"
  else
    if ! command -v uv >/dev/null; then
      uv=$work/uv/bin/uv
      python3 -m pip install --quiet --target "$work/uv" uv </dev/null || explain_no_python
    fi
    UV_PYTHON_INSTALL_DIR=$fact_prefix/python UV_CACHE_DIR=$work/uv-cache \
      "$uv" python install --no-bin 3.10 </dev/null || explain_no_python
  fi
  find_device_python
  has_python || explain_no_python
}

explain_no_python() {
  fail 'A Python 3.10 could not be brought. Deploy with --offline from a laptop that has a network, or install
python3.10 and python3.10-venv yourself (the deadsnakes archive has them for older Ubuntus), then start again.'
}

# --- the installation -------------------------------------------------------------------------------------

name_version() { # whatever decides what is installed, so that the same again is found again
  id=$sum-py${fact_python_version:-3.10}-${fact_lock%.lock}
  version=$fact_prefix/versions/$id
  venv=$version/venv
}

has_version() { [ -e "$version/.complete" ]; }

copy_app() {
  make_folder "$fact_prefix"
  mkdir -p "$(dirname "$version")"
  rm -rf "$version"
  building=$version
  mkdir "$version"
  cp -R "$app" "$version/app"
}

make_venv() {
  "$fact_python" -m venv "$venv" </dev/null
  : >"$venv/install.log"
}

install_packages() {
  local wheels=$fact_prefix/incoming/wheels
  local -a from=(--no-cache-dir)
  [ ! -d "$wheels" ] || from+=(--no-index --find-links "$wheels")
  pip_install "${from[@]}" --require-hashes --only-binary=:all: -r "$version/app/$fact_lock" || explain_pip
  pip_install --no-cache-dir --no-index --no-build-isolation "$version/app" || explain_pip
}

fetch_model() {
  local folder carried
  folder=$(dirname "$model")
  make_folder "$folder"
  [ -e "$model" ] || note file "$model"
  for carried in "$fact_prefix"/incoming/model/*.task; do # the full one, and lite if the laptop has it
    [ -e "$carried" ] && [ ! -e "$folder/${carried##*/}" ] || continue
    note file "$folder/${carried##*/}"
    cp "$carried" "$folder/"
  done
  griffin model
}

griffin() { # of this version; what graphics drivers and libraries like to keep goes into the scratch folder
  MESA_SHADER_CACHE_DIR=$work __GL_SHADER_DISK_CACHE_PATH=$work MPLCONFIGDIR=$work \
    "$venv/bin/griffin" "$@" </dev/null
}

measure_pose() { # the real model on the drawn pilot: a check that everything loads, and the rate that counts
  local answer
  answer=$(MPLCONFIGDIR=$work "$venv/bin/python" -m griffin.tools.probes pose "$model" </dev/null | tail -n 1)
  look_s=$(printf '%s' "$answer" | sed -n 's/.*"look_s": \([0-9.]*\).*/\1/p')
  [ -n "$look_s" ] || fail "the pose model doesn't run here: $answer"
  say "$(awk -v s="$look_s" 'BEGIN { printf "one look of the pose model takes %.0f ms: %.1f a second at most", 1000 * s, 1 / s }')"
}

build_version() {
  say '  a copy of the project'
  copy_app
  say '  its own Python environment'
  make_venv
  say "  the packages of $fact_lock, checked by their hashes"
  install_packages
  say '  the pose model, and a look with it'
  fetch_model
  measure_pose
  : >"$version/.complete"
  building=''
}

is_current() { [ "$(readlink "$fact_prefix/current" 2>/dev/null)" = "versions/$id" ]; }

switch_to_version() { # in one move: who starts Griffin meanwhile gets the old or the new one
  ln -sfn "versions/$id" "$fact_prefix/current.new"
  mv -T "$fact_prefix/current.new" "$fact_prefix/current"
}

has_no_leftovers() {
  local folder
  [ ! -e "$fact_prefix/incoming" ] || return 1
  for folder in "$fact_prefix"/versions/*; do
    case ${folder##*/} in "$id" | "$fact_installed" | '*') ;; *) return 1 ;; esac
  done
}

remove_leftovers() { # the installation before this one stays, to go back to
  local folder
  rm -rf "$fact_prefix/incoming"
  for folder in "$fact_prefix"/versions/*; do
    case ${folder##*/} in "$id" | "$fact_installed") ;; *) rm -rf "$folder" ;; esac
  done
}

# --- how it is started ------------------------------------------------------------------------------------

has_command() { [ "$(readlink "$command_link" 2>/dev/null)" = "$command_target" ]; }

link_command() {
  if [ -e "$command_link" ] || [ -L "$command_link" ]; then
    say "  $command_link is somebody else's and stays; start $command_target instead"
    return
  fi
  make_folder "$(dirname "$command_link")"
  note file "$command_link"
  ln -s "$command_target" "$command_link"
}

unit_text() {
  # systemd takes % and $ for its own signs; sed takes & and |.
  local prefix=${fact_prefix//%/%%}
  prefix=${prefix//\$/\$\$}
  prefix=$(printf '%s' "$prefix" | sed 's/[&|\\]/\\&/g')
  sed -e "s|@PREFIX@|$prefix|; s|@SOURCE@|$source|" "$here/griffin.service.in"
}

has_unit() { [ "$(cat "$unit" 2>/dev/null)" = "$(unit_text)" ] && [ -L "$unit_link" ]; }

add_unit() {
  if [ -e "$unit" ] && ! is_noted file "$unit"; then
    fail "$unit is there already and not of our making: remove it, or leave --autostart away."
  fi
  make_folder "$(dirname "$unit_link")"
  note file "$unit"
  note file "$unit_link"
  unit_text >"$unit"
  ln -sfn ../griffin.service "$unit_link"
  systemctl --user daemon-reload 2>/dev/null || say '  it counts from the next login on'
}

power_id() { # NAME: of a mode, by its name; the numbers differ from board to board
  sed -n "s/^< POWER_MODEL ID=\([0-9]*\) NAME=$1 >.*/\1/p" "$facts_root/etc/nvpmodel.conf" 2>/dev/null
}

power_now() { nvpmodel -q 2>/dev/null | sed -n 's/^NV Power Mode: //p'; }

has_power() { [ "$(power_now)" = "$power" ]; }

set_power() {
  local number before
  number=$(power_id "$power")
  [ -n "$number" ] || fail "this board has no power mode $power, only: $(sed -n 's/^< POWER_MODEL ID=[0-9]* NAME=\([^ ]*\) >.*/\1/p' "$facts_root/etc/nvpmodel.conf" 2>/dev/null | paste -s -d ' ' -)"
  before=$(power_id "$(power_now)")
  if [ -n "$before" ] && ! grep -q '^power ' "$manifest" 2>/dev/null; then note power "$before"; fi
  sudo -n nvpmodel -m "$number" </dev/null || fail "the power mode can only be set by root: sudo nvpmodel -m $number"
}

# --- all of it --------------------------------------------------------------------------------------------

find_facts
[ -z "$fact_refusal" ] || fail "$fact_refusal"
[ "$fact_jetpack" != 7 ] || [ "$source" != csi:0 ] || say 'on Thor, CSI cameras have no Argus yet: if none is found, use a USB camera'
manifest=$fact_prefix/manifest
if [ "$is_preparing" = yes ]; then
  make_folder "$fact_prefix/incoming"
  exit
fi
work=$(mktemp -d)
trap finish EXIT
trap 'exit 130' INT TERM HUP
name_version
model=${XDG_CACHE_HOME:-$HOME/.cache}/griffin/pose_landmarker_full.task
command_link=$HOME/.local/bin/griffin
command_target=$fact_prefix/current/venv/bin/griffin
unit=${XDG_CONFIG_HOME:-$HOME/.config}/systemd/user/griffin.service
unit_link=$(dirname "$unit")/graphical-session.target.wants/griffin.service
look_s=''
if [ -z "$source" ]; then # a USB camera where there is one, as its pictures need no daemon
  source=auto
  [ -n "$fact_usb_cameras" ] || [ "$fact_has_csi$fact_has_argus" != yesyes ] || source=csi:0
fi

step 'install system packages that are missing' has_system_packages add_system_packages
step 'bring a Python 3.10, as the system has none that the packages support' has_python bring_python
name_version
step "install Griffin into $version" has_version build_version
step "use this installation from now on" is_current switch_to_version
step "link the command $command_link" has_command link_command
[ "$wants_autostart" = no ] || step "start Griffin after each login on the TV ($unit, source $source)" has_unit add_unit
[ -z "$power" ] || step "set the power mode to $power" has_power set_power
step 'remove what is left of earlier installations, but for the one before this' has_no_leftovers remove_leftovers
[ "$is_dry" = no ] || exit 0

status=0
griffin doctor || status=3
[ -n "$look_s" ] || measure_pose
say "installed: $id${fact_address:+, on $fact_address}"
say "start it on the TV's desktop: $command_target play --kiosk --source $source --model auto"
if [ "$wants_autostart" = yes ]; then say 'or log in there: it starts by itself'; fi
[ "$status" = 0 ] || say 'but it can not play yet: see the lines marked FAIL above'
exit "$status"
