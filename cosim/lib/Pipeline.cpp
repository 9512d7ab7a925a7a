// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "Pipeline.h"
#include <cinttypes>
#include <cstdarg>
#include <nlohmann/json.hpp>

namespace sectile::cosim {

using isa::Kind;
using isa::OperandClass;
using nlohmann::json;

//===-- Files -----------------------------------------------------------===//

void TraceFile::print(const char *format, ...) {
  std::va_list arguments;
  va_start(arguments, format);
  std::vfprintf(file.stream(), format, arguments);
  va_end(arguments);
}

void TraceFile::write(const std::string &text) {
  std::fwrite(text.data(), 1, text.size(), file.stream());
}

KonataLog::KonataLog(const char *tool, const std::string &path)
    : file(tool, "--pipeline", path) {
  file.write("Kanata\t0004\n");
}

// Time is written when something happens.
void KonataLog::at(uint64_t cycle) { next = cycle; }

void KonataLog::catchUp() {
  if (!now)
    file.print("C=\t%" PRIu64 "\n", next);
  else if (next > *now)
    file.print("C\t%" PRIu64 "\n", next - *now);
  now = next;
}

void KonataLog::begin(uint64_t id, const std::string &text) {
  catchUp();
  file.print("I\t%" PRIu64 "\t%" PRIu64 "\t0\n", id, id);
  label(id, false, text);
}

void KonataLog::label(uint64_t id, bool detail, const std::string &text) {
  catchUp();
  file.print("L\t%" PRIu64 "\t%d\t%s\n", id, int(detail), text.c_str());
}

void KonataLog::stage(uint64_t id, unsigned lane, const char *name) {
  catchUp();
  file.print("S\t%" PRIu64 "\t%u\t%s\n", id, lane, name);
}

void KonataLog::endStage(uint64_t id, unsigned lane, const char *name) {
  catchUp();
  file.print("E\t%" PRIu64 "\t%u\t%s\n", id, lane, name);
}

void KonataLog::depends(uint64_t consumer, uint64_t producer) {
  catchUp();
  file.print("W\t%" PRIu64 "\t%" PRIu64 "\t0\n", consumer, producer);
}

void KonataLog::retire(uint64_t id, uint64_t order) {
  catchUp();
  file.print("R\t%" PRIu64 "\t%" PRIu64 "\t0\n", id, order);
}

void KonataLog::flush(uint64_t id) {
  catchUp();
  file.print("R\t%" PRIu64 "\t0\t1\n", id);
}

TimelineFile::TimelineFile(const char *tool, const std::string &path)
    : file(tool, "--timeline", path) {
  file.write("{\"displayTimeUnit\": \"ns\", \"traceEvents\": [");
  event({{"name", "process_name"},
         {"ph", "M"},
         {"pid", 1},
         {"args", {{"name", "sectile core"}}}});
}

void TimelineFile::event(const json &e) {
  file.write(first ? "\n" : ",\n");
  first = false;
  file.write(e.dump());
}

void TimelineFile::track(unsigned number, const std::string &name) {
  event({{"name", "thread_name"},
         {"ph", "M"},
         {"pid", 1},
         {"tid", number},
         {"args", {{"name", name}}}});
  event({{"name", "thread_sort_index"},
         {"ph", "M"},
         {"pid", 1},
         {"tid", number},
         {"args", {{"sort_index", number}}}});
}

void TimelineFile::slice(unsigned track, const std::string &name, uint64_t from,
                         uint64_t to, const json &arguments) {
  json e = {{"name", name}, {"ph", "X"},  {"pid", 1},
            {"tid", track}, {"ts", from}, {"dur", to - from}};
  if (!arguments.is_null())
    e["args"] = arguments;
  event(e);
}

void TimelineFile::instant(unsigned track, const std::string &name,
                           uint64_t at) {
  event({{"name", name},
         {"ph", "i"},
         {"s", "t"},
         {"pid", 1},
         {"tid", track},
         {"ts", at}});
}

void TimelineFile::counter(const char *name, uint64_t at, uint64_t value) {
  event({{"name", name},
         {"ph", "C"},
         {"pid", 1},
         {"ts", at},
         {"args", {{"lines", value}}}});
}

bool TimelineFile::close() {
  file.write("\n]}\n");
  return file.close();
}

//===-- Following -------------------------------------------------------===//

namespace {
// Stages of the pipeline, and of a tile instruction in its unit beside it.
constexpr const char *fetchStage = "Fe", *readStage = "Rd",
                     *executeStage = "Ex", *memoryStage = "Me",
                     *retireStage = "Rt";
constexpr const char *queueStage = "Qu", *unitStage = "Un",
                     *writeBackStage = "Wb";
// Tracks of the timeline; a unit that works on several instructions at a time
// has a track for each.
enum Track : unsigned { stallTrack = 1, divideTrack = 2, floatTrack = 3 };
constexpr unsigned unitTrack(unsigned unit, unsigned lane) {
  return 100 * (unit + 1) + lane;
}
constexpr const char *unitNames[3] = {"tmat", "telem", "tmem"};
constexpr const char *stallNames[4] = {"fetch", "data", "unit", "tile"};

// On one line, without tabs: they separate the fields of a log.
std::string textOf(const isa::Inst &inst, uint64_t pc) {
  std::string text = isa::toString(inst, pc);
  for (char &c : text)
    if (c == '\t')
      c = ' ';
  return text;
}
} // namespace

PipelineTracer::PipelineTracer(const char *tool, const Options &o,
                               const Program &p)
    : program(p), from(o.fromCycle), to(o.toCycle) {
  if (!o.pipeline.empty())
    konata.emplace(tool, o.pipeline);
  if (!o.timeline.empty()) {
    timeline.emplace(tool, o.timeline);
    timeline->track(stallTrack, "scalar pipeline stalls");
    timeline->track(divideTrack, "divide");
    timeline->track(floatTrack, "float");
  }
}

void PipelineTracer::enter(const Pointer &p, const char *stage) {
  if (!p)
    return;
  p->stage = stage;
  if (konata)
    konata->stage(p->id, 0, stage);
}

void PipelineTracer::enterUnit(const Pointer &p, const char *stage) {
  p->unitStage = stage;
  if (konata)
    konata->stage(p->id, 1, stage);
}

void PipelineTracer::flush(Pointer &p) {
  if (p && konata)
    konata->flush(p->id);
  p.reset();
}

void PipelineTracer::name(const Pointer &p, uint32_t word) {
  p->word = word;
  p->inst = isa::decode(word);
  if (!konata)
    return;
  konata->label(p->id, false, textOf(p->inst, p->pc));
  char text[16];
  std::snprintf(text, sizeof text, "%08x", word);
  konata->label(p->id, true, std::string(text) + " " + place(program, p->pc));
}

// The dependences on instructions that are still in flight. No instruction is
// flushed once it is in execute, so this is program order.
void PipelineTracer::findProducers(const Pointer &p) {
  for (const isa::Operand &o : isa::info(p->inst.op)) {
    if (o.cls == OperandClass::imm || !o.isRead())
      continue;
    Pointer *writers =
        o.cls == OperandClass::tile ? tileWriter : registerWriter;
    const Pointer &producer = writers[p->inst.get(o.slot) & 31];
    if (producer && !producer->ended && konata)
      konata->depends(p->id, producer->id);
  }
  for (const isa::Operand &o : isa::info(p->inst.op)) {
    if (o.cls == OperandClass::imm || !o.isWritten())
      continue;
    Pointer *writers =
        o.cls == OperandClass::tile ? tileWriter : registerWriter;
    unsigned number = p->inst.get(o.slot) & 31;
    if (o.cls == OperandClass::tile || number != 0)
      writers[number] = p;
  }
}

void PipelineTracer::endIfDone(const Pointer &p) {
  if (p->ended || !p->scalarDone || p->inUnit)
    return;
  p->ended = true;
  if (konata)
    konata->retire(p->id, p->order);
}

void PipelineTracer::startUnit(const Pointer &p, unsigned unit) {
  if (!p)
    return;
  enterUnit(p, unitStage);
  p->started = now;
  p->unit = unit;
  std::vector<Pointer> &all = lanes[unit];
  while (p->lane < all.size() && all[p->lane])
    ++p->lane;
  if (p->lane == all.size()) {
    all.emplace_back();
    if (timeline)
      timeline->track(unitTrack(unit, p->lane),
                      unitNames[unit] +
                          (p->lane ? " " + std::to_string(p->lane + 1) : ""));
  }
  all[p->lane] = p;
}

void PipelineTracer::endUnit(const Pointer &p) {
  if (!p->inUnit)
    return;
  p->inUnit = false;
  inUnits.erase(p->order);
  if (konata)
    konata->endStage(p->id, 1, p->unitStage);
  if (p->started) {
    if (timeline)
      timeline->slice(unitTrack(p->unit, p->lane),
                      isa::info(p->inst.op).mnemonic, p->started, now,
                      {{"instruction", textOf(p->inst, p->pc)},
                       {"pc", hex(p->pc)},
                       {"place", place(program, p->pc)},
                       {"order", p->order}});
    lanes[p->unit][p->lane].reset();
  }
  endIfDone(p);
}

void PipelineTracer::unitEvents(const RtlCore &core, const rtl::Trace &m) {
  for (unsigned unit = 0; unit < rtl::tileUnits; ++unit) {
    if (m.start[unit])
      startUnit(slots[m.startSlot[unit]], unit);
    // An instruction that writes neither a tile nor memory is complete when it
    // has
    // read its sources.
    const Pointer &p = slots[m.copiedSlot[unit]];
    if (m.copied[unit] && p) {
      const isa::Info &info = isa::info(p->inst.op);
      bool writesTile = false;
      for (const isa::Operand &o : info)
        writesTile |= o.cls == OperandClass::tile && o.isWritten();
      if (!writesTile && (info.kind != Kind::tstore || p->storesNothing))
        endUnit(p);
    }
  }
  auto written = [&](uint32_t order, bool last) {
    auto found = inUnits.find(order);
    if (found == inUnits.end())
      return;
    Pointer p = found->second;
    if (p->unitStage != writeBackStage)
      enterUnit(p, writeBackStage);
    if (last)
      endUnit(p);
  };
  for (const TileWrite &w : core.tileWrites)
    written(w.order, w.last);
  if (core.tileStore)
    written(core.tileStore->order, core.tileStore->last);
}

void PipelineTracer::run(Run &r, unsigned track, const char *name,
                         uint64_t at) {
  if (r.name == (name ? name : ""))
    return;
  if (!r.name.empty())
    timeline->slice(track, r.name, r.from, at, nullptr);
  r = {name ? name : "", at};
}

void PipelineTracer::clock(RtlCore &core) {
  // The core's counter includes the cycle that it shows.
  uint64_t cycle = core.cycles() - 1;
  if (!open || !core.trace || cycle < from)
    return;
  if (cycle > to) {
    finish();
    return;
  }
  const rtl::Trace &m = *core.trace;
  if (konata)
    konata->at(cycle);
  if (fetch && fetch->pc != m.pc)
    flush(fetch);
  if (!fetch) {
    fetch = std::make_shared<Instruction>();
    fetch->id = nextId++;
    fetch->pc = m.pc;
    char text[32];
    std::snprintf(text, sizeof text, "%" PRIx64 ": ", m.pc);
    if (konata)
      konata->begin(fetch->id, text);
    enter(fetch, fetchStage);
  }

  // What moves at the end of this cycle, from the last stage to the first.
  now = cycle + 1;
  if (konata)
    konata->at(now);
  if (retire) {
    if (core.retired && core.retired->trap) {
      const char *cause = isa::trapText(core.retired->cause);
      std::string text = std::string(core.retired->intr ? "" : "trap: ") +
                         (cause ? cause : hex(core.retired->cause));
      if (konata)
        konata->label(retire->id, true, " " + text);
      if (timeline)
        timeline->instant(stallTrack, text, now);
    }
    if (konata)
      konata->endStage(retire->id, 0, retireStage);
    retire->scalarDone = true;
    endIfDone(retire);
    retire.reset();
  }
  if (m.committed) {
    enter(memory, retireStage);
    retire = std::move(memory);
    memory.reset();
  }
  if (m.push && execute) {
    execute->order = core.order();
    execute->inUnit = true;
    execute->storesNothing = m.empty;
    slots[m.slot] = execute;
    inUnits[execute->order] = execute;
    enterUnit(execute, queueStage);
  }
  if (m.executed) {
    if (execute)
      execute->order = core.order();
    enter(execute, memoryStage);
    memory = std::move(execute);
    execute.reset();
  }
  if (m.read) {
    enter(read, executeStage);
    execute = std::move(read);
    read.reset();
    if (execute)
      findProducers(execute);
  }
  if (m.redirect) {
    flush(read);
    flush(fetch);
  } else if (m.fetched) {
    name(fetch, m.word);
    enter(fetch, readStage);
    read = std::move(fetch);
    fetch.reset();
  }
  unitEvents(core, m);

  if (timeline) {
    run(stall, stallTrack, m.committed ? nullptr : stallNames[m.stall], cycle);
    run(divide, divideTrack, core.busy >> busyDivide & 1 ? "busy" : nullptr,
        cycle);
    run(floating, floatTrack, core.busy >> busyFloat & 1 ? "busy" : nullptr,
        cycle);
    uint64_t reads = core.bus().outstanding();
    if (outstanding != reads)
      timeline->counter("reads outstanding on the bus", cycle, reads);
    outstanding = reads;
  }
}

bool PipelineTracer::finish() {
  if (!open)
    return good;
  open = false;
  // Instructions that have left execute retire; those before it may be flushed.
  for (const Pointer &p : {retire, memory})
    if (p) {
      if (konata)
        konata->endStage(p->id, 0, p->stage);
      p->scalarDone = true;
      endIfDone(p);
    }
  for (auto &[order, p] : std::map(inUnits)) {
    p->scalarDone |= p != execute;
    endUnit(p);
  }
  flush(execute);
  flush(read);
  flush(fetch);
  if (konata)
    good &= konata->close();
  if (timeline) {
    run(stall, stallTrack, nullptr, now);
    run(divide, divideTrack, nullptr, now);
    run(floating, floatTrack, nullptr, now);
    good &= timeline->close();
  }
  return good;
}

} // namespace sectile::cosim
