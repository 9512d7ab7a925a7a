// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Execute.cpp - what a nest computes, on the host --------------------===//
//
// Plain loops, and an instruction at a time. The innermost loop runs in blocks
// if no iteration of it depends on another.
//
//===----------------------------------------------------------------------===//

#include "Model.h"
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <type_traits>

namespace sectile::graph::onnx {

namespace {

constexpr size_t BlockSize = 128;

/// The bits of exponents: 5 of f16, 8 of bf16.
int exponentBits(Type T) { return T == Type::F16 ? 5 : 8; }

float widened(uint16_t Bits, int ExponentBits) {
  int MantissaBits = 15 - ExponentBits;
  int Bias = (1 << (ExponentBits - 1)) - 1;
  int Exponent = Bits >> MantissaBits & ((1 << ExponentBits) - 1);
  int Mantissa = Bits & ((1 << MantissaBits) - 1);
  float Magnitude = 0;
  if (Exponent == (1 << ExponentBits) - 1)
    Magnitude = Mantissa ? std::numeric_limits<float>::quiet_NaN()
                         : std::numeric_limits<float>::infinity();
  else if (Exponent == 0)
    Magnitude = std::ldexp(float(Mantissa), 1 - Bias - MantissaBits);
  else
    Magnitude = std::ldexp(float(Mantissa | 1 << MantissaBits),
                           Exponent - Bias - MantissaBits);
  return Bits >> 15 ? -Magnitude : Magnitude;
}

} // namespace

uint16_t halved(double V, Type To) {
  int ExponentBits = exponentBits(To);
  int MantissaBits = 15 - ExponentBits;
  int Bias = (1 << (ExponentBits - 1)) - 1;
  auto Sign = uint32_t(std::signbit(V)) << 15;
  uint32_t Infinity = uint32_t((1 << ExponentBits) - 1) << MantissaBits;
  if (std::isnan(V))
    return uint16_t(Sign | Infinity | 1U << (MantissaBits - 1));
  double Magnitude = std::fabs(V);
  if (std::isinf(V))
    return uint16_t(Sign | Infinity);
  if (Magnitude == 0)
    return uint16_t(Sign);
  int Exponent = std::max(std::ilogb(Magnitude), 1 - Bias);
  if (Exponent > Bias)
    return uint16_t(Sign | Infinity);
  // In units of the last place; the implicit bit adds 1 to the exponent.
  double Units = std::nearbyint(std::ldexp(Magnitude, MantissaBits - Exponent));
  uint32_t Bits =
      (uint32_t(Exponent + Bias - 1) << MantissaBits) + uint32_t(Units);
  return uint16_t(Sign | std::min(Bits, Infinity));
}

namespace {

template <typename T> T elementAt(const uint8_t *P) {
  T V = 0;
  std::memcpy(&V, P, sizeof V);
  return V;
}

} // namespace

int64_t integerOf(Type T, const uint8_t *P) {
  switch (T) {
  case Type::I8:
    return int8_t(*P);
  case Type::U8:
    return *P;
  case Type::Bool:
    return *P != 0;
  case Type::I16:
    return elementAt<int16_t>(P);
  case Type::U16:
    return elementAt<uint16_t>(P);
  case Type::U32:
    return elementAt<uint32_t>(P);
  case Type::I64:
  case Type::U64:
    return elementAt<int64_t>(P);
  default:
    return elementAt<int32_t>(P);
  }
}

double realOf(Type T, const uint8_t *P) {
  switch (T) {
  case Type::F32:
    return double(elementAt<float>(P));
  case Type::F64:
    return elementAt<double>(P);
  default:
    return double(widened(elementAt<uint16_t>(P), exponentBits(T)));
  }
}

namespace {

/// The same instruction's results in a block's iterations.
struct Register {
  std::array<float, BlockSize> F;
  std::array<double, BlockSize> D;
  std::array<int64_t, BlockSize> I; ///< an i32 with its sign, a u64's bits

