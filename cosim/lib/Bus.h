// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The memory behind the core's AXI4 port, with configurable size, latency,
// bandwidth and random back-pressure.
#ifndef SECTILE_COSIM_BUS_H
#define SECTILE_COSIM_BUS_H

#include "sectile/emulator/memory.h"
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

class Vsectile_core;

namespace sectile::cosim {

struct BusOptions {
  uint64_t memory = uint64_t(256) << 20;
  unsigned latency = 40;      // cycles from a read's acceptance to its data
  unsigned writeLatency = 10; // cycles to a write's acknowledgement
  unsigned bandwidth = 64;    // bytes a cycle, reads; 64 is a beat every cycle
  uint64_t randomSeed = 0;    // not 0: random back-pressure and latencies
  // A read or write of this line is answered with an error, or never.
  uint64_t errorAt = ~uint64_t(0), silentAt = ~uint64_t(0);
};

// A read takes its data when it is accepted, and a write takes effect when it
// is acknowledged, so that a core that relies on more than AXI guarantees
// fails.
class Bus : public GuestMemory {
public:
  explicit Bus(const BusOptions &options);

  bool read(uint64_t address, void *data, uint64_t size) override;
  bool write(uint64_t address, const void *data, uint64_t size) override;
  uint64_t end() const override;

  // Before the clock edge: what the memory drives; then, once the core's
  // outputs have settled, what it accepts.
  void drive(Vsectile_core &core);
  void take(const Vsectile_core &core);
  void reset();
  // Reads that are accepted and not yet answered.
  size_t outstanding() const;

  uint64_t readBeats = 0, writeBeats = 0;
  // The rule of AXI that the core violated: an offer must stay until it is
  // accepted.
  const char *violation = nullptr;
  // Is called for every write of the host to memory.
  struct Patch {
    uint64_t address;
    std::vector<uint8_t> bytes;
  };
  std::vector<Patch> *patches = nullptr;

private:
  struct Read {
    uint64_t ready;
    uint8_t id;
    bool error;
    uint8_t data[64];
  };
  struct Write {
    uint64_t ready;
    uint8_t id;
    bool error;
    uint64_t address, strobe;
    uint8_t data[64];
  };
  bool inside(uint64_t address, uint64_t size) const;
  uint64_t random();

  BusOptions options;
  std::vector<uint8_t> bytes;
  std::deque<Read> reads[4];
  std::deque<Write> writes;
  int offered = -1; // id of the read data on the bus
  uint64_t now = 0, nextBeat = 0, state;
  bool arReady = false, awReady = false, wReady = false;
  bool haveAddress = false, haveData = false;
  // What a channel offers and the memory has not accepted.
  struct Offer {
    bool waits = false;
    uint8_t id = 0;
    uint64_t address = 0, strobe = 0;
    uint8_t data[64] = {};
    bool operator==(const Offer &) const = default;
  };
  Offer readOffer, addressOffer, dataOffer;
  void checkOffer(Offer &before, Offer now, bool valid, bool ready,
                  const char *rule);
  uint8_t pendingId = 0;
  uint64_t pendingAddress = 0, pendingStrobe = 0;
  uint8_t pendingData[64] = {};
};

} // namespace sectile::cosim
#endif
