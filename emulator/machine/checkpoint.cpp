// A checkpoint file: a header, the state as a list of 64-bit words and byte
// strings, and those pages of memory that are not all zero. A checksum over
// everything comes last. It is read and checked as a whole before the machine
// is touched.
#include "machine/implementation.h"
#include "sectile/support/output_file.h"

#include <cstring>

namespace sectile {

// FNV-1a over 64-bit words.
uint64_t checkpointChecksum(const uint8_t *p, size_t n) {
  uint64_t h = 0xcbf29ce484222325;
  for (; n >= 8; p += 8, n -= 8) {
    uint64_t w;
    std::memcpy(&w, p, 8);
    h = (h ^ w) * 0x100000001b3;
    h ^= h >> 29;
  }
  for (; n; ++p, --n)
    h = (h ^ *p) * 0x100000001b3;
  return h;
}

namespace {

constexpr char magic[8] = {'S', 'E', 'C', 'T', 'I', 'L', 'E', 'C'};
constexpr uint64_t version = 1;
constexpr uint64_t pageSize = 4096;

struct Writer {
  std::vector<uint8_t> bytes;
  void raw(const void *p, size_t n) {
    auto *b = static_cast<const uint8_t *>(p);
    bytes.insert(bytes.end(), b, b + n);
  }
  void word(uint64_t v) { raw(&v, 8); }
  void text(const std::string &s) {
    word(s.size());
    raw(s.data(), s.size());
  }
};

struct Reader {
  const uint8_t *at, *end;
  bool good = true;
  bool raw(void *p, uint64_t n) {
    if (!good || uint64_t(end - at) < n)
      return good = false;
    std::memcpy(p, at, n);
    at += n;
    return true;
  }
  uint64_t word() {
    uint64_t v = 0;
    raw(&v, 8);
    return v;
  }
  std::string text() {
    uint64_t n = word();
    std::string s;
    if (!good || n > uint64_t(end - at)) {
      good = false;
      return s;
    }
    s.resize(n);
    raw(s.data(), n);
    return s;
  }
};

} // namespace

bool Machine::save(const std::string &path, std::string &error) const {
  const Implementation &m = *self;
  Writer w;
  w.raw(magic, sizeof magic);
  w.word(version);
  w.word(m.options.memory);
  for (unsigned n = 0; n < 32; ++n)
    w.word(m.core->r[n]);
  for (unsigned n = 0; n < 32; ++n)
    w.raw(&tile(n), sizeof(Tile));
  for (uint64_t v : {m.pc, m.retired, m.status, m.tvec, m.epc, m.cause, m.tval,
                     m.scratch, m.ie, m.timecmp, uint64_t(m.softwarePending)})
    w.word(v);
  for (uint64_t v : m.counters)
    w.word(v);
  std::vector<HostDevice::File> files = m.host->files();
  w.word(files.size());
  for (const HostDevice::File &f : files) {
    w.word(f.descriptor);
    w.text(f.path);
    w.word(f.flags);
    w.word(f.position);
  }
  static const uint8_t zeros[pageSize] = {};
  for (uint64_t offset = 0; offset < m.options.memory; offset += pageSize)
    if (std::memcmp(m.core->ram + offset, zeros, pageSize) != 0) {
      w.word(offset);
      w.raw(m.core->ram + offset, pageSize);
    }
  w.word(~uint64_t(0));
  w.word(checkpointChecksum(w.bytes.data(), w.bytes.size()));

  OutputFile out;
  if (out.open(path) && out.write(w.bytes.data(), w.bytes.size()) &&
      out.commit())
    return true;
  error = "cannot write checkpoint '" + path + "': " + out.error();
  return false;
}

bool Machine::restore(const std::string &path, std::string &error) {
  Implementation &m = *self;
  auto fail = [&](const std::string &text) {
    error = "checkpoint '" + path + "': " + text;
    return false;
  };
  std::vector<uint8_t> bytes;
  std::string unread = readFile(path, bytes);
  if (!unread.empty())
    return fail("cannot read: " + unread);

  char found[8];
  Reader r{bytes.data(), bytes.data() + bytes.size()};
  if (!r.raw(found, 8) || std::memcmp(found, magic, 8) != 0)
    return fail("not a checkpoint of this emulator");
  uint64_t foundVersion = r.word();
  if (!r.good)
    return fail("truncated");
  if (foundVersion != version)
    return fail("version " + std::to_string(foundVersion) + ", expected " +
                std::to_string(version));
  uint64_t sum;
  if (bytes.size() < 32)
    return fail("truncated");
  std::memcpy(&sum, bytes.data() + bytes.size() - 8, 8);
  if (sum != checkpointChecksum(bytes.data(), bytes.size() - 8))
    return fail("checksum does not match: damaged or truncated");
  r.end -= 8;
  uint64_t memory = r.word();
  if (memory != m.options.memory)
    return fail("saved with " + std::to_string(memory) +
                " bytes of memory, this machine has " +
                std::to_string(m.options.memory));

  uint64_t registers[32], state[11];
  std::vector<Tile> tiles(32);
  for (uint64_t &v : registers)
    v = r.word();
  for (Tile &t : tiles)
    r.raw(&t, sizeof t);
  for (uint64_t &v : state)
    v = r.word();
  std::array<uint64_t, 256> counters;
  for (uint64_t &v : counters)
    v = r.word();
  std::vector<HostDevice::File> files;
  for (uint64_t n = r.word(); r.good && n; --n) {
    HostDevice::File f;
    f.descriptor = r.word();
    f.path = r.text();
    f.flags = r.word();
    f.position = r.word();
    files.push_back(f);
  }
  std::vector<std::pair<uint64_t, const uint8_t *>> pages;
  uint64_t next = 0;
  while (r.good) {
    uint64_t offset = r.word();
    if (!r.good || offset == ~uint64_t(0))
      break;
    if (offset % pageSize != 0 || offset < next || offset >= memory ||
        uint64_t(r.end - r.at) < pageSize)
      return fail("malformed page list");
    next = offset + pageSize;
    pages.emplace_back(offset, r.at);
    r.at += pageSize;
  }
  if (!r.good || r.at != r.end)
    return fail("malformed");
  std::string problem;
  if (!m.host->restore(files, problem))
    return fail(problem);

  for (unsigned n = 1; n < 32; ++n)
    setReg(n, registers[n]);
  for (unsigned n = 0; n < 32; ++n)
    setTile(n, tiles[n]);
  m.pc = state[0] & ~uint64_t(3);
  m.retired = state[1];
  m.status = state[2] & 3;
  m.tvec = state[3] & ~uint64_t(3);
  m.epc = state[4] & ~uint64_t(3);
  m.cause = state[5];
  m.tval = state[6];
  m.scratch = state[7];
  m.ie = state[8] & 3;
  m.timecmp = state[9];
  m.softwarePending = state[10] & 1;
  m.counters = counters;
  uint64_t offset = 0;
  auto clearUpTo = [&](uint64_t end) {
    // Pages never touched stay untouched.
    static const uint8_t zeros[pageSize] = {};
    for (; offset < end; offset += pageSize)
      if (std::memcmp(m.core->ram + offset, zeros, pageSize) != 0)
        std::memset(m.core->ram + offset, 0, pageSize);
  };
  for (auto [at, data] : pages) {
    clearUpTo(at);
    std::memcpy(m.core->ram + at, data, pageSize);
    offset = at + pageSize;
  }
  clearUpTo(memory);
  m.flush();
  m.findStack();
  return true;
}

} // namespace sectile
