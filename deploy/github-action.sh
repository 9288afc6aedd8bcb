#!/usr/bin/env bash
# The one step of action.yml. Reads KMS_* and, from GitHub, GITHUB_STEP_SUMMARY and GITHUB_OUTPUT; ends as the run ends.
set -efuo pipefail # no glob of an operation is one of files
dir=${KMS_OUT:-kms-conformance}
mkdir -p "$dir"
words=(--depth "${KMS_DEPTH:-default}" --results "$dir/results.jsonl" --junitxml "$dir/junit.xml"
  --markdown "$dir/report.md" --html "$dir/report.html" --annotations "$dir/annotations.txt")
if [[ -n ${KMS_TARGET_URL:-} ]]; then words+=(--target-url "$KMS_TARGET_URL"); fi
if [[ -n ${KMS_PRESET:-} ]]; then words+=(--preset "$KMS_PRESET"); fi
if [[ -n ${KMS_PROFILE:-} ]]; then words+=(--profile "$KMS_PROFILE"); fi
if [[ -n ${KMS_WAIT:-} ]]; then words+=(--wait "$KMS_WAIT"); fi
if [[ -n ${KMS_BASELINE:-} ]]; then words+=(--baseline "$KMS_BASELINE"); fi
for operation in ${KMS_OPERATIONS:-}; do words+=(--operations "$operation"); done

code=0
kms-conformance run "${words[@]}" || code=$?
# A job whose target was forgotten would be green every night: then the suite tests the endpoint that it brings with it.
if [[ -z ${KMS_TARGET_URL:-} && -f $dir/results.jsonl ]] &&
  head -n 1 "$dir/results.jsonl" | grep -q '"target": "the embedded reference endpoint"'; then
  echo "::error title=kms-conformance::neither target-url nor preset is given: only the embedded endpoint was tested"
  code=4
fi
if [[ -f $dir/annotations.txt ]]; then cat "$dir/annotations.txt"; fi
if [[ -f $dir/report.md && -n ${GITHUB_STEP_SUMMARY:-} ]]; then cat "$dir/report.md" >> "$GITHUB_STEP_SUMMARY"; fi
changed=0
if [[ -n ${KMS_BEFORE:-} && -f $KMS_BEFORE && -f $dir/results.jsonl ]]; then
  kms-conformance compare "$KMS_BEFORE" "$dir/results.jsonl" --markdown "$dir/changes.md" || changed=$?
  if [[ -f $dir/changes.md && -n ${GITHUB_STEP_SUMMARY:-} ]]; then cat "$dir/changes.md" >> "$GITHUB_STEP_SUMMARY"; fi
fi
# What was broken before is no news; without an earlier run nothing is. Every other exit code stays.
if [[ ${KMS_FAIL_ON:-broken} == new && $code == 1 ]]; then code=$changed; fi
if [[ -n ${GITHUB_OUTPUT:-} ]]; then
  { echo "exit-code=$code"; echo "results=$dir/results.jsonl"; echo "junit=$dir/junit.xml"; } >> "$GITHUB_OUTPUT"
fi
exit "$code"
