// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// sectile-unwind PROGRAM: checks the call frame information of a program at
// every instruction that it executes from the start of main to its return.
//
// Calls and returns are watched as they happen; before each instruction the
// stack is unwound from the registers and memory by .debug_frame and .eh_frame
// alone, and each frame up to _start must have the return address, the stack
// pointer and the callee-saved registers that its call instruction really had;
// of _start's there must be no caller. Where the program first enters `marker`
// the names of the functions are printed, innermost first.
#include "sectile/emulator/command_line.h"

#include "llvm/DebugInfo/DWARF/DWARFContext.h"
#include "llvm/DebugInfo/DWARF/DWARFDebugFrame.h"
#include "llvm/Object/ObjectFile.h"
#include "llvm/Support/raw_ostream.h"

#include <array>
#include <cstdio>
#include <map>
#include <string_view>

using namespace llvm;

namespace {

constexpr unsigned RA = 1, SP = 2, firstSaved = 20, registers = 32;

// What a call keeps; the other registers of a caller are unknown.
bool isKept(unsigned n) { return n == SP || n >= firstSaved; }

struct State {
  uint64_t pc = 0;
  std::array<uint64_t, registers> reg = {};
};

struct Call {
  State caller; // at the call instruction
  uint64_t returnAddress = 0;
};

class FrameTable {
public:
  explicit FrameTable(DWARFContext &context) {
    for (const DWARFDebugFrame *frame :
         {cantFail(context.getDebugFrame()), cantFail(context.getEHFrame())})
      for (const dwarf::FrameEntry &entry : *frame)
        if (const auto *fde = dyn_cast<dwarf::FDE>(&entry))
          functions.emplace(fde->getInitialLocation(),
                            Function{fde->getAddressRange(),
                                     cantFail(dwarf::createUnwindTable(fde))});
  }

  const dwarf::UnwindRow *at(uint64_t address) const {
    auto f = functions.upper_bound(address);
    if (f == functions.begin() ||
        address - std::prev(f)->first >= std::prev(f)->second.size)
      return nullptr;
    const dwarf::UnwindRow *found = nullptr;
    for (const dwarf::UnwindRow &row : std::prev(f)->second.rows)
      if (row.getAddress() <= address)
        found = &row;
    return found;
  }

private:
  struct Function {
    uint64_t size;
    dwarf::UnwindTable rows;
  };
  std::map<uint64_t, Function> functions;
};

class Unwinder {
public:
  Unwinder(sectile::Machine &machine, const FrameTable &table)
      : machine(machine), table(table) {}

  // From a function to its caller, whose pc becomes the return address.
  // `inside` is an address in the function: pc, or before the return address.
  // Returns what is wrong, or nothing; pc is then 0 if there is no caller.
  std::string up(State &state, uint64_t inside) {
    using dwarf::UnwindLocation;
    const dwarf::UnwindRow *row = table.at(inside);
    if (!row)
      return "no call frame information";
    const UnwindLocation &cfa = row->getCFAValue();
    if (cfa.getLocation() != UnwindLocation::RegPlusOffset ||
        cfa.getDereference() || !isKept(cfa.getRegister()))
      return "the canonical frame address is no offset from a kept register";
    State caller = state;
    caller.reg[SP] = state.reg[cfa.getRegister()] + int64_t(cfa.getOffset());
    for (uint32_t n : row->getRegisterLocations().getRegisters()) {
      UnwindLocation where =
          *row->getRegisterLocations().getRegisterLocation(n);
      if (n == RA && where.getLocation() == UnwindLocation::Undefined) {
        state.pc = 0;
        return "";
      }
      if (n >= registers || n == SP ||
          where.getLocation() != UnwindLocation::CFAPlusOffset ||
          !where.getDereference())
        return "a register is saved in an unexpected way";
      if (!machine.read(caller.reg[SP] + int64_t(where.getOffset()),
                        &caller.reg[n], 8))
        return "a register is saved outside of memory";
    }
    caller.pc = caller.reg[RA];
    state = caller;
    return "";
  }

private:
  sectile::Machine &machine;
  const FrameTable &table;
};

class Check {
public:
  Check(sectile::Machine &machine, const sectile::Program &program,
        const FrameTable &table)
      : machine(machine), program(program), unwinder(machine, table) {}

