// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Bounds.cpp - cycles that an operator takes at least ----------------===//

#include "Bounds.h"
#include "schema_generated.h"
#include "sectile/rates.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>

namespace sectile::graph {

namespace {

using Code = tflite::BuiltinOperator;
using Activation = tflite::ActivationFunctionType;
using llvm::divideCeilSigned;

// For a tile of 256 words.
constexpr int64_t TileCycles = SECTILE_CYCLES_TELEM;
constexpr int64_t GatherCycles = SECTILE_CYCLES_LANES;
// 16 rows, each of which may be in two lines, and the check of their index:
// in a kernel three times as long as a rectangle.
constexpr int64_t GatherRows = 3 * SECTILE_CYCLES_TMEM;
// For 16 x 16 sums and a word of depth.
constexpr int64_t WordCycles = SECTILE_CYCLES_TMAT / 16;
// In operations of the elementwise unit.
constexpr int64_t Division = SECTILE_CYCLES_DIVIDE / SECTILE_CYCLES_TELEM;
constexpr int64_t Exponential = 16;

} // namespace

int64_t elementwiseCycles(int64_t Elements, int64_t Operations) {
  return divideCeilSigned(Elements * Operations * TileCycles, 256);
}

int64_t productCycles(int64_t MultiplyAdds, bool Bytes) {
  return divideCeilSigned(MultiplyAdds * WordCycles, 256 * (Bytes ? 4 : 1));
}

int64_t memoryCycles(int64_t Bytes) { return divideCeilSigned(Bytes, 64); }

namespace {

int64_t gathers(int64_t Elements) {
  return divideCeilSigned(Elements * GatherCycles, 256);
}

/// A matrix product, whose operands have a word for each 4 numbers of 8 bits.
int64_t product(int64_t Rows, int64_t Columns, int64_t Depth, bool Integer) {
  return divideCeilSigned(Rows, 16) * divideCeilSigned(Columns, 16) *
         WordCycles * (Integer ? divideCeilSigned(Depth, 4) : Depth);
}

/// A convolution of a window of \p KernelW pixels of \p Inputs channels in each
/// row. Results of i8 of fewer than 16 channels may be those of several pixels,
/// of which each sees its own part of a wider window.
int64_t convolution(const Operator &Op, int64_t Pixels, int64_t Outputs,
                    int64_t Inputs, bool Integer) {
  int64_t One =
      product(Pixels, Outputs, Op.KernelH * Op.KernelW * Inputs, Integer);
  int64_t Together = 16 / Outputs;
  if (!Integer || Together < 2)
    return One;
  int64_t Wide = Op.KernelW + (Together - 1) * Op.StrideW;
  return std::min(One, product(divideCeilSigned(Pixels, Together),
                               Outputs * Together, Op.KernelH * Wide * Inputs,
                               true));
}

class Estimate {
public:
  Estimate(const Model &M, const Operator &Op)
      : M(M), Op(Op), X(tensor(Op.Inputs[0])), Y(tensor(Op.Outputs[0])),
        Integer(X.ElementType == Type::I8) {}
  Bound run();

private:
  const Model &M;
  const Operator &Op;
  const Tensor &X, &Y;
  bool Integer;
  Bound B;

