// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Recurrent.cpp - LSTM, GRU and RNN ----------------------------------===//
//
// The products of all steps' inputs are one matrix product; what depends on the
// step before is repeated.
//
//===----------------------------------------------------------------------===//

#include "Reader.h"
#include <algorithm>
#include <array>
#include <numeric>

namespace sectile::graph::onnx {

namespace {

using Function = std::function<Value(Value)>;

/// A function that a gate may have, and which parameters it takes, with what
/// they are if they are not stated.
struct Activation {
  const char *Name;
  Value (*F)(Value X, double Alpha, double Beta);
  std::optional<double> Alpha, Beta;
};

/// A function without parameters.
template <Value (*F)(Value)> Value withoutParameters(Value X, double, double) {
  return F(X);
}

const std::array Activations = {
    Activation{"Affine",
               [](Value X, double A, double B) {
                 return fma(X, A, constant(*X.Of, X.T, B));
               },
               1, 0},
    Activation{"Elu", elu, 1, {}},
    Activation{"HardSigmoid", hardSigmoid, 0.2, 0.5},
    Activation{"LeakyRelu", leaky, 0.01, {}},
    Activation{"Relu", withoutParameters<rectified>, {}, {}},
    Activation{"ScaledTanh",
               [](Value X, double A, double B) {
                 return hyperbolicTangent(X * B) * A;
               },
               1, 1},
    Activation{"Sigmoid", withoutParameters<sigmoid>, {}, {}},
    Activation{"Softplus", withoutParameters<softplus>, {}, {}},
    Activation{"Softsign", withoutParameters<softsign>, {}, {}},
    Activation{"Tanh", withoutParameters<hyperbolicTangent>, {}, {}},
    Activation{"ThresholdedRelu", thresholded, 1, {}}};

struct Network {
  Reader &R;
  size_t Gates;
  int64_t T = 0, B = 0, I = 0, H = 0, D = 0; ///< steps, batch, input, hidden
  bool BatchFirst = false;
  std::vector<Function> F{}; ///< activations of each direction
  bool Reverse = false;      ///< the only direction is backwards
  bool Couples = false;      ///< an LSTM forgets what it does not take in
  bool HasLengths = false;   ///< of the sequences, which differ
  Access Step{};             ///< the number of the step

