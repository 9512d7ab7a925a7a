// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Format.cpp - the messages of an ONNX file --------------------------===//

#include "Format.h"
#include <cstring>

namespace sectile::graph::onnx {

std::string nameOf(DataType T) {
  static const char *const Names[] = {
      "no type",        "float",      "uint8",
      "int8",           "uint16",     "int16",
      "int32",          "int64",      "string",
      "bool",           "float16",    "double",
      "uint32",         "uint64",     "complex64",
      "complex128",     "bfloat16",   "float8e4m3fn",
      "float8e4m3fnuz", "float8e5m2", "float8e5m2fnuz",
      "uint4",          "int4",       "float4e2m1",
      "float8e8m0",     "uint2",      "int2"};
  auto I = size_t(T);
  return I < sizeof Names / sizeof *Names ? Names[I]
                                          : "type " + std::to_string(int(T));
}

namespace {

/// The fields of one message. A field that does not fit ends it with a problem.
class Fields {
public:
  Fields(std::string_view Bytes, const char *Begin, std::string &Problem)
      : Rest(Bytes), Begin(Begin), Problem(Problem) {}

  unsigned Number = 0;
  enum WireType : uint8_t { Varint, Fixed64, Length, Fixed32 = 5 } Wire{};
  uint64_t Value = 0;     ///< of a number
  std::string_view Bytes; ///< of what has a length

  bool next() {
    if (Rest.empty() || !Problem.empty())
      return false;
    uint64_t Key = 0;
    if (!varint(Key))
      return fail("is truncated in a field's number");
    Number = unsigned(Key >> 3);
    Wire = WireType(Key & 7);
    switch (Key & 7) {
    case Varint:
      return varint(Value) || fail("is truncated in a number");
    case Fixed64:
    case Fixed32:
      return fixed(Wire == Fixed64 ? 8 : 4);
    case Length: {
      uint64_t Size = 0;
      if (!varint(Size) || Size > Rest.size())
        return fail("has a field that is longer than its message");
      Bytes = Rest.substr(0, Size);
      Rest.remove_prefix(Size);
      return true;
    }
    default:
      return fail("has a field of wire type " + std::to_string(Key & 7));
    }
  }

  /// The numbers of this field, packed or alone.
  void integers(std::vector<int64_t> &To) {
    if (Wire != Length) {
      To.push_back(int64_t(Value));
      return;
    }
    Fields Packed(Bytes, Begin, Problem);
    uint64_t V = 0;
    while (!Packed.Rest.empty()) {
      if (!Packed.varint(V)) {
        Packed.fail("is truncated in a list of numbers");
        return;
      }
      To.push_back(int64_t(V));
    }
  }

  template <typename Message, typename Function>
  void message(Message &To, Function Read) {
    Fields Inner(Bytes, Begin, Problem);
    if (Wire != Length)
      fail("has a number where a message is expected");
    else
      Read(Inner, To);
  }
  template <typename Message, typename Function>
  void append(std::vector<Message> &To, Function Read) {
    To.emplace_back();
    message(To.back(), Read);
  }
  /// The bytes of a fixed-size list, packed or alone.
  std::string_view Here; ///< of the last fixed number

private:
  std::string_view Rest;
  const char *Begin;
  std::string &Problem;

