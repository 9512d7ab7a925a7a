// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Tensor.cpp - tensors of all model formats --------------------------===//

#include "Tensor.h"
#include <cstring>

namespace sectile::graph {

int64_t elementsOf(const Shape &S) {
  int64_t Product = 1;
  for (int64_t D : S)
    Product *= D;
  return Product;
}

std::string toString(const Shape &S) {
  std::string Text;
  for (int64_t D : S)
    Text += (Text.empty() ? "" : "x") + std::to_string(D);
  return Text.empty() ? "scalar" : Text;
}

const char *toString(Type T) {
  switch (T) {
  case Type::F32:
    return "f32";
  case Type::I8:
    return "i8";
  case Type::I32:
    return "i32";
  case Type::U8:
    return "u8";
  case Type::I64:
    return "i64";
  case Type::Bool:
    return "bool";
  case Type::I16:
    return "i16";
  case Type::F16:
    return "f16";
  case Type::BF16:
    return "bf16";
  case Type::F64:
    return "f64";
  case Type::U16:
    return "u16";
  case Type::U32:
    return "u32";
  case Type::U64:
    return "u64";
  case Type::Other:
    break;
  }
  return "unsupported type";
}

int64_t bytesOf(Type T) {
  switch (T) {
  case Type::I8:
  case Type::U8:
  case Type::Bool:
    return 1;
  case Type::I16:
  case Type::F16:
  case Type::BF16:
  case Type::U16:
    return 2;
  case Type::I64:
  case Type::U64:
  case Type::F64:
    return 8;
  default:
    return 4;
  }
}

std::string layerName(size_t Index, const std::string &Operator) {
  std::string Name = "layer_" + std::to_string(Index) + "_";
  for (char C : Operator)
    Name += C >= 'A' && C <= 'Z'                               ? char(C + 32)
            : (C >= 'a' && C <= 'z') || (C >= '0' && C <= '9') ? C
                                                               : '_';
  return Name;
}

int32_t Tensor::word(int64_t Index) const {
  int32_t Value = 0;
  std::memcpy(&Value, Data + 4 * Index, sizeof Value);
  return Value;
}

float Tensor::real(int64_t Index) const {
  float Value = 0;
  std::memcpy(&Value, Data + 4 * Index, sizeof Value);
  return Value;
}

int64_t Tensor::integer(int64_t Index) const {
  uint64_t Value = 0;
  auto Size = size_t(bytesOf(ElementType));
  std::memcpy(&Value, Data + size_t(Index) * Size, Size);
  if (ElementType == Type::U8 || ElementType == Type::Bool)
    return int64_t(Value);
  auto Unused = 64 - 8 * Size;
  return int64_t(Value << Unused) >> Unused;
}

} // namespace sectile::graph
