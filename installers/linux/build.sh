#!/usr/bin/env bash
# 乡医通's desktop as a .deb: installers/linux/build.sh [OUT_DIR]   (after ./dev setup; about a minute)
# Build on the oldest system that it has to run on: Debian 12 for Debian 12, 13 and Ubuntu 24.04.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
out=$(realpath -m "${1:-dist}")
work=build/linux
env=build/packaging
uv=.venv/bin/uv; [ -x "$uv" ] || uv=$(command -v uv)

say() { printf '\033[1m== %s\033[0m\n' "$*" >&2; }

# Same sources, same package: every file bears the time of the last commit.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || date +%s); export SOURCE_DATE_EPOCH PYTHONHASHSEED=0

say "environment to build with (build/packaging)"
[ -x "$env/bin/python" ] || "$uv" venv --quiet --python .venv/bin/python "$env"
"$uv" pip sync --quiet --python "$env/bin/python" --require-hashes installers/requirements.lock

ask() { (cd installers && ../"$env"/bin/python -c "import bundle; print($1)"); }
version=$(ask "bundle.debian_version(bundle.version())")
arch=$(dpkg --print-architecture)
package="$out/xiangyitong_${version}_${arch}.deb"

say "freezing the program"
rm -rf "$work"; mkdir -p "$work" "$out"
"$env/bin/python" -m PyInstaller --noconfirm --log-level WARN --distpath "$work" --workpath "$work/scratch" \
  installers/clinic.spec >&2

say "laying out the package"
root=$work/root
mkdir -p "$root"/{DEBIAN,usr/bin,usr/lib,usr/share/applications,usr/share/icons/hicolor/scalable/apps,usr/share/doc/xiangyitong}
mv "$work/clinic-app" "$root/usr/lib/xiangyitong"
ln -s ../lib/xiangyitong/clinic-app "$root/usr/bin/clinic-app"
cp installers/linux/xiangyitong.desktop "$root/usr/share/applications/"
cp installers/xiangyitong.svg "$root/usr/share/icons/hicolor/scalable/apps/"
"$env/bin/python" installers/notices.py "$root/usr/share/doc/xiangyitong/copyright"
cp LICENSE "$root/usr/share/doc/xiangyitong/"

glibc=$(find "$root/usr/lib/xiangyitong" -type f \( -name '*.so*' -o -name clinic-app \) -exec objdump -T {} + 2>/dev/null \
  | grep -o 'GLIBC_[0-9]*\.[0-9]*' | sort -u | (cd installers && ../"$env"/bin/python -c 'import bundle, sys; print(bundle.glibc_needed(sys.stdin))'))
sed -e "s/@VERSION@/$version/" -e "s/@ARCH@/$arch/" -e "s/@GLIBC@/$glibc/" \
    -e "s/@SIZE@/$(du -sk "$root/usr" | cut -f1)/" installers/linux/control >"$root/DEBIAN/control"

# One look by eye is not enough: what the program reads by path has to lie in the package.
for file in resources/icons/logo.svg resources/i18n/en.qm clinic_app/store/migrations/env.py; do
  [ -f "$root/usr/lib/xiangyitong/_internal/$file" ] || { say "missing in the package: $file"; exit 1; }
done
chmod -R u=rwX,go=rX "$root"

say "packing $package (half a minute)"
dpkg-deb --root-owner-group -Zxz --build "$root" "$package" >&2
installers/linux/try.sh "$package"
(cd "$out" && sha256sum xiangyitong* >SHA256SUMS)
echo "$package"
