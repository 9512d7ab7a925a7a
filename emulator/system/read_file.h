// A file as a whole.
#ifndef SECTILE_EMULATOR_READ_FILE_H
#define SECTILE_EMULATOR_READ_FILE_H

#include <cstdint>
#include <string>
#include <vector>

namespace sectile {

// Empty, or why the file could not be read: devices and FIFOs, which may never
// end or never begin, are not.
std::string readFile(const std::string &path, std::vector<uint8_t> &bytes);

} // namespace sectile
#endif
