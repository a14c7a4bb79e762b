#!/usr/bin/env bash
# Unpacks a .deb into a folder of its own and uses the program: installers/linux/try.sh FILE.deb
# Version, a clinic from nothing, its status, and the desktop without a screen; installs nothing.
set -euo pipefail
deb=$(realpath "$1")
place=$(mktemp -d); trap 'rm -rf "$place"' EXIT
dpkg-deb -x "$deb" "$place/root"
app=$place/root/usr/bin/clinic-app
# As on a PC without Python: nothing of this repository may help.
run() { env -i PATH=/usr/bin:/bin HOME="$place" LANG=C.UTF-8 QT_QPA_PLATFORM=offscreen CLINIC_PASSWORD=made-up-1 "$@"; }
cd "$place"

run "$app" --version
run "$app" init --data clinic --facility 350881001 --facility-name 双洋镇卫生院 --inst-lv township \
  --admin P001 --admin-name 王敏 --json >init.json
grep -q recovery_code init.json
run "$app" --data clinic status --json | tee status.json
grep -q '"entries": [1-9]' status.json

# `timeout` ends it with 124; any other number means that it ended by itself.
code=0; run timeout --signal=TERM "${SECONDS_OPEN:-2}" "$app" --data clinic 2>desktop.log || code=$?
cat desktop.log >&2
[ "$code" -eq 124 ] || { echo "the desktop ended by itself: $code" >&2; exit 1; }
if grep -q -E 'Traceback|could not|No such file' desktop.log; then exit 1; fi
[ ! -d clinic/crash ] || [ -z "$(ls clinic/crash)" ] || { cat clinic/crash/* >&2; exit 1; }
echo "works: $(basename "$deb")" >&2
