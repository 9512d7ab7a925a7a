#include "sectile/emulator/command_line.h"

#include <cerrno>
#include <cinttypes>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>

namespace sectile {

using isa::Op;

static const char *const commonOptions =
    R"(  --memory SIZE          RAM from 0x80000000 on; suffix K, M or G (default 256M)
  --dir DIRECTORY        let the program use the files below this directory
  --max-instructions N   stop after N instructions, or more than N traps in a row
  --trace[=FILE]         write each instruction and what it changed
  --stats[=json]         after the run: instructions by unit, tile operations,
                         multiply-accumulates, time
  --stats-mnemonics      with the statistics: how often each mnemonic ran
  --count-between A,B    after the run: instructions between the first arrival at a
                         symbol or address and the first at another after it
  --checkpoint FILE      save the whole state when --max-instructions stops the
                         program, or where --checkpoint-at says
  --checkpoint-at N      save after N instructions and go on
  --restore FILE         continue from a checkpoint of the same program
)";

//===-- Options ---------------------------------------------------------===//

void fail(const char *tool, const std::string &message) {
  std::fprintf(stderr, "%s: error: %s\n", tool, message.c_str());
  removeTemporaryOutputs();
  std::exit(statusWrongUse);
}

void openStandardDescriptors() {
  for (int fd = 0; fd < 3; ++fd)
    if (::fcntl(fd, F_GETFD) < 0 && errno == EBADF)
      // The lowest that is free, which is this one.
      (void)::open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

namespace {
volatile std::sig_atomic_t signalCaught = 0;
void (*whenCaught)() = nullptr;

void endBy(int number) {
  std::signal(number, SIG_DFL);
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, number);
  ::sigprocmask(SIG_UNBLOCK, &only, nullptr);
  ::raise(number);
}

void onInterruption(int number) {
  if (signalCaught) {
    removeTemporaryOutputs();
    endBy(number);
  }
  signalCaught = number;
  if (whenCaught)
    whenCaught();
}
} // namespace

void catchInterruptions(void (*also)()) {
  whenCaught = also;
  for (int number : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction action = {};
    // What was ignored, as in the background of a shell, stays so.
    if (::sigaction(number, nullptr, &action) != 0 ||
        action.sa_handler == SIG_IGN)
      continue;
    action = {};
    // No SA_RESTART: a program that waits for input is to be stopped too.
    action.sa_handler = onInterruption;
    ::sigaction(number, &action, nullptr);
  }
}

int interruption() { return signalCaught; }

void endByInterruption() {
  std::fflush(stdout);
  endBy(signalCaught);
  std::abort(); // not reached
}

ToolOutput::ToolOutput(const char *toolName, const std::string &optionName,
                       const std::string &name)
    : tool(toolName), option(optionName), path(name) {
  if (!file.open(path) || !file.stream())
    fail(tool, option + ": cannot write '" + path + "': " + file.error());
}

bool ToolOutput::close() {
  if (file.commit())
    return true;
  std::fprintf(stderr, "%s: error: %s: cannot write '%s': %s\n", tool,
               option.c_str(), path.c_str(), file.error().c_str());
  return false;
}

int statusAfterOutput(const char *tool, int status) {
  errno = 0;
  if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
    std::fprintf(stderr, "%s: error: cannot write to standard output%s%s\n",
                 tool, errno ? ": " : "", errno ? std::strerror(errno) : "");
    return statusWrongUse;
  }
  return status == 0 && std::ferror(stderr) ? statusWrongUse : status;
}

std::string hex(uint64_t value) {
  char text[32];
  std::snprintf(text, sizeof text, "0x%" PRIx64, value);
  return text;
}

uint64_t parseNumber(const char *tool, const std::string &option,
                     const std::string &text, bool suffix) {
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
    fail(tool, option + ": '" + text + "' is not a number" +
                   (suffix ? " with suffix K, M or G" : ""));
  return value << shift;
}

