# shellcheck shell=bash disable=SC2034,SC2154  # who sources this sets $target and uses the rest
# An empty Debian root as a stand-in for another machine: shared by test_fresh_root and test_arm64. In it a
# company's mirrors and certificates must work as they do outside.

# Of this machine's environment only what says where packages come from.
mapfile -t index_settings < <(env | grep -E '^(PIP_|https?_proxy=|HTTPS?_PROXY=|no_proxy=|NO_PROXY=|SSL_CERT_|REQUESTS_CA_BUNDLE=)' || true)

# shellcheck disable=SC2016  # the dollar sign is apt's
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 2>/dev/null | head -n 1 || true)

step() { printf '\n=== [%3d s] %s\n' "$SECONDS" "$*"; }

copy_in() { # FILE_OR_FOLDER...: those that this machine has, to the same place in the root
  local path
  for path; do
    [ -e "$path" ] || continue
    # Links in the root point outside of it from here, so nothing is ever written over one.
    rm -rf "${target:?}$path"
    mkdir -p "$target$(dirname "$path")"
    cp -rL "$path" "$target$path"
  done
}

show_folders_in() { # FILE...: local folders that pip's settings name are shown in the root, read-only
  local folder
  # An index keeps its packages beside its pages, which lie in `simple`.
  { grep -hoE '(file://)?/[^ ]+' "$@" 2>/dev/null || true; } | sed 's#^file://##; s#/simple$##' | sort -u | while read -r folder; do
    while [ "$folder" != / ] && [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
    case $folder in / | /etc | /etc/* | /root | /usr | /home) continue ;; esac
    mkdir -p "$target$folder"
    mount --bind -o ro "$folder" "$target$folder" 2>/dev/null || mount --rbind "$folder" "$target$folder"
  done
}

copy_index_settings() {
  copy_in /etc/resolv.conf /etc/ssl/certs /etc/apt/apt.conf.d /etc/pip.conf /etc/xdg/pip /root/.config/pip /root/.pip
}

show_index_folders() {
  show_folders_in /etc/pip.conf /etc/xdg/pip/pip.conf /root/.config/pip/pip.conf /root/.pip/pip.conf
}

clean_up_root() { # WORK: the folder around the root goes away, and nothing that is mounted in it
  awk -v under="$target/" 'index($2, under) == 1 { print $2 }' /proc/self/mounts | sort -r |
    while read -r folder; do umount --lazy "$folder"; done
  # What is still mounted there belongs to this machine.
  grep -qF " $target/" /proc/self/mounts || rm -rf --one-file-system "$1"
}
