// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs a core and a reference model of its hart in lockstep and compares every
// retired instruction and every tile row completely.
#ifndef SECTILE_COSIM_LOCKSTEP_H
#define SECTILE_COSIM_LOCKSTEP_H

#include "MovementCheck.h"
#include "ReferenceModel.h"
#include "RtlCore.h"
#include <deque>
#include <map>
#include <string>

namespace sectile::cosim {

// What two models differ in, or why the run ended badly.
struct Mismatch {
  std::string what; // "scalar result", "tile row", ...
  std::string expected, found;
  uint64_t pc = 0;
  uint32_t word = 0;
  uint64_t cycle = 0, order = 0;
  bool pastInstruction = false; // reported after later instructions had retired
};

class Lockstep {
public:
  // The reference must hold the same program as the core.
  Lockstep(RtlCore &core, std::unique_ptr<ReferenceModel> reference);
  // The same with the emulator, which must be in lockstep mode.
  Lockstep(RtlCore &core, Machine &machine);

  // Runs the core for one clock and compares it with the reference. False if
  // they differ.
  bool clock();
  // After the exit or halt: compares what is still in flight, that nothing
  // follows a halt, then all of memory.
  bool finish();

  bool exited() const { return done; }
  int status() const { return exitStatus; }
  bool halted = false; // both trapped without a handler
  const Mismatch &mismatch() const { return difference; }
  const std::deque<Retire> &history() const { return last; }
  uint64_t compared() const { return order; }
  uint64_t tilesCompared() const { return tileCount; }
  // Is called for every instruction and trap that the two agree on, but for no
  // interrupt.
  std::function<void(const Retire &)> observe;

private:
  RtlCore &core;
  std::unique_ptr<ReferenceModel> reference;
  uint64_t order = 0, lastRetirement = 0, tileCount = 0;
  bool done = false;
  int exitStatus = 0;
  Mismatch difference;
  std::deque<Retire> last;
  Tile shadow[32] = {};
  struct Expected {
    Tile tile;
    int number;
    uint64_t pc;
    uint32_t word;
  };
  std::map<uint32_t, Expected> tiles;
  struct Stored {
    std::map<uint64_t, uint8_t> bytes;
    std::map<uint64_t, uint8_t> found;
    uint64_t pc;
    uint32_t word;
  };
  std::map<uint32_t, Stored> stores;
  std::vector<Bus::Patch> patches;
  MovementCheck movements; // while the core traces them
  bool didNothing() const;
  bool checkMovement(const char *wrong);

  bool differ(const std::string &what, const std::string &expected,
              const std::string &found, uint64_t pc, uint32_t word);
  bool retire(const rtl::Retire &r);
  bool compare(const rtl::Retire &r, const Retire &e);
  void remember(const Retire &e);
  bool compareControl(const rtl::Retire &r);
  bool tileWrite(const TileWrite &w);
  bool tileStore(const TileStore &s);
};

} // namespace sectile::cosim
#endif
