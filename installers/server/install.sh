#!/usr/bin/env bash
# Installs or upgrades the county server from this archive, without a line.
#   sudo ./install.sh                    to /opt/xiangyitong, with user, units and /etc/xiangyitong/server.env
#   ./install.sh --prefix DIR            the program alone, into DIR: no root, no units (for a trial)
# Safe to repeat.  Data, settings and older versions are never removed.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
prefix=/opt/xiangyitong
system=yes
while [ $# -gt 0 ]; do
  case $1 in
    --prefix) prefix=$(realpath -m "$2"); system=; shift 2 ;;
    *) sed -n '2,5p' "$0" >&2; exit 2 ;;
  esac
done
say() { printf '== %s\n' "$*" >&2; }

wheel=$(ls "$here"/xiangyitong-*.whl)
version=$(basename "$wheel" | cut -d- -f2)
python=${PYTHON:-python3}
"$python" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null || {
  say "Python 3.11 to 3.13 with venv is needed: apt-get install python3-venv"; exit 2; }
if [ "$system" ] && [ "$(id -u)" -ne 0 ]; then say "run it with sudo"; exit 2; fi

target=$version
again=2; while [ -e "$prefix/$target" ]; do target=$version-$again; again=$((again + 1)); done
say "program into $prefix/$target"
# A virtual environment knows its own place, so it is made where it stays; `current` moves once it works.
trap 'rm -rf "${prefix:?}/${target:?}"' EXIT
"$python" -m venv "$prefix/$target"
install() { "$prefix/$target/bin/python" -m pip install --quiet --no-index --disable-pip-version-check "$@"; }
install --find-links "$here/wheels" --require-hashes --only-binary :all: -r "$here/requirements.lock"
install --no-deps "$wheel"
cp "$here"/{backup.py,README.md,postgresql.sql} "$prefix/$target/"
"$prefix/$target/bin/sync-server" --help >/dev/null
ln -sfn "$target" "$prefix/current.new" && mv -T "$prefix/current.new" "$prefix/current"
trap - EXIT
[ "$system" ] || { say "done: $prefix/current/bin/sync-server"; exit 0; }

say "user, settings, units"
id xiangyitong >/dev/null 2>&1 || useradd --system --home-dir /var/lib/xiangyitong --shell /usr/sbin/nologin xiangyitong
mkdir -p /etc/xiangyitong
[ -f /etc/xiangyitong/server.env ] || command install -m 640 -g xiangyitong "$here/server.env" /etc/xiangyitong/server.env
command install -d -m 750 -o xiangyitong -g xiangyitong /var/lib/xiangyitong
command install -m 644 "$here"/systemd/* /etc/systemd/system/
command install -m 755 /dev/stdin /usr/local/sbin/xyt <<'WRAPPER'
#!/bin/sh
# The county's commands as the service's own user, on the database of /etc/xiangyitong/server.env: sudo xyt status
set -e
. /etc/xiangyitong/server.env
export CLINIC_PASSWORD PGPASSFILE
exec runuser -u xiangyitong -- /opt/xiangyitong/current/bin/sync-server --database "$XYT_DATABASE" "$@"
WRAPPER
systemctl daemon-reload
if systemctl is-active --quiet xiangyitong-server; then
  say "restarting the service with version $version"
  systemctl restart xiangyitong-server
else
  say "next: README.md, section 2 (settings, xyt init, systemctl enable --now xiangyitong-server)"
fi
