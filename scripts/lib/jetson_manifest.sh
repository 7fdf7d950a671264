# shellcheck shell=bash disable=SC2154  # who sources this sets $manifest
# What the deployment has made outside its own folder, one `kind value` a line, newest last, so that the removal
# takes away exactly that. Sourced; needs $manifest, a file's name.

note() { # KIND VALUE: once each
  grep -qxF "$1 $2" "$manifest" 2>/dev/null || printf '%s %s\n' "$1" "$2" >>"$manifest"
}

is_noted() { grep -qxF "$1 $2" "$manifest" 2>/dev/null; }

make_folder() { # FOLDER: with its parents, each noted that was not there
  local folder=$1 missing=''
  while [ ! -d "$folder" ]; do
    missing=$folder$'\n'$missing
    folder=$(dirname "$folder")
  done
  mkdir -p "$1"
  printf %s "$missing" | while read -r folder; do
    case $folder in "$(dirname "$manifest")"*) ;; *) note folder "$folder" ;; esac
  done
}
