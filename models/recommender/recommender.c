// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A recommender: will a user who chose some items before click on another one?
// The same source is the program of the core and, with the portable operations,
// the reference on the host; every weight and every output must agree.
//
//   u = the mean of the embeddings of 1 to 8 items that the user chose
//   i = the embedding of the item that is offered
//   c = the sum of the embeddings of 3 facts of the situation
//   [u, i, c, u i] to 32, relu, to 1, the logistic function: the probability
//
// Embeddings have 16 numbers. Most of the work is to fetch them, and batches
// are small when clicks must be predicted at once: 1 to 64.
//
// The clicks are synthetic, so that the truth is known: items and facts have
// hidden features, small integers, from which the true probability follows. No
// prediction has a smaller expected loss than the truth.
#define MODEL "recommender"
#include "../common/data.h"

enum {
  ITEMS = 200,
  FACTS = 64,
  CHOSEN = 8, // at most
  HIDDEN_FEATURES = 4,
  WIDTH = 16, // of an embedding
  INPUTS = 4 * WIDTH,
  UNITS = 32,
  SITUATION = 3, // facts of a sample
  TRAINED = 64000,
  TESTED = 4096, // at most
  ROWS = BATCH,
  MACS = INPUTS * UNITS + UNITS
};

// The tables: of chosen items, of offered ones, of facts; then the layers.
enum {
  E_CHOSEN = 0,
  E_ITEM = E_CHOSEN + ITEMS * WIDTH,
  E_FACT = E_ITEM + ITEMS * WIDTH,
  W1 = E_FACT + FACTS * WIDTH,
  B1 = W1 + UNITS * INPUTS,
  W2 = B1 + UNITS,
  B2 = W2 + UNITS,
  WEIGHTS = B2 + 1
};

#include "../common/operations.h"

struct sample {
  int32_t chosen[CHOSEN], count, item, fact[SITUATION], click;
  double truth; // the probability of a click
};
static struct sample samples[TESTED + TRAINED];

static uint32_t below(uint32_t n, uint64_t *state) {
  return (uint32_t)((random64(state) >> 32) * n >> 32);
}

// The first `count`, the same for all seeds of the training. Sums of small
// integers are exact.
static void make_samples(int count) {
  static int8_t item[ITEMS][HIDDEN_FEATURES], fact[FACTS];
  uint64_t state = 20260101;
  for (int i = 0; i < ITEMS; i++)
    for (int j = 0; j < HIDDEN_FEATURES; j++)
      item[i][j] = (int8_t)((int)below(5, &state) - 2);
  for (int i = 0; i < FACTS; i++)
    fact[i] = (int8_t)((int)below(5, &state) - 2);
  for (int n = 0; n < count; n++) {
    struct sample *s = &samples[n];
    s->count = 1 + (int32_t)below(CHOSEN, &state);
    s->item = (int32_t)below(ITEMS, &state);
    int liking = 0, situation = 0;
    for (int k = 0; k < s->count; k++) {
      s->chosen[k] = (int32_t)below(ITEMS, &state);
      for (int j = 0; j < HIDDEN_FEATURES; j++)
        liking += item[s->chosen[k]][j] * item[s->item][j];
    }
    for (int k = 0; k < SITUATION; k++) {
      s->fact[k] = (int32_t)below(FACTS, &state);
      situation += fact[s->fact[k]];
    }
    const double x = (double)liking / s->count + 0.5 * situation;
    s->truth = 0.5 + 0.5 * x / (1 + (x < 0 ? -x : x));
    s->click = (double)(random64(&state) >> 11) * 0x1p-53 < s->truth;
  }
}

// The batch: the bags of the three tables, whose rows are numbered from 0.
struct bags {
  int64_t offset[BATCH + 1];
  int32_t index[BATCH * CHOSEN];
};
static int rows; // of the batch
static struct bags chosen, offered, facts;
static float click[BATCH];
static float u[BATCH * WIDTH], i[BATCH * WIDTH], c[BATCH * WIDTH];
static bf16 x[BATCH * INPUTS], h[BATCH * UNITS];
static float sums[BATCH * UNITS], z[BATCH], probability[BATCH];

// The sum, or the mean, of each bag of a table.
static inline void embed(const struct bags *b, int size, int table, int mean,
                         float *y);
// Rows of x are u, i, c and the products u i; backward from the gradient of x,
// in f32, those of u, i and c, in place of its first three parts.
static inline void combine(void);
static inline void combine_back(float *d);
// probability = sigmoid(z); dz = (probability - click) * factor.
static inline void predict(void);
static inline void predict_back(float factor, bf16 *dz);

