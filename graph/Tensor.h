// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Tensor.h - tensors of all model formats ------------------*- C++ -*-===//

#ifndef SECTILE_GRAPH_TENSOR_H
#define SECTILE_GRAPH_TENSOR_H

#include <cstdint>
#include <string>
#include <vector>

namespace sectile::graph {

using Shape = std::vector<int64_t>;
/// The number of elements.
int64_t elementsOf(const Shape &S);
/// For messages: 1x8x8x3.
std::string toString(const Shape &S);

/// The order is that of graph/runtime/model.h.
enum class Type : uint8_t {
  F32,
  I8,
  I32,
  U8,
  I64,
  Bool,
  I16,
  F16,
  BF16,
  F64,
  U16,
  U32,
  U64,
  Other
};
/// f32, i8, bool, ...
const char *toString(Type T);
inline bool isReal(Type T) {
  return T == Type::F32 || T == Type::F16 || T == Type::BF16 || T == Type::F64;
}
/// Of an element.
int64_t bytesOf(Type T);

struct Tensor {
  std::string Name;
  Type ElementType = Type::Other;
  Shape Dims;
  const uint8_t *Data = nullptr; ///< of a constant
  std::vector<float> Scales; ///< one, or one a channel; none if not quantised
  int32_t ZeroPoint = 0;
  int32_t QuantizedDimension = 0;
  /// Of type I8: is u8 in the file, of which 128 was subtracted, also from the
  /// zero point.
  bool Unsigned = false;

  int64_t elements() const { return elementsOf(Dims); }
  int64_t bytes() const { return elements() * bytesOf(ElementType); }
  bool isConstant() const { return Data != nullptr; }
  /// Element of a constant of type I32, or F32; or of any integer type.
  int32_t word(int64_t Index) const;
  float real(int64_t Index) const;
  int64_t integer(int64_t Index) const;
};

/// The name of operator \p Index in profiles and files: layer_3_conv_2d.
std::string layerName(size_t Index, const std::string &Operator);

} // namespace sectile::graph

#endif
