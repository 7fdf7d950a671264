#!/usr/bin/env bash
# Puts Griffin on a Jetson (or another Linux machine under a TV), from a laptop or on the device itself.
# shellcheck disable=SC2031  # setup.sh, sourced in a subshell, uses some of the same names
set -euo pipefail
unset CDPATH # with it, cd prints where it went
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
lib=$root/scripts/lib

usage() {
  cat <<'END'
Usage: scripts/deploy_jetson.sh USER@HOST [options]    from a laptop, over SSH with a key
       scripts/deploy_jetson.sh --local [options]      on the device itself

  --dry-run          only print what would be done
  --autostart        start the game on the TV after each login
  --csi, --usb       play with the camera at the CSI connector, or at USB (else: what is found)
  --power NAME       set this power mode (names: /etc/nvpmodel.conf); needs sudo without a password
  --offline          carry all packages and the pose model along: the device needs no network
  --uninstall        remove exactly what was added
  --ssh-config FILE  use this file instead of ~/.ssh/config

Running it again repairs or updates; docs/jetson.md tells more.
END
}

say() { printf 'griffin: %s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

refuse() {
  say "$*"
  usage >&2
  exit 2
}

host='' is_local=no is_offline=no wants_removal=no is_dry=no camera=''
options=() ssh_options=(-o BatchMode=yes -o PasswordAuthentication=no -o ConnectTimeout=10)
value_of() { # OPTION [VALUE]
  [ $# -ge 2 ] && [ -n "$2" ] || refuse "$1 needs a value"
}
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help) usage && exit 0 ;;
    --local) is_local=yes ;;
    --offline) is_offline=yes ;;
    --uninstall) wants_removal=yes ;;
    --dry-run) is_dry=yes ;;
    --autostart) options+=(--autostart) ;;
    --csi) [ "$camera" != auto ] || refuse '--csi and --usb exclude each other' && camera=csi:0 ;;
    --usb) [ "$camera" != csi:0 ] || refuse '--csi and --usb exclude each other' && camera=auto ;;
    --power) value_of "$@" && options+=(--power "$2") && shift ;;
    --ssh-config) value_of "$@" && ssh_options+=(-F "$2") && shift ;;
    -*) refuse "there is no option $1" ;;
    *) [ -z "$host" ] || refuse 'only one machine at a time' && host=$1 ;;
  esac
  shift
done
[ -n "$host" ] || [ "$is_local" = yes ] || refuse 'say where to: USER@HOST, or --local'
[ -z "$host" ] || [ "$is_local" = no ] || refuse 'USER@HOST and --local exclude each other'
[ "$is_local" = no ] || [ "$is_offline" = no ] || refuse '--offline carries things to another machine'
[ -z "$camera" ] || options+=(--source "$camera")
[ "$is_dry" = no ] || options+=(--dry-run)

[ "$is_local" = yes ] || command -v ssh >/dev/null || fail 'ssh is missing. Install it (Debian, Ubuntu: openssh-client), then start again.'

# --- the other machine ------------------------------------------------------------------------------------

over_ssh() { ssh "${ssh_options[@]}" -- "$host" "$@"; }

on_device() { # SCRIPT ARGUMENT...: of scripts/lib, which lies there only as long as it runs
  local script=$1
  shift
  if [ "$is_local" = yes ]; then
    bash "$lib/$script" "$@"
    return
  fi
  # One line for whatever shell is there; only the quoted arguments are this machine's words.
  tar -C "$lib" -cf - . |
    over_ssh "bash -c 'set -e; d=\$(mktemp -d); trap \"rm -rf \\\"\$d\\\"\" EXIT; tar -C \"\$d\" -xf -; bash \"\$d/\$0\" \"\$@\"' $(printf '%q ' "$script" "$@")"
}

# --- what is carried --------------------------------------------------------------------------------------

parts=(griffin shaders assets scripts pyproject.toml README.md LICENSE THIRD_PARTY_NOTICES.md
  requirements.lock requirements-jetson.lock)
excludes=(--exclude=__pycache__ --exclude='*.pyc')

project_sum() { # the same wherever the same files lie
  (cd "$root" && find "${parts[@]}" -type f ! -name '*.pyc' -print0 | LC_ALL=C sort -z | xargs -0 cksum | cksum | cut -d ' ' -f 1)
}