  bool read(std::initializer_list<const char *> Defaults);
  void direction(int64_t Number, int X, int Y, int YH, int YC);
  int gateInputs(int64_t Number, int X, bool AllBiases);
  int state(int64_t Number, size_t Input);
  void lstm(int64_t Number, int Z, int State, int Cell);
  void gru(int64_t Number, int Z, int State);
  void rnn(int64_t Number, int Z, int State);
  void addRecurrent(int64_t Number, int Z, int State, size_t First,
                    size_t Count);
  bool readActivations(const std::vector<std::string_view> &Names);
  void step(Access To, std::vector<Access> In, const Reader::Body &Of,
            const std::function<Value(Nest &)> &Ended);
  void step(int State, const std::vector<Access> &In, const Reader::Body &Of);
  bool linearBeforeReset() const { return Linear; }
  bool Linear = false;
  /// A gate of [B][Gates * H], as an operand of [B][H].
  Access gate(int Z, size_t Gate) const {
    auto G = int64_t(Gates);
    return {Z, int64_t(Gate) * H, {G * H, 1}};
  }
  Access plain(int S) const { return {S, 0, {H, 1}}; }
  /// A row of H for all of the batch.
  Access row(size_t Input, int64_t Offset) const {
    return {R.in(Input), Offset, {0, 1}};
  }
};

bool Network::read(std::initializer_list<const char *> Defaults) {
  const Shape X = R.shape(R.in(0));
  const Shape W = R.shape(R.in(1));
  const Shape Rec = R.shape(R.in(2));
  auto G = int64_t(Gates);
  BatchFirst = R.integer("layout", 0) != 0;
  std::string Direction = R.text("direction", "forward");
  if (Direction != "forward" && Direction != "reverse" &&
      Direction != "bidirectional")
    return R.fail("has the direction " + inQuotes(Direction));
  Reverse = Direction == "reverse";
  D = Direction == "bidirectional" ? 2 : 1;
  if (X.size() != 3 || W.size() != 3 || Rec.size() != 3)
    return R.fail("has inputs that have not 3 dimensions");
  T = X[BatchFirst ? 1 : 0];
  B = X[BatchFirst ? 0 : 1];
  I = X[2];
  H = Rec[2];
  if (R.integer("hidden_size", H) != H || W != Shape{D, G * H, I} ||
      Rec != Shape{D, G * H, H})
    return R.fail("has weights of shapes " + toString(W) + " and " +
                  toString(Rec) + " for an input of shape " + toString(X));
  for (size_t N : {0, 1, 2, 3, 5, 6, 7})
    if (R.has(N) && !R.isReal(N))
      return false;
  Shape Initial = BatchFirst ? Shape{B, D, H} : Shape{D, B, H};
  if ((R.has(3) && R.shape(R.in(3)) != Shape{D, 2 * G * H}) ||
      (R.has(5) && R.shape(R.in(5)) != Initial) ||
      (R.has(6) && R.shape(R.in(6)) != Initial) ||
      (R.has(7) && R.shape(R.in(7)) != Shape{D, 3 * H}))
    return R.fail("has a bias, initial state or peephole of another shape");
  if (R.has(4)) {
    Type Of = R.type(R.in(4));
    if (R.shape(R.in(4)) != Shape{B} || (Of != Type::I32 && Of != Type::I64))
      return R.fail("has lengths of sequences of type " +
                    std::string(toString(Of)) + " and shape " +
                    toString(R.shape(R.in(4))) + ", expected i32 and " +
                    toString(Shape{B}));
    HasLengths = !R.tensor(R.in(4)).isConstant();
    std::vector<int64_t> Lengths;
    if (!HasLengths && !R.integersOf(4, "lengths of sequences", Lengths))
      return false;
    for (int64_t L : Lengths)
      HasLengths |= L != T;
  }
  const Attribute *Stated = R.attribute("activations", Attribute::Strings);
  size_t Count = Defaults.size() * size_t(D);
  std::vector<std::string_view> Names;
  for (size_t N = 0; !Stated && N < Count; ++N)
    Names.emplace_back(*(Defaults.begin() + N % Defaults.size()));
  if (Stated)
    Names.assign(Stated->Texts.begin(), Stated->Texts.end());
  if (Names.size() != Count)
    return R.fail("has " + std::to_string(Names.size()) +
                  " activations, expected " + std::to_string(Count));
  return readActivations(Names);
}

/// Parameters are in the order of the functions that take one. What a function
/// gets is limited first.
bool Network::readActivations(const std::vector<std::string_view> &Names) {
  std::vector<float> Alphas = R.reals("activation_alpha");
  std::vector<float> Betas = R.reals("activation_beta");
  float Limit = R.real("clip", 0);
  bool Clips = R.attribute("clip", Attribute::Float) != nullptr;
  if (Clips && !(Limit > 0))
    return R.fail("clips at " + std::to_string(Limit) +
                  ", expected a positive number");
  size_t UsedAlphas = 0;
  size_t UsedBetas = 0;
  for (std::string_view Name : Names) {
    const auto *A =
        std::find_if(Activations.begin(), Activations.end(),
                     [&](const Activation &Of) { return Name == Of.Name; });
    if (A == Activations.end())
      return R.fail("has the activation " + inQuotes(Name) +
                    ", which is not supported");
    auto Next = [](const std::optional<double> &Default,
                   const std::vector<float> &From, size_t &Used) {
      return Default && Used < From.size() ? double(From[Used++])
                                           : Default.value_or(0);
    };
    double Alpha = Next(A->Alpha, Alphas, UsedAlphas);
    double Beta = Next(A->Beta, Betas, UsedBetas);
    F.emplace_back([=](Value X) {
      return A->F(Clips ? larger(smaller(X, Limit), -Limit) : X, Alpha, Beta);
    });
  }
  if (UsedAlphas < Alphas.size() || UsedBetas < Betas.size())
    return R.fail("has more parameters than its activations take");
  return true;
}

/// Computes [B][H] of a step, and of a sequence that has ended what Ended()
/// says.
void Network::step(Access To, std::vector<Access> In, const Reader::Body &Of,
                   const std::function<Value(Nest &)> &Ended) {
  if (HasLengths) {
    In.push_back(Step);
    In.push_back({R.in(4), 0, {1, 0}});
  }
  R.nest({B, H}, std::move(To), In, [&](Nest &N, const auto &V) {
    Value Y = Of(N, V);
    if (!HasLengths)
      return Y;
    Value Length = convert(V.back(), Type::I64);
    return select(V[V.size() - 2] < Length, Y, Ended(N));
  });
}

/// A step of a state, which does not change once the sequence has ended.
void Network::step(int State, const std::vector<Access> &In,
                   const Reader::Body &Of) {
  step(plain(State), In, Of, [](Nest &N) { return old(N, Type::F32); });
}

/// Biases and products with the input, [T][B][Gates * H].
int Network::gateInputs(int64_t Number, int X, bool AllBiases) {
  int64_t Size = int64_t(Gates) * H;
  int Z = R.temporary(Type::F32, {T, B, Size});
  Access All{Z, 0, {B * Size, Size, 1}};
  if (!R.has(3)) {
    R.fill(Z, 0);
  } else {
    // Of a GRU that resets the product, the last gate's second bias is a part
    // of that product.
    int Bias = R.temporary(Type::F32, {Size});
    int64_t Both = AllBiases ? Size : Size - H;
    int64_t First = Number * 2 * Size;
    R.nest({Both}, {Bias, 0, {1}},
           {{R.in(3), First, {1}}, {R.in(3), First + Size, {1}}},
           [](Nest &, const auto &V) { return V[0] + V[1]; });
    if (!AllBiases)
      R.copy({H}, {Bias, Both, {1}}, {R.in(3), First + Both, {1}});
    R.copy({T, B, Size}, All, {Bias, 0, {0, 0, 1}});
  }
  Access In{X, 0, {BatchFirst ? I : B * I, BatchFirst ? T * I : I, 0, 1}};
  R.nest({T, B, Size, I}, {Z, 0, {B * Size, Size, 1, 0}},
         {In, {R.in(1), Number * Size * I, {0, 0, I, 1}}},
         [](Nest &N, const auto &V) {
           return fma(V[0], V[1], old(N, Type::F32));
         });
  return Z;
}

/// [B][H], from an input or 0.
int Network::state(int64_t Number, size_t Input) {
  int S = R.variable(Type::F32, {B, H});
  if (R.has(Input))
    R.copy({B, H}, plain(S),
           {R.in(Input),
            Number * (BatchFirst ? H : B * H),
            {BatchFirst ? D * H : H, 1}});
  else
    R.fill(S, 0);
  return S;
}

/// Adds products with the state to some of the gates.
void Network::addRecurrent(int64_t Number, int Z, int State, size_t First,
                           size_t Count) {
  int64_t Size = int64_t(Gates) * H;
  auto From = int64_t(First) * H;
  R.nest(
      {B, int64_t(Count) * H, H}, {Z, From, {Size, 1, 0}},
      {{State, 0, {H, 0, 1}}, {R.in(2), (Number * Size + From) * H, {0, H, 1}}},
      [](Nest &N, const auto &V) {
        return fma(V[0], V[1], old(N, Type::F32));
      });
}

void Network::lstm(int64_t Number, int Z, int State, int Cell) {
  addRecurrent(Number, Z, State, 0, 4);
  Function Gate = F[size_t(Number) * 3];
  Function Of = F[size_t(Number) * 3 + 1];
  Function Out = F[size_t(Number) * 3 + 2];
  bool Peeps = R.has(7);
  // Gates are input, output, forget, cell; peepholes input, output, forget.
  int64_t P = Number * 3 * H;
  std::vector<Access> In{gate(Z, 0), gate(Z, 2), gate(Z, 3)};
  if (Peeps) {
    In.push_back(row(7, P));
    In.push_back(row(7, P + 2 * H));
  }
  step(Cell, In, [&](Nest &N, const auto &V) {
    Value C = old(N, Type::F32);
    Value Takes = Gate(Peeps ? fma(V[3], C, V[0]) : V[0]);
    Value Keeps =
        Couples ? 1.0 - Takes : Gate(Peeps ? fma(V[4], C, V[1]) : V[1]);
    return fma(Keeps, C, Takes * Of(V[2]));
  });
  In = {gate(Z, 1), plain(Cell)};
  if (Peeps)
    In.push_back(row(7, P + H));
  step(State, In, [&](Nest &, const auto &V) {
    Value O = Peeps ? fma(V[2], V[1], V[0]) : V[0];
    return Gate(O) * Out(V[1]);
  });
}

void Network::gru(int64_t Number, int Z, int State) {
  Function Gate = F[size_t(Number) * 2];
  Function Of = F[size_t(Number) * 2 + 1];
  // Gates are update, reset, hidden.
  addRecurrent(Number, Z, State, 0, 2);
  int Hidden = R.temporary(Type::F32, {B, H});
  int64_t Size = 3 * H;
  Access Weights{R.in(2), (Number * Size + 2 * H) * H, {0, H, 1}};
  auto Sum = [](Nest &N, const auto &V) {
    return fma(V[0], V[1], old(N, Type::F32));
  };
  if (Linear) {
    if (R.has(3))
      R.copy({B, H}, plain(Hidden), row(3, Number * 2 * Size + Size + 2 * H));
    else
      R.fill(Hidden, 0);
    R.nest({B, H, H}, {Hidden, 0, {H, 1, 0}}, {{State, 0, {H, 0, 1}}, Weights},
           Sum);
    R.nest({B, H}, gate(Z, 2), {gate(Z, 1), plain(Hidden)},
           [&](Nest &N, const auto &V) {
             return fma(Gate(V[0]), V[1], old(N, Type::F32));
           });
  } else {
    R.nest({B, H}, plain(Hidden), {gate(Z, 1), plain(State)},
           [&](Nest &, const auto &V) { return Gate(V[0]) * V[1]; });
    R.nest({B, H, H}, {Z, 2 * H, {Size, 1, 0}},
           {{Hidden, 0, {H, 0, 1}}, Weights}, Sum);
  }
  step(State, {gate(Z, 0), gate(Z, 2)}, [&](Nest &N, const auto &V) {
    Value U = Gate(V[0]);
    return fma(U, old(N, Type::F32), (1.0 - U) * Of(V[1]));
  });
}

void Network::rnn(int64_t Number, int Z, int State) {
  addRecurrent(Number, Z, State, 0, 1);
  step(State, {gate(Z, 0)},
       [&](Nest &, const auto &V) { return F[size_t(Number)](V[0]); });
}

void Network::direction(int64_t Number, int X, int Y, int YH, int YC) {
  bool Backwards = Reverse || Number == 1;
  int64_t Size = int64_t(Gates) * H;
  int All = gateInputs(Number, X, Gates != 3 || !Linear);
  int State = state(Number, 5);
  int Cell = Gates == 4 ? state(Number, 6) : -1;
  int Z = R.temporary(Type::F32, {B, Size});
  int64_t First = Backwards ? T - 1 : 0;
  int64_t Next = Backwards ? -1 : 1;
  if (HasLengths) {
    std::vector<int64_t> Steps(static_cast<size_t>(T));
    std::iota(Steps.begin(), Steps.end(), 0);
    Step = {R.integerTensor(Steps), First, {0, 0}, Next};
  }
  R.repeat(T);
  R.copy({B, Size}, {Z, 0, {Size, 1}},
         {All, First * B * Size, {Size, 1}, Next * B * Size});
  if (Gates == 4)
    lstm(Number, Z, State, Cell);
  else if (Gates == 3)
    gru(Number, Z, State);
  else
    rnn(Number, Z, State);
  if (Y >= 0) {
    // [T][D][B][H] or [B][T][D][H]
    int64_t PerStep = BatchFirst ? D * H : D * B * H;
    step(
        {Y,
         First * PerStep + Number * (BatchFirst ? H : B * H),
         {BatchFirst ? T * D * H : H, 1},
         Next * PerStep},
        {plain(State)}, [](Nest &, const auto &V) { return V[0]; },
        [](Nest &N) { return constant(N, Type::F32, 0); });
  }
  R.endRepeat();
  auto Final = [&](int To, int From) {
    if (To >= 0)
      R.copy(
          {B, H},
          {To, Number * (BatchFirst ? H : B * H), {BatchFirst ? D * H : H, 1}},
          plain(From));
  };
  Final(YH, State);
  Final(YC, Cell);
}

bool recurrent(Reader &R, size_t Gates,
               std::initializer_list<const char *> Defaults) {
  Network N{.R = R, .Gates = Gates};
  N.Couples = Gates == 4 && R.integer("input_forget", 0) != 0;
  N.Linear = Gates == 3 && R.integer("linear_before_reset", 0) != 0;
  if (!N.read(Defaults))
    return false;
  Shape Final = N.BatchFirst ? Shape{N.B, N.D, N.H} : Shape{N.D, N.B, N.H};
  int Y = R.wants(0) ? R.output(0, Type::F32,
                                N.BatchFirst ? Shape{N.B, N.T, N.D, N.H}
                                             : Shape{N.T, N.D, N.B, N.H})
                     : -1;
  int YH = R.wants(1) ? R.output(1, Type::F32, Final) : -1;
  int YC = Gates == 4 && R.wants(2) ? R.output(2, Type::F32, Final) : -1;
  for (int64_t D = 0; D < N.D; ++D)
    N.direction(D, R.in(0), Y, YH, YC);
  return true;
}

} // namespace

OperatorTable recurrentOperators() {
  return {
      {"GRU", 3, 6,
       [](Reader &R) { return recurrent(R, 3, {"Sigmoid", "Tanh"}); }},
      {"LSTM", 3, 8,
       [](Reader &R) { return recurrent(R, 4, {"Sigmoid", "Tanh", "Tanh"}); }},
      {"RNN", 3, 6, [](Reader &R) { return recurrent(R, 1, {"Tanh"}); }},
  };
}

} // namespace sectile::graph::onnx
