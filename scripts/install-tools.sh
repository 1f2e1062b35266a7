#!/usr/bin/env bash
# Installs the programs that check a generated repository from outside, each pinned in
# tool-versions.txt, into a cache that all clones of this repository share.
#
#   scripts/install-tools.sh                all of them; what is there already is left alone
#   scripts/install-tools.sh kubeconform    only the named ones
#   scripts/install-tools.sh --print-dir    where they are, and nothing else
#
# The folder is ${K8SGEN_CACHE:-${XDG_CACHE_HOME:-~/.cache}/k8sgen}/tools-<hash of the pins>:
#
#   bin/                      kustomize, kubeconform, kube-linter, kube-score, checkov, tofu
#   venv/bin/python           a Python with checkov, kubernetes-validate and PyYAML
#   schemas/v<Kubernetes>/    strict JSON Schemas of Kubernetes, for kubeconform
#   schemas/crds/<group>/     strict JSON Schemas of custom resources
#   schemas/sarif-2.1.0.json  the JSON Schema of SARIF, which serde-sarif carries
#
# One line is printed for each tool. What can't be had is SKIPPED, with the reason, and tried
# again by the next run; the exit status is 0 nevertheless, so that a machine without Go still
# gets the rest. Where a missing tool must be an error:
#
#   K8SGEN_REQUIRE_TOOLS=1               exit 1 when a tool is missing,
#   K8SGEN_WAIVE_TOOLS=kube-linter,tofu  but not for these
#
# Compilers run two at a time; K8SGEN_JOBS says otherwise. Go, Python and their registries are
# used as the machine has them configured.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

sha256() {
  if command -v sha256sum >/dev/null; then sha256sum; else shasum -a 256; fi
}

cache=${K8SGEN_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/k8sgen}
# What the schemas look like depends on make-schemas.py as much as on the versions.
pins=$(cat "$here/tool-versions.txt" "$here/make-schemas.py" | sha256)
dir=$cache/tools-${pins:0:12}

# Fields of a line of tool-versions.txt: name, how, what.
names=() hows=() whats=()
while read -r name how what; do
  case $name in '' | '#'*) continue ;; esac
  names+=("$name") hows+=("$how") whats+=("$what")
done <"$here/tool-versions.txt"

# How each sort of tool is installed follows: any failing command makes the tool a failure.

# python_packages REQUIREMENT...
python_packages() {
  # A virtual environment can't be moved once it is made: it gets a name of its own, and
  # the link to it is what changes.
  local venv
  rm -rf "$dir"/venv-*
  venv=$(mktemp -d "$dir/venv-XXXXXX")
  python3 -m venv "$venv"
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
  "$venv/bin/checkov" --version
  ln -sfn "$(basename "$venv")" "$dir/venv"
  ln -sf ../venv/bin/checkov "$dir/bin/checkov"
}

make_schemas() {
  if [[ ! -e $dir/stamps/python-packages ]]; then
    echo "error: needs python-packages, which are missing"
    return 1
  fi
  "$dir/venv/bin/python" "$here/make-schemas.py" "$@"
}

# kubernetes VERSION
kubernetes() {
  make_schemas kubernetes "$1" "$work/kubernetes"
  rm -rf "$dir/schemas/v$1"
  mv "$work/kubernetes" "$dir/schemas/v$1"
}

