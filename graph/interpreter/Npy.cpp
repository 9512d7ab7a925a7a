// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Npy.cpp - NumPy's files of one array -------------------------------===//

#include "Npy.h"
#include "sectile/support/input_file.h"
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace sectile::graph {

namespace {

const char *descriptionOf(Type T) {
  switch (T) {
  case Type::F32:
    return "<f4";
  case Type::I8:
    return "|i1";
  case Type::U8:
    return "|u1";
  case Type::I64:
    return "<i8";
  case Type::Bool:
    return "|b1";
  case Type::F16:
    return "<f2";
  case Type::BF16: // NumPy has none: an element is two bytes
    return "|V2";
  case Type::F64:
    return "<f8";
  case Type::I16:
    return "<i2";
  case Type::U16:
    return "<u2";
  case Type::U32:
    return "<u4";
  case Type::U64:
    return "<u8";
  default:
    return "<i4";
  }
}

/// The dictionary as NumPy writes it: keys in this order.
std::string dictionary(const Tensor &T) {
  std::string Text = "{'descr': '";
  Text += descriptionOf(T.ElementType);
  Text += "', 'fortran_order': False, 'shape': (";
  for (size_t I = 0; I < T.Dims.size(); ++I)
    Text += (I ? ", " : "") + std::to_string(T.Dims[I]);
  return Text + (T.Dims.size() == 1 ? ",), }" : "), }");
}

} // namespace

std::string readFile(const std::string &Path, std::string &To) {
  if (std::string Why = whyNotReadable(Path); !Why.empty())
    return Why;
  std::unique_ptr<std::FILE, int (*)(std::FILE *)> File(
      std::fopen(Path.c_str(), "rb"), std::fclose);
  if (!File)
    return std::strerror(errno);
  constexpr size_t Limit = size_t(1) << 30;
  constexpr size_t Block = size_t(1) << 16;
  for (size_t Got = Block; Got == Block;) {
    if (To.size() > Limit)
      return "is longer than 1 GiB";
    size_t Size = To.size();
    To.resize(Size + Block);
    Got = std::fread(To.data() + Size, 1, Block, File.get());
    To.resize(Size + Got);
    if (std::ferror(File.get()))
      return std::strerror(errno);
  }
  return "";
}

std::string readNpy(const std::string &Path, const Tensor &T, Bytes &To) {
  std::string File;
  if (std::string Why = readFile(Path, File); !Why.empty())
    return Why;
  if (File.size() < 12 || File.compare(0, 6, "\x93NUMPY") != 0)
    return "is no .npy file";
  size_t Start = File[6] == 1 ? 10 : 12;
  size_t Length = 0;
  for (size_t I = Start; I-- > 8;)
    Length = Length << 8 | uint8_t(File[I]);
  if (Length > File.size() - Start)
    return "is truncated in its header";
  std::string Header = File.substr(Start, Length);
  Header.erase(Header.find_last_not_of(" \n") + 1);
  std::string Expected = dictionary(T);
  if (Header != Expected)
    return "has the header " + Header.substr(0, 200) + ", expected " + Expected;
  if (int64_t(File.size() - Start - Length) != T.bytes())
    return "has " + std::to_string(File.size() - Start - Length) +
           " bytes of data, expected " + std::to_string(T.bytes());
  To.assign(File.begin() + ptrdiff_t(Start + Length), File.end());
  return "";
}

std::string npyFile(const Tensor &T, const Bytes &From) {
  std::string Header = dictionary(T);
  // The data begin at a multiple of 64.
  while ((10 + Header.size() + 1) % 64 != 0)
    Header += ' ';
  Header += '\n';
  std::string File = std::string("\x93NUMPY\1\0", 8);
  File += char(Header.size() & 0xff);
  File += char(Header.size() >> 8);
  File += Header;
  File.append(From.begin(), From.end());
  return File;
}

} // namespace sectile::graph
