// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Continual retraining: a network is served in i8; what it sees changes; the
// change is noticed without labels; the network is trained on, in bf16, on what
// it sees now, quantised and served again. The same source is the program of
// the core and, with the portable operations, the reference on the host; every
// weight and every output must agree.
//
// The network is mlp.h's. It sees digits as it was trained on, and from a
// moment on digits that are rotated. Drift is noticed by the margins, the
// difference of the two largest outputs: their mean over recent batches falls
// below 7/8 of what it was on the digits held back. Then `collect` batches
// are labelled, and the network trains on them and as many digits of before
// (replay), so that it does not forget these.
#define MODEL "continual"
#include "../common/data.h"

#include "../mlp/mlp.h"

static int64_t angle = 45, collect = 16, stream = 60, again = 6;
static void (*infer)(void) = forward_bf16;

static void forward(void) { infer(); }
static void trained(const struct digits *d) {
  quantise(d);
  infer = forward_i8;
}

// Sine and cosine of the angle, times 2^14, by their series: the same on every
// machine.
static void turn(int *sine, int *cosine) {
  const double x = (double)angle * 0.017453292519943295;
  double term = 1, s = 0, c = 0;
  for (int n = 0; n < 24; n += 2) {
    c += term;
    term *= x / (n + 1);
    s += term;
    term *= -x / (n + 2);
  }
  *sine = (int)(s * 16384 + 0.5);
  *cosine = (int)(c * 16384 + (c < 0 ? -0.5 : 0.5));
}

// An image of 28 x 28, rotated about its middle; pixels between four others are
// interpolated, those outside are 0.
static int pixel(const uint8_t *p, int x, int y) {
  return x < 0 || x > 27 || y < 0 || y > 27 ? 0 : p[y * 28 + x];
}
static void rotate(const uint8_t *from, uint8_t *to) {
  enum { ONE = 1 << 14, BEFORE = 64 }; // so that no coordinate is negative
  int s, c;
  turn(&s, &c);
  for (int i = 0; i < PIXELS; i++) {
    const int dx = 2 * (i % 28) - 27, dy = 2 * (i / 28) - 27;
    const int at_x = (c * dx + s * dy + (27 + 2 * BEFORE) * ONE) / 2,
              at_y = (c * dy - s * dx + (27 + 2 * BEFORE) * ONE) / 2;
    const int px = at_x / ONE - BEFORE, py = at_y / ONE - BEFORE,
              fx = at_x % ONE / 64, fy = at_y % ONE / 64; // of 256
    const int above = pixel(from, px, py) * (256 - fx) +
                      pixel(from, px + 1, py) * fx,
              under = pixel(from, px, py + 1) * (256 - fx) +
                      pixel(from, px + 1, py + 1) * fx;
    to[i] = (uint8_t)((above * (256 - fy) + under * fy) / 65536);
  }
}

static struct digits new_digits(uint32_t count) {
  struct digits d = {count, malloc((size_t)count * PIXELS), malloc(count)};
  if (!d.pixels || !d.labels)
    fail("out of memory", "digits");
  return d;
}
static void free_digits(struct digits *d) {
  free(d->pixels);
  free(d->labels);
}
static void copy_digit(struct digits *to, uint32_t at, const struct digits *d,
                       uint32_t n, int rotated) {
  const uint8_t *from = d->pixels + (size_t)n * PIXELS;
  uint8_t *pixels = to->pixels + (size_t)at * PIXELS;
  to->labels[at] = d->labels[n];
  if (rotated)
    rotate(from, pixels);
  else
    memcpy(pixels, from, PIXELS);
}

// The mean margin of the batch.
static double margin(void) {
  int sum = 0;
  for (int i = 0; i < BATCH; i++) {
    int first = -128, second = -128;
    for (int j = 0; j < CLASSES; j++) {
      const int z = (int)logits[i * CLASSES + j];
      second = z > first ? first : z > second ? z : second;
      first = z > first ? z : first;
    }
    sum += first - second;
  }
  return (double)sum / BATCH;
}

// Of full batches of the digits held back.
static double usual_margin(const struct digits *d) {
  const int batches = HELD_BACK / BATCH;
  double sum = 0;
  for (int b = 0; b < batches; b++) {
    load_batch(d, NULL, (uint32_t)b * BATCH, HELD_BACK);
    forward_i8();
    sum += margin();
  }
  return sum / batches;
}

