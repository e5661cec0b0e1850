#!/usr/bin/env bash
# Makes copies of sources with every planted bug in them, all switched off:
#
#   plant.sh FOLDER SOURCE... -- PATCH...
#
# A copy is FOLDER/SOURCE. The patches go in one after another; one that does not
# fit any more is named. The copies know the switch (switch.h), and of the
# private headers (*_inline.h) they include each other's.
set -euo pipefail
export LC_ALL=C

folder="$1"
shift
copies=()
while [[ "$1" != -- ]]; do
  mkdir -p "$folder/$(dirname "$1")"
  cp -L "$1" "$folder/$1"
  chmod u+w "$folder/$1"
  copies+=("$folder/$1")
  shift
done
shift

for patch in "$@"; do
  if ! patch --quiet --batch --forward --no-backup-if-mismatch -p1 \
    -d "$folder" <"$patch"; then
    echo "$patch does not fit the sources any more: expected that it applies" \
      "behind the patches before it; make it anew with diff -u" >&2
    exit 1
  fi
done

# Bazel's names for generated files begin with those of its output folder.
name="${folder#*/bin/}"
for copy in "${copies[@]}"; do
  sed -i -e "s|\"\(sim/tcp/[a-z_]*_inline\.h\)\"|\"$name/\1\"|" \
    -e '1i #include "tests/planted/switch.h"' "$copy"
done