  template <typename Real> std::array<Real, BlockSize> &reals() {
    if constexpr (std::is_same_v<Real, float>)
      return F;
    else
      return D;
  }
  template <typename Real> const std::array<Real, BlockSize> &reals() const {
    return const_cast<Register *>(this)->reals<Real>();
  }
};

int64_t wrapped(uint64_t V, Type T) {
  return T == Type::I32    ? int64_t(int32_t(uint32_t(V)))
         : T == Type::Bool ? int64_t(V & 1)
                           : int64_t(V);
}

class Execution {
public:
  Execution(const Nest &N, const std::vector<Tensor> &Tensors,
            const std::vector<const uint8_t *> &From, uint8_t *To,
            int64_t Iteration)
      : N(N), To(To), Registers(N.Body.size()) {
    for (size_t I = 0; I < From.size(); ++I)
      In.push_back(streamOf(N.In[I], Tensors, From[I], Iteration));
    Out = streamOf(N.Out, Tensors, To, Iteration);
  }
  void run();

private:
  /// An access, and where it is now.
  struct Stream {
    const Access *Of;
    Type T;
    int64_t Size;
    const uint8_t *Data;
    int64_t At;
    int64_t Step; ///< of the innermost loop
  };
  const Nest &N;
  uint8_t *To;
  std::vector<Register> Registers;
  std::vector<Stream> In;
  Stream Out{};
  std::vector<int64_t> Counters;

