// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Files.h - what tools read and write ----------------------*- C++ -*-===//
//
// The rules of support/ for tools that use LLVM: inputs that never end are
// refused, outputs are complete or not there, and a full disk is an error with
// a message, not the end of the process.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_FILES_FILES_H
#define SECTILE_FILES_FILES_H

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Object/Archive.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/ErrorOr.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/Support/VirtualOutputBackend.h"
#include <memory>
#include <string>

namespace sectile {

/// InitLLVM for a tool that writes files.
class InitTool {
public:
  InitTool(int &argc, const char **&argv);
  InitTool(int &argc, char **&argv)
      : InitTool(argc, const_cast<const char **&>(argv)) {}

private:
  struct Before {
    Before();
  } First; // before LLVM takes the signals
  llvm::InitLLVM LLVM;
};

/// Why \p Path must not be read: a FIFO, a device. Paths that cannot be opened
/// pass, opening them tells why.
std::error_code checkReadable(const llvm::Twine &Path);

/// The file, or standard input if the name is -.
llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>>
readInput(const llvm::Twine &Path, bool IsText = false,
          bool RequiresNullTerminator = true);

/// Whether an archive's members lie within it, with names of a reasonable size:
/// LLVM looks no further than the headers. If a member is wrong, it is named.
llvm::Error checkArchive(llvm::MemoryBufferRef Buffer, std::string &Member);
/// Of a thin archive: whether this member, a file of its own, may be read.
llvm::Error checkMember(const llvm::object::Archive::Child &Child);

/// The real file system, where files that never end cannot be opened.
llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> inputFileSystem();

/// Makes files that are whole, for libraries that write through it; to standard
/// output if the name is -.
llvm::IntrusiveRefCntPtr<llvm::vfs::OutputBackend> outputBackend();

/// Writes a file as a whole, to standard output if the name is -.
llvm::Error writeOutput(llvm::StringRef Path, llvm::StringRef Bytes);

/// At the end of a tool: was all that was printed written? If not, says so and
/// returns false.
bool finishStandardOutput(llvm::StringRef Program);

} // namespace sectile

#endif
