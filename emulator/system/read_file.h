// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Reads whole files.
#ifndef SECTILE_EMULATOR_READ_FILE_H
#define SECTILE_EMULATOR_READ_FILE_H

#include <cstdint>
#include <string>
#include <vector>

namespace sectile {

// Empty, or why the file could not be read. Devices and FIFOs are refused,
// because reading them may never begin or end.
std::string readFile(const std::string &path, std::vector<uint8_t> &bytes);

} // namespace sectile
#endif
