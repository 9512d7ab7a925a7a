// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "sectile/emulator/tile_path.h"

namespace sectile {

bool hostHas(TilePath path) {
#if defined(__x86_64__)
  switch (path) {
  case TilePath::portable:
    return true;
  // Everything that x86-64-v3 requires, because the scalar handlers for such
  // hosts are compiled for it.
  case TilePath::avx2:
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
           __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
           __builtin_cpu_supports("popcnt") && __builtin_cpu_supports("f16c") &&
           __builtin_cpu_supports("lzcnt");
  case TilePath::avx512:
    return hostHas(TilePath::avx2) && __builtin_cpu_supports("avx512f") &&
           __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512vnni");
  }
#endif
  return path == TilePath::portable;
}

TilePath bestTilePath() {
  if (hostHas(TilePath::avx512))
    return TilePath::avx512;
  return hostHas(TilePath::avx2) ? TilePath::avx2 : TilePath::portable;
}

const char *toString(TilePath path) {
  switch (path) {
  case TilePath::portable:
    return "portable";
  case TilePath::avx2:
    return "avx2";
  case TilePath::avx512:
    return "avx512";
  }
  return "";
}

std::optional<TilePath> parseTilePath(const std::string &name) {
  for (TilePath path : {TilePath::portable, TilePath::avx2, TilePath::avx512})
    if (name == toString(path))
      return path;
  return std::nullopt;
}

} // namespace sectile
