// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The reader of ONNX models: any bytes are a model that the compiler imports,
// or are refused with a message.

#include "OnnxImport.h"
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  std::string bytes(reinterpret_cast<const char *>(data), size);
  std::vector<std::string> errors;
  sectile::graph::onnx::Options options;
  // No file is read: there is none in this folder.
  options.Folder = "/dev/null";
  auto model = sectile::graph::onnx::readModel(bytes, options, errors);
  if (model.has_value() != errors.empty())
    std::abort();
  if (model && sectile::graph::importModel(*model).Mlir.empty())
    std::abort();
  return 0;
}
