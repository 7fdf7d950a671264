# shellcheck shell=bash
# Sourced by the scripts that users call: `set_up play` or `set_up test` makes the checkout ready to run.
#
# 1. System libraries: what is missing is installed with apt-get where that needs no password, else named.
# 2. .venv: made by `python -m venv`, filled from the lock with hashes checked, then the project itself (offline).
#
# Stamps in .venv say what was done, so that a second start only compares them: .place (this Python, this folder),
# .play and .test (the checksum of all that decides the packages). While packages are installed, .place is away:
# a .venv that was interrupted then, or lost its Python, is made anew. One whose folder was moved is mended.
# Works with bash 3.2, which macOS has.

unset CDPATH # with it, cd prints where it went
lib_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P) # the deployment carries this folder alone
root=$(cd "$lib_folder/../.." && pwd -P)
venv=$root/.venv
unset PYTHONHOME PYTHONPATH # robotics set-ups point these at packages of another Python

# shellcheck source=scripts/lib/sizes.sh
. "$lib_folder/sizes.sh"
# shellcheck source=scripts/lib/system_packages.sh
. "$lib_folder/system_packages.sh"
# shellcheck source=scripts/lib/python_packages.sh
. "$lib_folder/python_packages.sh"

say() { printf 'griffin: %s\n' "$*" >&2; }

fail() {
  printf 'griffin: %s\n' "$*" >&2
  exit 1
}

on_ctrl_c() {
  [ ! -t 2 ] || printf '\r\033[K' >&2
  restore_place
  say 'interrupted. Start again to go on.'
  exit 130
}

run_helper() { # PYTHON NAME ARGUMENT...: a script of ours, which shows no traceback at Ctrl-C; this shell hears that, too
  (trap '' INT && exec "$1" -I -S "$lib_folder/$2" "${@:3}")
}

find_python() {
  local candidate said unfit=''
  for candidate in python3 python3.14 python3.13 python3.12 python3.11 python3.10 python; do
    if said=$("$candidate" -I -S "$lib_folder/python_fits.py" 2>/dev/null); then
      printf '%s\n' "$candidate"
      return
    fi
    unfit=${unfit:-$said}
  done
  [ -z "$unfit" ] || unfit=" $unfit."
  if command -v apt-get >/dev/null; then
    say "Python 3.10 to 3.14 is needed, and none was found.$unfit Install one with this line, then start again:"
    print_as_root 'apt-get update && apt-get install -y --no-install-recommends python3 python3-venv'
    exit 1
  fi
  fail "Python 3.10 to 3.14 is needed, and none was found.$unfit Install one, then start again."
}

lock_folder() { # PYTHON: waits for another set-up of this folder. The lock goes with this shell, however it ends.
  exec 9<"$lib_folder/setup.sh"
  run_helper "$1" take_lock.py 9
}

insist_on_rights() {
  local owner
  if [ "$(id -u)" = 0 ] && [ -n "${SUDO_USER:-}" ]; then
    say "no sudo is needed to play. What is set up now belongs to root, and $SUDO_USER won't be able to renew it."
  fi
  if [ -d "$venv" ] && ! { [ -w "$venv" ] && [ -w "$venv/bin" ]; }; then
    # shellcheck disable=SC2012  # stat's options differ between systems
    owner=$(ls -ld "$venv" | awk '{ print $3 }')
    say "$venv belongs to $owner and has to be made anew. Remove it with this line, then start again:"
    print_as_root "rm -r $(quote "$venv")"
    exit 1
  fi
  [ -d "$venv" ] || [ -w "$root" ] ||
    fail "you may not write in $root. Clone Griffin into a folder of your own, and start it there."
}

quote() { printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"; } # for a shell

place() { # which Python .venv really runs, and where it is; fails if it runs none
  "$venv/bin/python" -I -S -c 'import sys; print(*sys.version_info[:2], sys.argv[1])' "$root" 2>/dev/null
}

stamp_is() { [ -r "$venv/$1" ] && [ "$(cat "$venv/$1")" = "$2" ]; }

is_ready() { # KIND CHECKSUM
  stamp_is .place "$(place)" && stamp_is ".$1" "$2" && [ -x "$venv/bin/griffin" ]
}

is_whole() { # here, or where .venv was before the folder was moved
  local here before
  here=$(place) && [ -r "$venv/.place" ] && before=$(cat "$venv/.place") && [ "${here%% /*}" = "${before%% /*}" ]
}

set_up() { # play|test
  local kind=$1 suffix='' sum python
  [ "$kind" = play ] || suffix=-dev
  trap on_ctrl_c INT
  sum=$(checksum "$suffix")
  if is_ready "$kind" "$sum"; then
    check_system "$venv/bin/python" quick
    trap - INT
    return
  fi

  insist_on_rights
  if is_whole; then python=$venv/bin/python; else python=$(find_python); fi
  lock_folder "$python"
  if ! is_ready "$kind" "$sum"; then # else the one that was waited for has done it
    if is_whole; then
      check_system "$venv/bin/python" "$kind"
      stamp_is .place "$(place)" || mend_venv
    else
      python=$(find_python)
      check_system "$python" "$kind"
      make_venv "$python" "$kind"
    fi
    stamp_is ".$kind" "$sum" && [ -x "$venv/bin/griffin" ] || install_packages "$kind" "$suffix" "$sum"
    say 'ready'
  fi
  exec 9<&-
  trap - INT
}

start_griffin() { # ARGUMENT...: with the script as a file, since `python -m` would look for modules in this folder
  exec "$venv/bin/python" "$venv/bin/griffin" "$@"
}
