// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Which paths may be read as an input file. A FIFO or an endless device would
// make a tool wait or read forever.
#ifndef SECTILE_SUPPORT_INPUT_FILE_H
#define SECTILE_SUPPORT_INPUT_FILE_H

#include <string>

namespace sectile {

/// Why a path must not be read, for example "is a FIFO, expected a file"; empty
/// if it may be read: a file, /dev/null, and a descriptor that is already open,
/// as /dev/stdin or /dev/fd/3, even if it is a pipe or a terminal. A path that
/// does not exist may be read too: opening it gives the reason.
std::string whyNotReadable(const std::string &path);
/// The same for what is open already.
std::string whyNotReadable(int descriptor);

/// The number of the descriptor that /dev/stdin, /dev/fd/3 or /proc/self/fd/3
/// names, or -1 if the path is another.
int openDescriptorOf(const std::string &path);

/// Replaces the path of a symbolic link by the path that the link holds. False
/// if it is no link.
bool followLink(std::string &path);
/// A chain of more links is taken for a loop, as by the kernel.
inline constexpr unsigned mostLinks = 40;

} // namespace sectile

#endif
