// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Fold.cpp - integers that depend on constants alone -----------------===//
//
// Shapes, indices and conditions are often computed: from SHAPE, by sums and
// slices. Where all operands are known the result is a constant of the model.
//
//===----------------------------------------------------------------------===//

#include "Reader.h"
#include <algorithm>
#include <cstring>
#include <optional>

namespace sectile::graph {

namespace {

constexpr int64_t MostFolded = 1 << 16;

/// The number of the element of an operand that an element of the result takes:
/// dimensions of 1 are repeated.
int64_t repeated(const Shape &From, const Shape &To, int64_t Index) {
  int64_t At = 0;
  int64_t Stride = 1;
  for (size_t D = To.size(); D-- > 0; Index /= To[D]) {
    size_t New = To.size() - From.size();
    if (D < New)
      continue;
    int64_t Size = From[D - New];
    At += (Size == 1 ? 0 : Index % To[D]) * Stride;
    Stride *= Size;
  }
  return At;
}

int64_t floored(int64_t A, int64_t B, bool Remainder) {
  if (B == 0)
    return 0;
  if (B == -1)
    return Remainder ? 0 : int64_t(0 - uint64_t(A));
  int64_t Rest = A % B;
  bool Other = Rest != 0 && (Rest < 0) != (B < 0);
  return Remainder ? Rest + (Other ? B : 0) : A / B - (Other ? 1 : 0);
}

std::optional<int64_t> binary(Code C, int64_t A, int64_t B) {
  switch (C) {
  case Code::ADD:
    return int64_t(uint64_t(A) + uint64_t(B));
  case Code::SUB:
    return int64_t(uint64_t(A) - uint64_t(B));
  case Code::MUL:
    return int64_t(uint64_t(A) * uint64_t(B));
  case Code::DIV:
    return B == 0 ? 0 : B == -1 ? int64_t(0 - uint64_t(A)) : A / B;
  case Code::FLOOR_DIV:
    return floored(A, B, false);
  case Code::FLOOR_MOD:
    return floored(A, B, true);
  case Code::MAXIMUM:
    return std::max(A, B);
  case Code::MINIMUM:
    return std::min(A, B);
  case Code::EQUAL:
    return A == B;
  case Code::NOT_EQUAL:
    return A != B;
  case Code::LESS:
    return A < B;
  case Code::LESS_EQUAL:
    return A <= B;
  case Code::GREATER:
    return A > B;
  case Code::GREATER_EQUAL:
    return A >= B;
  case Code::LOGICAL_AND:
    return A & B;
  case Code::LOGICAL_OR:
    return A | B;
  default:
    return std::nullopt;
  }
}

bool isInteger(Type T) {
  return T == Type::I32 || T == Type::I64 || T == Type::Bool;
}

} // namespace

/// The operator is none any more.
void Reader::becomeConstant(int T, const std::vector<int64_t> &Values) {
  Tensor &Y = Result.Tensors[size_t(T)];
  auto Size = size_t(bytesOf(Y.ElementType));
  uint8_t *To = storage(std::max<int64_t>(Y.bytes(), 1));
  for (size_t I = 0; I < Values.size(); ++I)
    std::memcpy(To + I * Size, &Values[I], Size);
  Y.Data = To;
  Result.Operators.pop_back();
  Op = nullptr;
}

bool Reader::fold() {
  if (!Op || Op->Outputs.size() != 1 || Op->Inputs.empty())
    return true;
  const Tensor &Y = out();
  if (!isInteger(Y.ElementType) || Y.elements() > MostFolded)
    return true;
  for (int I : Op->Inputs)
    if (I >= 0 && (!Result.Tensors[size_t(I)].isConstant() ||
                   !isInteger(Result.Tensors[size_t(I)].ElementType)))
      return true;
  std::vector<int64_t> Values;
  int64_t Count = Y.elements();
  auto Each = [&](auto Of) {
    for (int64_t I = 0; I < Count; ++I)
      Values.push_back(Of(I));
  };
  auto Take = [&](size_t N, int64_t I) {
    return in(N).integer(repeated(in(N).Dims, Y.Dims, I));
  };
  // The position of an element in a shape.
  auto Place = [](const Shape &S, int64_t I) {
    Shape At(S.size());
    for (size_t D = S.size(); D-- > 0; I /= S[D])
      At[D] = I % S[D];
    return At;
  };
  auto Number = [](const Shape &S, const Shape &At) {
    int64_t I = 0;
    for (size_t D = 0; D < S.size(); ++D)
      I = I * S[D] + At[D];
    return I;
  };
  switch (Op->Code) {
  case Code::RESHAPE:
  case Code::SQUEEZE:
  case Code::EXPAND_DIMS:
    Each([&](int64_t I) { return in(0).integer(I); });
    break;
  case Code::CAST:
    Each([&](int64_t I) {
      int64_t V = in(0).integer(I);
      return Y.ElementType == Type::Bool ? int64_t(V != 0) : V;
    });
    break;
  case Code::NEG:
    Each([&](int64_t I) { return int64_t(0 - uint64_t(in(0).integer(I))); });
    break;
  case Code::LOGICAL_NOT:
    Each([&](int64_t I) { return in(0).integer(I) ^ 1; });
    break;
  case Code::FILL:
    Each([&](int64_t) { return in(0).integer(0); });
    break;
  case Code::BROADCAST_TO:
    Each([&](int64_t I) { return Take(0, I); });
    break;
  case Code::SELECT_V2:
    Each([&](int64_t I) { return Take(0, I) ? Take(1, I) : Take(2, I); });
    break;
  case Code::GATHER: {
    Each([&](int64_t I) {
      Shape At = Place(Y.Dims, I);
      auto A = At.begin() + Op->Axis;
      int64_t Which = 0;
      for (int64_t D : in(1).Dims) {
        Which = Which * D + *A;
        A = At.erase(A);
      }
      At.insert(A, Op->Indices[size_t(Which)]);
      return in(0).integer(Number(in(0).Dims, At));
    });
    break;
  }
  case Code::SLICE:
  case Code::STRIDED_SLICE:
    Each([&](int64_t I) {
      Shape At = Place(Op->Counts, I);
      for (size_t D = 0; D < At.size(); ++D)
        At[D] = Op->Indices[D] + At[D] * Op->Steps[D];
      return in(0).integer(Number(in(0).Dims, At));
    });
    break;
  case Code::PACK:
  case Code::CONCATENATION:
    Each([&](int64_t I) {
      Shape At = Place(Y.Dims, I);
      auto A = At.begin() + Op->Axis;
      if (Op->Code == Code::PACK) {
        auto N = size_t(*A);
        At.erase(A);
        return in(N).integer(Number(in(N).Dims, At));
      }
      size_t N = 0;
      while (*A >= in(N).Dims[size_t(Op->Axis)])
        *A -= in(N++).Dims[size_t(Op->Axis)];
      return in(N).integer(Number(in(N).Dims, At));
    });
    break;
  default:
    if (Op->Inputs.size() != 2 || !binary(Op->Code, 0, 0))
      return true;
    Each([&](int64_t I) {
      return binary(Op->Code, Take(0, I), Take(1, I)).value_or(0);
    });
  }
  becomeConstant(Op->Outputs[0], Values);
  return true;
}

} // namespace sectile::graph
