# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# package-files.sh ROOT: no file of the unpacked package is outside Debian's places, no link of
# it leads nowhere, no file is writable by others.
set -uo pipefail
cd "$1"
wrong=$(find . -mindepth 1 -type d -o -path './usr/lib/sectile/*' -o -path './usr/share/doc/sectile/*' \
  -o -path './usr/share/sectile/*' -o -path './usr/share/man/man1/sectile-*.1.gz' \
  -o -path './usr/share/bash-completion/completions/sectile-*' -o -path './usr/bin/sectile-*' \
  -o -path ./usr/lib/cmake/Sectile -o -path './usr/lib/*/pkgconfig/sectile-emulator.pc' \
  -o -path ./usr/share/lintian/overrides/sectile -o -print)
wrong+=$(find . -perm /022 ! -type l)
while read -r link; do
  target=$(readlink "$link")
  [[ $target != /* ]] || wrong+=" $link"
  # Inside the package, where it may be a link itself, or in one that it depends on.
  path=$(realpath -m -s "/$(dirname "$link")/$target")
  [ -e ".$path" ] || [ -L ".$path" ] || [ -e "$path" ] || wrong+=" $link"
done < <(find . -type l)
[ -n "$wrong" ] && echo "wrong: $wrong" || echo "all in place"
