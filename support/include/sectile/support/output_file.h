// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// An output file of a tool: complete or absent.
//
// What is written goes to a temporary file beside the output and takes the
// output's name when commit() has seen every byte accepted, so a failed run
// keeps the previous output, and no reader sees half of one. The temporary file
// is removed on failure, by the destructor, and when a signal ends the process.
//
// Only regular files are replaced. A terminal, /dev/null, a FIFO or an open
// descriptor (/dev/stdout, /dev/fd/3) is written straight to; a block device or
// a directory is refused. A symbolic link is followed: its target is replaced,
// or made. The permissions of an existing file are kept, and a file that may
// not be written is not replaced either; a new one gets what the umask leaves.
// Where no file can be made beside the output, an existing output is
// overwritten in place.
//
//   OutputFile out;
//   if (!out.open(path) || !out.write(bytes.data(), bytes.size()) ||
//       !out.commit())
//     fail("cannot write '" + path + "': " + out.error());
//
// Text may be written in parts with std::fprintf(out.stream(), ...); commit()
// reports the first failure.
#ifndef SECTILE_SUPPORT_OUTPUT_FILE_H
#define SECTILE_SUPPORT_OUTPUT_FILE_H

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>

namespace sectile {

class OutputFile {
public:
  OutputFile() = default;
  /// Discards what is not committed.
  ~OutputFile();
  OutputFile(const OutputFile &) = delete;
  OutputFile &operator=(const OutputFile &) = delete;

  /// Begins a file; an executable may be run by whoever may read it.
  bool open(const std::string &path, bool executable = false);
  bool isOpen() const { return descriptor >= 0; }

  bool write(const void *data, size_t size);
  bool write(std::string_view text) { return write(text.data(), text.size()); }
  /// Buffered; valid until commit() or discard(). Don't close it.
  std::FILE *stream();

  /// For libraries that open files themselves: the file that is written to.
  /// What was written there by its name counts as this file's contents.
  const std::string &temporaryPath() const { return temporary; }

  /// Ends the file: true if everything was written and has its name. On failure
  /// the temporary file is gone.
  bool commit();
  void discard();

  /// Why the first call that failed did so, as "No space left on device".
  const std::string &error() const { return reason; }

private:
  std::string target;    // what is replaced
  std::string temporary; // equal to target if written straight to
  std::string reason;
  std::FILE *buffered = nullptr;
  void *registration = nullptr; // for signals; null if written straight to
  int descriptor = -1;

  bool fail(int number);
  bool openTemporary(unsigned mode, bool exists, unsigned owner,
                     unsigned group);
};

/// Removes the temporary files of this process on signals that would end it:
/// those whose action is the default now. open() does the same, so only a
/// program whose libraries take signals over, as LLVM's do, must call this, and
/// before them: they pass signals on to who was there first. A program that
/// handles a signal itself decides there: it commits, discards, or calls
/// removeTemporaryOutputs().
void removeOutputsOnSignals();

/// May be called in a signal handler.
void removeTemporaryOutputs() noexcept;

/// From now on, a write beyond the file size limit is an error of the write
/// instead of the end of the process. open() does the same.
void ignoreFileSizeSignal();

} // namespace sectile

#endif
