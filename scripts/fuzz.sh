#!/usr/bin/env bash
# Feeds the readers of Terraform's files and of k8sgen.yaml, and the validator, with what a fuzzer makes up, until one of
# them panics or time is up.
#
#   scripts/fuzz.sh                all targets, a minute each
#   scripts/fuzz.sh state 600      one target, for 600 seconds
#
# Needs cargo-fuzz. Seeds are the fixtures of the tests; what the fuzzer finds to add to them stays in fuzz/corpus, which is
# not kept. An input that panics lies in fuzz/artifacts afterwards: mend the reader, and make the input a case of the tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=${2:-60}
targets=("${1:-}")
[[ -n ${1:-} ]] || targets=(outputs state show inventory validate fix kustomize)

# seed TARGET PATTERN...
seed() {
  local target=$1 file
  shift
  mkdir -p "fuzz/corpus/$target"
  while IFS= read -r -d '' file; do
    cp "$file" "fuzz/corpus/$target/$(sha256sum "$file" | cut -c1-16)"
  done < <(find k8sgen-core/tests/fixtures k8sgen-cli/tests examples -type f \( "$@" \) -print0)
}

seed outputs -path '*terraform*' -name '*.json'
seed state -name '*.tfstate'
seed show -name 'show.json'
seed inventory -name 'k8sgen.yaml'

# seed_trees TARGET FOLDER...: each folder's files as one text, in which a line tells where each begins.
seed_trees() {
  local target=$1 folder file text
  shift
  mkdir -p "fuzz/corpus/$target"
  for folder in "$@"; do
    text=$(mktemp)
    while IFS= read -r -d '' file; do
      printf '# file: %s\n' "${file#"$folder"/}"
      cat "$file"
    done < <(find "$folder" -type f \( -name '*.yaml' -o -name '*.json' \) -size -16k -print0 | sort -z) >"$text"
    mv "$text" "fuzz/corpus/$target/$(sha256sum "$text" | cut -c1-16)"
  done
}

for target in validate fix kustomize; do
  seed_trees "$target" tests/rules/*/bad tests/rules/*/bad/*/ tests/rules/*/good tests/rules/*/good/*/ tests/fixtures/kustomizations/*/ tests/variants/*/expected
done

# The compiler's flags for fuzzing are unstable; with a stable one, they are asked for by this.
rustc --version | grep -q nightly || export RUSTC_BOOTSTRAP=1
for target in "${targets[@]}"; do
  cargo fuzz run "$target" -- -max_total_time="$seconds" -max_len=65536 -rss_limit_mb=4096 -timeout=20
done