Argument::Argument(const char *toolName, int count, char **arguments, int &at)
    : tool(toolName), argc(count), argv(arguments), position(at) {
  std::string_view all = argv[position];
  size_t equals = all.find('=');
  optionName = all.substr(0, equals);
  hasValue = equals != std::string_view::npos;
  if (hasValue)
    attachedValue = all.substr(equals + 1);
}

std::string Argument::value() {
  if (hasValue)
    return attachedValue;
  if (position + 1 >= argc)
    fail(tool, optionName + " expects a value");
  return argv[++position];
}

uint64_t Argument::number(bool suffix) {
  return parseNumber(tool, optionName, value(), suffix);
}

void Argument::noValue() const {
  if (hasValue)
    fail(tool, optionName + " takes no value");
}

void Argument::pair(std::string &first, std::string &second) {
  std::string both = value();
  size_t comma = both.find(',');
  if (comma == std::string::npos)
    fail(tool,
         optionName + " expects two symbols or addresses, as in main,exit");
  first = both.substr(0, comma);
  second = both.substr(comma + 1);
}

RunOptions parseRunOptions(int argc, char **argv, const Tool &tool) {
  openStandardDescriptors();
  RunOptions o;
  int n = 1;
  for (; n < argc && argv[n][0] == '-' && argv[n][1]; ++n) {
    if (std::string_view(argv[n]) == "--") {
      ++n;
      break;
    }
    Argument a(tool.name, argc, argv, n);
    const std::string &name = a.name();
    if (tool.extra(a))
      continue;
    if (name == "--help") {
      std::printf("%s%s%s  --help, --version\n", tool.usage, commonOptions,
                  tool.more);
      std::exit(statusAfterOutput(tool.name, 0));
    } else if (name == "--version") {
      std::printf("%s%s\n", versionLine(tool.name).c_str(),
                  tool.version.c_str());
      std::exit(statusAfterOutput(tool.name, 0));
    } else if (name == "--memory") {
      o.memory = a.number(true);
    } else if (name == "--dir") {
      o.host.directory = a.value();
      if (o.host.directory.empty())
        fail(tool.name, "--dir expects a directory");
    } else if (name == "--max-instructions") {
      o.maximum = a.number();
    } else if (name == "--trace") {
      o.trace = true;
      if (a.attached())
        o.traceFile = a.value();
    } else if (name == "--stats") {
      o.stats = true;
      if (a.attached()) {
        if (a.value() != "json")
          fail(tool.name,
               "--stats: unknown format '" + a.value() + "', expected json");
        o.json = true;
      }
    } else if (name == "--stats-mnemonics") {
      a.noValue();
      o.stats = o.mnemonics = true;
    } else if (name == "--count-between") {
      a.pair(o.betweenFirst, o.betweenSecond);
    } else if (name == "--checkpoint") {
      o.checkpoint = a.value();
    } else if (name == "--checkpoint-at") {
      o.checkpointAt = a.number();
    } else if (name == "--restore") {
      o.restore = a.value();
    } else {
      fail(tool.name,
           "unknown option '" + std::string(argv[n]) + "'; --help lists them");
    }
  }
  if (n >= argc)
    fail(tool.name, "no program given; --help shows how");
  if (o.checkpointAt && o.checkpoint.empty())
    fail(tool.name, "--checkpoint-at needs --checkpoint FILE");
  o.program = argv[n];
  o.host.arguments.assign(argv + n, argv + argc);
  return o;
}

//===-- Places ----------------------------------------------------------===//

std::string place(const Program &program, uint64_t address) {
  const Symbol *s = program.symbolAt(address);
  if (!s)
    return "";
  std::string name(s->name());
  return address == s->address ? name : name + "+" + hex(address - s->address);
}

std::string sourceLine(const std::string &path, uint64_t address) {
  char self[PATH_MAX];
  ssize_t n = ::readlink("/proc/self/exe", self, sizeof self - 1);
  if (n <= 0)
    return "";
  std::string library(self, size_t(n));
  library = library.substr(0, library.rfind('/')) +
            "/../lib/libsectile_source_line.so";
  void *handle = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!handle)
    return "";
  using Function = int (*)(const char *, uint64_t, char *, size_t);
  auto function =
      reinterpret_cast<Function>(::dlsym(handle, "sectileSourceLine"));
  char text[PATH_MAX + 32];
  return function && function(path.c_str(), address, text, sizeof text) ? text
                                                                        : "";
}

