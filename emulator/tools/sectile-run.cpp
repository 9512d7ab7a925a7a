// sectile-run: runs a Sectile executable and hands on its exit status.
#include "sectile/emulator/machine.h"

#include <chrono>
#include <cinttypes>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <string_view>
#include <unistd.h>

using namespace sectile;
using isa::Op;

namespace {

constexpr const char *usage =
    R"(usage: sectile-run [options] program.elf [arguments]

Runs a Sectile executable. Its exit status is the program's own; or
  124      stopped by --max-instructions
  125      the program could not be started, or an option is wrong
  128 + n  the program trapped with cause n and has no handler
  192 + n  as above, interrupt n

Options:
  --memory SIZE          RAM from 0x80000000 on; suffix K, M or G (default 256M)
  --dir DIRECTORY        let the program use the files below this directory
  --max-instructions N   stop after N instructions
  --real-time            clock and timer follow the host's clock, not the count of
                         retired instructions: runs then differ
  --tile-path PATH       portable, avx2 or avx512 (default: the best there is);
                         --tiles for short
  --trace[=FILE]         write each instruction and what it changed
  --stats[=json]         after the run: instructions by unit, tile operations,
                         multiply-accumulates, time
  --stats-mnemonics      with the statistics: how often each mnemonic ran
  --count-between A,B    after the run: instructions between the first arrivals at
                         two symbols or addresses
  --checkpoint FILE      save the whole state when --max-instructions stops the
                         program, or where --checkpoint-at says
  --checkpoint-at N      save after N instructions and go on
  --restore FILE         continue from a checkpoint of the same program
  --help, --version
)";

[[noreturn, gnu::format(printf, 1, 2)]] void fail(const char *format, ...) {
  std::va_list arguments;
  va_start(arguments, format);
  std::fprintf(stderr, "sectile-run: error: ");
  std::vfprintf(stderr, format, arguments);
  std::fputc('\n', stderr);
  va_end(arguments);
  std::exit(125);
}

uint64_t parseNumber(const char *option, const std::string &text, bool suffix) {
  char *end = nullptr;
  errno = 0;
  uint64_t value = std::strtoull(text.c_str(), &end, 0);
  unsigned shift = 0;
  if (suffix && *end) {
    shift = *end == 'K' || *end == 'k'   ? 10
            : *end == 'M' || *end == 'm' ? 20
            : *end == 'G' || *end == 'g' ? 30
                                         : 0;
    if (shift)
      ++end;
  }
  if (text.empty() || !std::isdigit(static_cast<unsigned char>(text[0])) ||
      *end || errno || value << shift >> shift != value)
    fail("%s: '%s' is not a number%s", option, text.c_str(),
         suffix ? " with suffix K, M or G" : "");
  return value << shift;
}

struct Options {
  MachineOptions machine;
  std::string program, traceFile, checkpoint, restore, betweenFirst,
      betweenSecond;
  bool trace = false, stats = false, json = false, mnemonics = false;
  std::optional<uint64_t> maximum, checkpointAt;
};

