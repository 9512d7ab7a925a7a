// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Files.cpp - what tools read and write ------------------------------===//

#include "Files.h"
#include "sectile/support/input_file.h"
#include "sectile/support/output_file.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Errno.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SmallVectorMemoryBuffer.h"
#include "llvm/Support/VirtualOutputBackends.h"
#include "llvm/Support/VirtualOutputError.h"
#include "llvm/Support/raw_ostream.h"
#include <mutex>
#include <unistd.h>
#include <vector>

using namespace llvm;

namespace {

/// Error messages as text, for LLVM's interfaces that pass error codes.
class Reasons : public std::error_category {
public:
  static std::error_code make(const std::string &Text) {
    static Reasons The;
    std::lock_guard<std::mutex> Guard(The.Lock);
    auto It = find(The.Texts, Text);
    int Value = int(It - The.Texts.begin()) + 1;
    if (It == The.Texts.end())
      The.Texts.push_back(Text);
    return {Value, The};
  }
  const char *name() const noexcept override { return "sectile"; }
  std::string message(int Value) const override {
    std::lock_guard<std::mutex> Guard(Lock);
    return Value >= 1 && size_t(Value) <= Texts.size() ? Texts[Value - 1] : "";
  }

private:
  mutable std::mutex Lock;
  std::vector<std::string> Texts;
};

class InputFileSystem
    : public RTTIExtends<InputFileSystem, vfs::ProxyFileSystem> {
public:
  static const char ID;
  using RTTIExtends::RTTIExtends;
  ErrorOr<std::unique_ptr<vfs::File>>
  openFileForRead(const Twine &Path) override {
    if (std::error_code EC = sectile::checkReadable(Path))
      return EC;
    return ProxyFileSystem::openFileForRead(Path);
  }
};
const char InputFileSystem::ID = 0;

/// Reads an open stream to its end. A stream that exceeds the limit is an
/// error: `yes | tool` would never end.
ErrorOr<std::unique_ptr<MemoryBuffer>> readDescriptor(int Descriptor,
                                                      StringRef Name) {
  constexpr size_t Limit = size_t(1) << 30;
  SmallString<0> Bytes;
  for (;;) {
    size_t Size = Bytes.size();
    if (Size >= Limit)
      return Reasons::make("is longer than 1 GiB");
    Bytes.resize_for_overwrite(std::max<size_t>(2 * Size, 1 << 16));
    ssize_t Got = sys::RetryAfterSignal(
        -1, ::read, Descriptor, Bytes.data() + Size, Bytes.size() - Size);
    if (Got < 0)
      return std::error_code(errno, std::generic_category());
    Bytes.truncate(Size + size_t(Got));
    if (Got == 0)
      return std::make_unique<SmallVectorMemoryBuffer>(std::move(Bytes), Name);
  }
}

} // namespace

sectile::InitTool::Before::Before() { removeOutputsOnSignals(); }

sectile::InitTool::InitTool(int &argc, const char **&argv) : LLVM(argc, argv) {
  ignoreFileSizeSignal();
}

std::error_code sectile::checkReadable(const Twine &Path) {
  std::string Why = whyNotReadable(Path.str());
  return Why.empty() ? std::error_code() : Reasons::make(Why);
}

ErrorOr<std::unique_ptr<MemoryBuffer>>
sectile::readInput(const Twine &Path, bool IsText,
                   bool RequiresNullTerminator) {
  std::string Name = Path.str();
  int Descriptor = Name == "-" ? STDIN_FILENO : openDescriptorOf(Name);
  if (std::error_code EC = checkReadable(Name == "-" ? "/dev/stdin" : Name))
    return EC;
  if (Descriptor >= 0)
    return readDescriptor(Descriptor, Name == "-" ? "<stdin>" : Name);
  return MemoryBuffer::getFile(Name, IsText, RequiresNullTerminator);
}

/// How many bytes a field of an archive's header says, in decimal.
static Expected<uint64_t> fieldOf(StringRef Text, const Twine &What) {
  uint64_t Value;
  if (Text.trim(' ').getAsInteger(10, Value))
    return createStringError(What + ": expected a number, found '" +
                             Text.trim(' ') + "'");
  return Value;
}

