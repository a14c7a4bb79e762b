#!/usr/bin/env bash
# The county server as one archive that installs without a line: installers/server/build.sh [OUT_DIR]
# Wheels with their hashes for Python 3.11 to 3.13 on x86_64 (Debian 12 and 13, Ubuntu 24.04), no Qt, no card reader.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
out=$(realpath -m "${1:-dist}")
work=build/server
env=build/packaging
pythons=${PYTHONS:-3.11 3.12 3.13}
uv=.venv/bin/uv; [ -x "$uv" ] || uv=$(command -v uv)

say() { printf '\033[1m== %s\033[0m\n' "$*" >&2; }

SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || date +%s); export SOURCE_DATE_EPOCH

say "environment to build with (build/packaging)"
[ -x "$env/bin/python" ] || "$uv" venv --quiet --python .venv/bin/python "$env"
"$uv" pip sync --quiet --python "$env/bin/python" --require-hashes installers/requirements.lock
# `pip download` is what uv does not have.
pip=build/pip; [ -x "$pip/bin/pip" ] || .venv/bin/python -m venv "$pip"

version=$(cd installers && ../"$env"/bin/python -c 'import bundle; print(bundle.version())')
name=xiangyitong-server-$version
rm -rf "$work"; mkdir -p "$work/$name/wheels" "$out"

say "the project's own wheel"
"$env/bin/python" -m hatchling build -t wheel -d "$work/$name" >&2

say "wheels of what it needs, for Python $pythons"
for python in $pythons; do
  "$pip/bin/pip" download --quiet --no-deps --only-binary :all: --require-hashes -r installers/server/requirements.lock \
    --python-version "$python" --implementation cp --abi "cp${python/./}" --abi abi3 --abi none \
    --platform manylinux_2_28_x86_64 --platform manylinux2014_x86_64 --platform manylinux_2_17_x86_64 \
    --dest "$work/$name/wheels"
done
if ls "$work/$name/wheels" | grep -i -E 'pyside|shiboken|pyscard'; then say "that is a clinic's library"; exit 1; fi

cp -r installers/server/{requirements.lock,install.sh,backup.py,systemd,ha,postgresql.sql,server.env,README.md} LICENSE "$work/$name/"
cp -r installers/hub "$work/$name/hub"
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C "$work" -czf "$out/$name.tar.gz" "$name"
(cd "$out" && sha256sum xiangyitong* >SHA256SUMS)
echo "$out/$name.tar.gz"
