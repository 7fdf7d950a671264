# shellcheck shell=bash
# Sourced by scripts/play and scripts/test: `set_up play` or `set_up test` makes the checkout ready to run.
#
# 1. System libraries: what is missing is installed with apt-get where that needs no password, else named.
# 2. .venv: made by `python -m venv`, filled from the lock with hashes checked, then the project itself (offline).
#
# Stamps in .venv say what was done, so that a second start only compares them: .place (this folder, this Python),
# .play and .test (the checksum of all that decides the packages). .place is written last and taken away first:
# an install that was interrupted, and a .venv that was moved or lost its Python, is made anew.
# Works with bash 3.2, which macOS has.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
venv=$root/.venv
unset PYTHONHOME PYTHONPATH # robotics set-ups point these at packages of another Python

say() { printf 'griffin: %s\n' "$*" >&2; }

fail() {
  printf 'griffin: %s\n' "$*" >&2
  exit 1
}

find_python() {
  local candidate
  for candidate in python3 python3.14 python3.13 python3.12 python3.11 python3.10 python; do
    if "$candidate" -I -S -c 'import sys; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  fail 'Python 3.10 or newer is needed, and none was found. Install it, then start again.'
}

apt_get() { # as root, or as a user who needs no password for it
  if [ "$(id -u)" = 0 ]; then
    DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 "$@"
  else
    sudo -n env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 "$@"
  fi
}

apt_install() { # PACKAGE...: quietly; what apt-get said stays in $apt_log
  apt_get install -y --no-install-recommends "$@" >"$apt_log" 2>&1 </dev/null
}

fill_apt() { # NEEDED WANTED: each a line of packages, the first may not be missing afterwards
  local needed=$1 wanted=$2 package apt_log
  apt_log=$(mktemp)
  say "installing system packages (once): $needed${wanted:+${needed:+ }$wanted}"
  # shellcheck disable=SC2086  # package names are to be split
  if ! apt_install $needed $wanted; then
    apt_get update >"$apt_log" 2>&1 </dev/null || true
    if ! apt_install $needed $wanted; then
      # One name that this release doesn't know spoils the whole call: first what must be, then the rest one by one.
      if [ -n "$needed" ] && ! apt_install $needed; then
        tail -n 5 "$apt_log" >&2
        rm -f "$apt_log"
        fail "apt-get could not install what is needed. Try by hand: sudo apt-get update && sudo apt-get install $needed"
      fi
      for package in $wanted; do
        apt_install "$package" || say "$package could not be installed; going on without it"
      done
    fi
  fi
  rm -f "$apt_log"
}

packages_of() { # need|want, from system_needs.py's lines in $missing
  printf '%s\n' "$missing" | awk -v level="$1" '$1 == level { print $3 }' | sort -u | paste -s -d ' ' -
}

things_of() {
  printf '%s\n' "$missing" | awk -v level="$1" '$1 == level { print $2 }' | sort -u | paste -s -d ' ' - | sed 's/ /, /g'
}

check_system() { # PYTHON quick|play|test
  local missing needed wanted
  [ "$(uname -s)" = Linux ] || return 0 # elsewhere the system and the wheels bring everything along
  missing=$("$1" -I -S "$root/scripts/lib/system_needs.py" "$2")
  [ -n "$missing" ] || return 0
  needed=$(packages_of need)
  wanted=$(packages_of want)
  if ! command -v apt-get >/dev/null; then
    [ -z "$needed" ] || fail "these are missing: $(things_of need). Install them with your system's package manager, then start again."
    say "not found, and not always needed: $(things_of want)"
  elif [ "$(id -u)" = 0 ] || sudo -n true >/dev/null 2>&1; then
    fill_apt "$needed" "$wanted"
  elif [ -n "$needed" ]; then
    say 'some system packages are missing. Install them with this line, then start again:'
    printf '\n  sudo apt-get install -y %s\n\n' "$needed${wanted:+ $wanted}" >&2
    exit 1
  else
    say "some system packages would make more possible: sudo apt-get install -y $wanted"
  fi
}

show_progress() { # pip's lines in, one line that changes out
  local line count=0
  while IFS= read -r line; do
    case $line in
      Collecting*)
        count=$((count + 1))
        line=${line#Collecting }
        [ ! -t 2 ] || printf '\r\033[K  %d: %s' "$count" "${line%% *}" >&2
        ;;
      Installing*) [ ! -t 2 ] || printf '\r\033[K  unpacking %d packages' "$count" >&2 ;;
    esac
  done
  [ ! -t 2 ] || printf '\r\033[K' >&2
}

pip_install() {
  "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --no-deps "$@" 2>&1 </dev/null |
    tee -a "$venv/install.log" | show_progress
}

explain_pip() { # the one sentence that helps, and where the rest is
  if grep -qE 'NewConnectionError|Timeout|NameResolution|ProxyError|SSLError|versions: none' "$venv/install.log"; then
    fail "the Python packages could not be fetched. Check the network, then start again. ($venv/install.log says more.)"
  fi
  tail -n 5 "$venv/install.log" >&2
  fail "the Python packages could not be installed; $venv/install.log says why."
}

checksum() { # of all that decides what lies in .venv
  (cd "$root" && cat "requirements$1.lock" pyproject.toml scripts/lib/setup.sh | cksum)
}

place() { # where .venv is, and which Python it really runs; fails if it runs none
  "$venv/bin/python" -I -S -c 'import sys; print(*sys.version_info[:2], sys.argv[1])' "$root" 2>/dev/null
}

stamp_is() { [ -r "$venv/$1" ] && [ "$(cat "$venv/$1")" = "$2" ]; }

set_up() { # play|test
  local kind=$1 suffix='' sum
  [ "$kind" = play ] || suffix=-dev
  sum=$(checksum "$suffix")

  if stamp_is .place "$(place)" && stamp_is ".$kind" "$sum" && [ -x "$venv/bin/griffin" ]; then
    check_system "$venv/bin/python" quick
    return
  fi

  if ! stamp_is .place "$(place)"; then
    local python
    python=$(find_python)
    check_system "$python" "$kind"
    rm -rf "$venv"
    say 'making .venv'
    "$python" -m venv "$venv" || fail "Python could not make $venv. Is there room on the disk?"
  else
    check_system "$venv/bin/python" "$kind"
  fi

  rm -f "$venv/.place"
  : >"$venv/install.log"
  say 'fetching and installing the Python packages (once; about 220 MB)'
  pip_install --require-hashes --only-binary=:all: -r "$root/requirements$suffix.lock" || explain_pip
  pip_install --no-index --no-build-isolation -e "$root" || explain_pip
  # The test lock holds all that the other one holds, in the same versions.
  checksum '' >"$venv/.play"
  [ "$kind" = play ] || printf '%s\n' "$sum" >"$venv/.$kind"
  place >"$venv/.place"
  say 'ready'
}
