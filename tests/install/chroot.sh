#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Installs the package in a bare Debian 12 and uses it there.
#
#   tests/install/chroot.sh PACKAGE.deb FOLDER
#
# FOLDER is made by debootstrap unless it is there; packages come from where this
# machine's apt takes Debian's. Needs root and debootstrap. The last line is
# "installed and used" if all went well.
set -euo pipefail
[ $# = 2 ] || { sed -n '5s/^# *//p' "$0" >&2; exit 2; }
deb=$(realpath "$1") folder=$2
here=$(cd "$(dirname "$0")" && pwd)
suite=bookworm
for tool in debootstrap chroot; do
  command -v "$tool" >/dev/null || { echo "chroot.sh: error: no $tool, expected Debian's package $tool" >&2; exit 2; }
done
[ "$(id -u)" = 0 ] || { echo "chroot.sh: error: not root, expected to be" >&2; exit 2; }

sources=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
  awk -v suite="$suite" '$3 == "main" && ($2 == suite || index($2, suite "-") == 1)' | sort -u)
mirror=$(awk -v suite="$suite" '$2 == suite { print $1; exit }' <<<"$sources")
[ -n "$mirror" ] || { echo "chroot.sh: error: apt has no source of $suite, expected one" >&2; exit 2; }

if [ ! -e "$folder/etc/debian_version" ]; then
  rm -rf "$folder.new"
  debootstrap --variant=minbase "$suite" "$folder.new" "$mirror" >"$folder.log" ||
    { tail -n 20 "$folder.log" >&2; exit 1; }
  mv "$folder.new" "$folder"
fi
awk '{ print "deb", $1, $2, $3 }' <<<"$sources" >"$folder/etc/apt/sources.list"
apt-config dump --format '%F "%v";%n' Acquire::http Acquire::https >"$folder/etc/apt/apt.conf.d/90host"
cp -L /etc/resolv.conf "$folder/etc/resolv.conf"
cp "$deb" "$folder/tmp/sectile.deb"
rm -rf "$folder/tmp/use"
cp -r "$here/Inputs/use" "$folder/tmp/use"

in_chroot() { chroot "$folder" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
mountpoint -q "$folder/proc" || mount -t proc proc "$folder/proc"
trap 'umount "$folder/proc"' EXIT
in_chroot apt-get update -qq
# What the package needs is what it names, nothing that is only recommended.
in_chroot apt-get install -y -qq --no-install-recommends /tmp/sectile.deb >"$folder.log" 2>&1 ||
  { tail -n 30 "$folder.log" >&2; exit 1; }
in_chroot bash /tmp/use/run.sh
in_chroot apt-get purge -y -qq sectile >>"$folder.log" 2>&1
left=$(find "$folder/usr" "$folder/etc" -path "$folder/usr/src" -prune -o -name '*sectile*' -print)
[ -z "$left" ] || { echo "chroot.sh: error: left behind after removal: $left" >&2; exit 1; }
echo "installed and used"
