# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# cmake-project.sh FOLDER PREFIX LTO: builds FOLDER/source for Sectile and tests it.
set -euo pipefail
build=$1/build-$3
cmake -S "$1/source" -B "$build" -G Ninja -DLTO="$3" -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_TOOLCHAIN_FILE="$2/lib/cmake/Sectile/sectile-toolchain.cmake" \
  -DCMAKE_C_COMPILER_LAUNCHER= -DCMAKE_CXX_COMPILER_LAUNCHER=
cmake --build "$build"
ctest --test-dir "$build" -V
# Whether the archive holds bitcode is what the option is about.
bitcode=$(cd "$build" && "$2/bin/sectile-ar" p libtiles.a transpose.c.obj | head -c 2 | grep -c '^BC' || true)
echo "bitcode: $bitcode"
[ "$bitcode" = "$([ "$3" = ON ] && echo 1 || echo 0)" ] && echo "as asked"
# CMake's own flags for programs.
"$2/bin/sectile-readelf" -h "$build/in_cxx.elf" >/dev/null
