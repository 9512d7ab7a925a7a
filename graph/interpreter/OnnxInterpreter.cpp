// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- OnnxInterpreter.cpp - what an ONNX model computes ------------------===//

#include "OnnxInterpreter.h"

namespace sectile::graph {

std::vector<Bytes> interpret(const onnx::Model &M,
                             const std::vector<Bytes> &Inputs,
                             const Observer &Seen) {
  std::vector<Bytes> Values(M.Tensors.size());
  std::vector<const uint8_t *> Data(M.Tensors.size());
  for (size_t T = 0; T < M.Tensors.size(); ++T)
    Data[T] = M.Tensors[T].Data;
  for (size_t I = 0; I < M.Inputs.size(); ++I)
    Data[size_t(M.Inputs[I])] = Inputs[I].data();
  auto Execute = [&](const onnx::Nest &N, int64_t Iteration) {
    auto Out = size_t(N.Out.Tensor);
    if (N.IsAlias) {
      Data[Out] = Data[size_t(N.In[0].Tensor)];
      return;
    }
    if (Values[Out].empty()) {
      Values[Out].resize(size_t(M.Tensors[Out].bytes()));
      Data[Out] = Values[Out].data();
    }
    std::vector<const uint8_t *> In;
    In.reserve(N.In.size());
    for (const onnx::Access &A : N.In)
      In.push_back(Data[size_t(A.Tensor)]);
    execute(N, M.Tensors, In, Values[Out].data(), Iteration);
  };
  for (size_t I = 0; I < M.Nests.size();) {
    size_t End = I + 1;
    int Group = M.Nests[I].Group;
    while (Group >= 0 && End < M.Nests.size() && M.Nests[End].Group == Group)
      ++End;
    for (int64_t K = 0; K < M.Nests[I].Count; ++K)
      for (size_t N = I; N < End; ++N)
        Execute(M.Nests[N], K);
    if (Seen && Group < 0 && !M.Nests[I].IsAlias)
      Seen(I, 0, Values[size_t(M.Nests[I].Out.Tensor)]);
    I = End;
  }
  std::vector<Bytes> Results;
  for (int T : M.Outputs) {
    const uint8_t *From = Data[size_t(T)];
    Results.emplace_back(From, From + M.Tensors[size_t(T)].bytes());
  }
  return Results;
}

} // namespace sectile::graph
