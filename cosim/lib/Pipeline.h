// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Follows instructions through the pipeline and the tile units and writes
// traces: each instruction's stages for Konata, the units' work for Perfetto.
#ifndef SECTILE_COSIM_PIPELINE_H
#define SECTILE_COSIM_PIPELINE_H

#include "Options.h"
#include "RtlCore.h"
#include <map>
#include <nlohmann/json_fwd.hpp>

namespace sectile::cosim {

// A file that is written during the run.
class TraceFile {
public:
  TraceFile(const char *tool, const char *option, const std::string &path)
      : file(tool, option, path) {}
  [[gnu::format(printf, 2, 3)]] void print(const char *format, ...);
  void write(const std::string &text);
  // False, after an error message, if not everything was written.
  bool close() { return file.close(); }

private:
  ToolOutput file;
};

// Konata's log: https://github.com/shioyadan/Konata, "Kanata 0004".
class KonataLog {
public:
  KonataLog(const char *tool, const std::string &path);
  // Sets the cycle of all following events; it never decreases.
  void at(uint64_t cycle);
  void begin(uint64_t id, const std::string &text);
  void label(uint64_t id, bool detail, const std::string &text);
  void stage(uint64_t id, unsigned lane, const char *name);
  void endStage(uint64_t id, unsigned lane, const char *name);
  void depends(uint64_t consumer, uint64_t producer);
  void retire(uint64_t id, uint64_t order);
  void flush(uint64_t id);
  bool close() { return file.close(); }

private:
  TraceFile file;
  std::optional<uint64_t> now;
  uint64_t next = 0;
  void catchUp();
};

// Trace Event JSON; a cycle is a microsecond there.
class TimelineFile {
public:
  TimelineFile(const char *tool, const std::string &path);
  // A track of slices; tracks are shown in the order of their numbers.
  void track(unsigned number, const std::string &name);
  void slice(unsigned track, const std::string &name, uint64_t from,
             uint64_t to, const nlohmann::json &arguments);
  void instant(unsigned track, const std::string &name, uint64_t at);
  void counter(const char *name, uint64_t at, uint64_t value);
  bool close();

private:
  TraceFile file;
  bool first = true;
  void event(const nlohmann::json &e);
};

class PipelineTracer {
public:
  PipelineTracer(const char *tool, const Options &options,
                 const Program &program);
  // After each clock of a core that is followed.
  void clock(RtlCore &core);
  // False, after an error message, if not everything was written.
  bool finish();

private:
  struct Instruction {
    uint64_t id, pc;
    uint32_t word = 0, order = 0;
    isa::Inst inst;
    const char *stage = nullptr, *unitStage = nullptr;
    bool executed = false, scalarDone = false;
    bool inUnit = false, storesNothing = false, ended = false;
    uint64_t started = 0; // by its unit
    unsigned unit = 0, lane = 0;
  };
  using Pointer = std::shared_ptr<Instruction>;
  // Consecutive cycles with the same state.
  struct Run {
    std::string name;
    uint64_t from = 0;
  };

  const Program &program;
  std::optional<KonataLog> konata;
  std::optional<TimelineFile> timeline;
  uint64_t from, to, now = 0, nextId = 0;
  bool open = true, good = true;
  // Who stands in each stage. An instruction that was under way when tracing
  // began is not there.
  Pointer fetch, read, execute, memory, retire;
  Pointer slots[1 << rtl::slotBits];
  std::map<uint32_t, Pointer> inUnits; // by order
  Pointer registerWriter[32], tileWriter[32];
  std::map<unsigned, std::vector<Pointer>> lanes; // of each unit
  Run stall, divide, floating;
  std::optional<uint64_t> outstanding;

  void enter(const Pointer &p, const char *stage);
  void enterUnit(const Pointer &p, const char *stage);
  void flush(Pointer &p);
  void name(const Pointer &p, uint32_t word);
  void findProducers(const Pointer &p);
  void startUnit(const Pointer &p, unsigned unit);
  void endUnit(const Pointer &p);
  void endIfDone(const Pointer &p);
  void unitEvents(const RtlCore &core, const rtl::Trace &m);
  void run(Run &r, unsigned track, const char *name, uint64_t at);
};

} // namespace sectile::cosim
#endif
