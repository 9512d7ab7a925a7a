# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# clangd.sh FOLDER PREFIX FILE...: how many errors clangd finds in each FILE of FOLDER.
set -uo pipefail
cd "$1"
prefix=$2
shift 2
{
  separator='['
  for file; do
    compiler=sectile-clang
    [[ $file != *.cpp ]] || compiler=sectile-clang++
    printf '%s\n{"directory": "%s", "file": "%s", "arguments": ["%s", "-O2", "-mcpu=sectile", "-c", "%s"]}' \
      "$separator" "$PWD" "$file" "$prefix/bin/$compiler" "$file"
    separator=,
  done
  echo ']'
} >compile_commands.json
for file; do
  clangd-22 --check="$file" --check-locations=0 2>&1 | grep -v 'internal (cc1)' >log
  grep '^E\[' log
  sed -n "s/.*All checks completed, /$file: /p" log
done
