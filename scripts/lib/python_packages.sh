# shellcheck shell=bash disable=SC2154  # setup.sh sets root, venv and the sizes
# Sourced by setup.sh: makes .venv, mends it where its folder was moved, and fills it from the lock.

export PIP_USER=0 # `user = true` in pip.conf would lead past .venv
unset PIP_TARGET PIP_PREFIX PIP_ROOT PIP_DRY_RUN

checksum() { # of all that decides what lies in .venv
  (cd "$root" && cat "requirements$1.lock" pyproject.toml scripts/lib/python_packages.sh scripts/lib/make_movable.py | cksum)
}

make_venv() { # PYTHON KIND
  local said
  rm -rf "$venv"
  # A disk that was full may have cut a compiled file short, which Python would take for whole.
  find "$root/griffin" -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
  insist_on_room "$1" "$2"
  say 'making .venv'
  if ! said=$("$1" -m venv "$venv" 2>&1 </dev/null); then
    printf '%s\n' "$said" | tail -n 3 >&2
    fail "Python could not make $venv; the lines above say why."
  fi
  place >"$venv/.place"
}

mend_venv() {
  say 'the folder was moved: .venv is mended'
  "$venv/bin/python" -m venv --without-pip "$venv" # for `activate`, which names the folder
  make_movable
  place >"$venv/.place"
}

make_movable() { run_helper "$venv/bin/python" make_movable.py "$root"; }

insist_on_room() { # PYTHON KIND
  local said fetched=$play_fetched_mb installed=$play_installed_mb
  [ "$2" = play ] || fetched=$test_fetched_mb installed=$test_installed_mb
  said=$(run_helper "$1" free_room.py "$root" "$fetched" "$installed" "$model_fetched_mb") || fail "$said"
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

pip_install() { # at Ctrl-C pip ends, and all that it said gets into the log: see restore_place
  "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --no-deps "$@" 2>&1 </dev/null |
    (trap '' INT && tee -a "$venv/install.log" | show_progress)
}

explain_pip() { # the one sentence that helps, and where the rest is
  restore_place
  if grep -qE 'Errno 28|No space left|Errno 122|Disk quota' "$venv/install.log"; then
    fail "the disk that holds $venv is full. Make room, then start again."
  fi
  if grep -qE 'NewConnectionError|Timeout|NameResolution|ProxyError|SSLError|versions: none' "$venv/install.log"; then
    fail "the Python packages could not be fetched. Check the network, then start again. ($venv/install.log says more.)"
  fi
  tail -n 5 "$venv/install.log" >&2
  fail "the Python packages could not be installed; $venv/install.log says why."
}

restore_place() { # after a failure or Ctrl-C while pip was still fetching, .venv is as whole as before
  rm -rf "$venv/tmp"
  [ -r "$venv/.place.away" ] || return 0
  grep -qs '^Installing collected' "$venv/install.log" || mv "$venv/.place.away" "$venv/.place"
}

install_packages() { # KIND SUFFIX CHECKSUM
  local fetched=$play_fetched_mb
  [ "$1" = play ] || fetched=$test_fetched_mb
  [ -e "$venv/.$1" ] || insist_on_room "$venv/bin/python" "$1"
  : >"$venv/install.log"
  rm -rf "$venv/tmp"
  mkdir "$venv/tmp"
  mv "$venv/.place" "$venv/.place.away"
  say "fetching and installing the Python packages (once; about $fetched MB)"
  # In .venv, so that a kill leaves nothing elsewhere, and a small /tmp will do.
  TMPDIR=$venv/tmp pip_install --require-hashes --only-binary=:all: -r "$root/requirements$2.lock" || explain_pip
  TMPDIR=$venv/tmp pip_install --no-index --no-build-isolation -e "$root" || explain_pip
  make_movable
  (trap '' INT && exec "$venv/bin/python" -m compileall -q "$root/griffin") >/dev/null 2>&1 || true # while there is room
  rm -rf "$venv/tmp"
  # The test lock holds all that the other one holds, in the same versions.
  checksum '' >"$venv/.play"
  [ "$1" = play ] || printf '%s\n' "$3" >"$venv/.$1"
  mv "$venv/.place.away" "$venv/.place"
}
