# shellcheck shell=bash disable=SC2154  # setup.sh sets root
# Sourced by setup.sh: what Griffin needs from the system, installed with apt-get or named.

apt_get() { # as root, or as a user who needs no password for it; a daemon that it starts must not keep the lock (9)
  if [ "$(id -u)" = 0 ]; then
    DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 "$@" 9<&-
  else
    sudo -n env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 "$@" 9<&-
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
        say 'apt-get could not install what is needed. Try this line:'
        print_as_root "$(apt_line "$needed")"
        exit 1
      fi
      for package in $wanted; do
        apt_install "$package" || say "$package could not be installed; going on without it"
      done
    fi
  fi
  rm -f "$apt_log"
}

apt_line() { printf 'apt-get update && apt-get install -y --no-install-recommends %s' "$*"; }

print_as_root() { # COMMAND [&& COMMAND]: as this user can run it
  local with_su
  with_su="su -c $(quote "$1")"
  if [ "$(id -u)" = 0 ]; then
    printf '\n  %s\n\n' "$1" >&2
  elif ! command -v sudo >/dev/null; then
    printf '\n  %s\n\n' "$with_su" >&2
  else
    printf '\n  sudo %s\n\n' "$(printf '%s' "$1" | sed 's/&& /\&\& sudo /g')" >&2
    id -Gn | tr ' ' '\n' | grep -qxE 'sudo|wheel|admin' || printf '(or, where sudo refuses you:  %s )\n\n' "$with_su" >&2
  fi
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
  missing=$(run_helper "$1" system_needs.py "$2")
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
    print_as_root "$(apt_line "$needed${wanted:+ $wanted}")"
    exit 1
  else
    say 'some system packages would make more possible:'
    print_as_root "$(apt_line "$wanted")"
  fi
}