#ifdef __sectile__
static inline void embed(const struct bags *b, int size, int table, int mean,
                         float *y) {
  must(rows_embedding_bag_bf16(size, WIDTH, weights + table, WIDTH, rows,
                               b->offset, b->index, mean, y, WIDTH));
}
static inline void combine(void) {
  for (int r = 0; r < rows; r += 16) {
    const tile_f32_t a = tile_load_f32(u + r * WIDTH),
                     b = tile_load_f32(i + r * WIDTH),
                     parts[4] = {a, b, tile_load_f32(c + r * WIDTH), a * b};
    for (int p = 0; p < 4; p++)
      tile_store_rect_narrow_bf16(x + r * INPUTS + p * WIDTH, INPUTS * 2, 16,
                                  WIDTH, parts[p]);
  }
}
static inline void combine_back(float *d) {
  for (int r = 0; r < rows; r += 16) {
    float *to = d + r * INPUTS;
    const tile_f32_t product =
        tile_load_rect_f32(to + 3 * WIDTH, INPUTS * 4, 16, 16);
    tile_store_rect_f32(
        to, INPUTS * 4, 16, 16,
        tile_fmadd_f32(product, tile_load_f32(i + r * WIDTH),
                       tile_load_rect_f32(to, INPUTS * 4, 16, 16)));
    tile_store_rect_f32(
        to + WIDTH, INPUTS * 4, 16, 16,
        tile_fmadd_f32(product, tile_load_f32(u + r * WIDTH),
                       tile_load_rect_f32(to + WIDTH, INPUTS * 4, 16, 16)));
  }
}
static inline void predict(void) {
  tile_store_linear_f32(probability, rows,
                        tile_sigmoid_f32(tile_load_linear_f32(z, rows)));
}
static inline void predict_back(float factor, bf16 *dz) {
  tile_store_linear_narrow_bf16(dz, rows,
                                (tile_load_linear_f32(probability, rows) -
                                 tile_load_linear_f32(click, rows)) *
                                    factor);
}
#else
static inline void embed(const struct bags *b, int size, int table, int mean,
                         float *y) {
  reference_embedding_bag_bf16(size, WIDTH, weights + table, WIDTH, rows,
                               b->offset, b->index, mean, y, WIDTH);
}
static inline void combine(void) {
  for (int r = 0; r < rows; r++)
    for (int j = 0; j < WIDTH; j++) {
      const int at = r * WIDTH + j;
      const float parts[4] = {u[at], i[at], c[at], u[at] * i[at]};
      for (int p = 0; p < 4; p++)
        x[r * INPUTS + p * WIDTH + j] = math_narrow_bf16(parts[p]);
    }
}
static inline void combine_back(float *d) {
  for (int r = 0; r < rows; r++)
    for (int j = 0; j < WIDTH; j++) {
      float *to = d + r * INPUTS + j;
      to[0] = fmaf(to[3 * WIDTH], i[r * WIDTH + j], to[0]);
      to[WIDTH] = fmaf(to[3 * WIDTH], u[r * WIDTH + j], to[WIDTH]);
    }
}
static inline void predict(void) {
  for (int r = 0; r < rows; r++)
    probability[r] = math_sigmoid(z[r]);
}
static inline void predict_back(float factor, bf16 *dz) {
  for (int r = 0; r < rows; r++)
    dz[r] = math_narrow_bf16((probability[r] - click[r]) * factor);
}
#endif

static void add_to_bag(struct bags *b, int row, const int32_t *index,
                       int count) {
  const int64_t first = row ? b->offset[row] : 0;
  b->offset[0] = 0;
  b->offset[row + 1] = first + count;
  memcpy(b->index + first, index, (size_t)count * sizeof *index);
}

// Sample order[first], or without an order `first` itself, and those after it.
static void load_batch(const uint32_t *order, uint32_t first, int count) {
  rows = count;
  for (int r = 0; r < count; r++) {
    const uint32_t n = first + (uint32_t)r;
    const struct sample *s = &samples[order ? order[n] : n];
    add_to_bag(&chosen, r, s->chosen, s->count);
    add_to_bag(&offered, r, &s->item, 1);
    add_to_bag(&facts, r, s->fact, SITUATION);
    click[r] = (float)s->click;
  }
}

static void forward(void) {
  embed(&chosen, ITEMS, E_CHOSEN, 1, u);
  embed(&offered, ITEMS, E_ITEM, 0, i);
  embed(&facts, FACTS, E_FACT, 0, c);
  combine();
  dense(rows, UNITS, INPUTS, x, W1, B1, sums);
  relu(rows * UNITS, sums, h);
  dense(rows, 1, UNITS, h, W2, B2, z);
  predict();
}
MARKER static void infer_batch(void) { forward(); }
MARKER static void inferred_batch(void) { __asm__ volatile("" ::: "memory"); }

// Adds rows of `d`, which are INPUTS apart, to the gradient of the rows of each
// bag; of a mean their part.
static void embed_back(const struct bags *b, int table, int mean,
                       const float *d) {
  for (int r = 0; r < rows; r++) {
    const int64_t first = b->offset[r], last = b->offset[r + 1];
    const float part = mean ? 1.0f / (float)(last - first) : 1.0f;
    for (int64_t n = first; n < last; n++)
      for (int j = 0; j < WIDTH; j++)
        gradient[table + b->index[n] * WIDTH + j] += d[r * INPUTS + j] * part;
  }
}