uint64_t parsePlace(const char *tool, const std::string &option,
                    const std::string &text, const RunOptions &options,
                    const Program &program) {
  if (!text.empty() && std::isdigit(static_cast<unsigned char>(text[0])))
    return parseNumber(tool, option, text, false);
  if (auto address = program.addressOf(text))
    return *address;
  fail(tool, option + ": no symbol '" + text + "' in " + options.program);
}

CountBetween::CountBetween(const char *t, const RunOptions &o,
                           const Program &program)
    : tool(t), options(o) {
  if (!wanted())
    return;
  const std::string *names[2] = {&o.betweenFirst, &o.betweenSecond};
  for (int n = 0; n < 2; ++n)
    addresses[n] = parsePlace(tool, "--count-between", *names[n], o, program);
}

void CountBetween::arrive(uint64_t pc, uint64_t retired) {
  for (int n = 0; n < 2; ++n)
    if (pc == addresses[n] && !seen[n] && (n == 0 || seen[0])) {
      seen[n] = true;
      arrived[n] = retired;
    }
}

void CountBetween::print() const {
  if (!wanted())
    return;
  if (seen[0] && seen[1])
    std::fprintf(stderr, "instructions between %s and %s: %" PRIu64 "\n",
                 options.betweenFirst.c_str(), options.betweenSecond.c_str(),
                 arrived[1] - arrived[0]);
  else
    std::fprintf(
        stderr, "%s: --count-between: '%s' was not reached%s\n", tool,
        (seen[0] ? options.betweenSecond : options.betweenFirst).c_str(),
        seen[0] ? (" after '" + options.betweenFirst + "'").c_str() : "");
}

//===-- Trace -----------------------------------------------------------===//

TraceWriter::TraceWriter(const char *tool, const std::string &path,
                         const Program &p)
    : program(p), file(stderr) {
  if (path.empty())
    return;
  output.emplace(tool, "--trace", path);
  file = output->stream();
}

void TraceWriter::write(const Retire &r, const Tile *tile) {
  if (const Symbol *s = program.symbolAt(r.pc); s && s->address == r.pc)
    std::fprintf(file, "%s:\n", s->text);
  std::string text =
      r.word || !r.trapped ? isa::toString(r.inst, r.pc) : "<none>";
  std::fprintf(file, "%10" PRIx64 ": %08x  %-34s", r.pc, r.word, text.c_str());
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
  const isa::Kind kind = isa::info(r.inst.op).kind;
  for (const MemoryAccess &a : r.accesses) {
    if (kind == isa::Kind::tstore || !a.isStore)
      continue;
    // A pair is one access of two values.
    const unsigned parts = kind == isa::Kind::storepair ? 2 : 1,
                   size = a.size / parts;
    for (unsigned n = 0; n < parts; ++n) {
      uint64_t value = 0;
      std::memcpy(&value, a.data + n * size, size);
      std::fprintf(file, "%smem[%s]=%s", separator,
                   hex(a.address + n * size).c_str(), hex(value).c_str());
      separator = ", ";
    }
  }
  if (r.tile >= 0 && tile)
    // The corner is enough to follow a program by eye.
    std::fprintf(file, "%s%s=[%08x %08x .. / %08x %08x .. / ..]", separator,
                 isa::tileNames[r.tile], tile->word(0, 0), tile->word(0, 1),
                 tile->word(1, 0), tile->word(1, 1));
  std::fputc('\n', file);
}

//===-- Statistics ------------------------------------------------------===//

static uint64_t macsOf(Op op) {
  return isa::isMultiply(op) ? 16 * 16 * isa::multiplyOf(op).depth() : 0;
}

