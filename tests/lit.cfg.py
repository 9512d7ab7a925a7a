# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# lit configuration for every text test: tools and code generation.
#
#   lit -sv tests [--param build=DIR] [--param only=PART]
#
# The tools under test are taken from DIR/bin (default: build/ in the source
# tree); LLVM's own tools carry their version in the name.
import os
import shutil

import lit.formats

config.name = "Sectile"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".s", ".ll", ".mir", ".c", ".cpp", ".td", ".test"]
config.excludes = ["Inputs", "CMakeLists.txt"]

source = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
build = os.path.abspath(lit_config.params.get("build", os.path.join(source, "build")))
config.test_source_root = os.path.join(source, "tests")
config.test_exec_root = os.path.join(build, "tests")

config.environment["PATH"] = os.pathsep.join(
    [os.path.join(build, "bin"), os.environ.get("PATH", "")])
for variable in ["SECTILE_CHECK", "SECTILE_SEED"]:
    if variable in os.environ:
        config.environment[variable] = os.environ[variable]
# What takes longer than ten seconds and fails seldom is not for each commit.
if os.environ.get("SECTILE_CHECK") != "quick":
    config.available_features.add("default-check")
for tool in ["FileCheck", "not", "llvm-tblgen", "llc", "llvm-ar", "llvm-nm",
             "llvm-readelf", "llvm-readobj", "llvm-dwarfdump", "llvm-objcopy",
             "llvm-strip", "llvm-size", "split-file", "llvm-mc", "count", "mlir-opt",
             "yaml2obj", "obj2yaml"]:
    path = shutil.which(tool + "-22") or shutil.which(
        tool, path="/usr/lib/llvm-22/bin")
    if path:
        config.substitutions.append((r"\b(?<![-%./])" + tool + r"\b(?![-/])", path))
config.substitutions += [
    ("%isa", os.path.join(source, "isa")),
    ("%source", source),
    ("%build", build),
    ("%llvm_include", "/usr/lib/llvm-22/include"),
    ("%plugin", os.path.join(build, "lib", "libLLVMSectile.so")),
]