  int run() {
    std::optional<uint64_t> main = program.addressOf("main");
    marker = program.addressOf("marker");
    if (!main || !marker) {
      errs() << "error: the program lacks main or marker\n";
      return 1;
    }
    std::optional<size_t> callsOfMain;
    for (;;) {
      State before = state();
      if (before.pc == *main && !callsOfMain)
        callsOfMain = calls.size();
      if (callsOfMain && calls.size() < *callsOfMain)
        break; // main has returned
      if (callsOfMain && !checkHere(before))
        return 1;
      sectile::Retire record;
      if (machine.step(record) || record.trapped) {
        errs() << "error: the program stopped before main returned\n";
        return 1;
      }
      follow(before, record);
    }
    if (marker) {
      errs() << "error: marker was not called\n";
      return 1;
    }
    outs() << instructions << " instructions, " << frames << " frames\n";
    return 0;
  }

private:
  State state() const {
    State s;
    s.pc = machine.pc();
    for (unsigned n = 0; n < registers; ++n)
      s.reg[n] = machine.reg(n);
    return s;
  }

  std::string name(uint64_t address) const {
    const sectile::Program::Symbol *symbol = program.symbolAt(address);
    return symbol ? symbol->text : "?";
  }

  void follow(const State &before, const sectile::Retire &record) {
    bool links = record.registerWrites && record.registers[0].number == RA &&
                 record.registers[0].value == record.pc + 4;
    if (links && record.nextPc != record.pc + 4)
      calls.push_back({before, record.pc + 4});
    else if (!calls.empty() && record.nextPc == calls.back().returnAddress &&
             record.nextPc != record.pc + 4 &&
             before.reg[SP] == calls.back().caller.reg[SP])
      calls.pop_back();
  }

  bool fail(const State &here, size_t depth, const std::string &what) const {
    errs() << "error: at " << utohexstr(here.pc) << " in " << name(here.pc)
           << ", frame " << depth << ": " << what << "\n";
    return false;
  }

  bool checkHere(const State &here) {
    State s = here;
    std::string names = name(here.pc);
    for (size_t depth = 0; depth < calls.size(); ++depth) {
      const Call &call = calls[calls.size() - 1 - depth];
      // A call may be the last instruction of a function.
      std::string wrong = unwinder.up(s, depth ? s.pc - 4 : s.pc);
      if (!wrong.empty())
        return fail(here, depth, wrong);
      if (s.pc != call.returnAddress)
        return fail(here, depth,
                    "return address " + utohexstr(s.pc) + ", not " +
                        utohexstr(call.returnAddress));
      for (unsigned n = 0; n < registers; ++n)
        if (isKept(n) && s.reg[n] != call.caller.reg[n])
          return fail(here, depth,
                      "r" + std::to_string(n) + " of the caller is " +
                          utohexstr(s.reg[n]) + ", not " +
                          utohexstr(call.caller.reg[n]));
      names += " < " + name(s.pc - 4);
      ++frames;
    }
    std::string wrong = unwinder.up(s, s.pc - 4);
    if (!wrong.empty() || s.pc)
      return fail(here, calls.size(), "the last function has a caller");
    ++instructions;
    if (here.pc == marker) {
      outs() << names << "\n";
      marker.reset();
    }
    return true;
  }

  sectile::Machine &machine;
  const sectile::Program &program;
  Unwinder unwinder;
  std::vector<Call> calls;
  std::optional<uint64_t> marker; // until it is reached
  uint64_t instructions = 0, frames = 0;
};

} // namespace

int main(int argc, char **argv) {
  static const char usage[] =
      "usage: sectile-unwind PROGRAM\n"
      "\n"
      "Runs a program and checks at every instruction of main and what it\n"
      "calls that the call frame information leads back through all callers.\n"
      "The exit status is 0 if it does, 1 if not, 2 if the program could not\n"
      "be loaded.\n"
      "\n"
      "  --help, --version\n";
  sectile::openStandardDescriptors();
  std::string_view option = argc == 2 ? argv[1] : "";
  if (option == "--help" || option == "--version") {
    if (option == "--help")
      std::fputs(usage, stdout);
    else
      std::puts(sectile::versionLine("sectile-unwind").c_str());
    return sectile::statusAfterOutput("sectile-unwind", 0);
  }
  if (argc != 2 || option.starts_with("-")) {
    std::fputs(usage, stderr);
    return 2;
  }
  std::string error;
  std::optional<sectile::Program> program =
      sectile::Program::fromFile(argv[1], error);
  sectile::Machine machine({});
  if (!program || !machine.error().empty() || !machine.load(*program, error)) {
    errs() << "error: " << (error.empty() ? machine.error() : error) << "\n";
    return 2;
  }
  object::OwningBinary<object::ObjectFile> file =
      cantFail(object::ObjectFile::createObjectFile(argv[1]));
  std::unique_ptr<DWARFContext> context =
      DWARFContext::create(*file.getBinary());
  return Check(machine, *program, FrameTable(*context)).run();
}
