#!/bin/sh
# The site of all emulators, from the artifacts of a night: deploy/pages.sh ARTIFACTS OUT [URL]
# ARTIFACTS has a directory kms-NAME for each emulator that was judged, with results.jsonl in it.
set -eu
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
for found in "$1"/kms-*/results.jsonl; do
  [ -e "$found" ] || { echo "no results in $1" >&2; exit 1; }
  name=$(basename "$(dirname "$found")")
  cp "$found" "$results/${name#kms-}.jsonl"
done
python -m bench.emulators site "$results"/*.jsonl --out "$2" ${3:+--base-url "$3"}
