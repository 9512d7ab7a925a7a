// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A checkpoint file: a header, the state as a list of 64-bit words and byte
// strings, and those pages of memory that are not all zero. A checksum over
// everything is at the end. A file is read and checked as a whole before the
// machine is changed.
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

// The contents of a checkpoint.
struct Contents {
  uint64_t registers[32] = {};
  std::vector<Tile> tiles = std::vector<Tile>(32);
  uint64_t state[11] = {}; // in the order of stateOf()
  std::array<uint64_t, 256> counters = {};
  std::vector<HostDevice::File> files;
  // Offsets in RAM, in ascending order, and the bytes, which the file holds.
  std::vector<std::pair<uint64_t, const uint8_t *>> pages;
};

std::array<uint64_t, 11> stateOf(const Hart &h) {
  return {h.pc,  h.retired, h.status,         h.tvec,
          h.epc, h.cause,   h.tval,           h.scratch,
          h.ie,  h.timecmp, h.softwarePending};
}

void setState(Hart &h, const uint64_t (&state)[11]) {
  h.pc = state[0] & ~uint64_t(3);
  h.retired = state[1];
  h.status = state[2] & 3;
  h.tvec = state[3] & ~uint64_t(3);
  h.epc = state[4] & ~uint64_t(3);
  h.cause = state[5];
  h.tval = state[6];
  h.scratch = state[7];
  h.ie = state[8] & 3;
  h.timecmp = state[9];
  h.softwarePending = state[10] & 1;
}

//===-- Writing ---------------------------------------------------------===//

bool isZero(const uint8_t *page) {
  static const uint8_t zeros[pageSize] = {};
  return std::memcmp(page, zeros, pageSize) == 0;
}

void writeRegisters(Writer &w, const Hart &h) {
  for (unsigned n = 0; n < 32; ++n)
    w.word(h.registers.r[n]);
  for (unsigned n = 0; n < 32; ++n)
    w.raw(&h.tile(n), sizeof(Tile));
  for (uint64_t v : stateOf(h))
    w.word(v);
  for (uint64_t v : h.counters)
    w.word(v);
}

void writeFiles(Writer &w, const std::vector<HostDevice::File> &files) {
  w.word(files.size());
  for (const HostDevice::File &f : files) {
    w.word(f.descriptor);
    w.text(f.path);
    w.word(f.flags);
    w.word(f.position);
  }
}

void writeMemory(Writer &w, const Ram &ram) {
  for (uint64_t offset = 0; offset < ram.size(); offset += pageSize)
    if (!isZero(ram.data() + offset)) {
      w.word(offset);
      w.raw(ram.data() + offset, pageSize);
    }
  w.word(~uint64_t(0));
}

//===-- Reading ---------------------------------------------------------===//

// Checks header and checksum and leaves the reader at the first word of the
// contents. Returns what is wrong, or nothing.
std::string readHeader(Reader &r, const std::vector<uint8_t> &bytes) {
  char found[8];
  if (!r.raw(found, 8) || std::memcmp(found, magic, 8) != 0)
    return "not a checkpoint of this emulator";
  uint64_t foundVersion = r.word();
  if (!r.good)
    return "truncated";
  if (foundVersion != version)
    return "version " + std::to_string(foundVersion) + ", expected " +
           std::to_string(version);
  uint64_t sum;
  if (bytes.size() < 32)
    return "truncated";
  std::memcpy(&sum, bytes.data() + bytes.size() - 8, 8);
  if (sum != checkpointChecksum(bytes.data(), bytes.size() - 8))
    return "checksum does not match: damaged or truncated";
  r.end -= 8;
  return "";
}

void readRegisters(Reader &r, Contents &c) {
  for (uint64_t &v : c.registers)
    v = r.word();
  for (Tile &t : c.tiles)
    r.raw(&t, sizeof t);
  for (uint64_t &v : c.state)
    v = r.word();
  for (uint64_t &v : c.counters)
    v = r.word();
}

void readFiles(Reader &r, Contents &c) {
  for (uint64_t n = r.word(); r.good && n; --n) {
    HostDevice::File f;
    f.descriptor = r.word();
    f.path = r.text();
    f.flags = r.word();
    f.position = r.word();
    c.files.push_back(f);
  }
}

bool readPages(Reader &r, uint64_t memory, Contents &c) {
  uint64_t next = 0;
  while (r.good) {
    uint64_t offset = r.word();
    if (!r.good || offset == ~uint64_t(0))
      break;
    if (offset % pageSize != 0 || offset < next || offset >= memory ||
        uint64_t(r.end - r.at) < pageSize)
      return false;
    next = offset + pageSize;
    c.pages.emplace_back(offset, r.at);
    r.at += pageSize;
  }
  return true;
}

// Returns what is wrong, or nothing.
std::string readContents(const std::vector<uint8_t> &bytes, uint64_t memory,
                         Contents &c) {
  Reader r{bytes.data(), bytes.data() + bytes.size()};
  if (std::string wrong = readHeader(r, bytes); !wrong.empty())
    return wrong;
  uint64_t saved = r.word();
  if (saved != memory)
    return "saved with " + std::to_string(saved) +
           " bytes of memory, this machine has " + std::to_string(memory);
  readRegisters(r, c);
  readFiles(r, c);
  if (!readPages(r, memory, c))
    return "malformed page list";
  return r.good && r.at == r.end ? "" : "malformed";
}

void setMemory(const Ram &ram, const Contents &c) {
  uint64_t offset = 0;
  auto clearUpTo = [&](uint64_t end) {
    // A page that was never written is not written here either.
    for (; offset < end; offset += pageSize)
      if (!isZero(ram.data() + offset))
        std::memset(ram.data() + offset, 0, pageSize);
  };
  for (auto [at, data] : c.pages) {
    clearUpTo(at);
    std::memcpy(ram.data() + at, data, pageSize);
    offset = at + pageSize;
  }
  clearUpTo(ram.size());
}

} // namespace

bool Machine::save(const std::string &path, std::string &error) const {
  Writer w;
  w.raw(magic, sizeof magic);
  w.word(version);
  w.word(self->options.memory);
  writeRegisters(w, *self->hart);
  writeFiles(w, self->host->files());
  writeMemory(w, *self->ram);
  w.word(checkpointChecksum(w.bytes.data(), w.bytes.size()));

  OutputFile out;
  if (out.open(path) && out.write(w.bytes.data(), w.bytes.size()) &&
      out.commit())
    return true;
  error = "cannot write checkpoint '" + path + "': " + out.error();
  return false;
}

bool Machine::restore(const std::string &path, std::string &error) {
  std::vector<uint8_t> bytes;
  Contents c;
  std::string wrong = readFile(path, bytes);
  if (!wrong.empty())
    wrong = "cannot read: " + wrong;
  else
    wrong = readContents(bytes, self->options.memory, c);
  if (!wrong.empty() || !self->host->restore(c.files, wrong)) {
    error = "checkpoint '" + path + "': " + wrong;
    return false;
  }

  for (unsigned n = 1; n < 32; ++n)
    setReg(n, c.registers[n]);
  for (unsigned n = 0; n < 32; ++n)
    setTile(n, c.tiles[n]);
  setState(*self->hart, c.state);
  self->hart->counters = c.counters;
  setMemory(*self->ram, c);
  self->backEnd->flush();
  self->stack->find();
  return true;
}

} // namespace sectile