static double loss_of(double p, int clicked) {
  const double likely = clicked ? p : 1 - p;
  return -log_of(likely > 1e-30 ? likely : 1e-30);
}

// A step of the training; the batch's loss.
static double train_batch(const uint32_t *order, uint32_t first, float rate) {
  static bf16 dz[BATCH], dsums[BATCH * UNITS];
  static float dh[BATCH * UNITS], dx[BATCH * INPUTS];
  double loss = 0;
  load_batch(order, first, BATCH);
  forward();
  for (int r = 0; r < rows; r++)
    loss += loss_of((double)probability[r], click[r] > 0);
  predict_back(1.0f / BATCH, dz);
  memset(gradient, 0, W1 * sizeof *gradient);
  dense_gradient(BATCH, 1, UNITS, dz, h, W2, B2);
  dense_back(BATCH, 1, UNITS, dz, W2, dh);
  relu_back(BATCH * UNITS, dh, h, dsums);
  dense_gradient(BATCH, UNITS, INPUTS, dsums, x, W1, B1);
  dense_back(BATCH, UNITS, INPUTS, dsums, W1, dx);
  combine_back(dx);
  embed_back(&chosen, E_CHOSEN, 1, dx);
  embed_back(&offered, E_ITEM, 0, dx + WIDTH);
  embed_back(&facts, E_FACT, 0, dx + 2 * WIDTH);
  adam(rate);
  return loss;
}

// The mean losses over the samples held back.
struct losses {
  double model, truth, rate; // rate: of a constant, the share of clicks
};
static struct losses test(int tested, int batch, const char *file) {
  static float all[TESTED];
  struct losses sum = {0, 0, 0};
  uint32_t clicks = 0;
  for (int n = 0; n < tested; n += batch) {
    load_batch(NULL, (uint32_t)n, tested - n < batch ? tested - n : batch);
    // The first batch fills the caches; cycles are those of the second.
    if (n == 0) {
      forward();
    } else {
      infer_batch();
      inferred_batch();
    }
    memcpy(all + n, probability, (size_t)rows * sizeof *all);
  }
  for (int n = 0; n < tested; n++)
    clicks += (uint32_t)samples[n].click;
  for (int n = 0; n < tested; n++) {
    sum.model += loss_of((double)all[n], samples[n].click) / tested;
    sum.truth += loss_of(samples[n].truth, samples[n].click) / tested;
    sum.rate +=
        loss_of(fraction(clicks, (uint64_t)tested), samples[n].click) / tested;
  }
  if (file)
    write_file(file, all, (size_t)tested);
  return sum;
}

int main(int argc, char **argv) {
  static int64_t tested = TESTED, batch = BATCH;
  static const struct option own[] = {
      {"test", OPTION_NUMBER, &tested, TESTED},
      {"batch", OPTION_NUMBER, &batch, BATCH}}; // of the test
  static const struct initial matrices[] = {
      {E_CHOSEN, W1, 0.25f}, {W1, UNITS * INPUTS, 0.3f}, {W2, UNITS, 0.3f}};
  o = (struct options){
      3, 0, 0, 1, 14.0f / 1024, 1, NULL, NULL, "recommender.weights", NULL};
  read_options(argc, argv, &o, own, 2);
  if (batch == 0)
    fail("expected 1 to 64", "batch");
  make_samples(o.epochs ? TESTED + TRAINED : (int)tested);
  static uint32_t order[TRAINED];
  for (uint32_t n = 0; n < TRAINED; n++)
    order[n] = TESTED + n;
  uint32_t batches = TRAINED / BATCH;
  if (o.batches && o.batches < batches)
    batches = (uint32_t)o.batches;
  uint64_t state = random_state();
  if (o.start)
    read_floats(o.start, master, WEIGHTS);
  else
    initial_weights(matrices, 3, &state);
  round_weights();
  for (int64_t epoch = 1; epoch <= o.epochs; epoch++) {
    double loss = 0;
    shuffle(order, TRAINED, &state);
    for (uint32_t b = 0; b < batches; b++)
      loss += train_batch(order, b * BATCH, rate_of(epoch));
    printf("epoch %2d  loss %.6f  held back %.6f\n", (int)epoch,
           loss / (batches * BATCH), test((int)tested, BATCH, NULL).model);
    fflush(stdout);
  }
  const struct losses l = test((int)tested, (int)batch, o.outputs);
  fprintf(stderr, "result loss %.6f truth %.6f rate %.6f macs %d\n", l.model,
          l.truth, l.rate, MACS);
  if (o.epochs)
    write_file(o.weights, master, WEIGHTS);
  return 0;
}
