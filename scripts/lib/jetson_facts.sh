# shellcheck shell=bash disable=SC2034  # who sources this uses the facts
# What a device is, found out without changing anything. Sourced, then `find_facts` fills the fact_... variables;
# run by itself it prints them as name=value lines. Works with the Bash 5.0 and the programs of every JetPack.
#
# What decides is what the device can do, not what it is called: which MediaPipe its processor runs, which
# packages its C library can load, which Pythons are there.

facts_root=${GRIFFIN_FACTS_ROOT:-} # tests describe other devices in a folder of theirs

# What MediaPipe 1.x needs of an Arm processor; without one of these it aborts (griffin/vision/landmarker.py).
NEEDED_CPU_FEATURES='aes asimddp asimdhp asimdrdm atomics crc32 fphp lrcpc sha2'
LEAST_GLIBC=2.31   # the locks' packages are made for it or older ones; JetPack 5 has it
LEAST_DISK_MB=1500 # a second installation beside the first one, while it is being made

is_at_least() { # VERSION LEAST
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

find_system() {
  fact_machine=$(uname -m)
  fact_os=$(sed -n 's/^PRETTY_NAME="\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' "$facts_root/etc/os-release" 2>/dev/null || true)
  fact_board=$(cat "$facts_root/proc/device-tree/model" 2>/dev/null | tr -d '\0' || true)
  fact_glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | sed 's/^glibc //' || true)
  fact_memory_mb=$(awk '/^MemTotal:/ { print int($2 / 1024) }' "$facts_root/proc/meminfo" 2>/dev/null || true)
  # "# R36 (release), REVISION: 4.7, ..." is L4T 36.4.7; JetPack counts otherwise.
  fact_l4t=$(sed -n 's/^# R\([0-9]*\) (release), REVISION: \([0-9.]*\).*/\1.\2/p' "$facts_root/etc/nv_tegra_release" 2>/dev/null || true)
  case ${fact_l4t%%.*} in
    '') fact_jetpack='' ;;
    32) fact_jetpack=4 ;;
    34 | 35) fact_jetpack=5 ;;
    36) fact_jetpack=6 ;;
    *) fact_jetpack=7 ;; # or a later one
  esac
}

find_processor() { # sets which of the two locks is right
  local features feature
  fact_lacks=''
  fact_lock=requirements.lock
  [ "$fact_machine" = aarch64 ] || return 0
  features=" $(sed -n 's/^Features[[:space:]]*: //p' "$facts_root/proc/cpuinfo" 2>/dev/null | head -n 1) "
  for feature in $NEEDED_CPU_FEATURES; do
    case $features in
      *" $feature "*) ;;
      *) fact_lacks="$fact_lacks${fact_lacks:+ }$feature" ;;
    esac
  done
  [ -z "$fact_lacks" ] || fact_lock=requirements-jetson.lock
}

python_version() { "$1" -I -S -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null; }

find_device_python() { # the newest for which there are packages: MediaPipe 0.10.18 has none for 3.13
  local newest=3.14 candidate version
  [ "$fact_lock" = requirements.lock ] || newest=3.12
  fact_python='' fact_python_version=''
  fact_system_python=$(python_version python3 || true)
  for candidate in python3 python3.14 python3.13 python3.12 python3.11 python3.10 "$fact_prefix"/python/*/bin/python3.1?; do
    version=$(python_version "$candidate") || continue
    if is_at_least "$version" 3.10 && is_at_least "$newest" "$version"; then
      fact_python=$candidate fact_python_version=$version
      return
    fi
  done
}

find_cameras() {
  local device driver
  fact_usb_cameras='' fact_has_csi=no fact_has_argus=no
  for device in "$facts_root"/sys/class/video4linux/video*; do
    driver=$(readlink "$device/device/driver" 2>/dev/null) || continue
    case ${driver##*/} in
      uvcvideo) fact_usb_cameras="$fact_usb_cameras${fact_usb_cameras:+ }/dev/${device##*/}" ;;
      tegra* | *capture-vi*) fact_has_csi=yes ;; # raw sensor data, which only NVIDIA's Argus makes a picture of
    esac
  done
  # Looked for as a file: asking GStreamer would make it write its registry.
  ! compgen -G "$facts_root/usr/lib/*/gstreamer-1.0/libgstnvarguscamerasrc.so" >/dev/null || fact_has_argus=yes
}

