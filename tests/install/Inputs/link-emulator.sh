# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# link-emulator.sh FOLDER PREFIX: compiles FOLDER/source/count.cpp to FOLDER/count.
set -euo pipefail
export PKG_CONFIG_PATH=$2/lib/pkgconfig
[ "$(pkg-config --modversion sectile-emulator)" = "$("$2/bin/sectile-run" --version | cut -d' ' -f2)" ]
flags=$(pkg-config --cflags --libs sectile-emulator)
# Blanks in a path are quoted for a shell.
eval "c++ -std=c++20 -Wall -Wextra -Werror '$1/source/count.cpp' $flags -o '$1/count'"
