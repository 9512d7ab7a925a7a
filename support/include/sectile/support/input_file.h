// What may be read as an input file: a tool that is given a FIFO waits for a
// writer that never comes, and one that is given /dev/zero never ends.
#ifndef SECTILE_SUPPORT_INPUT_FILE_H
#define SECTILE_SUPPORT_INPUT_FILE_H

#include <string>

namespace sectile {

/// Why a path must not be read, as "is a FIFO, expected a file"; empty if it
/// may be. Files may be, /dev/null too, and of what is already open, as
/// /dev/stdin or /dev/fd/3, pipes and terminals. A path that leads nowhere may
/// be read too: opening it tells why that fails.
std::string whyNotReadable(const std::string &path);
/// The same for what is open already.
std::string whyNotReadable(int descriptor);

/// The number of the descriptor that /dev/stdin, /dev/fd/3 or /proc/self/fd/3
/// names, or -1 if the path is another.
int openDescriptorOf(const std::string &path);

} // namespace sectile

#endif