// The place of a batch of the stream among the digits that were trained on.
static uint32_t place(const struct digits *d, int64_t batch) {
  const uint32_t batches = (d->count - HELD_BACK) / BATCH;
  return HELD_BACK + (uint32_t)(batch % batches) * BATCH;
}

struct course {
  int64_t false_alarms, alarm; // batches after the drift, 0: none
  uint32_t upright, drifted, after, upright_after;
};

// Serves `stream` batches, the first half upright; whether drift was noticed.
static int serve(const struct digits *d, struct course *c) {
  const double usual = usual_margin(d);
  double recent = usual;
  struct digits seen = new_digits(BATCH);
  for (int64_t b = 0; b < stream && !c->alarm; b++) {
    const int drift = b >= stream / 2;
    for (uint32_t i = 0; i < BATCH; i++)
      copy_digit(&seen, i, d, place(d, b) + i, drift);
    load_batch(&seen, NULL, 0, BATCH);
    forward_i8();
    recent = recent * 0.75 + margin() * 0.25;
    if (recent < usual * 0.875) {
      if (drift)
        c->alarm = b - stream / 2 + 1;
      else
        c->false_alarms++;
    }
  }
  free_digits(&seen);
  return c->alarm != 0;
}

// Trains on the batches after the alarm and on as many digits of before, one of
// these after each of those.
static void retrain(const struct digits *d, const struct course *c) {
  const uint32_t half = (uint32_t)collect * BATCH, batches = 2 * half / BATCH;
  uint64_t state = random_state();
  struct digits mixed = new_digits(HELD_BACK + 2 * half);
  uint32_t *order = malloc(2 * half * sizeof *order);
  if (!order)
    fail("out of memory", "order");
  for (uint32_t i = 0; i < half; i++) {
    const int64_t batch = stream / 2 + c->alarm + i / BATCH;
    const uint32_t before =
        (uint32_t)((random64(&state) >> 32) * (d->count - HELD_BACK) >> 32);
    order[2 * i] = HELD_BACK + 2 * i;
    order[2 * i + 1] = HELD_BACK + 2 * i + 1;
    copy_digit(&mixed, order[2 * i], d, place(d, batch) + i % BATCH, 1);
    copy_digit(&mixed, order[2 * i + 1], d, HELD_BACK + before, 0);
  }
  infer = forward_bf16;
  for (int64_t epoch = 1; epoch <= again; epoch++) {
    double loss = 0;
    shuffle(order, 2 * half, &state);
    for (uint32_t b = 0; b < batches; b++)
      loss += train_batch(&mixed, order, b * BATCH, o.rate / 2);
    printf("retraining, epoch %2d  loss %.6f\n", (int)epoch, loss / (2 * half));
    fflush(stdout);
  }
  trained(&mixed);
  free(order);
  free_digits(&mixed);
}

static void finish(const struct digits *d) {
  struct course c = {0, 0, 0, 0, 0, 0};
  if (stream) {
    struct digits rotated = new_digits(HELD_BACK);
    for (uint32_t i = 0; i < HELD_BACK; i++)
      copy_digit(&rotated, i, d, i, 1);
    c.upright = count_right(d, NULL);
    c.drifted = count_right(&rotated, NULL);
    if (serve(d, &c))
      retrain(d, &c);
    c.after = count_right(&rotated, o.outputs);
    c.upright_after = count_right(d, NULL);
    free_digits(&rotated);
  }
  const uint64_t tested = (uint64_t)o.tested;
  fprintf(stderr,
          " macs %d quantised %.4f drifted %.4f false_alarms %d alarm %d "
          "after %.4f upright_after %.4f",
          macs(), fraction(c.upright, tested), fraction(c.drifted, tested),
          (int)c.false_alarms, (int)c.alarm, fraction(c.after, tested),
          fraction(c.upright_after, tested));
}

int main(int argc, char **argv) {
  static const struct option own[] = {{"angle", OPTION_NUMBER, &angle, 180},
                                      {"stream", OPTION_NUMBER, &stream, 1000},
                                      {"collect", OPTION_NUMBER, &collect, 64},
                                      {"again", OPTION_NUMBER, &again, 100}};
  o = default_options(6, 2.0f / 1024);
  read_options(argc, argv, &o, own, 4);
  if (collect == 0)
    fail("expected 1 to 64", "collect");
  const struct initial matrices[] = {{W1, (int)width * PIXELS, 0.08748178f},
                                     {W2, CLASSES * (int)width, 0.21650635f}};
  return train(matrices, 2);
}
