// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A QEMU TCG plug-in: counts the instructions executed from one address to
// another.
//
//   qemu-riscv64 -plugin libqemu-count.so,begin=ADDR,end=ADDR[,profile=FILE]
//   program
//
// Debian ships no plug-in header, so the few prototypes that are needed are
// declared here, as QEMU 7.2 (plug-in interface version 1) defines them.
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
typedef struct qemu_info_t qemu_info_t;
enum qemu_plugin_cb_flags { QEMU_PLUGIN_CB_NO_REGS };
enum qemu_plugin_op { QEMU_PLUGIN_INLINE_ADD_U64 };
typedef void (*qemu_plugin_vcpu_tb_trans_cb_t)(qemu_plugin_id_t,
                                               struct qemu_plugin_tb *);
typedef void (*qemu_plugin_vcpu_udata_cb_t)(unsigned, void *);
typedef void (*qemu_plugin_udata_cb_t)(qemu_plugin_id_t, void *);

extern void
    qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t,
                                          qemu_plugin_vcpu_tb_trans_cb_t);
extern void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *,
                                                   qemu_plugin_vcpu_udata_cb_t,
                                                   enum qemu_plugin_cb_flags,
                                                   void *);
extern void qemu_plugin_register_vcpu_insn_exec_inline(
    struct qemu_plugin_insn *, enum qemu_plugin_op, void *, uint64_t);
extern void qemu_plugin_register_atexit_cb(qemu_plugin_id_t,
                                           qemu_plugin_udata_cb_t, void *);
extern size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
extern struct qemu_plugin_insn *
qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *, size_t);
extern uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *);

#define EXPORT __attribute__((visibility("default")))
EXPORT int qemu_plugin_version = 1;

static uint64_t begin_address, end_address;
static uint64_t executed, begin_count, end_count;
static bool seen_begin, seen_end;

// The profile: one counter per instruction address, never moved because
// translated code points into it.
static const char *profile_name;
enum { PROFILE_SLOTS = 1 << 16 };
static struct {
  uint64_t address, count;
} profile[PROFILE_SLOTS];

static uint64_t *profile_slot(uint64_t address) {
  for (uint64_t i = address / 2, n = 0; n < PROFILE_SLOTS; i++, n++) {
    i %= PROFILE_SLOTS;
    if (profile[i].address == address || !profile[i].address) {
      profile[i].address = address;
      return &profile[i].count;
    }
  }
  fprintf(stderr, "qemu-count: more than %d addresses to profile\n",
          PROFILE_SLOTS);
  exit(2);
}

static void at_begin(unsigned vcpu, void *data) {
  begin_count = executed;
  seen_begin = true;
  for (int i = 0; i < PROFILE_SLOTS; i++)
    profile[i].count = 0;
}

static void write_profile(void) {
  FILE *file = fopen(profile_name, "w");
  if (!file) {
    perror(profile_name);
    exit(2);
  }
  for (int i = 0; i < PROFILE_SLOTS; i++)
    if (profile[i].count)
      fprintf(file, "%" PRIx64 " %" PRIu64 "\n", profile[i].address,
              profile[i].count);
  fclose(file);
}

static void at_end(unsigned vcpu, void *data) {
  end_count = executed;
  seen_end = true;
  if (profile_name)
    write_profile();
}

static void translate(qemu_plugin_id_t id, struct qemu_plugin_tb *tb) {
  size_t n = qemu_plugin_tb_n_insns(tb);
  for (size_t i = 0; i < n; i++) {
    struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
    uint64_t address = qemu_plugin_insn_vaddr(insn);
    if (address == begin_address)
      qemu_plugin_register_vcpu_insn_exec_cb(insn, at_begin,
                                             QEMU_PLUGIN_CB_NO_REGS, NULL);
    if (address == end_address)
      qemu_plugin_register_vcpu_insn_exec_cb(insn, at_end,
                                             QEMU_PLUGIN_CB_NO_REGS, NULL);
    qemu_plugin_register_vcpu_insn_exec_inline(insn, QEMU_PLUGIN_INLINE_ADD_U64,
                                               &executed, 1);
    if (profile_name)
      qemu_plugin_register_vcpu_insn_exec_inline(
          insn, QEMU_PLUGIN_INLINE_ADD_U64, profile_slot(address), 1);
  }
}

static void report(qemu_plugin_id_t id, void *data) {
  if (!seen_begin || !seen_end)
    fprintf(stderr, "qemu-count: a marker was not reached\n");
  else
    fprintf(stderr, "instructions between begin and end: %" PRIu64 "\n",
            end_count - begin_count);
}

EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info,
                               int argc, char **argv) {
  for (int i = 0; i < argc; i++) {
    char *value = strchr(argv[i], '=');
    if (value && !strncmp(argv[i], "begin=", 6))
      begin_address = strtoull(value + 1, NULL, 0);
    else if (value && !strncmp(argv[i], "end=", 4))
      end_address = strtoull(value + 1, NULL, 0);
    else if (value && !strncmp(argv[i], "profile=", 8))
      profile_name = strdup(value + 1);
    else {
      fprintf(stderr,
              "qemu-count: expected begin=, end= or profile=, found %s\n",
              argv[i]);
      return -1;
    }
  }
  qemu_plugin_register_vcpu_tb_trans_cb(id, translate);
  qemu_plugin_register_atexit_cb(id, report, NULL);
  return 0;
}