Options parse(int argc, char **argv) {
  Options o;
  int n = 1;
  for (; n < argc && argv[n][0] == '-' && argv[n][1]; ++n) {
    std::string_view argument = argv[n];
    std::string name(argument.substr(0, argument.find('=')));
    bool attached = name.size() != argument.size();
    if (argument == "--") {
      ++n;
      break;
    }
    // The value, after '=' or as the next argument.
    auto value = [&]() -> std::string {
      if (attached)
        return std::string(argument.substr(name.size() + 1));
      if (n + 1 >= argc)
        fail("%s expects a value", name.c_str());
      return argv[++n];
    };
    auto noValue = [&] {
      if (attached)
        fail("%s takes no value", name.c_str());
    };
    if (name == "--help") {
      std::fputs(usage, stdout);
      std::exit(0);
    } else if (name == "--version") {
      std::printf("sectile-run 0.1, tile paths: portable%s%s, best: %s\n",
                  hostHas(TilePath::avx2) ? " avx2" : "",
                  hostHas(TilePath::avx512) ? " avx512" : "",
                  toString(bestTilePath()));
      std::exit(0);
    } else if (name == "--memory") {
      o.machine.memory = parseNumber("--memory", value(), true);
    } else if (name == "--dir") {
      o.machine.host.directory = value();
      if (o.machine.host.directory.empty())
        fail("--dir expects a directory");
    } else if (name == "--max-instructions") {
      o.maximum = parseNumber("--max-instructions", value(), false);
    } else if (name == "--real-time") {
      noValue();
      o.machine.realTime = true;
    } else if (name == "--tile-path" || name == "--tiles") {
      std::string path = value();
      auto known = parseTilePath(path);
      if (!known)
        fail("%s: unknown path '%s', expected portable, avx2 or avx512",
             name.c_str(), path.c_str());
      o.machine.tiles = *known;
    } else if (name == "--trace") {
      o.trace = true;
      if (attached)
        o.traceFile = value();
    } else if (name == "--stats") {
      o.stats = true;
      if (attached) {
        if (value() != "json")
          fail("--stats: unknown format '%s', expected json", value().c_str());
        o.json = true;
      }
    } else if (name == "--stats-mnemonics") {
      noValue();
      o.stats = o.mnemonics = true;
    } else if (name == "--count-between") {
      std::string both = value();
      size_t comma = both.find(',');
      if (comma == std::string::npos)
        fail("--count-between expects two symbols or addresses, as in "
             "main,exit");
      o.betweenFirst = both.substr(0, comma);
      o.betweenSecond = both.substr(comma + 1);
    } else if (name == "--checkpoint") {
      o.checkpoint = value();
    } else if (name == "--checkpoint-at") {
      o.checkpointAt = parseNumber("--checkpoint-at", value(), false);
    } else if (name == "--restore") {
      o.restore = value();
    } else {
      fail("unknown option '%s'; --help lists them", argv[n]);
    }
  }
  if (n >= argc)
    fail("no program given; --help shows how");
  if (o.checkpointAt && o.checkpoint.empty())
    fail("--checkpoint-at needs --checkpoint FILE");
  o.program = argv[n];
  o.machine.host.arguments.assign(argv + n, argv + argc);
  o.machine.countInstructions = o.stats;
  return o;
}

std::string hex(uint64_t v) {
  char text[32];
  std::snprintf(text, sizeof text, "0x%" PRIx64, v);
  return text;
}

std::string describe(const Program &program, uint64_t address) {
  const Symbol *s = program.symbolAt(address);
  if (!s)
    return "";
  std::string text = s->name;
  if (address != s->address)
    text += "+" + hex(address - s->address);
  return text;
}

//===-- Trace -----------------------------------------------------------===//

class Trace {
public:
  Trace(const std::string &path, const Program &p, const Machine &m)
      : program(p), machine(m), file(stderr) {
    if (!path.empty())
      file = std::fopen(path.c_str(), "w");
    if (!file)
      fail("--trace: cannot write '%s': %s", path.c_str(),
           std::strerror(errno));
  }
  ~Trace() {
    if (file != stderr)
      std::fclose(file);
  }
  void operator()(const Retire &r) {
    if (const Symbol *s = program.symbolAt(r.pc); s && s->address == r.pc)
      std::fprintf(file, "%s:\n", s->name.c_str());
    std::string text =
        r.word || !r.trapped ? isa::toString(r.inst, r.pc) : "<none>";
    std::fprintf(file, "%10" PRIx64 ": %08x  %-34s", r.pc, r.word,
                 text.c_str());
    if (r.trapped) {
      const char *cause = isa::trapText(r.cause);
      std::fprintf(file, " # trap: %s, value %s", cause ? cause : "?",
                   hex(r.value).c_str());
    }
    const char *separator = " # ";
    for (unsigned n = 0; n < r.registerWrites; ++n) {
      std::fprintf(file, "%s%s=%s", separator,
                   isa::gprNames[r.registers[n].number],
                   hex(r.registers[n].value).c_str());
      separator = ", ";
    }
    for (const MemoryAccess &a : r.accesses) {
      if (r.tile >= 0 || a.size > 16 || !a.isStore)
        continue;
      std::fprintf(file, "%smem[%s]=%s", separator, hex(a.address).c_str(),
                   hex(a.value()).c_str());
      separator = ", ";
    }
    if (r.tile >= 0) {
      // The corner is enough to follow a program by eye.
      const Tile &t = machine.tile(unsigned(r.tile));
      std::fprintf(file, "%s%s=[%08x %08x .. / %08x %08x .. / ..]", separator,
                   isa::tileNames[r.tile], t.word(0, 0), t.word(0, 1),
                   t.word(1, 0), t.word(1, 1));
    }
    std::fputc('\n', file);
  }

private:
  const Program &program;
  const Machine &machine;
  std::FILE *file;
};

