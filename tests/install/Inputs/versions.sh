# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# versions.sh BIN BUILD: what the tools in BIN answer to --version.
set -uo pipefail
cache=$2/CMakeCache.txt
version=$(sed -n 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$cache")
commit=$(cat "$2/lib/sectile-commit")
llvm=$(llvm-config-22 --version)
wrong=0
for tool in clang clang++ as ld objdump opt model interpret run rtl cosim random campaign; do
  line=$("$1/sectile-$tool" --version | sed -n 1p)
  [[ $line == "sectile-${tool%++} $version (commit $commit, LLVM $llvm)"* ]] ||
    { echo "wrong: sectile-$tool says '$line'"; wrong=1; }
done
"$1/sectile-clang" --version | sed -n 2p | grep -q "^clang version $llvm" ||
  { echo "wrong: sectile-clang's second line is not clang's"; wrong=1; }
[ $wrong = 1 ] || echo "all say the same"
