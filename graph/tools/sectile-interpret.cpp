// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- sectile-interpret.cpp - runs a model on the host -------------------===//

#include "Interpreter.h"
#include "Npy.h"
#include "OnnxInterpreter.h"
#include "sectile/support/output_file.h"
#include "sectile/support/version.h"
#include <cstdio>
#include <filesystem>

using namespace sectile;
using namespace sectile::graph;

namespace {

constexpr const char *Usage =
    R"(usage: sectile-interpret [options] model input.npy... output.npy...

Computes a model, .tflite or .onnx, on the host.

The results have the bits that docs/models.md defines; nothing of sectile-model takes
part. Inputs and outputs are in the model's order.

Options:
  --input NAME=SHAPE     the shape of an input that the file leaves open, as
                         --input x=1x3x224x224
  --value NAME=NUMBER    makes an input of an ONNX file a constant, as
                         --value sr=16000
  --dump-tensors DIRECTORY
                         write each layer's result to layer_NUMBER_OPERATOR.npy
                         there, as executables of sectile-model --dump-tensors do
  --state                variables of a TensorFlow Lite file are further inputs
                         and outputs
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

/// What the command line says.
struct Settings {
  std::string DumpFolder;
  bool SingleRounding = false;
  bool State = false;
  onnx::Options Onnx;
};

/// Of the operators that compute something: their names and outputs.
const std::string &nameOf(const Model &M, size_t Layer) {
  return M.Operators[Layer].Name;
}
const std::string &nameOf(const onnx::Model &M, size_t Layer) {
  return M.Nests[Layer].Name;
}
int outputOf(const Model &M, size_t Layer, size_t Output) {
  return M.Operators[Layer].Outputs[Output];
}
int outputOf(const onnx::Model &M, size_t Layer, size_t) {
  return M.Nests[Layer].Out.Tensor;
}

/// Reads the model's inputs, computes, and writes its outputs.
template <typename AnyModel>
int compute(const AnyModel &M, const std::vector<std::string> &Arguments,
            const std::string &DumpFolder) {
  size_t Inputs = M.Inputs.size();
  size_t Outputs = M.Outputs.size();
  if (Arguments.size() != 1 + Inputs + Outputs)
    return fail("got " + std::to_string(Arguments.size() - 1) +
                " files, expected " + std::to_string(Inputs) + " inputs and " +
                std::to_string(Outputs) + " outputs");
  std::vector<Bytes> Given(Inputs);
  for (size_t I = 0; I < Inputs; ++I)
    if (std::string Why =
            readNpy(Arguments[1 + I], M.Tensors[size_t(M.Inputs[I])], Given[I]);
        !Why.empty())
      return fail("input '" + Arguments[1 + I] + "': " + Why);
  int Status = 0;
  Observer Dump = [&](size_t Layer, size_t Output, const Bytes &Elements) {
    std::string Name = DumpFolder + "/" + layerName(Layer, nameOf(M, Layer)) +
                       (Output ? "." + std::to_string(Output) : "") + ".npy";
    const Tensor &T = M.Tensors[size_t(outputOf(M, Layer, Output))];
    Status |= write(Name, npyFile(T, Elements));
  };
  std::vector<Bytes> Results =
      interpret(M, Given, DumpFolder.empty() ? nullptr : Dump);
  if (Status)
    return Status;
  for (size_t I = 0; I < Outputs; ++I)
    if (write(Arguments[1 + Inputs + I],
              npyFile(M.Tensors[size_t(M.Outputs[I])], Results[I])))
      return 1;
  return 0;
}

int run(const std::vector<std::string> &Arguments, Settings &To) {
  const std::string &Path = Arguments[0];
  std::string File;
  if (std::string Why = readFile(Path, File); !Why.empty())
    return fail("cannot read '" + Path + "': " + Why);
  std::vector<std::string> Errors;
  auto Compute = [&](const auto &M) {
    for (const std::string &Error : Errors)
      std::fprintf(stderr, "sectile-interpret: error: %s: %s\n", Path.c_str(),
                   Error.c_str());
    return M ? compute(*M, Arguments, To.DumpFolder) : 1;
  };
  if (onnx::isFile(Path)) {
    if (To.State)
      return fail("--state is for TensorFlow Lite files");
    if (To.SingleRounding)
      return fail("--single-round is for TensorFlow Lite files");
    To.Onnx.Folder = std::filesystem::path(Path).parent_path();
    return Compute(onnx::readModel(File, To.Onnx, Errors));
  }
  if (!To.Onnx.InputValues.empty())
    return fail("--value is for ONNX files");
  ReadOptions Given{To.Onnx.InputShapes, To.State};
  std::optional<Model> M = readModel(File, Given, Errors);
  if (M)
    M->SingleRounding = To.SingleRounding;
  return Compute(M);
}

} // namespace

int main(int argc, char **argv) {
  std::vector<std::string> Arguments;
  Settings To;
  for (int I = 1; I < argc; ++I) {
    std::string Word = argv[I];
    if (Word == "-h" || Word == "--help")
      return std::fputs(Usage, stdout) < 0 || std::fflush(stdout) != 0;
    if (Word == "--version")
      return std::puts(versionLine("sectile-interpret").c_str()) < 0 ||
             std::fflush(stdout) != 0;
    if (Word == "--state") {
      To.State = true;
      continue;
    }
    if (Word == "--single-round") {
      To.SingleRounding = true;
      continue;
    }
    constexpr std::string_view Dump = "--dump-tensors";
    if (Word == Dump && I + 1 < argc) {
      To.DumpFolder = argv[++I];
      continue;
    }
    if (Word.starts_with(Dump) && Word.size() > Dump.size() + 1 &&
        Word[Dump.size()] == '=') {
      To.DumpFolder = Word.substr(Dump.size() + 1);
      continue;
    }
    if (Word.starts_with(Dump))
      return fail("--dump-tensors expects a directory");
    auto Of = [&](const char *Option) {
      return Word.starts_with(std::string(Option) + "=") ||
             (Word == Option && I + 1 < argc);
    };
    bool IsShape = Of("--input");
    if (IsShape || Of("--value")) {
      size_t Equals = Word.find('=');
      std::string Value =
          Equals == std::string::npos ? argv[++I] : Word.substr(Equals + 1);
      if (std::string Why = IsShape ? onnx::addInputShape(Value, To.Onnx)
                                    : onnx::addInputValue(Value, To.Onnx);
          !Why.empty())
        return fail(Why);
      continue;
    }
    if (Word.size() > 1 && Word[0] == '-')
      return fail("unknown option '" + Word + "'");
    Arguments.push_back(Word);
  }
  if (Arguments.empty()) {
    std::fputs(Usage, stderr);
    return 2;
  }
  return run(Arguments, To);
}
