// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The memory's side of the AXI4 handshakes.
#include "Bus.h"
#include "Vsectile_core.h"
#include "host_device.h"
#include <cstring>

namespace sectile::cosim {

static constexpr uint64_t never = ~uint64_t(0);

Bus::Bus(const BusOptions &o)
    : options(o), bytes(o.memory), state(o.randomSeed * 2 + 1) {}

uint64_t Bus::end() const { return SECTILE_RAM_BASE + bytes.size(); }

bool Bus::inside(uint64_t address, uint64_t size) const {
  return address >= SECTILE_RAM_BASE && size <= bytes.size() &&
         address - SECTILE_RAM_BASE <= bytes.size() - size;
}

bool Bus::read(uint64_t address, void *data, uint64_t size) {
  if (!inside(address, size))
    return false;
  std::memcpy(data, &bytes[address - SECTILE_RAM_BASE], size);
  return true;
}

bool Bus::write(uint64_t address, const void *data, uint64_t size) {
  if (!inside(address, size))
    return false;
  std::memcpy(&bytes[address - SECTILE_RAM_BASE], data, size);
  if (patches) {
    auto *p = static_cast<const uint8_t *>(data);
    patches->push_back({address, std::vector<uint8_t>(p, p + size)});
  }
  return true;
}

uint64_t Bus::random() {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state * 0x2545f4914f6cdd1d >> 32;
}

void Bus::reset() {
  for (auto &queue : reads)
    queue.clear();
  writes.clear();
  offered = -1;
  haveAddress = haveData = false;
  readOffer = addressOffer = dataOffer = {};
}

size_t Bus::outstanding() const {
  return reads[0].size() + reads[1].size() + reads[2].size();
}

void Bus::drive(Vsectile_core &core) {
  ++now;
  const bool randomized = options.randomSeed != 0;
  arReady = outstanding() < 128 && (!randomized || random() % 4);
  awReady = !haveAddress && writes.size() < 64 && (!randomized || random() % 4);
  wReady = !haveData && writes.size() < 64 && (!randomized || random() % 4);
  core.axi_arready_i = arReady;
  core.axi_awready_i = awReady;
  core.axi_wready_i = wReady;

  // Data that is offered stays; otherwise the oldest data that is ready is
  // offered, or any with random back-pressure.
  if (offered < 0 && now >= nextBeat && !(randomized && random() % 4 == 0)) {
    unsigned first = randomized ? unsigned(random()) : 0;
    uint64_t best = ~uint64_t(0);
    for (unsigned n = 0; n < 4; ++n) {
      unsigned id = (first + n) & 3;
      if (!reads[id].empty() && reads[id].front().ready <= now &&
          reads[id].front().ready < best) {
        best = randomized ? 0 : reads[id].front().ready;
        offered = int(id);
      }
    }
  }
  core.axi_rvalid_i = offered >= 0;
  if (offered >= 0) {
    const Read &r = reads[offered].front();
    core.axi_rid_i = r.id;
    core.axi_rresp_i = r.error ? 2 : 0;
    std::memcpy(&core.axi_rdata_i, r.data, 64);
  }

  core.axi_bvalid_i = 0;
  if (!writes.empty() && writes.front().ready <= now &&
      !(randomized && random() % 4 == 0)) {
    const Write &w = writes.front();
    if (inside(w.address, 64)) {
      uint8_t *line = &bytes[w.address - SECTILE_RAM_BASE];
      if (w.strobe == ~uint64_t(0))
        std::memcpy(line, w.data, 64);
      else
        for (unsigned n = 0; n < 64; ++n)
          if (w.strobe >> n & 1)
            line[n] = w.data[n];
    }
    core.axi_bvalid_i = 1;
    core.axi_bid_i = w.id;
    core.axi_bresp_i = w.error || !inside(w.address, 64) ? 2 : 0;
    writes.pop_front();
  }
}

void Bus::checkOffer(Offer &before, Offer now, bool valid, bool ready,
                     const char *rule) {
  now.waits = true;
  if (before.waits && (!valid || now != before))
    violation = rule;
  before = now;
  before.waits = valid && !ready;
}

void Bus::take(const Vsectile_core &core) {
  const bool randomized = options.randomSeed != 0;
  Offer offer;
  offer.id = core.axi_arid_o;
  offer.address = core.axi_araddr_o;
  checkOffer(readOffer, offer, core.axi_arvalid_o, arReady,
             "a read address changed before it was taken");
  offer.id = core.axi_awid_o;
  offer.address = core.axi_awaddr_o;
  checkOffer(addressOffer, offer, core.axi_awvalid_o, awReady,
             "a write address changed before it was taken");
  Offer data;
  data.strobe = core.axi_wstrb_o;
  std::memcpy(data.data, &core.axi_wdata_o, 64);
  checkOffer(dataOffer, data, core.axi_wvalid_o, wReady,
             "write data changed before they were taken");
  if (offered >= 0 && core.axi_rready_o) {
    reads[offered].pop_front();
    offered = -1;
    ++readBeats;
    nextBeat = now + (64 + options.bandwidth - 1) / options.bandwidth;
  }
  if (arReady && core.axi_arvalid_o) {
    Read r;
    r.id = core.axi_arid_o;
    r.ready = now + options.latency +
              (randomized ? random() % (options.latency + 1) : 0);
    r.error = !read(core.axi_araddr_o, r.data, 64) ||
              core.axi_araddr_o >> 6 == options.errorAt >> 6;
    if (core.axi_araddr_o >> 6 == options.silentAt >> 6)
      r.ready = never;
    reads[r.id & 3].push_back(r);
  }
  if (awReady && core.axi_awvalid_o) {
    haveAddress = true;
    pendingId = core.axi_awid_o;
    pendingAddress = core.axi_awaddr_o;
  }
  if (wReady && core.axi_wvalid_o) {
    haveData = true;
    pendingStrobe = core.axi_wstrb_o;
    std::memcpy(pendingData, &core.axi_wdata_o, 64);
  }
  if (haveAddress && haveData) {
    Write w;
    w.id = pendingId;
    w.ready = now + options.writeLatency +
              (randomized ? random() % (options.writeLatency + 1) : 0);
    w.address = pendingAddress;
    w.strobe = pendingStrobe;
    w.error = pendingAddress >> 6 == options.errorAt >> 6;
    if (pendingAddress >> 6 == options.silentAt >> 6)
      w.ready = never;
    std::memcpy(w.data, pendingData, 64);
    writes.push_back(w);
    haveAddress = haveData = false;
    ++writeBeats;
  }
}

} // namespace sectile::cosim