  static Stream streamOf(const Access &A, const std::vector<Tensor> &Tensors,
                         const uint8_t *Data, int64_t Iteration) {
    Type T = Tensors[size_t(A.Tensor)].ElementType;
    return {&A,
            T,
            bytesOf(T),
            Data,
            A.Offset + Iteration * A.Advance,
            A.Strides.empty() ? 0 : A.Strides.back()};
  }
  void block(size_t Count);
  void loadElement(const Stream &S, int64_t At, Register &To, size_t K) const {
    const uint8_t *P = S.Data + At * S.Size;
    switch (S.T) {
    case Type::F32:
      To.F[K] = elementAt<float>(P);
      break;
    case Type::F64:
      To.D[K] = elementAt<double>(P);
      break;
    case Type::F16:
    case Type::BF16:
      To.F[K] = widened(elementAt<uint16_t>(P), exponentBits(S.T));
      break;
    default:
      To.I[K] = integerOf(S.T, P);
    }
  }
  /// A real result is rounded to the element's type once.
  void storeElement(uint8_t *P, size_t K) const {
    const Register &From = Registers.back();
    if (!isReal(Out.T)) {
      // The machine is little-endian: the first bytes are a narrower integer.
      std::memcpy(P, &From.I[K], size_t(Out.Size));
      return;
    }
    bool IsWide = N.Body.back().Result == Type::F64;
    double Wide = IsWide ? From.D[K] : double(From.F[K]);
    if (Out.T == Type::F64) {
      std::memcpy(P, &Wide, sizeof Wide);
    } else if (Out.T == Type::F32) {
      float Single = IsWide ? float(Wide) : From.F[K];
      std::memcpy(P, &Single, sizeof Single);
    } else {
      uint16_t Half = halved(Wide, Out.T);
      std::memcpy(P, &Half, sizeof Half);
    }
  }
  void compute(const Instruction &I, Register &To, size_t Count);
  template <typename Real>
  void computeReal(const Instruction &I, Register &To, size_t Count);
  void computeInteger(const Instruction &I, Register &To, size_t Count);
  void convert(const Instruction &I, Register &To, size_t Count);
};

template <typename Real>
void Execution::computeReal(const Instruction &I, Register &To, size_t Count) {
  const auto &A = Registers[I.A].reals<Real>(),
             &B = Registers[I.B].reals<Real>(),
             &C = Registers[I.C].reals<Real>();
  auto Each = [&](auto F) {
    for (size_t K = 0; K < Count; ++K)
      To.reals<Real>()[K] = F(K);
  };
  switch (I.Op) {
  case Code::Add:
    return Each([&](size_t K) { return A[K] + B[K]; });
  case Code::Sub:
    return Each([&](size_t K) { return A[K] - B[K]; });
  case Code::Mul:
    return Each([&](size_t K) { return A[K] * B[K]; });
  case Code::Div:
    return Each([&](size_t K) { return A[K] / B[K]; });
  case Code::Fma:
    return Each([&](size_t K) { return std::fma(A[K], B[K], C[K]); });
  case Code::Neg:
    return Each([&](size_t K) { return -A[K]; });
  case Code::Abs:
    return Each([&](size_t K) { return std::fabs(A[K]); });
  case Code::Floor:
    return Each([&](size_t K) { return std::floor(A[K]); });
  case Code::Ceil:
    return Each([&](size_t K) { return std::ceil(A[K]); });
  case Code::RoundEven:
    return Each([&](size_t K) { return std::nearbyint(A[K]); });
  case Code::Trunc:
    return Each([&](size_t K) { return std::trunc(A[K]); });
  case Code::Sqrt:
    return Each([&](size_t K) { return std::sqrt(A[K]); });
  default:
    break;
  }
}

void Execution::computeInteger(const Instruction &I, Register &To,
                               size_t Count) {
  const auto &A = Registers[I.A].I, &B = Registers[I.B].I;
  Type T = I.Result;
  auto Each = [&](auto F) {
    for (size_t K = 0; K < Count; ++K)
      To.I[K] = wrapped(uint64_t(F(K)), T);
  };
  auto U = [](int64_t V) { return uint64_t(V); };
  switch (I.Op) {
  case Code::Add:
    return Each([&](size_t K) { return U(A[K]) + U(B[K]); });
  case Code::Sub:
    return Each([&](size_t K) { return U(A[K]) - U(B[K]); });
  case Code::Mul:
    return Each([&](size_t K) { return U(A[K]) * U(B[K]); });
  case Code::Div:
    if (T == Type::U64)
      return Each([&](size_t K) { return U(A[K]) / U(B[K]); });
    return Each([&](size_t K) { return A[K] / B[K]; });
  case Code::Rem:
    if (T == Type::U64)
      return Each([&](size_t K) { return U(A[K]) % U(B[K]); });
    return Each([&](size_t K) { return A[K] % B[K]; });
  case Code::Neg:
    return Each([&](size_t K) { return 0 - U(A[K]); });
  case Code::Abs:
    return Each([&](size_t K) { return A[K] < 0 ? 0 - U(A[K]) : U(A[K]); });
  case Code::And:
    return Each([&](size_t K) { return A[K] & B[K]; });
  case Code::Or:
    return Each([&](size_t K) { return A[K] | B[K]; });
  case Code::Xor:
    return Each([&](size_t K) { return A[K] ^ B[K]; });
  case Code::ShiftLeft:
    return Each([&](size_t K) { return U(A[K]) << B[K]; });
  case Code::ShiftRight:
    return Each([&](size_t K) { return A[K] >> B[K]; });
  case Code::ShiftRightUnsigned:
    return Each([&](size_t K) {
      return (T == Type::I32 ? uint32_t(A[K]) : U(A[K])) >> B[K];
    });
  default:
    break;
  }
}

void Execution::convert(const Instruction &I, Register &To, size_t Count) {
  const Register &A = Registers[I.A];
  Type From = N.Body[I.A].Result;
  auto ToReal = [&](auto &Of, size_t K) {
    using Real = std::remove_reference_t<decltype(Of[0])>;
    Of[K] = From == Type::F32   ? Real(A.F[K])
            : From == Type::F64 ? Real(A.D[K])
            : From == Type::U64 ? Real(uint64_t(A.I[K]))
                                : Real(A.I[K]);
  };
  auto ToInteger = [&](auto Real) {
    return I.Result == Type::U64 ? int64_t(uint64_t(Real)) : int64_t(Real);
  };
  for (size_t K = 0; K < Count; ++K)
    if (I.Result == Type::F32)
      ToReal(To.F, K);
    else if (I.Result == Type::F64)
      ToReal(To.D, K);
    else if (From == Type::F32)
      To.I[K] = ToInteger(A.F[K]);
    else if (From == Type::F64)
      To.I[K] = ToInteger(A.D[K]);
    else
      To.I[K] = wrapped(uint64_t(A.I[K]), I.Result);
}

void Execution::compute(const Instruction &I, Register &To, size_t Count) {
  auto Each = [&](auto F) {
    for (size_t K = 0; K < Count; ++K)
      F(K);
  };
  const Register &A = Registers[I.A], &B = Registers[I.B];
  auto Compare = [&](auto F) {
    Type Of = N.Body[I.A].Result;
    if (Of == Type::F32)
      Each([&](size_t K) { To.I[K] = F(A.F[K], B.F[K]); });
    else if (Of == Type::F64)
      Each([&](size_t K) { To.I[K] = F(A.D[K], B.D[K]); });
    else if (Of == Type::U64)
      Each([&](size_t K) { To.I[K] = F(uint64_t(A.I[K]), uint64_t(B.I[K])); });
    else
      Each([&](size_t K) { To.I[K] = F(A.I[K], B.I[K]); });
  };
  switch (I.Op) {
  case Code::Load:
    return Each([&](size_t K) {
      loadElement(In[I.A], In[I.A].At + int64_t(K) * In[I.A].Step, To, K);
    });
  case Code::LoadAt:
    return Each([&](size_t K) {
      loadElement(In[I.A], In[I.A].At + int64_t(K) * In[I.A].Step + B.I[K], To,
                  K);
    });
  case Code::Old:
    return Each([&](size_t K) {
      loadElement(Out,
                  Out.At + int64_t(K) * Out.Step +
                      (N.OutIndex < 0 ? 0 : Registers[size_t(N.OutIndex)].I[K]),
                  To, K);
    });
  case Code::Loop:
    return Each([&](size_t K) {
      To.I[K] = Counters[I.A] + (I.A + 1 == N.Loops.size() ? int64_t(K) : 0);
    });
  case Code::Constant:
    return Each([&](size_t K) {
      To.F[K] = float(I.Real);
      To.D[K] = I.Real;
      To.I[K] = I.Integer;
    });
  case Code::Equal:
    return Compare([](auto X, auto Y) { return X == Y; });
  case Code::Less:
    return Compare([](auto X, auto Y) { return X < Y; });
  case Code::LessEqual:
    return Compare([](auto X, auto Y) { return X <= Y; });
  case Code::Select: {
    const Register &C = Registers[I.C];
    if (I.Result == Type::F32)
      return Each([&](size_t K) { To.F[K] = A.I[K] ? B.F[K] : C.F[K]; });
    if (I.Result == Type::F64)
      return Each([&](size_t K) { To.D[K] = A.I[K] ? B.D[K] : C.D[K]; });
    return Each([&](size_t K) { To.I[K] = A.I[K] ? B.I[K] : C.I[K]; });
  }
  case Code::Bitcast:
    if (I.Result == Type::F32)
      return Each(
          [&](size_t K) { To.F[K] = std::bit_cast<float>(uint32_t(A.I[K])); });
    if (I.Result == Type::F64)
      return Each([&](size_t K) { To.D[K] = std::bit_cast<double>(A.I[K]); });
    if (I.Result == Type::I64)
      return Each([&](size_t K) { To.I[K] = std::bit_cast<int64_t>(A.D[K]); });
    return Each([&](size_t K) { To.I[K] = std::bit_cast<int32_t>(A.F[K]); });
  case Code::Convert:
    return convert(I, To, Count);
  default:
    if (I.Result == Type::F32)
      computeReal<float>(I, To, Count);
    else if (I.Result == Type::F64)
      computeReal<double>(I, To, Count);
    else
      computeInteger(I, To, Count);
  }
}

void Execution::block(size_t Count) {
  for (size_t I = 0; I < N.Body.size(); ++I)
    compute(N.Body[I], Registers[I], Count);
  for (size_t K = 0; K < Count; ++K) {
    int64_t At = Out.At + int64_t(K) * Out.Step;
    if (N.OutIndex >= 0)
      At += Registers[size_t(N.OutIndex)].I[K];
    storeElement(To + At * Out.Size, K);
  }
}

void Execution::run() {
  if (elementsOf(N.Loops) == 0)
    return;
  Counters.assign(N.Loops.size(), 0);
  bool InBlocks = N.OutIndex < 0 && Out.Step != 0;
  for (const Stream &S : In)
    InBlocks &= S.Of->Tensor != N.Out.Tensor;
  int64_t Inner = N.Loops.empty() ? 1 : N.Loops.back();
  size_t Depth = N.Loops.empty() ? 0 : N.Loops.size() - 1;
  auto Move = [&](size_t Loop, int64_t By) {
    for (Stream &S : In)
      S.At += S.Of->Strides[Loop] * By;
    Out.At += Out.Of->Strides[Loop] * By;
  };
  while (true) {
    for (int64_t K = 0; K < Inner;) {
      int64_t Count = InBlocks ? std::min<int64_t>(Inner - K, BlockSize) : 1;
      if (!N.Loops.empty())
        Counters.back() = K;
      block(size_t(Count));
      K += Count;
      if (!N.Loops.empty())
        Move(Depth, Count);
    }
    if (N.Loops.empty())
      return;
    Move(Depth, -Inner);
    size_t L = Depth;
    while (L-- > 0) {
      Move(L, 1);
      if (++Counters[L] < N.Loops[L])
        break;
      Move(L, -N.Loops[L]);
      Counters[L] = 0;
    }
    if (L == size_t(-1))
      return;
  }
}

} // namespace

void execute(const Nest &N, const std::vector<Tensor> &Tensors,
             const std::vector<const uint8_t *> &In, uint8_t *Out,
             int64_t Iteration) {
  Execution(N, Tensors, In, Out, Iteration).run();
}

} // namespace sectile::graph::onnx
