// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- sectile-model.cpp - the model compiler -----------------------------===//

#include "Files.h"
#include "Import.h"
#include "Lower.h"
#include "Module.h"
#include "OnnxImport.h"
#include "sectile/support/version.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Signals.h"
#include "llvm/Support/WithColor.h"
#include "llvm/Support/raw_ostream.h"
#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace llvm;
using namespace sectile::graph;

namespace {

enum class Kind : uint8_t { Mlir, Llvm, Obj, CHeader, Elf };

cl::OptionCategory Category("sectile-model options");
cl::opt<std::string> Input(cl::Positional,
                           cl::desc("<model.tflite, model.onnx or model.mlir>"),
                           cl::cat(Category));
cl::opt<std::string>
    Output("o",
           cl::desc("where the result goes (default: the model's "
                    "name with the ending of its kind; -: "
                    "standard output)"),
           cl::value_desc("file"), cl::cat(Category));
cl::opt<Kind> Emit(
    "emit", cl::desc("what is written"), cl::init(Kind::Elf),
    cl::values(clEnumValN(Kind::Mlir, "mlir",
                          "loops in MLIR, before they are lowered"),
               clEnumValN(Kind::Llvm, "llvm", "optimised LLVM IR"),
               clEnumValN(Kind::Obj, "obj", "an object with NAME_run"),
               clEnumValN(Kind::CHeader, "c-header",
                          "the header that declares it"),
               clEnumValN(Kind::Elf, "elf",
                          "an executable that reads its inputs and writes its "
                          "outputs as .npy files, the default")),
    cl::cat(Category));
cl::opt<std::string>
    Name("name", cl::desc("of NAME_run (default: from the name of the model)"),
         cl::value_desc("identifier"), cl::cat(Category));
cl::opt<bool> Report("report",
                     cl::desc("print a table of the layers on standard output"),
                     cl::cat(Category));
cl::opt<bool>
    Profile("profile",
            cl::desc("an executable that prints a table of the layers and how "
                     "long each took, on standard error"),
            cl::cat(Category));
cl::opt<bool> DumpTensors(
    "dump-tensors",
    cl::desc("an executable that writes the result of each layer to "
             "layer_NUMBER_OPERATOR.npy"),
    cl::cat(Category));
cl::opt<bool> SingleRound(
    "single-round",
    cl::desc("round products of sums and scales once, as TensorFlow Lite "
             "built with TFLITE_SINGLE_ROUNDING does, not twice"),
    cl::cat(Category));
cl::list<std::string>
    InputShapes("input",
                cl::desc("the shape of an input that the file leaves open, as "
                         "x=1x3x224x224"),
                cl::value_desc("NAME=SHAPE"), cl::cat(Category));
cl::list<std::string> InputValues(
    "value",
    cl::desc("makes an input of an ONNX file a constant, as sr=16000: "
             "conditions, sizes and axes that depend on it are then known"),
    cl::value_desc("NAME=NUMBER"), cl::cat(Category));
cl::opt<std::string>
    FunctionName("function",
                 cl::desc("of an MLIR file, the function that becomes the "
                          "program (default: the only public one)"),
                 cl::value_desc("name"), cl::cat(Category));
cl::opt<bool>
    State("state",
          cl::desc("variables of a TensorFlow Lite file are further inputs and "
                   "outputs"),
          cl::cat(Category));
cl::opt<std::string>
    Operators("operators",
              cl::desc("print the operators that are supported, of onnx (the "
                       "default) or tflite, and do nothing else"),
              cl::value_desc("format"), cl::ValueOptional, cl::cat(Category));
cl::opt<bool> Quiet("quiet", cl::desc("print no progress"), cl::cat(Category));
cl::alias QuietShort("q", cl::aliasopt(Quiet), cl::desc("alias for --quiet"),
                     cl::cat(Category));

int fail(const Twine &Message) {
  WithColor::error(errs(), "sectile-model") << Message << '\n';
  return 1;
}
int fail(const Twine &What, Error E) {
  return fail(What + toString(std::move(E)));
}

void progress(const Twine &Step) {
  if (!Quiet)
    errs() << "sectile-model: " << Step << '\n';
}

std::string identifierOf(StringRef Path) {
  std::string Result;
  for (char C : sys::path::stem(Path))
    Result += isAlnum(C) ? C : '_';
  return Result.empty() || isDigit(Result[0]) ? "model_" + Result : Result;
}

bool isIdentifier(StringRef S) {
  return !S.empty() && !isDigit(S[0]) &&
         all_of(S, [](char C) { return isAlnum(C) || C == '_'; });
}

void printReport(const Program &P) {
  outs() << "  # operator            result               multiply-adds    "
            "weights       data      bound limit       tensor\n";
  int64_t Products = 0;
  int64_t Cycles = 0;
  for (size_t I = 0; I < P.Layers.size(); ++I) {
    const Layer &L = P.Layers[I];
    Products += L.MultiplyAccumulates;
    Cycles += L.Least.cycles();
    outs() << format("%3u %-19s %-20s %13lld %10lld %10lld %10lld %-11s ",
                     unsigned(I), L.Name.c_str(), toString(L.Result).c_str(),
                     static_cast<long long>(L.MultiplyAccumulates),
                     static_cast<long long>(L.WeightBytes),
                     static_cast<long long>(L.DataBytes),
                     static_cast<long long>(L.Least.cycles()), L.Least.limit());
    printEscapedString(L.Output, outs());
    outs() << '\n';
  }
  outs() << "multiply-adds " << Products << ", bound " << Cycles << " cycles"
         << ", weights " << P.WeightBytes << " bytes, arena " << P.ArenaBytes
         << " bytes, in use at once " << P.LargestUse << ", tensors together "
         << P.TensorBytes << '\n';
}

const char *endingOf(Kind K) {
  switch (K) {
  case Kind::Mlir:
    return "mlir";
  case Kind::Llvm:
    return "ll";
  case Kind::Obj:
    return "o";
  case Kind::CHeader:
    return "h";
  case Kind::Elf:
    break;
  }
  return "elf";
}

int write(StringRef Path, StringRef Bytes) {
  if (Error E = sectile::writeOutput(Path, Bytes))
    return fail("", std::move(E));
  return 0;
}

/// The model as loops, or messages.
std::optional<Program> import(StringRef Bytes) {
  std::vector<std::string> Errors;
  auto Import = [&](const auto &M) {
    for (const std::string &Error : Errors)
      fail(Input + ": " + Error);
    return M ? std::optional(importModel(*M)) : std::nullopt;
  };
  bool IsModule = ir::isFile(Input), IsOnnx = onnx::isFile(Input);
  auto Refuse = [](const Twine &Message) {
    fail(Message);
    return std::nullopt;
  };
  if (!IsModule && FunctionName.getNumOccurrences())
    return Refuse("--function is for MLIR files");
  if ((IsOnnx || IsModule) && State)
    return Refuse("--state is for TensorFlow Lite files");
  if ((IsOnnx || IsModule) && SingleRound)
    return Refuse("--single-round is for TensorFlow Lite files");
  if (!IsOnnx && !InputValues.empty())
    return Refuse("--value is for ONNX files");
  onnx::Options Options;
  for (const std::string &S : InputShapes)
    if (std::string Why = onnx::addInputShape(S, Options); !Why.empty())
      return Refuse(Why);
  if (IsModule) {
    std::optional<Program> P =
        ir::importModule(std::string_view(Bytes), Input,
                         {FunctionName, Options.InputShapes}, Errors);
    for (const std::string &Error : Errors)
      fail(Input + Error);
    return P;
  }
  if (IsOnnx) {
    Options.Folder = sys::path::parent_path(Input).str();
    for (const std::string &V : InputValues)
      if (std::string Why = onnx::addInputValue(V, Options); !Why.empty())
        return Refuse(Why);
    return Import(onnx::readModel(std::string_view(Bytes), Options, Errors));
  }
  ReadOptions Given;
  Given.State = State;
  Given.InputShapes = Options.InputShapes;
  // The reader wants its bytes aligned, which a mapped file is.
  std::optional<Model> M = readModel(std::string_view(Bytes), Given, Errors);
  if (M)
    M->SingleRounding = SingleRound;
  return Import(M);
}

/// MLIR's parser and passes crash on some damaged files. A child compiles, and
/// this process returns the child's status, or a message of a crash. The child
/// returns nothing and goes on.
std::optional<int> runInChild() {
  outs().flush();
  pid_t Child = fork();
  if (Child < 0)
    return fail("cannot start a process: " +
                std::error_code(errno, std::generic_category()).message());
  if (Child == 0) {
    sys::unregisterHandlers();
    sys::Process::PreventCoreFiles();
    return std::nullopt;
  }
  int Status = 0;
  while (waitpid(Child, &Status, 0) < 0)
    if (errno != EINTR)
      return fail("lost its process");
  if (WIFEXITED(Status))
    return WEXITSTATUS(Status);
  return fail(Input + ": MLIR crashes on this file (signal " +
              Twine(WTERMSIG(Status)) + ")");
}

int run(const char *Argv0) {
  if (Operators.getNumOccurrences()) {
    bool Tflite = Operators == "tflite";
    if (!Tflite && !Operators.empty() && Operators != "onnx")
      return fail("--operators=" + Operators + ": expected onnx or tflite");
    for (const std::string &Operator : Tflite ? operators() : onnx::operators())
      outs() << Operator << '\n';
    return 0;
  }
  if (Input.empty())
    return fail("no model, see --help");
  std::string To = Output;
  if (To.empty()) {
    SmallString<128> Path(Input);
    sys::path::replace_extension(Path, endingOf(Emit));
    To = std::string(Path);
  }
  std::string Prefix = Name.empty() ? identifierOf(Input) : Name.getValue();
  if (!isIdentifier(Prefix))
    return fail("name '" + Prefix + "', expected an identifier of C");
  if (Emit != Kind::Elf && (Profile || DumpTensors))
    return fail("--profile and --dump-tensors concern executables alone");
  if (Emit == Kind::Elf && To == "-")
    return fail("an executable cannot be written to standard output");

  if (ir::isFile(Input))
    if (std::optional<int> Status = runInChild())
      return *Status;
  progress("reading " + Input);
  auto Buffer = sectile::readInput(Input);
  if (!Buffer)
    return fail("cannot read '" + Input + "': " + Buffer.getError().message());
  StringRef Bytes = (*Buffer)->getBuffer();
  std::optional<Program> Imported = import(Bytes);
  if (!Imported)
    return 1;
  Program &P = *Imported;
  if (Report)
    printReport(P);
  if (Emit == Kind::Mlir)
    return write(To, P.Mlir);
  if (Emit == Kind::CHeader)
    return write(To, cHeader(P, Prefix));

  progress("lowering " + Twine(P.Layers.size()) + " layers");
  LLVMContext Context;
  Expected<std::unique_ptr<Module>> Code = lowerToLLVM(P.Mlir, Context);
  if (!Code)
    return fail(Input + ": internal error: ", Code.takeError());
  addInterface(**Code, P, Prefix, Emit == Kind::Elf, {Profile, DumpTensors});
  progress("optimising");
  if (Error E = optimise(**Code))
    return fail(Input + ": internal error: ", std::move(E));
  if (Emit == Kind::Llvm) {
    std::string Text;
    raw_string_ostream Stream(Text);
    (*Code)->print(Stream, nullptr);
    return write(To, Text);
  }
  progress("generating code");
  SmallString<0> Object;
  if (Error E = emitObject(**Code, Object))
    return fail(Input + ": ", std::move(E));
  if (Emit == Kind::Obj)
    return write(To, Object);
  progress("linking " + To);
  if (Error E = linkExecutable(Object, To, Argv0))
    return fail(To + ": ", std::move(E));
  return 0;
}

} // namespace

int main(int argc, char **argv) {
  sectile::InitTool X(argc, argv);
  cl::HideUnrelatedOptions(Category);
  cl::SetVersionPrinter([](raw_ostream &OS) {
    OS << sectile::versionLine("sectile-model") << '\n';
  });
  cl::ParseCommandLineOptions(
      argc, argv,
      "compiles a neural network to a program for Sectile (docs/models.md)\n",
      /*Errs=*/nullptr, sectile::inputFileSystem().get());
  int Status = run(argv[0]);
  return sectile::finishStandardOutput("sectile-model") ? Status : 1;
}
