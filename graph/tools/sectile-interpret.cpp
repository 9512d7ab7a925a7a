// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- sectile-interpret.cpp - runs a model on the host -------------------===//

#include "Interpreter.h"
#include "Npy.h"
#include "sectile/support/output_file.h"
#include "sectile/support/version.h"
#include <cstdio>

using namespace sectile;
using namespace sectile::graph;

namespace {

constexpr const char *Usage =
    R"(usage: sectile-interpret model.tflite input.npy... output.npy...

Computes a model on the host.

The results have the bits that docs/models.md defines; nothing of sectile-model takes
part. Inputs and outputs are in the model's order.

Options:
  --dump-tensors DIRECTORY
                         write each layer's result to layer_NUMBER_OPERATOR.npy
                         there, as executables of sectile-model --dump-tensors do
  --single-round         round products of sums and scales once, not twice
  -h, --help             this text
  --version              the version
)";

int fail(const std::string &Text) {
  std::fprintf(stderr, "sectile-interpret: error: %s\n", Text.c_str());
  return 1;
}

int write(const std::string &To, const std::string &Contents) {
  OutputFile Out;
  if (!Out.open(To) || !Out.write(Contents) || !Out.commit())
    return fail("cannot write '" + To + "': " + Out.error());
  return 0;
}

int run(const std::vector<std::string> &Arguments,
        const std::string &DumpFolder, bool SingleRounding) {
  const std::string &Path = Arguments[0];
  std::string File;
  if (std::string Why = readFile(Path, File); !Why.empty())
    return fail("cannot read '" + Path + "': " + Why);
  std::vector<std::string> Errors;
  std::optional<Model> M = readModel(File, Errors);
  for (const std::string &Error : Errors)
    std::fprintf(stderr, "sectile-interpret: error: %s: %s\n", Path.c_str(),
                 Error.c_str());
  if (!M)
    return 1;
  M->SingleRounding = SingleRounding;
  size_t Inputs = M->Inputs.size();
  size_t Outputs = M->Outputs.size();
  if (Arguments.size() != 1 + Inputs + Outputs)
    return fail("got " + std::to_string(Arguments.size() - 1) +
                " files, expected " + std::to_string(Inputs) + " inputs and " +
                std::to_string(Outputs) + " outputs");
  std::vector<Bytes> Given(Inputs);
  for (size_t I = 0; I < Inputs; ++I)
    if (std::string Why = readNpy(Arguments[1 + I],
                                  M->Tensors[size_t(M->Inputs[I])], Given[I]);
        !Why.empty())
      return fail("input '" + Arguments[1 + I] + "': " + Why);
  int Status = 0;
  Observer Dump = [&](size_t Layer, size_t Output, const Bytes &Elements) {
    const Operator &Op = M->Operators[Layer];
    std::string Name = DumpFolder + "/" + layerName(Layer, Op.Name) +
                       (Output ? "." + std::to_string(Output) : "") + ".npy";
    Status |=
        write(Name, npyFile(M->Tensors[size_t(Op.Outputs[Output])], Elements));
  };
  std::vector<Bytes> Results =
      interpret(*M, Given, DumpFolder.empty() ? nullptr : Dump);
  if (Status)
    return Status;
  for (size_t I = 0; I < Outputs; ++I)
    if (write(Arguments[1 + Inputs + I],
              npyFile(M->Tensors[size_t(M->Outputs[I])], Results[I])))
      return 1;
  return 0;
}

} // namespace

int main(int argc, char **argv) {
  std::vector<std::string> Arguments;
  std::string DumpFolder;
  bool SingleRounding = false;
  for (int I = 1; I < argc; ++I) {
    std::string Word = argv[I];
    if (Word == "-h" || Word == "--help")
      return std::fputs(Usage, stdout) < 0 || std::fflush(stdout) != 0;
    if (Word == "--version")
      return std::puts(versionLine("sectile-interpret").c_str()) < 0 ||
             std::fflush(stdout) != 0;
    if (Word == "--single-round") {
      SingleRounding = true;
      continue;
    }
    constexpr std::string_view Dump = "--dump-tensors";
    if (Word == Dump && I + 1 < argc) {
      DumpFolder = argv[++I];
      continue;
    }
    if (Word.starts_with(Dump) && Word.size() > Dump.size() + 1 &&
        Word[Dump.size()] == '=') {
      DumpFolder = Word.substr(Dump.size() + 1);
      continue;
    }
    if (Word.starts_with(Dump))
      return fail("--dump-tensors expects a directory");
    if (Word.size() > 1 && Word[0] == '-')
      return fail("unknown option '" + Word + "'");
    Arguments.push_back(Word);
  }
  if (Arguments.empty()) {
    std::fputs(Usage, stderr);
    return 2;
  }
  return run(Arguments, DumpFolder, SingleRounding);
}
