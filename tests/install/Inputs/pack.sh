# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# pack.sh BUILD FOLDER: FOLDER/sectile.deb, compressed quickly.
set -euo pipefail
cpack --config "$1/CPackConfig.cmake" -B "$2/work" \
  -D CPACK_OUTPUT_FILE_PREFIX="$2" -D CPACK_DEBIAN_COMPRESSION_TYPE=gzip >"$2/log" 2>&1 ||
  { cat "$2/log"; exit 1; }
mv "$2"/sectile_*.deb "$2/sectile.deb"
