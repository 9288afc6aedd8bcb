#!/usr/bin/env bash
# The results of the last night that has whole ones: deploy/last-night.sh PRESET OUT [WORKFLOW]
# Puts them at OUT/results.jsonl; where no night of the last NIGHTS (14) has any, leaves no file, and says so. A night that
# failed half way counts for the targets that it judged to the end. Needs gh, and GH_TOKEN.
set -euo pipefail
preset=$1 out=$2 workflow=${3:-nightly.yml}
nights=$(gh run list --workflow "$workflow" --status completed --limit "${NIGHTS:-14}" --json databaseId --jq '.[].databaseId')
found=$(mktemp -d)
trap 'rm -rf "$found"' EXIT
for night in $nights; do
  rm -rf "${found:?}"/*
  if ! gh run download "$night" --name "kms-$preset" --dir "$found" || [[ ! -f $found/results.jsonl ]]; then
    echo "run $night has no results of $preset" >&2
    continue
  fi
  end=$(tail -n 1 "$found/results.jsonl")
  if [[ $end != '{"record": "summary"'*'"complete": true'* ]]; then
    echo "run $night did not judge $preset to the end" >&2
  else
    mkdir -p "$out"
    mv "$found/results.jsonl" "$out/results.jsonl"
    echo "compared with run $night"
    exit 0
  fi
done
echo "no night before has results of $preset: nothing is compared"