  bool fail(const std::string &What) {
    if (Problem.empty())
      Problem = What + ", at byte " + std::to_string(Rest.data() - Begin);
    return false;
  }
  bool varint(uint64_t &To) {
    To = 0;
    for (unsigned Shift = 0; Shift < 64; Shift += 7) {
      if (Rest.empty())
        return false;
      auto B = uint8_t(Rest[0]);
      Rest.remove_prefix(1);
      To |= uint64_t(B & 0x7f) << Shift;
      if (!(B & 0x80))
        return true;
    }
    return false;
  }
  bool fixed(size_t Size) {
    if (Rest.size() < Size)
      return fail("is truncated in a number");
    Value = 0;
    std::memcpy(&Value, Rest.data(), Size);
    Here = Rest.substr(0, Size);
    Rest.remove_prefix(Size);
    return true;
  }
};

float realOf(uint64_t Bits) {
  auto Word = uint32_t(Bits);
  float F = 0;
  std::memcpy(&F, &Word, sizeof F);
  return F;
}

void readEntry(Fields &F, Entry &To) {
  while (F.next())
    if (F.Number == 1)
      To.Key = F.Bytes;
    else if (F.Number == 2)
      To.Value = F.Bytes;
}

void readTensor(Fields &F, TensorMessage &To) {
  while (F.next())
    switch (F.Number) {
    case 1:
      F.integers(To.Dims);
      break;
    case 2:
      To.Type = DataType(F.Value);
      break;
    case 3:
      To.IsSegment = true;
      break;
    case 4:
      // Writers pack them. One by one they would be apart in the file.
      To.Floats = F.Wire == Fields::Length ? F.Bytes : F.Here;
      break;
    case 5:
    case 7:
    case 11:
      F.integers(To.Integers);
      break;
    case 8:
      To.Name = F.Bytes;
      break;
    case 9:
      To.HasRaw = true;
      To.Raw = F.Bytes;
      break;
    case 10:
      To.Doubles = F.Wire == Fields::Length ? F.Bytes : F.Here;
      break;
    case 13:
      F.append(To.External, readEntry);
      break;
    case 14:
      To.IsExternal = F.Value == 1;
      break;
    default:
      break;
    }
}

void readAttribute(Fields &F, Attribute &To) {
  while (F.next())
    switch (F.Number) {
    case 1:
      To.Name = F.Bytes;
      break;
    case 2:
      To.F = realOf(F.Value);
      break;
    case 3:
      To.I = int64_t(F.Value);
      break;
    case 4:
      To.S = F.Bytes;
      break;
    case 5:
      F.message(To.T, readTensor);
      break;
    case 6:
      To.Body = F.Bytes;
      break;
    case 7:
      if (F.Wire != Fields::Length)
        To.Reals.push_back(realOf(F.Value));
      else
        for (size_t I = 0; I + 4 <= F.Bytes.size(); I += 4) {
          float R = 0;
          std::memcpy(&R, F.Bytes.data() + I, sizeof R);
          To.Reals.push_back(R);
        }
      break;
    case 8:
      F.integers(To.Integers);
      break;
    case 9:
      To.Texts.push_back(F.Bytes);
      break;
    case 20:
      To.Type = int32_t(F.Value);
      break;
    case 21:
      To.Reference = F.Bytes;
      break;
    default:
      break;
    }
}

void readNode(Fields &F, NodeMessage &To) {
  while (F.next())
    switch (F.Number) {
    case 1:
      To.Inputs.push_back(F.Bytes);
      break;
    case 2:
      To.Outputs.push_back(F.Bytes);
      break;
    case 3:
      To.Name = F.Bytes;
      break;
    case 4:
      To.Operator = F.Bytes;
      break;
    case 5:
      F.append(To.Attributes, readAttribute);
      break;
    case 7:
      To.Domain = F.Bytes;
      break;
    default:
      break;
    }
}

void readDim(Fields &F, int64_t &To) {
  To = -1;
  while (F.next())
    if (F.Number == 1 && F.Wire == Fields::Varint)
      To = int64_t(F.Value);
}

void readShape(Fields &F, std::vector<int64_t> &To) {
  while (F.next())
    if (F.Number == 1)
      F.append(To, readDim);
}

void readTensorType(Fields &F, ValueMessage &To) {
  while (F.next())
    if (F.Number == 1) {
      To.Type = DataType(F.Value);
    } else if (F.Number == 2) {
      To.HasShape = true;
      F.message(To.Dims, readShape);
    }
}

/// What a program is given is there.
void readOptionalType(Fields &F, ValueMessage &To) {
  auto Element = [](Fields &Of, ValueMessage &V) {
    while (Of.next())
      if (Of.Number == 1) {
        V.IsTensor = true;
        Of.message(V, readTensorType);
      }
  };
  while (F.next())
    if (F.Number == 1)
      F.message(To, Element);
}

void readType(Fields &F, ValueMessage &To) {
  while (F.next())
    if (F.Number == 1) {
      To.IsTensor = true;
      F.message(To, readTensorType);
    } else if (F.Number == 9) {
      F.message(To, readOptionalType);
    }
}

void readValue(Fields &F, ValueMessage &To) {
  while (F.next())
    if (F.Number == 1)
      To.Name = F.Bytes;
    else if (F.Number == 2)
      F.message(To, readType);
}

void readGraph(Fields &F, GraphMessage &To) {
  while (F.next())
    switch (F.Number) {
    case 1:
      F.append(To.Nodes, readNode);
      break;
    case 5:
      F.append(To.Initializers, readTensor);
      break;
    case 11:
      F.append(To.Inputs, readValue);
      break;
    case 12:
      F.append(To.Outputs, readValue);
      break;
    case 15:
      To.HasSparse = true;
      break;
    default:
      break;
    }
}

void readSet(Fields &F, OperatorSet &To) {
  while (F.next())
    if (F.Number == 1)
      To.Domain = F.Bytes;
    else if (F.Number == 2)
      To.Version = int64_t(F.Value);
}

void readFunction(Fields &F, FunctionMessage &To) {
  while (F.next())
    switch (F.Number) {
    case 1:
      To.Name = F.Bytes;
      break;
    case 4:
      To.Inputs.push_back(F.Bytes);
      break;
    case 5:
      To.Outputs.push_back(F.Bytes);
      break;
    case 7:
      F.append(To.Nodes, readNode);
      break;
    case 9:
      F.append(To.Sets, readSet);
      break;
    case 10:
      To.Domain = F.Bytes;
      break;
    case 11:
      F.append(To.Defaults, readAttribute);
      break;
    default:
      break;
    }
}

void readModel(Fields &F, ModelMessage &To) {
  while (F.next())
    switch (F.Number) {
    case 1:
      To.Version = int64_t(F.Value);
      break;
    case 7:
      To.HasGraph = true;
      F.message(To.Graph, readGraph);
      break;
    case 8:
      F.append(To.Sets, readSet);
      break;
    case 25:
      F.append(To.Functions, readFunction);
      break;
    default:
      break;
    }
}

template <typename Message, typename Function>
std::string decodeWith(std::string_view Bytes, Message &To, Function Read) {
  std::string Problem;
  if (Bytes.empty())
    return Problem;
  Fields F(Bytes, &*Bytes.begin(), Problem);
  Read(F, To);
  return Problem;
}

} // namespace

std::string decode(std::string_view Bytes, ModelMessage &To) {
  return decodeWith(Bytes, To, readModel);
}

std::string decode(std::string_view Bytes, GraphMessage &To) {
  return decodeWith(Bytes, To, readGraph);
}

} // namespace sectile::graph::onnx