Error sectile::checkArchive(MemoryBufferRef Buffer, std::string &Member) {
  constexpr size_t MagicSize = 8, HeaderSize = 60, NameSize = 16,
                   SizeField = 48, SizeSize = 10, LongestName = 4096;
  StringRef Data = Buffer.getBuffer(), LongNames;
  bool Thin = Data.starts_with("!<thin>\n");
  if (!Thin && !Data.starts_with("!<arch>\n"))
    return createStringError("expected a GNU, BSD or thin archive");
  for (size_t At = MagicSize; At < Data.size();) {
    if (Data.size() - At < HeaderSize)
      return createStringError("truncated, the header of a member goes past "
                               "the end of the archive");
    StringRef Header = Data.substr(At, HeaderSize);
    StringRef Name = Header.take_front(NameSize).rtrim(' ');
    bool Table = Name == "/" || Name == "//" || Name == "/SYM64/";
    Member = (Table ? Name : Name.substr(0, Name.find('/', 1))).str();
    auto Size = fieldOf(Header.substr(SizeField, SizeSize), "size of a member");
    if (!Size)
      return Size.takeError();
    At += HeaderSize;
    // Only tables are inside of a thin archive.
    if (Thin && !Table)
      *Size = 0;
    StringRef Contents = Data.substr(At, *Size), Long = Name;
    if (Name == "//") {
      LongNames = Contents;
    } else if (Long.consume_front("#1/")) { // the contents begin with the name
      auto Length = fieldOf(Long, "length of a name");
      if (!Length)
        return Length.takeError();
      if (*Length > *Size || *Length > LongestName)
        return createStringError("name of " + Twine(*Length) + " bytes");
      Member = Contents.take_front(*Length).rtrim('\0').str();
    } else if (Name.size() > 1 && Name[0] == '/' && isDigit(Name[1])) {
      auto Offset = fieldOf(Name.drop_front(), "offset of a name");
      if (!Offset)
        return Offset.takeError();
      StringRef Rest = LongNames.substr(*Offset, LongestName + 2);
      size_t End = Rest.find_first_of(StringRef("\n\0", 2));
      if (End == StringRef::npos)
        return createStringError("name without an end within " +
                                 Twine(LongestName) + " bytes");
      Member = Rest.take_front(End).rtrim('/').str();
    }
    if (Contents.size() != *Size)
      return createStringError("truncated, the member goes past the end of the "
                               "archive");
    At += alignTo(*Size, 2);
  }
  return Error::success();
}

Error sectile::checkMember(const object::Archive::Child &Child) {
  if (!Child.getParent()->isThin())
    return Error::success();
  Expected<std::string> Path = Child.getFullName();
  if (!Path)
    return Path.takeError();
  if (std::error_code EC = checkReadable(*Path))
    return createStringError("'" + *Path + "' " + EC.message());
  return Error::success();
}

IntrusiveRefCntPtr<vfs::FileSystem> sectile::inputFileSystem() {
  return makeIntrusiveRefCnt<InputFileSystem>(vfs::getRealFileSystem());
}

namespace {
class WholeFile : public RTTIExtends<WholeFile, vfs::OutputFileImpl> {
public:
  static char ID;
  WholeFile(StringRef Path, bool OnlyIfDifferent)
      : Path(Path), OnlyIfDifferent(OnlyIfDifferent) {}

  Error open() {
    bool Ok = File.open(Path == "-" ? "/dev/stdout" : Path);
    return Ok ? Error::success() : failure();
  }
  Error keep() override {
    if (OnlyIfDifferent)
      if (auto Before = MemoryBuffer::getFile(Path))
        if ((*Before)->getBuffer() == Bytes) {
          File.discard();
          return Error::success();
        }
    outs().flush();
    bool Ok = File.write(Bytes.data(), Bytes.size()) && File.commit();
    return Ok ? Error::success() : failure();
  }
  Error discard() override {
    File.discard();
    return Error::success();
  }
  raw_pwrite_stream &getOS() override { return Stream; }

private:
  std::string Path;
  bool OnlyIfDifferent;
  SmallString<0> Bytes;
  raw_svector_ostream Stream{Bytes};
  sectile::OutputFile File;

  Error failure() {
    return make_error<vfs::OutputError>(Path, Reasons::make(File.error()));
  }
};
char WholeFile::ID = 0;

class WholeFiles : public vfs::OutputBackend {
protected:
  IntrusiveRefCntPtr<vfs::OutputBackend> cloneImpl() const override {
    return makeIntrusiveRefCnt<WholeFiles>();
  }
  Expected<std::unique_ptr<vfs::OutputFileImpl>>
  createFileImpl(StringRef Path,
                 std::optional<vfs::OutputConfig> Config) override {
    vfs::OutputConfig How = Config.value_or(vfs::OutputConfig());
    if (How.getAppend()) { // not a file of its own
      auto File = vfs::OnDiskOutputBackend().createFile(Path, How);
      if (!File)
        return File.takeError();
      return File->takeImpl();
    }
    if (How.getImplyCreateDirectories())
      if (std::error_code EC =
              sys::fs::create_directories(sys::path::parent_path(Path)))
        return make_error<vfs::OutputError>(Path, EC);
    auto File = std::make_unique<WholeFile>(Path, How.getOnlyIfDifferent());
    if (Error E = File->open())
      return E;
    return File;
  }
};
} // namespace

IntrusiveRefCntPtr<vfs::OutputBackend> sectile::outputBackend() {
  return makeIntrusiveRefCnt<WholeFiles>();
}

Error sectile::writeOutput(StringRef Path, StringRef Bytes) {
  OutputFile File;
  // Flush the output printed so far.
  outs().flush();
  if (File.open(Path == "-" ? "/dev/stdout" : Path.str()) &&
      File.write(Bytes.data(), Bytes.size()) && File.commit())
    return Error::success();
  return createStringError("cannot write '" + Path + "': " + File.error());
}

bool sectile::finishStandardOutput(StringRef Program) {
  outs().flush();
  if (!outs().has_error())
    return true;
  std::string Why = outs().error().message();
  outs().clear_error();
  errs() << Program << ": error: cannot write to standard output: " << Why
         << '\n';
  return false;
}