  const Tensor &tensor(int I) const { return M.Tensors[size_t(I)]; }
  void memory();
  int64_t limits() const;
  int64_t finish() const;
  int64_t perElement() const;
};

/// Each operand is read once and each result written once, a line of 64 bytes a
/// cycle.
void Estimate::memory() {
  int64_t Bytes = 0;
  for (const auto *List : {&Op.Inputs, &Op.Outputs})
    for (int I : *List)
      if (I >= 0)
        Bytes += tensor(I).bytes();
  B.Memory = memoryCycles(Bytes);
}

/// Operations of the fused activation. Stores saturate to 8 bits.
int64_t Estimate::limits() const {
  switch (Op.Activation) {
  case Activation::RELU:
    return Integer && Y.ZeroPoint == -128 ? 0 : 1;
  case Activation::RELU6:
  case Activation::RELU_N1_TO_1:
    return 2;
  default:
    return 0;
  }
}

/// From sums to results: high multiply, rounding shift and zero point, or the
/// bias.
int64_t Estimate::finish() const {
  bool Bias = Op.Inputs.size() > 2 && Op.Inputs[2] >= 0;
  return (Integer ? 3 : int64_t(Bias)) + limits();
}

/// Operations for each element of a result.
int64_t Estimate::perElement() const {
  switch (Op.Code) {
  case Code::ADD:
  case Code::SUB:
    // Of i8 the operand with the larger scale needs a multiply-add, the other
    // one a high multiply and a rounding shift besides, and an addition.
    if (!Integer)
      return 1 + limits();
    return (X.Scales == tensor(Op.Inputs[1]).Scales ? 2 : 5) + 3 + limits();
  case Code::MUL:
    return (Integer ? 3 + 3 : 1) + limits();
  case Code::RELU:
    return Integer ? 5 : 1;
  case Code::RELU6:
    return 2;
  case Code::LOGISTIC:
    return Integer ? 0 : Exponential + Division + 2;
  case Code::TANH:
    return Integer ? 0 : Exponential + Division + 12;
  case Code::SOFTMAX:
    return Integer ? 7 : Exponential + Division + 4;
  case Code::QUANTIZE:
    return Integer ? 4 : Division + 4;
  case Code::DEQUANTIZE:
    return 3;
  case Code::MAXIMUM:
  case Code::MINIMUM:
    return 1;
  default:
    return 0; // copies
  }
}

Bound Estimate::run() {
  int64_t Results = Y.elements();
  switch (Op.Code) {
  case Code::RESHAPE:
  case Code::SQUEEZE:
  case Code::EXPAND_DIMS:
    return B;
  case Code::CONV_2D:
  case Code::FULLY_CONNECTED: {
    const Tensor &W = tensor(Op.Inputs[1]);
    int64_t Channels = W.Dims[0];
    B.Matrix =
        Op.Code == Code::CONV_2D
            ? convolution(Op, Results / Channels, Channels, X.Dims[3], Integer)
            : product(Results / Channels, Channels, W.elements() / Channels,
                      Integer);
    B.Elementwise = elementwiseCycles(Results, finish());
    break;
  }
  case Code::RESIZE_BILINEAR:
    // Four products with two weights each.
    B.Elementwise = elementwiseCycles(Results, Integer ? 14 : 11);
    break;
  case Code::BATCH_MATMUL: {
    int64_t Rows = Y.Dims[Y.Dims.size() - 2];
    int64_t Columns = Y.Dims.back();
    int64_t Depth = X.Dims[X.Dims.size() - (Op.TransposesFirst ? 2 : 1)];
    B.Matrix =
        Results / (Rows * Columns) * product(Rows, Columns, Depth, Integer);
    B.Elementwise = elementwiseCycles(Results, Integer ? 3 : 0);
    break;
  }
  case Code::TRANSPOSE_CONV: {
    const Tensor &W = tensor(Op.Inputs[1]);
    // Each element of the input is multiplied by all taps.
    B.Matrix =
        divideCeilSigned(X.elements() * W.elements() / W.Dims[3] * WordCycles,
                         Integer ? 4 * 256 : 256);
    B.Elementwise = elementwiseCycles(Results, finish());
    break;
  }
  case Code::DEPTHWISE_CONV_2D: {
    B.Elementwise =
        elementwiseCycles(Results, Op.KernelH * Op.KernelW + finish());
    // Each channel with weights of 0 for the others of its 16.
    int64_t Inputs = X.Dims[3];
    int64_t Outputs = Y.Dims[3];
    int64_t Block = std::min<int64_t>(Outputs, 16);
    int64_t Matrix = divideCeilSigned(Outputs, 16) *
                     convolution(Op, Results / Outputs, Block,
                                 std::min<int64_t>(Inputs, 16), true);
    if (Integer && Matrix < B.Elementwise) {
      B.Matrix = Matrix;
      B.Elementwise = elementwiseCycles(Results, finish());
    }
    break;
  }
  case Code::AVERAGE_POOL_2D: {
    // Of a whole image of 2^n pixels the division is a shift.
    int64_t Pixels = Op.KernelH * Op.KernelW;
    bool Shift = Integer && Results == X.Dims[0] * X.Dims[3] &&
                 Pixels == X.Dims[1] * X.Dims[2] &&
                 llvm::isPowerOf2_64(uint64_t(Pixels));
    B.Elementwise = elementwiseCycles(Results, Pixels + limits() +
                                                   (Shift     ? 1
                                                    : Integer ? 4
                                                              : Division));
    break;
  }
  case Code::MAX_POOL_2D:
    B.Elementwise =
        elementwiseCycles(Results, Op.KernelH * Op.KernelW - 1 + limits());
    break;
  case Code::MEAN:
    B.Elementwise = elementwiseCycles(X.elements(), 1) +
                    elementwiseCycles(Results, finish());
    break;
  default:
    B.Elementwise = elementwiseCycles(Results, perElement());
  }
  memory();
  if (Integer && (Op.Code == Code::LOGISTIC || Op.Code == Code::TANH ||
                  Op.Code == Code::SOFTMAX))
    B.Memory += gathers(Results);
  return B;
}

} // namespace

int64_t Bound::cycles() const {
  return std::max({Matrix, Elementwise, Memory});
}

bool matrixBeatsDepthwise(const Operator &Op, int64_t Inputs, int64_t Outputs) {
  // Of a tile of 16 pixels by 16 results. Rows of the window are contiguous.
  int64_t Matrix =
      Op.DilationW == 1
          ? Op.KernelH * WordCycles * divideCeilSigned(Op.KernelW * Inputs, 4)
          : Op.KernelH * Op.KernelW * WordCycles * divideCeilSigned(Inputs, 4);
  // Pixels that are not neighbours are gathered.
  bool Gathers = Op.StrideH > 1 || Op.StrideW > 1 || Outputs > Inputs;
  return Matrix <=
         Op.KernelH * Op.KernelW * (Gathers ? GatherRows : TileCycles);
}

bool patchesPay(const Operator &Op, int64_t Inputs, int64_t Outputs) {
  int64_t Row = Op.KernelW * Inputs;
  if (Row > 64 || Op.KernelH > 16 || Op.DilationW > 1)
    return false;
  // A multiply fetches columns of its operands, a cycle each, and the rows of
  // its accumulator.
  auto Multiply = [](int64_t Bytes) {
    int64_t Words = divideCeilSigned(Bytes, 4);
    return Words == 0 ? 0 : std::max(4 * Words, 2 * Words + 20);
  };
  int64_t Whole = Op.KernelH * Row;
  int64_t Deep = Whole / 64 * Multiply(64) + Multiply(Whole % 64);
  int64_t Columns = divideCeilSigned(Outputs, 16);
  // Of 16 pixels each row of the window is stored once, and before it is
  // loaded.
  return Columns * Op.KernelH * Multiply(Row) >
         Columns * Deep + 2 * TileCycles * Op.KernelH;
}

const char *Bound::limit() const {
  if (cycles() == 0)
    return "nothing";
  return cycles() == Matrix        ? "matrix"
         : cycles() == Elementwise ? "elementwise"
                                   : "memory";
}

Bound boundOf(const Model &M, const Operator &Op) {
  return Estimate(M, Op).run();
}

} // namespace sectile::graph
