// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Format.h - the messages of an ONNX file ------------------*- C++ -*-===//
//
// An ONNX file is a protobuf message. This decoder reads the few messages that
// matter straight from the file's bytes: names and data stay where they are, so
// memory is bounded by the file, nothing is copied, and no other version of the
// protobuf library can get into the same process. What it does not know it
// skips, as protobuf does.
//
//===----------------------------------------------------------------------===//

#ifndef SECTILE_GRAPH_ONNX_FORMAT_H
#define SECTILE_GRAPH_ONNX_FORMAT_H

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sectile::graph::onnx {

/// TensorProto.DataType
enum class DataType : int32_t {
  Undefined,
  Float,
  Uint8,
  Int8,
  Uint16,
  Int16,
  Int32,
  Int64,
  String,
  Bool,
  Float16,
  Double,
  Uint32,
  Uint64,
  Complex64,
  Complex128,
  Bfloat16,
  Uint4 = 21, ///< two in a byte, of which the first has the lower bits
  Int4
};
/// float, uint8, ... for messages.
std::string nameOf(DataType T);

struct Entry {
  std::string_view Key, Value;
};

struct TensorMessage {
  std::string_view Name;
  std::vector<int64_t> Dims;
  DataType Type = DataType::Undefined;
  bool HasRaw = false;
  std::string_view Raw;
  std::string_view Floats;       ///< 4 bytes each
  std::string_view Doubles;      ///< 8 bytes each
  std::vector<int64_t> Integers; ///< of int32_data, int64_data or uint64_data
  std::vector<Entry> External;
  bool IsExternal = false;
  bool IsSegment = false;
};

struct Attribute {
  /// AttributeProto.AttributeType
  enum Kind : int32_t {
    Undefined,
    Float,
    Int,
    String,
    Tensor,
    Graph,
    Floats,
    Ints,
    Strings
  };
  std::string_view Name;
  int32_t Type = Undefined;
  float F = 0;
  int64_t I = 0;
  std::string_view S;
  TensorMessage T;
  std::string_view Body; ///< a GraphMessage, not decoded
  std::vector<float> Reals;
  std::vector<int64_t> Integers;
  std::vector<std::string_view> Texts;
  std::string_view Reference; ///< the attribute of the function that it is
};

struct NodeMessage {
  std::vector<std::string_view> Inputs, Outputs;
  std::string_view Name, Operator, Domain;
  std::vector<Attribute> Attributes;
};

struct ValueMessage {
  std::string_view Name;
  bool IsTensor = false; ///< or an optional one
  bool HasShape = false;
  DataType Type = DataType::Undefined;
  std::vector<int64_t> Dims; ///< -1 if it has no value
};

struct GraphMessage {
  std::vector<NodeMessage> Nodes;
  std::vector<TensorMessage> Initializers;
  std::vector<ValueMessage> Inputs, Outputs;
  bool HasSparse = false;
};

struct OperatorSet {
  std::string_view Domain;
  int64_t Version = 0;
};

struct FunctionMessage {
  std::string_view Name, Domain;
  std::vector<std::string_view> Inputs, Outputs;
  std::vector<Attribute> Defaults; ///< of attributes
  std::vector<NodeMessage> Nodes;
  std::vector<OperatorSet> Sets;
};

struct ModelMessage {
  int64_t Version = 0;
  std::vector<FunctionMessage> Functions;
  std::vector<OperatorSet> Sets;
  bool HasGraph = false;
  GraphMessage Graph;
};

/// Each says where it stopped, or nothing. Messages have views of \p Bytes.
std::string decode(std::string_view Bytes, ModelMessage &To);
std::string decode(std::string_view Bytes, GraphMessage &To);

} // namespace sectile::graph::onnx

#endif