//===-- Statistics ------------------------------------------------------===//

uint64_t macsOf(Op op) {
  std::string_view name = isa::info(op).mnemonic;
  if (!name.starts_with("tmma"))
    return 0;
  return name.ends_with(".f32")  ? 16 * 16 * 16
         : name.ends_with("f16") ? 16 * 16 * 32
                                 : 16 * 16 * 64;
}

void printStatistics(const Options &o, const Machine &m, double seconds) {
  std::vector<uint64_t> counts = m.counts();
  std::vector<std::pair<std::string, double>> lines;
  uint64_t total = 0, units[isa::unitCount] = {}, loads = 0, stores = 0,
           multiplies = 0, macs = 0;
  for (unsigned n = 1; n < isa::opCount; ++n) {
    const isa::Info &info = isa::info(Op(n));
    total += counts[n];
    units[unsigned(info.unit)] += counts[n];
    if (info.kind == isa::Kind::tload)
      loads += counts[n];
    if (info.kind == isa::Kind::tstore)
      stores += counts[n];
    if (info.unit == isa::Unit::tmat)
      multiplies += counts[n];
    macs += counts[n] * macsOf(Op(n));
  }
  auto add = [&](std::string name, double value) {
    lines.emplace_back(std::move(name), value);
  };
  add("instructions", double(total));
  for (unsigned n = 0; n < isa::unitCount; ++n)
    add(std::string("unit_") + isa::unitNames[n], double(units[n]));
  add("tile_loads", double(loads));
  add("tile_stores", double(stores));
  add("tmma", double(multiplies));
  add("macs", double(macs));
  add("macs_per_instruction", total ? double(macs) / double(total) : 0);
  add("seconds", seconds);
  add("mips", seconds > 0 ? double(total) / seconds / 1e6 : 0);
  if (o.mnemonics)
    for (unsigned n = 1; n < isa::opCount; ++n)
      if (counts[n])
        add(std::string("op_") + isa::info(Op(n)).mnemonic, double(counts[n]));
  if (o.json)
    std::fputs("{", stderr);
  const char *separator = "\n";
  for (auto &[name, value] : lines) {
    if (o.json)
      std::fprintf(stderr, "%s  \"%s\": %.*f", separator, name.c_str(),
                   value == double(uint64_t(value)) ? 0 : 6, value);
    else
      std::fprintf(stderr, "%s %.*f\n", name.c_str(),
                   value == double(uint64_t(value)) ? 0 : 6, value);
    separator = ",\n";
  }
  if (o.json)
    std::fputs("\n}\n", stderr);
}

//===-- Faults ----------------------------------------------------------===//

std::string sourceLine(const std::string &program, uint64_t address) {
  char path[PATH_MAX];
  ssize_t n = ::readlink("/proc/self/exe", path, sizeof path - 1);
  if (n <= 0)
    return "";
  std::string self(path, size_t(n));
  self = self.substr(0, self.rfind('/')) + "/../lib/libsectile_source_line.so";
  void *library = ::dlopen(self.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library)
    return "";
  using Function = int (*)(const char *, uint64_t, char *, size_t);
  auto function =
      reinterpret_cast<Function>(::dlsym(library, "sectileSourceLine"));
  char text[PATH_MAX + 32];
  return function && function(program.c_str(), address, text, sizeof text)
             ? text
             : "";
}

int reportFault(const Options &o, const Program &program, const Machine &m) {
  const Fault &f = m.fault();
  const char *cause = isa::trapText(f.cause);
  std::fflush(stdout);
  std::fprintf(stderr,
               "sectile-run: %s at pc %s, value %s, after %" PRIu64
               " instructions\n",
               cause ? cause : "trap", hex(f.pc).c_str(), hex(f.value).c_str(),
               m.retired());
  if (f.word)
    std::fprintf(stderr, "  instruction: %08x  %s\n", f.word,
                 isa::toString(isa::decode(f.word), f.pc).c_str());
  std::string symbol = describe(program, f.pc);
  if (!symbol.empty())
    std::fprintf(stderr, "  in: %s\n", symbol.c_str());
  std::string line = sourceLine(o.program, f.pc);
  if (!line.empty())
    std::fprintf(stderr, "  at: %s\n", line.c_str());
  std::string caller = describe(program, m.reg(1) - 4);
  if (!caller.empty()) {
    line = sourceLine(o.program, m.reg(1) - 4);
    std::fprintf(stderr, "  ra: %s %s%s\n", hex(m.reg(1)).c_str(),
                 caller.c_str(), line.empty() ? "" : (" at " + line).c_str());
  }
  for (unsigned n = 0; n < 32; ++n)
    std::fprintf(stderr, "%s%4s %016" PRIx64 "%s", n % 4 ? " " : "  ",
                 isa::gprNames[n], m.reg(n), n % 4 == 3 ? "\n" : "");
  return f.cause >> 63 ? int(192 + (f.cause & 31)) : int(128 + (f.cause & 31));
}

} // namespace