void addInstructionStatistics(StatisticLines &lines,
                              const std::vector<uint64_t> &counts) {
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
}

void addMnemonics(StatisticLines &lines, const std::vector<uint64_t> &counts) {
  for (unsigned n = 1; n < isa::opCount; ++n)
    if (counts[n])
      lines.emplace_back(std::string("op_") + isa::info(Op(n)).mnemonic,
                         double(counts[n]));
}

void printStatistics(const StatisticLines &lines, bool json) {
  if (json)
    std::fputs("{", stderr);
  const char *separator = "\n";
  for (auto &[name, value] : lines) {
    int digits = value == double(uint64_t(value)) ? 0 : 6;
    if (json)
      std::fprintf(stderr, "%s  \"%s\": %.*f", separator, name.c_str(), digits,
                   value);
    else
      std::fprintf(stderr, "%s %.*f\n", name.c_str(), digits, value);
    separator = ",\n";
  }
  if (json)
    std::fputs("\n}\n", stderr);
}

//===-- Stops and faults ------------------------------------------------===//

void reportStop(const char *tool, const std::string &path,
                const Program &program, const std::string &what, uint64_t pc) {
  std::fflush(stdout);
  std::fprintf(stderr, "%s: %s at pc %s %s\n", tool, what.c_str(),
               hex(pc).c_str(), place(program, pc).c_str());
  if (std::string line = sourceLine(path, pc); !line.empty())
    std::fprintf(stderr, "  at: %s\n", line.c_str());
}

// The instruction, where it is, who called, and all registers.
static void describe(const std::string &path, const Program &program,
                     const Fault &f,
                     const std::function<uint64_t(unsigned)> &reg) {
  if (f.word)
    std::fprintf(stderr, "  instruction: %08x  %s\n", f.word,
                 isa::toString(isa::decode(f.word), f.pc).c_str());
  std::string symbol = place(program, f.pc);
  if (!symbol.empty())
    std::fprintf(stderr, "  in: %s\n", symbol.c_str());
  std::string line = sourceLine(path, f.pc);
  if (!line.empty())
    std::fprintf(stderr, "  at: %s\n", line.c_str());
  std::string caller = place(program, reg(1) - 4);
  if (!caller.empty()) {
    line = sourceLine(path, reg(1) - 4);
    std::fprintf(stderr, "  ra: %s %s%s\n", hex(reg(1)).c_str(), caller.c_str(),
                 line.empty() ? "" : (" at " + line).c_str());
  }
  for (unsigned n = 0; n < 32; ++n)
    std::fprintf(stderr, "%s%4s %016" PRIx64 "%s", n % 4 ? " " : "  ",
                 isa::gprNames[n], reg(n), n % 4 == 3 ? "\n" : "");
}

int reportFault(const char *tool, const std::string &path,
                const Program &program, const Fault &f, uint64_t retired,
                const std::function<uint64_t(unsigned)> &reg) {
  const char *cause = isa::trapText(f.cause);
  std::fflush(stdout);
  std::fprintf(stderr,
               "%s: %s at pc %s, value %s, after %" PRIu64 " instructions\n",
               tool, cause ? cause : "trap", hex(f.pc).c_str(),
               hex(f.value).c_str(), retired);
  describe(path, program, f, reg);
  return f.cause >> 63 ? int(192 + (f.cause & 31)) : int(128 + (f.cause & 31));
}

int reportStackOverflow(const char *tool, const std::string &path,
                        const Program &program, const Fault &f, uint64_t limit,
                        uint64_t retired,
                        const std::function<uint64_t(unsigned)> &reg) {
  std::fflush(stdout);
  std::fprintf(stderr,
               "%s: stack overflow at pc %s: sp is %s, below the end of the "
               "%s at %s, after %" PRIu64 " instructions\n",
               tool, hex(f.pc).c_str(), hex(f.value).c_str(),
               limit > program.end() ? "heap" : "program", hex(limit).c_str(),
               retired);
  describe(path, program, f, reg);
  return statusStackOverflow;
}

} // namespace sectile
