#!/bin/bash
# Instructions (user space, by callgrind) of one close scenario A, one B, and
# one segment of bulk: the difference of a long and a short run, so that what a
# program does once is not counted.
#   bazel run -c opt //bench:instructions
set -euo pipefail
count=$(find -L "${RUNFILES_DIR:-$0.runfiles}" -name count -type f 2>/dev/null | head -n 1)
[ -n "$count" ] || count=$(dirname "$0")/count
command -v valgrind >/dev/null || {
  echo "instructions: valgrind is not installed; type: ./bazelw --tools" >&2
  exit 69
}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Prints "instructions segments".
run() {
  valgrind --tool=callgrind --callgrind-out-file="$folder/out" "$count" "$1" "$2" \
    >"$folder/stdout" 2>"$folder/stderr" || {
    cat "$folder/stdout" "$folder/stderr" >&2
    exit 70
  }
  echo "$(sed -n 's/^summary: //p' "$folder/out") $(cut -d' ' -f1 "$folder/stdout")"
}

for variant in a b; do
  read -r less less_segments < <(run $variant 50)
  read -r more more_segments < <(run $variant 250)
  echo "$variant: $(((more - less) / 200)) instructions a scenario," \
    "$(((more_segments - less_segments) / 200)) segments"
done
read -r less less_segments < <(run bulk 1000000)
read -r more more_segments < <(run bulk 5000000)
segments=$((more_segments - less_segments))
echo "bulk: $(((more - less) / segments)) instructions a segment"
