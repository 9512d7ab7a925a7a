// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The reader of models: any bytes are a model that the compiler imports, or are
// refused with a message.

#include "Import.h"
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  // Aligned as a file's bytes are.
  std::string bytes(reinterpret_cast<const char *>(data), size);
  bytes.reserve(64);
  std::vector<std::string> errors;
  auto model = sectile::graph::readModel(bytes, {}, errors);
  if (model.has_value() != errors.empty())
    std::abort();
  if (model && sectile::graph::importModel(*model).Mlir.empty())
    std::abort();
  return 0;
}
