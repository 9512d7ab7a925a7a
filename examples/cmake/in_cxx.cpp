// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "tiles.h"
#include <iostream>
#include <numeric>
#include <sectile.hpp>
#include <string>
#include <vector>

int main(int argc, char **argv) {
  std::vector<float> from(256), to(256);
  std::iota(from.begin(), from.end(), 0.0f);
  transpose(to.data(), from.data());
  transpose(from.data(), to.data());
  auto difference = sectile::tile<float>::load(from.data()) -
                    sectile::tile<float>::load(to.data());
  difference.store(to.data());
  float corner = to[1]; // 1 - 16

  std::string arguments;
  for (int n = 1; n < argc; ++n)
    arguments += std::string(" ") + argv[n];
  std::cout << "corner " << corner << ", arguments" << arguments << "\n";
  return corner != -15.0f || arguments != " one two" || double_it(-1) != -2;
}
