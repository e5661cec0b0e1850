#!/usr/bin/env bash
# Builds every fuzz target for ClusterFuzzLite and OSS-Fuzz: binaries and seed
# corpora go to $OUT, named as both expect. Bazel is ./bazelw, or what BAZEL says.
#
#   OUT=FOLDER .clusterfuzzlite/build.sh
set -euo pipefail
[[ -e WORKSPACE ]] || cd "$(dirname "${BASH_SOURCE[0]}")/.."
: "${OUT:?OUT is not set: where do the fuzz targets go?}"
readonly BAZEL="${BAZEL:-./bazelw}"

mapfile -t targets < <("$BAZEL" query 'filter("_fuzz$", kind(cc_binary, //tests/fuzz:all))')
"$BAZEL" build --config=fuzz "${targets[@]}"
for target in "${targets[@]}"; do
  name="${target##*:}"
  cp -f "bazel-bin/tests/fuzz/$name" "$OUT/$name"
  corpus="tests/fuzz/${name%_fuzz}_corpus"
  if [[ -d "$corpus" ]]; then
    zip -q -r -j "$OUT/${name}_seed_corpus.zip" "$corpus"
  fi
done
echo "${#targets[@]} fuzz targets in $OUT"