carry() { # FOLDER NAME...: what lies in a folder of ours, into `incoming` there
  local folder=$1 target
  shift
  target=$fact_prefix/incoming/${folder_there:?}
  case $fact_has_rsync$(command -v rsync >/dev/null || echo ' not here')$target in
    *[!A-Za-z0-9/._+-]* | no*) # without rsync, or with a path that it would take apart
      target=$(printf %q "$target")
      tar -C "$folder" "${excludes[@]}" -cf - "$@" |
        over_ssh "rm -rf $target && mkdir -p $target && tar -C $target -xf -"
      ;;
    *)
      over_ssh "mkdir -p $target"
      (cd "$folder" && rsync --archive --delete "${excludes[@]}" --rsh "ssh ${ssh_options[*]}" "$@" "$host:$target/")
      ;;
  esac
}

carry_bundle() { # everything that the device would fetch
  local bundle=${XDG_CACHE_HOME:-$HOME/.cache}/griffin/jetson-bundle python=${fact_python_version:-3.10}
  say "make ready on this machine: packages of $fact_lock for Python $python, and the pose model"
  (
    # shellcheck source=scripts/lib/setup.sh
    . "$lib/setup.sh"
    set_up play
    "$venv/bin/griffin" model
    "$venv/bin/python" "$lib/jetson_wheels.py" "$root/$fact_lock" "$python" "$fact_glibc" "$fact_machine" \
      "$bundle/wheels-$python-${fact_lock%.lock}"
  )
  say 'carry packages and model over'
  folder_there=wheels carry "$bundle/wheels-$python-${fact_lock%.lock}" .
  (cd "${bundle%/*}" && models=(pose_landmarker_*.task) && folder_there=model carry . "${models[@]}")
  [ -z "$fact_python" ] || return 0
  say 'carry a Python 3.10 over'
  command -v uv >/dev/null || fail 'uv is needed on this machine to fetch a Python for the device: pip install uv'
  rm -rf "$bundle/python"
  uv python install --no-bin --install-dir "$bundle/python" "cpython-3.10-linux-$fact_machine-gnu"
  folder_there=python carry "$bundle/python" .
}

# --- all of it --------------------------------------------------------------------------------------------

place=${host:-this machine}
say "look at $place"
errors=$(mktemp)
trap 'rm -f "$errors"' EXIT
facts=$(on_device jetson_facts.sh 2>"$errors") || {
  tail -n 1 "$errors" >&2
  fail "$place can't be reached with a key. Is it on, and is the name right? \`ssh-copy-id $place\` puts your key there."
}
# shellcheck source=scripts/lib/jetson_facts.sh
. "$lib/jetson_facts.sh"
while IFS='=' read -r name value; do
  case $name in fact_*) printf -v "$name" %s "$value" ;; esac
done <<<"$facts"
tell_facts >&2

if [ "$wants_removal" = yes ]; then
  if [ "$is_dry" = yes ]; then on_device jetson_uninstall.sh --dry-run; else on_device jetson_uninstall.sh; fi
  exit
fi
[ -z "$fact_refusal" ] || fail "$fact_refusal"

sum=$(project_sum)
app=$root/.
if [ "$is_local" = yes ]; then
  staging=$(mktemp -d)
  trap 'rm -rf "$errors" "$staging"' EXIT
  app=$staging
  tar -C "$root" "${excludes[@]}" -cf - "${parts[@]}" | tar -C "$staging" -xf -
else
  app=$fact_prefix/incoming/app
  case $fact_installed in
    "$sum"-*) say 'carry the project over: already so' ;;
    *)
      if [ "$is_dry" = yes ]; then
        say "would: carry the project over, to $app"
      else
        say "carry the project over, to $app"
        on_device jetson_install.sh --prepare
        folder_there=app carry "$root" "${parts[@]}"
      fi
      if [ "$is_offline" = yes ] && [ "$is_dry" = yes ]; then
        say 'would: carry packages, pose model and, if need be, a Python 3.10 over'
      elif [ "$is_offline" = yes ]; then
        carry_bundle
      fi
      ;;
  esac
fi
on_device jetson_install.sh --app "$app" --sum "$sum" ${options[@]+"${options[@]}"} # so written for the Bash of macOS
