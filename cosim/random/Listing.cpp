// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Prints a random program, for reports.
#include "Program.h"
#include "sectile/isa.h"

#include <cstdio>

namespace sectile::random {

std::string toText(const Program &program) {
  std::string text;
  char line[160];
  for (size_t i = 0; i < program.code.size(); i++) {
    uint64_t pc = codeBase + i * 4;
    isa::Inst inst = isa::decode(program.code[i]);
    std::string body =
        inst.op == isa::Op::Illegal ? ".word" : isa::toString(inst, pc);
    snprintf(line, sizeof line, "%08llx: %08x  %-40s",
             static_cast<unsigned long long>(pc), program.code[i],
             body.c_str());
    text += line;
    if (program.itemOf[i] != noItem)
      text += " # item " + std::to_string(program.itemOf[i]);
    text += '\n';
  }
  return text;
}

} // namespace sectile::random