# crds MODULE@VERSION GLOB
crds() {
  local module file
  module=$(download "$1")
  # shellcheck disable=SC2206 # the pattern is to be expanded
  local files=("$module"/$2)
  rm -rf "$work/crds"
  make_schemas crds "$kubernetes_version" "$work/crds" "${files[@]}"
  for file in "$work"/crds/*/*.json; do
    mkdir -p "$dir/schemas/crds/$(basename "$(dirname "$file")")"
    mv "$file" "$dir/schemas/crds/$(basename "$(dirname "$file")")/"
  done
}

# go_command MODULE@VERSION PACKAGE [LINKER FLAG...]
go_command() {
  local module=${1%@*} version=${1#*@} package=$2 flags="-s -w ${*:3}" source binary say
  local path=$module/${package#./}
  flags=${flags//\{version\}/$version}
  rm -rf "${work:?}/bin" "$work/source"
  mkdir "$work/bin"
  if ! go install -ldflags "$flags" "${path%/.}@$version" 2>"$work/go.log"; then
    cat "$work/go.log"
    # `go install` refuses modules that replace a dependency; a copy of the source may do so.
    grep -q 'replace directives' "$work/go.log"
    source=$(download "$1")
    cp -R "$source" "$work/source"
    chmod -R u+w "$work/source"
    (cd "$work/source" && go build -ldflags "$flags" -o "$work/bin/$(basename "$package")" "$package")
  fi
  binary=$(echo "$work"/bin/*)
  for say in --version version -v; do
    if "$binary" "$say"; then
      mv "$binary" "$dir/bin/"
      return
    fi
  done
  echo "error: $(basename "$binary") was built but does not run"
  return 1
}

# A file out of a crate. crate_file CRATE@VERSION FILE NAME
crate_file() {
  mkdir -p "$work/crate/src"
  : >"$work/crate/src/lib.rs"
  printf '[package]\nname = "fetch"\nversion = "0.0.0"\nedition = "2024"\n[dependencies]\n%s = { version = "=%s", default-features = false }\n' \
    "${1%@*}" "${1#*@}" >"$work/crate/Cargo.toml"
  (cd "$work/crate" && cargo vendor --quiet vendor >/dev/null)
  cp "$work/crate/vendor/${1%@*}/$2" "$dir/schemas/$3"
}

# Downloads a Go module and prints its folder. download MODULE@VERSION
download() {
  local answer
  answer=$(go mod download -json "$1") || {
    echo "$answer" >&2
    return 1
  }
  sed -n 's/^\t*"Dir": "\(.*\)",*$/\1/p' <<<"$answer"
}

# install_one HOW WHAT
install_one() {
  local need=go what
  read -ra what <<<"$2"
  if [[ $1 == python ]]; then need=python3; fi
  if [[ $1 == crate ]]; then need=cargo; fi
  if [[ $1 != kubernetes ]] && ! command -v "$need" >/dev/null; then
    echo "error: $need is not on PATH"
    return 1
  fi
  # Away from any go.mod, and with a static binary for this machine whatever is set outside.
  cd "$work"
  unset GOOS GOARCH
  export GOBIN=$work/bin GOWORK=off CGO_ENABLED=0 GOFLAGS="-trimpath -buildvcs=false -p=${K8SGEN_JOBS:-2}"
  case $1 in
    python) python_packages "${what[@]}" ;;
    kubernetes) kubernetes "${what[@]}" ;;
    crds) crds "${what[@]}" ;;
    go) go_command "${what[@]}" ;;
    crate) crate_file "${what[@]}" ;;
    *)
      echo "error: tool-versions.txt: no such way to install: $1"
      return 1
      ;;
  esac
}

# The line of a failure's log that says most. reason LOG STATUS
reason() {
  if [[ ! -s $1 ]]; then
    echo "error: exit status $2, without a word"
    return
  fi
  { grep -iE 'error|forbidden|requires|no such|cannot|could not' "$1" || cat "$1"; } |
    tail -n 1 | sed 's/^[[:space:]]*//' | cut -c 1-240
}

report() {
  printf '%-26s %-14s %s\n' "$@"
}

# What a tool's line says that it is. label INDEX
label() {
  if [[ ${hows[$1]} == python ]]; then echo "${whats[$1]}"; else echo "${whats[$1]%% *}"; fi
}

wanted() {
  local name
  ((${#selected[@]} == 0)) && return
  for name in "${selected[@]}"; do
    [[ $name == "$1" ]] && return
  done
  return 1
}

# All in one function, so that bash has read the file before it starts: an edit or a checkout
# while compilers run changes nothing.
main() {
  selected=()
  for argument in "$@"; do
    case $argument in
      --print-dir)
        echo "$dir"
        exit
        ;;
      -*)
        echo "usage: install-tools.sh [--print-dir] [TOOL...]" >&2
        exit 2
        ;;
      *)
        if [[ " ${names[*]} " != *" $argument "* ]]; then
          echo "install-tools.sh: no such tool: $argument; there are ${names[*]}" >&2
          exit 2
        fi
        selected+=("$argument")
        ;;
    esac
  done

  mkdir -p "$dir/bin" "$dir/schemas/crds" "$dir/stamps" "$dir/logs"
  work=
  trap '[[ -z $work ]] || rm -rf "$work"' EXIT
  kubernetes_version=
  for ((i = 0; i < ${#names[@]}; i++)); do
    if [[ ${hows[i]} == kubernetes ]]; then kubernetes_version=${whats[i]}; fi
  done

  missing=()
  for ((i = 0; i < ${#names[@]}; i++)); do
    name=${names[i]}
    wanted "$name" || continue
    if [[ -e $dir/stamps/$name ]]; then
      report "$name" "already there" "$(label "$i")"
      continue
    fi
    if [[ -z $work ]]; then
      # One run at a time builds; another waits here, and then finds what the first one made.
      if command -v flock >/dev/null; then
        exec 9>"$dir/lock"
        flock 9
      fi
      work=$(mktemp -d "$dir/work-XXXXXX")
      if [[ -e $dir/stamps/$name ]]; then
        report "$name" "already there" "$(label "$i")"
        continue
      fi
    fi
    log=$dir/logs/$name.log
    # Not in a condition: there `set -e` would not hold.
    set +e
    (
      set -e
      install_one "${hows[i]}" "${whats[i]}"
    ) >"$log" 2>&1 9>&-
    status=$?
    set -e
    if ((status == 0)); then
      : >"$dir/stamps/$name"
      report "$name" installed "$(label "$i")"
    else
      missing+=("$name")
      report "$name" SKIPPED "$(reason "$log" "$status") (all of it: $log)"
    fi
  done

  if ((${#missing[@]} > 0)); then
    echo "install-tools.sh: MISSING: ${missing[*]}" >&2
    if [[ ${K8SGEN_REQUIRE_TOOLS:-} == 1 ]]; then
      for name in "${missing[@]}"; do
        [[ ",${K8SGEN_WAIVE_TOOLS:-}," == *",$name,"* ]] || exit 1
      done
    fi
  fi
}

main "$@"
exit