int main(int argc, char **argv) {
  Options o = parse(argc, argv);
  std::string error;
  std::optional<Program> program = Program::fromFile(o.program, error);
  if (!program)
    fail("%s: %s", o.program.c_str(), error.c_str());
  Machine machine(o.machine);
  if (!machine.error().empty())
    fail("%s", machine.error().c_str());
  if (!machine.load(*program, error))
    fail("%s: %s", o.program.c_str(), error.c_str());
  if (!o.restore.empty() && !machine.restore(o.restore, error))
    fail("%s", error.c_str());

  uint64_t between[2] = {}, arrived[2] = {};
  bool seen[2] = {};
  if (!o.betweenFirst.empty()) {
    const std::string *names[2] = {&o.betweenFirst, &o.betweenSecond};
    for (int n = 0; n < 2; ++n) {
      const std::string &name = *names[n];
      if (!name.empty() && std::isdigit(static_cast<unsigned char>(name[0])))
        between[n] = parseNumber("--count-between", name, false);
      else if (auto address = program->addressOf(name))
        between[n] = *address;
      else
        fail("--count-between: no symbol '%s' in %s", name.c_str(),
             o.program.c_str());
      machine.addBreakpoint(between[n]);
    }
  }
  std::optional<Trace> trace;
  if (o.trace) {
    trace.emplace(o.traceFile, *program, machine);
    Hooks hooks;
    hooks.retire = [&](const Retire &r) { (*trace)(r); };
    machine.setHooks(std::move(hooks));
  }

  uint64_t first = machine.retired();
  auto start = std::chrono::steady_clock::now();
  uint64_t until = o.maximum ? first + *o.maximum : ~uint64_t(0);
  Stop stop;
  auto arrive = [&] {
    for (int n = 0; n < 2; ++n)
      if (machine.pc() == between[n] && !seen[n]) {
        seen[n] = true;
        arrived[n] = machine.retired();
      }
  };
  if (!o.betweenFirst.empty())
    arrive();
  while (true) {
    uint64_t next = until;
    bool save = o.checkpointAt && machine.retired() <= *o.checkpointAt;
    if (save)
      next = std::min(next, *o.checkpointAt);
    stop = machine.run(next - machine.retired());
    if (stop == Stop::breakpoint) {
      arrive();
      continue;
    }
    if (stop == Stop::limit && save && machine.retired() == *o.checkpointAt) {
      if (!machine.save(o.checkpoint, error))
        fail("%s", error.c_str());
      o.checkpointAt.reset();
      o.checkpoint.clear();
      if (machine.retired() < until)
        continue;
    }
    break;
  }
  std::chrono::duration<double> seconds =
      std::chrono::steady_clock::now() - start;

  int status = 0;
  switch (stop) {
  case Stop::exited:
    status = machine.exitStatus() & 255;
    break;
  case Stop::fault:
    status = reportFault(o, *program, machine);
    break;
  default:
    std::fprintf(stderr,
                 "sectile-run: stopped after %" PRIu64
                 " instructions at pc %s %s\n",
                 machine.retired(), hex(machine.pc()).c_str(),
                 describe(*program, machine.pc()).c_str());
    if (!o.checkpoint.empty() && !machine.save(o.checkpoint, error))
      fail("%s", error.c_str());
    status = 124;
  }
  if (!o.betweenFirst.empty()) {
    if (seen[0] && seen[1])
      std::fprintf(stderr, "instructions between %s and %s: %" PRId64 "\n",
                   o.betweenFirst.c_str(), o.betweenSecond.c_str(),
                   int64_t(arrived[1] - arrived[0]));
    else
      std::fprintf(stderr,
                   "sectile-run: --count-between: '%s' was not reached\n",
                   (seen[0] ? o.betweenSecond : o.betweenFirst).c_str());
  }
  if (o.stats)
    printStatistics(o, machine, seconds.count());
  return status;
}