find_display() {
  fact_display=none
  # Whoever logs in over SSH has no display, but the one at the TV may.
  if [ -n "${WAYLAND_DISPLAY:-}" ] || compgen -G "${XDG_RUNTIME_DIR:-/run/user/$(id -u)}/wayland-*" >/dev/null; then
    fact_display=wayland
  elif [ -n "${DISPLAY:-}" ] || compgen -G '/tmp/.X11-unix/X*' >/dev/null; then
    fact_display=x11
  fi
}

find_place() {
  local folder
  fact_prefix=${XDG_DATA_HOME:-$HOME/.local/share}/griffin-flight
  folder=$fact_prefix
  while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
  fact_disk_mb=$(df -Pm "$folder" | awk 'NR == 2 { print $4 }')
  fact_installed=$(readlink "$fact_prefix/current" 2>/dev/null || true)
  fact_installed=${fact_installed##*/}
  fact_has_rsync=no
  ! command -v rsync >/dev/null || fact_has_rsync=yes
  fact_address=$(hostname -I 2>/dev/null | awk '{ print $1 }' || true)
}

find_refusal() { # one sentence, or nothing where Griffin can run
  fact_refusal=''
  case $fact_machine in
    aarch64 | x86_64) ;;
    *) fact_refusal="There are no packages for this kind of processor ($fact_machine)." && return ;;
  esac
  if ! is_at_least "${fact_glibc:-0}" "$LEAST_GLIBC"; then
    fact_refusal="This system's C library is ${fact_glibc:-not glibc}, and the packages need glibc $LEAST_GLIBC: JetPack 5 or newer. Nano and TX2 have none newer than JetPack 4."
  elif [ "$fact_disk_mb" -lt "$LEAST_DISK_MB" ]; then
    fact_refusal="Only $fact_disk_mb MB of disk are free, and $LEAST_DISK_MB MB are needed."
  fi
}

find_facts() {
  find_place
  find_system
  find_processor
  find_device_python
  find_cameras
  find_display
  find_refusal
}

tell_facts() { # for people
  local runs='MediaPipe 1.x' python="none that the packages support (the system's own is ${fact_system_python:-missing})"
  [ -z "$fact_lacks" ] || runs="MediaPipe 0.10.18; for a newer one it lacks $fact_lacks"
  [ -z "$fact_python" ] || python="$fact_python_version ($fact_python)"
  printf '  board      %s, %s, %s MB of memory\n' "${fact_board:-not a Jetson}" "$fact_machine" "${fact_memory_mb:-?}"
  printf '  system     %s%s, glibc %s\n' "${fact_os:-unknown}" "${fact_l4t:+, L4T $fact_l4t (JetPack $fact_jetpack)}" "${fact_glibc:-unknown}"
  printf '  processor  runs %s\n' "$runs"
  printf '  Python     %s\n' "$python"
  printf '  cameras    USB: %s; CSI: %s (Argus: %s)\n' "${fact_usb_cameras:-none}" "$fact_has_csi" "$fact_has_argus"
  printf '  display    %s\n' "$fact_display"
  printf '  place      %s (%s MB free%s)\n' "$fact_prefix" "$fact_disk_mb" "${fact_installed:+, holds $fact_installed}"
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  set -euo pipefail
  find_facts
  compgen -v fact_ | while read -r name; do printf '%s=%s\n' "$name" "${!name}"; done
fi
