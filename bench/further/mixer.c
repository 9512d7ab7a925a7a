// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A synthesizer in fixed point: oscillators, envelope and filters whose state
// is a few dozen static variables, as firmware has it.
#include "../common/bench.h"

static uint32_t phase_a, phase_b, step_a = 9000000, step_b = 13500000,
                                  noise = 1;
static int32_t low, band, high, cutoff = 6000, resonance = 9000;
static int32_t envelope, attack = 400, decay = 30, sustain = 12000,
                         release = 90;
static enum { IDLE, ATTACK, DECAY, SUSTAIN, RELEASE } stage;
static int32_t delay_line[256];
static unsigned delay_at, clock_, held;
static int32_t level_left, level_right, peak, clipped, notes;
static int16_t pan = 11;
static uint8_t muted, overload;
static uint64_t total;

void bench_setup(void) {}

static void note_on(uint32_t step) {
  step_a = step;
  step_b = step + step / 200;
  stage = ATTACK;
  held = 300;
  notes++;
}

static void run_envelope(void) {
  switch (stage) {
  case IDLE:
    break;
  case ATTACK:
    envelope += attack;
    if (envelope >= 32767) {
      envelope = 32767;
      stage = DECAY;
    }
    break;
  case DECAY:
    envelope -= decay;
    if (envelope <= sustain)
      stage = SUSTAIN;
    break;
  case SUSTAIN:
    if (held == 0)
      stage = RELEASE;
    break;
  case RELEASE:
    envelope -= release;
    if (envelope <= 0) {
      envelope = 0;
      stage = IDLE;
    }
    break;
  }
  if (held)
    held--;
}

static int32_t oscillate(void) {
  phase_a += step_a;
  phase_b += step_b;
  noise = noise >> 1 ^ (0xa3000000u & -(noise & 1));
  int32_t saw = (int32_t)(phase_a >> 16) - 32768,
          square = phase_b >> 31 ? 12000 : -12000;
  return (saw + square + (int32_t)(noise & 1023)) >> 2;
}

static int32_t filter(int32_t in) {
  high = in - low - (band * (resonance >> 4) >> 11);
  band += high * (cutoff >> 4) >> 11;
  low += band * (cutoff >> 4) >> 11;
  if (low > 60000 || low < -60000) {
    overload = 1;
    low /= 2;
  }
  return low;
}

static void sample(void) {
  clock_++;
  run_envelope();
  int32_t v = filter(oscillate()) * (envelope >> 3) >> 12;
  int32_t echo = delay_line[delay_at];
  delay_line[delay_at] = v + echo / 2;
  delay_at = (delay_at + 1) & 255;
  v += echo;
  if (muted)
    v = 0;
  if (v > 32767 || v < -32768) {
    v = v > 0 ? 32767 : -32768;
    clipped++;
  }
  if (v > peak)
    peak = v;
  level_left += (v * pan >> 5) - (level_left >> 6);
  level_right += (v * (32 - pan) >> 5) - (level_right >> 6);
  total = total * 3 + (uint32_t)(level_left ^ level_right);
}

uint64_t bench_run(void) {
  for (int k = 0; k < BENCH_SCALE; k++)
    for (int n = 0; n < 12; n++) {
      note_on(4000000 + (uint32_t)n * 700000);
      for (int i = 0; i < 1200; i++)
        sample();
    }
  return total;
}

int bench_check(void) {
  return notes == 12 * BENCH_SCALE && clock_ == 14400u * BENCH_SCALE &&
         peak > 100 && peak <= 32767 && envelope >= 0;
}
