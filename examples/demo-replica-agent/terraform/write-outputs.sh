#!/usr/bin/env bash
# Writes outputs/<step>.json anew: what `terraform output -json` says of each step.
#
#   ./write-outputs.sh                    all steps
#   ./write-outputs.sh vpc eks            these steps only
#   TERRAFORM=/path/to/tofu ./write-outputs.sh
#
# Needs Terraform or OpenTofu and nothing else: no provider, no cloud, no network.
# Each step is applied in a temporary copy, so that no state stays in the tree.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

if [[ -z ${TERRAFORM:-} ]]; then
  TERRAFORM=$(command -v terraform || command -v tofu) || {
    echo "write-outputs.sh: neither terraform nor tofu is on PATH; give one by TERRAFORM=/path/to/it" >&2
    exit 1
  }
fi

steps=("$@")
if ((${#steps[@]} == 0)); then
  for configuration in "$here"/*/main.tf; do
    steps+=("$(basename "$(dirname "$configuration")")")
  done
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir -p "$here/outputs"

# What a person's own settings, or a workspace of theirs, would change.
unset TF_WORKSPACE TF_DATA_DIR TF_CLI_ARGS TF_CLI_ARGS_init TF_CLI_ARGS_apply TF_CLI_ARGS_output
export TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1 TF_CLI_CONFIG_FILE="$scratch/terraform.rc"
: >"$TF_CLI_CONFIG_FILE"

# Runs a command; shows what it said only when it fails.
quietly() {
  "$@" >"$scratch/log" 2>&1 || {
    cat "$scratch/log" >&2
    return 1
  }
}

for step in "${steps[@]}"; do
  if [[ ! -f $here/$step/main.tf ]]; then
    echo "write-outputs.sh: no such step: $step (no $step/main.tf)" >&2
    exit 1
  fi
  mkdir "$scratch/$step"
  cp "$here/$step"/*.tf "$scratch/$step/"
  (
    cd "$scratch/$step"
    quietly "$TERRAFORM" init -input=false -no-color
    quietly "$TERRAFORM" apply -input=false -no-color -auto-approve
    "$TERRAFORM" output -json -no-color >"$scratch/$step.json"
  )
  # Only a complete answer replaces the file that is there.
  mv "$scratch/$step.json" "$here/outputs/$step.json"
  echo "outputs/$step.json"
done
