# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Uses the installed tools by name, from a folder of the user's.
set -euo pipefail
trap 'echo "run.sh: error: line $LINENO failed" >&2' ERR
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d "/tmp/some where.XXXX")
cd "$folder"
cat >a.c <<'C'
#include <sectile.h>
#include <stdio.h>
int main(void) {
  float a[256] = {0};
  tile_store_f32(a, tile_load_f32(a) * 0.0f + 2.5f);
  printf("in C %g\n", a[255]);
  return 0;
}
C
cat >b.cpp <<'CPP'
#include <iostream>
#include <map>
#include <sectile.hpp>
#include <string>
int main() {
  std::map<std::string, int> words{{"in", 1}, {"C++", 2}};
  std::cout << "in C++ " << words["C++"] << "\n";
}
CPP
sectile-clang a.c -o a.elf
[ "$(sectile-run a.elf)" = "in C 2.5" ]
[ "$(sectile-rtl --quiet a.elf)" = "in C 2.5" ]
sectile-clang++ -O2 b.cpp -o b.elf
[ "$(sectile-run b.elf)" = "in C++ 2" ]
sectile-clang++ -O2 -flto b.cpp -o b-lto.elf
[ "$(sectile-run b-lto.elf)" = "in C++ 2" ]
[[ $(sectile-model --version) == sectile-model* ]] # loads libMLIR
sectile-clang -O2 -c a.c -o a.o
sectile-ar rcs liba.a a.o
[[ $(sectile-nm liba.a) == *' T main'* ]]
sectile-clang liba.a -o from-archive.elf
sectile-strip from-archive.elf
[ "$(sectile-run from-archive.elf)" = "in C 2.5" ]
[[ $(sectile-objdump -d a.elf) == *main* ]]
for tool in clang clang++ as ld objdump opt run rtl cosim random campaign; do
  [[ $(sectile-$tool --version) == "sectile-${tool%++} "* ]] ||
    { echo "run.sh: error: sectile-$tool --version says something else" >&2; exit 1; }
done
cd /
rm -r "$folder"
