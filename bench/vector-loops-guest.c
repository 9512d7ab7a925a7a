// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Loops of the kinds that a vectorising compiler meets: by address, by
// condition, by dependence, by reduction, by element type. Runs one of them
// between two markers:
//
//   vector-loops-guest LOOP COUNT WAIT
//
// until the results are in memory if WAIT is 1, not 0, and prints a number that
// depends on all arrays and on what the loop returns. The program is compiled
// twice, with and without -fno-vectorize; the numbers have to agree. The values
// are such that every sum of floats is exact, so the order of a sum does not
// matter. Without arguments the names of the loops are printed.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/markers.h"

enum { MOST = 1024, WIDE = 5 * MOST + 64, ROWS = 4 };
#define ARRAY(type, ...) static _Alignas(64) type __VA_ARGS__
ARRAY(float, a[WIDE], b[WIDE], c[WIDE], d[WIDE], e[WIDE]);
ARRAY(float, m[ROWS][MOST], w[ROWS][MOST], square[64][64], other[64][64]);
ARRAY(int32_t, ia[WIDE], ib[WIDE], ic[WIDE], order[WIDE]);
ARRAY(uint32_t, ua[WIDE], ub[WIDE]);
ARRAY(int16_t, sa[WIDE], sb[WIDE]);
ARRAY(uint16_t, ta[WIDE]);
ARRAY(int8_t, ba[WIDE], bb[WIDE]);
ARRAY(uint8_t, ca[WIDE], cb[WIDE], cc[WIDE]);
ARRAY(_Float16, ha[WIDE], hb[WIDE]);
ARRAY(__bf16, na[WIDE], nb[WIDE]);
ARRAY(double, da[WIDE], db[WIDE]);
ARRAY(int64_t, la[WIDE], lb[WIDE]);
struct pair {
  float re, im;
};
struct pixel {
  float r, g, b;
};
struct record {
  int32_t key, value, flags, next;
};
ARRAY(struct pair, pa[MOST], pb[MOST], pc[MOST]);
ARRAY(struct pixel, xa[MOST], xb[MOST]);
ARRAY(struct record, records[MOST]);

#define LOOP(name)                                                             \
  __attribute__((noinline)) static double name(__attribute__((unused)) int n)
#define EACH for (int i = 0; i < n; i++)
#define FREE_ORDER _Pragma("clang fp reassociate(on)")
#define DONE return 0

// Elements next to each other.
LOOP(copy) {
  EACH a[i] = b[i];
  DONE;
}
LOOP(fill) {
  EACH a[i] = 1.5f;
  DONE;
}
LOOP(scale) {
  EACH a[i] = b[i] * 1.5f;
  DONE;
}
LOOP(add) {
  EACH a[i] = b[i] + c[i];
  DONE;
}
LOOP(update) {
  EACH a[i] += b[i] * c[i];
  DONE;
}
LOOP(polynomial) {
  EACH a[i] = ((b[i] * 0.5f + 2) * b[i] - 1) * b[i] + 3;
  DONE;
}
LOOP(five_arrays) {
  EACH a[i] = b[i] * c[i] + d[i] * e[i] - b[i];
  DONE;
}
LOOP(next_element) {
  EACH a[i] = a[i + 1] + b[i];
  DONE;
}
LOOP(three_points) {
  for (int i = 1; i < n; i++)
    a[i] = 0.25f * b[i - 1] + 0.5f * b[i] + 0.25f * b[i + 1];
  DONE;
}
LOOP(far_behind) {
  for (int i = 0; i < n; i++)
    a[i + 1024] = a[i] + b[i];
  DONE;
}
LOOP(quotient) {
  EACH a[i] = b[i] / c[i];
  DONE;
}
LOOP(root) {
  EACH a[i] = sqrtf(fabsf(b[i]));
  DONE;
}
LOOP(rounding) {
  EACH a[i] = floorf(b[i] * 0.3f) + ceilf(c[i] * 0.7f);
  DONE;
}
LOOP(first_element) {
  EACH a[i] = b[0] + c[i];
  DONE;
}
LOOP(middle_start) {
  for (int i = n / 2; i < n; i++)
    a[i] = b[i - n / 2] + c[i];
  DONE;
}
LOOP(two_counters) {
  int k = 3;
  EACH {
    a[i] = b[k] + c[i];
    k++;
  }
  DONE;
}
LOOP(pointers) {
  float *to = a;
  const float *from = b;
  for (int left = n; left > 0; left--)
    *to++ = *from++ * 2;
  DONE;
}

// Several statements.
LOOP(two_results) {
  EACH {
    a[i] = b[i] + c[i];
    d[i] = b[i] - c[i];
  }
  DONE;
}
LOOP(chain) {
  EACH {
    a[i] = b[i] + 1;
    c[i] = a[i] * d[i];
    e[i] = c[i] - a[i];
  }
  DONE;
}
LOOP(temporary) {
  EACH {
    float s = b[i] + c[i];
    a[i] = s * s;
  }
  DONE;
}
LOOP(exchange) {
  EACH {
    float s = a[i];
    a[i] = b[i];
    b[i] = s;
  }
  DONE;
}
LOOP(previous_value) {
  float last = 2;
  EACH {
    a[i] = b[i] + last;
    last = b[i];
  }
  DONE;
}
LOOP(previous_product) {
  float last = 0;
  EACH {
    float s = b[i] * c[i];
    a[i] = s + last;
    last = s;
  }
  DONE;
}
LOOP(wrap_around) {
  int before = n - 1;
  EACH {
    a[i] = b[i] + b[before];
    before = i;
  }
  DONE;
}
LOOP(store_then_load) {
  EACH {
    a[i] = b[i] * 2;
    c[i] = a[i] + a[i + 1];
  }
  DONE;
}
LOOP(two_kinds) {
  EACH {
    a[i] = b[i] * 3;
    ia[i] = ib[i] + 7;
  }
  DONE;
}

// Every second or third element, rows of structures, backwards.
LOOP(even_load) {
  EACH a[i] = b[2 * i];
  DONE;
}
LOOP(odd_load) {
  EACH a[i] = b[2 * i + 1] * c[i];
  DONE;
}
LOOP(pairs_sum) {
  EACH a[i] = b[2 * i] + b[2 * i + 1];
  DONE;
}
LOOP(triples_sum) {
  EACH a[i] = b[3 * i] + b[3 * i + 1] + b[3 * i + 2];
  DONE;
}
LOOP(every_fifth) {
  EACH a[i] = b[5 * i] * 2;
  DONE;
}
LOOP(even_store) {
  EACH a[2 * i] = b[i] + c[i];
  DONE;
}
LOOP(every_second) {
  for (int i = 0; i < 2 * n; i += 2)
    a[i] = a[i] * b[i];
  DONE;
}
LOOP(interleave) {
  EACH {
    a[2 * i] = b[i];
    a[2 * i + 1] = c[i];
  }
  DONE;
}
LOOP(complex_product) {
  EACH {
    pc[i].re = pa[i].re * pb[i].re - pa[i].im * pb[i].im;
    pc[i].im = pa[i].re * pb[i].im + pa[i].im * pb[i].re;
  }
  DONE;
}
LOOP(magnitude) {
  EACH a[i] = pa[i].re * pa[i].re + pa[i].im * pa[i].im;
  DONE;
}
LOOP(gray) {
  EACH a[i] = 0.25f * xa[i].r + 0.5f * xa[i].g + 0.25f * xa[i].b;
  DONE;
}
LOOP(brighten) {
  EACH {
    xb[i].r = xa[i].r * 1.5f;
    xb[i].g = xa[i].g * 1.5f;
    xb[i].b = xa[i].b * 1.5f;
  }
  DONE;
}
LOOP(record_field) {
  EACH ia[i] = records[i].value + 1;
  DONE;
}
LOOP(record_update) {
  EACH records[i].value += records[i].key;
  DONE;
}
LOOP(any_stride) {
  int step = n > 900 ? 2 : 3;
  EACH a[i] = b[i * step];
  DONE;
}
LOOP(column) {
  EACH a[i] = square[i & 63][5] + b[i];
  DONE;
}
LOOP(reverse) {
  for (int i = n - 1; i >= 0; i--)
    a[i] = b[i] + 1;
  DONE;
}
LOOP(reverse_next) {
  for (int i = n - 2; i >= 0; i--)
    a[i + 1] = a[i] + b[i];
  DONE;
}
LOOP(mirror) {
  EACH a[i] = b[n - 1 - i];
  DONE;
}
LOOP(mirror_ints) {
  EACH ia[n - 1 - i] = ib[i] * 3;
  DONE;
}
LOOP(mirror_bytes) {
  EACH ca[i] = (uint8_t)(cb[n - 1 - i] + 1);
  DONE;
}

// Indices in memory.
LOOP(gather) {
  EACH a[i] = b[order[i]];
  DONE;
}
LOOP(gather_product) {
  EACH a[i] += b[order[i]] * c[i];
  DONE;
}
LOOP(gather_ints) {
  EACH ia[i] = ib[order[i]] ^ ic[i];
  DONE;
}
LOOP(scatter) {
  EACH a[order[i]] = b[i] + c[i];
  DONE;
}
LOOP(histogram) {
  EACH ia[order[i] & 63] += 1;
  DONE;
}
LOOP(two_steps) {
  EACH a[i] = b[order[order[i]]];
  DONE;
}
LOOP(table_bytes) {
  EACH ia[i] = ib[cb[i]];
  DONE;
}

// The counter as a value.
LOOP(counter) {
  EACH ia[i] = i * 3 + 1;
  DONE;
}
LOOP(counter_float) {
  EACH a[i] = (float)i * 0.5f;
  DONE;
}
LOOP(counter_sum) {
  int k = 5;
  EACH {
    ia[i] = k;
    k += 3;
  }
  DONE;
}
LOOP(counter_condition) {
  EACH a[i] = i < n / 2 ? b[i] : c[i];
  DONE;
}
LOOP(alternate) {
  EACH a[i] = i & 1 ? b[i] : -b[i];
  DONE;
}
LOOP(counter_float_sum) {
  float s = 0;
  EACH {
    FREE_ORDER
    s += 2;
    a[i] = s * b[i];
  }
  DONE;
}

// Conditions.
LOOP(relu) {
  EACH a[i] = b[i] > 0 ? b[i] : 0;
  DONE;
}
LOOP(clamp) {
  EACH a[i] = b[i] < -3 ? -3 : b[i] > 3 ? 3 : b[i];
  DONE;
}
LOOP(if_store) {
  EACH if (b[i] > 0) a[i] = b[i] * c[i];
  DONE;
}
LOOP(if_else) {
  EACH if (b[i] > c[i]) a[i] += b[i] * d[i];
  else a[i] += c[i] * d[i];
  DONE;
}
LOOP(if_other_array) {
  EACH if (b[i] < 0) a[i] = 1;
  else c[i] = 2;
  DONE;
}
LOOP(nested_ifs) {
  EACH if (b[i] > 0) {
    if (c[i] > 0)
      a[i] = 1;
    else
      a[i] = 2;
  }
  DONE;
}
LOOP(guarded_quotient) {
  EACH if (c[i] != 0) a[i] = b[i] / c[i];
  DONE;
}
LOOP(both_conditions) {
  EACH if (b[i] > 0 && ib[i] < 100) a[i] = c[i];
  DONE;
}
LOOP(either_condition) {
  EACH if (b[i] > 3 || c[i] > 3) a[i] = d[i];
  DONE;
}
LOOP(jump) {
  EACH {
    if (b[i] < 0)
      goto next;
    a[i] = c[i] + d[i];
  next:
    e[i] = b[i] * 2;
  }
  DONE;
}
LOOP(cases) {
  EACH switch (ib[i] & 3) {
  case 0:
    ia[i] = ic[i] + 1;
    break;
  case 1:
    ia[i] = ic[i] * 3;
    break;
  default:
    ia[i] = -ic[i];
  }
  DONE;
}
LOOP(if_strided) {
  EACH if (b[i] > 0) a[i] = c[2 * i];
  DONE;
}
LOOP(scalar_condition) {
  const int wanted = n > 10;
  EACH if (wanted) a[i] = b[i] + c[i];
  else a[i] = b[i] - c[i];
  DONE;
}

// Sums and other reductions.
LOOP(sum) {
  FREE_ORDER
  float s = 0;
  EACH s += b[i];
  return (double)s;
}
LOOP(dot) {
  FREE_ORDER
  float s = 0;
  EACH s += b[i] * c[i];
  return (double)s;
}
LOOP(sum_in_order) {
  float s = 0;
  EACH s += b[i];
  return (double)s;
}
LOOP(greatest) {
  float s = b[0];
  EACH s = fmaxf(s, b[i]);
  return (double)s;
}
LOOP(greatest_magnitude) {
  float s = 0;
  EACH s = fmaxf(s, fabsf(b[i]));
  return (double)s;
}
LOOP(sum_of_positive) {
  FREE_ORDER
  float s = 0;
  EACH if (b[i] > 0) s += b[i];
  return (double)s;
}
LOOP(two_sums) {
  FREE_ORDER
  float s = 0, t = 0;
  EACH {
    s += b[i];
    t += b[i] * b[i];
  }
  return (double)s + (double)t;
}
LOOP(sum_of_pairs) {
  FREE_ORDER
  float s = 0;
  EACH s += pa[i].re * pb[i].re + pa[i].im * pb[i].im;
  return (double)s;
}
LOOP(sum_ints) {
  int s = 0;
  EACH s += ib[i];
  return s;
}
LOOP(dot_ints) {
  uint32_t s = 0;
  EACH s += ua[i] * ub[i];
  return s;
}
LOOP(least_int) {
  int s = INT32_MAX;
  EACH s = ib[i] < s ? ib[i] : s;
  return s;
}
LOOP(greatest_unsigned) {
  uint32_t s = 0;
  EACH s = ub[i] > s ? ub[i] : s;
  return s;
}
LOOP(all_bits) {
  int s = -1, t = 0, u = 0;
  EACH {
    s &= ib[i];
    t |= ib[i];
    u ^= ib[i];
  }
  return (double)s + t + u;
}
LOOP(product_ints) {
  uint32_t s = 1;
  EACH s *= ub[i] | 1;
  return s;
}
LOOP(count_equal) {
  int s = 0;
  EACH s += ib[i] == ic[i];
  return s;
}
LOOP(any_negative) {
  int s = 0;
  EACH if (b[i] < -17) s = 1;
  return s;
}
LOOP(place_of_greatest) {
  int at = 0;
  float s = b[0];
  EACH if (b[i] > s) {
    s = b[i];
    at = i;
  }
  return (double)s + at;
}
LOOP(dot_bytes) {
  int s = 0;
  EACH s += ba[i] * bb[i];
  return s;
}
LOOP(differences) {
  unsigned s = 0;
  EACH s += (unsigned)abs(ca[i] - cb[i]);
  return s;
}
LOOP(sum_long) {
  int64_t s = 0;
  EACH s += ib[i];
  return (double)s;
}
LOOP(row_sums) {
  FREE_ORDER
  for (int r = 0; r < ROWS; r++) {
    float s = 0;
    EACH s += m[r][i];
    a[r] = s;
  }
  DONE;
}

// Narrow integers.
LOOP(add_bytes) {
  EACH ca[i] = (uint8_t)(cb[i] + cc[i]);
  DONE;
}
LOOP(average_bytes) {
  EACH ca[i] = (uint8_t)((cb[i] + cc[i] + 1) >> 1);
  DONE;
}
LOOP(threshold_bytes) {
  EACH ca[i] = cb[i] > 100 ? 255 : 0;
  DONE;
}
LOOP(saturate) {
  EACH {
    int v = cb[i] + cc[i];
    ca[i] = (uint8_t)(v > 255 ? 255 : v);
  }
  DONE;
}
LOOP(requantise) {
  EACH {
    int v = (ib[i] * 3 + 64) >> 7;
    ba[i] = (int8_t)(v > 127 ? 127 : v < -128 ? -128 : v);
  }
  DONE;
}
LOOP(widen_shorts) {
  EACH ia[i] = sa[i] * sb[i];
  DONE;
}
LOOP(scale_shorts) {
  EACH sa[i] = (int16_t)((sb[i] * 77) >> 8);
  DONE;
}
LOOP(bytes_to_floats) {
  EACH a[i] = cb[i] * 0.25f;
  DONE;
}
LOOP(floats_to_ints) {
  EACH ia[i] = (int)(b[i] * 2.5f);
  DONE;
}
LOOP(swap_halves) {
  EACH ta[i] = (uint16_t)(ta[i] << 8 | ta[i] >> 8);
  DONE;
}
LOOP(even_bytes) {
  EACH ca[i] = cb[2 * i];
  DONE;
}
LOOP(pixels_to_gray) {
  EACH ca[i] =
      (uint8_t)((77 * cb[3 * i] + 150 * cb[3 * i + 1] + 29 * cb[3 * i + 2]) >>
                8);
  DONE;
}
LOOP(bit_count) {
  EACH ia[i] = __builtin_popcount(ub[i]);
  DONE;
}
LOOP(rotate) {
  EACH ua[i] = ub[i] << 7 | ub[i] >> 25;
  DONE;
}
LOOP(unsigned_to_float) {
  EACH a[i] = (float)ub[i];
  DONE;
}

// Integer division.
LOOP(by_constant) {
  EACH ia[i] = ib[i] / 10;
  DONE;
}
LOOP(remainder_of) {
  EACH ia[i] = ib[i] % 7 + ic[i];
  DONE;
}
LOOP(by_variable) {
  EACH ia[i] = ib[i] / (ic[i] | 1);
  DONE;
}
LOOP(by_scalar) {
  EACH ua[i] = ub[i] / ((unsigned)n + 3);
  DONE;
}

// Half precision.
LOOP(half_scale) {
  EACH a[i] = (float)ha[i] * 2;
  DONE;
}
LOOP(half_product) {
  EACH hb[i] = (_Float16)((float)ha[i] * b[i]);
  DONE;
}
LOOP(half_add) {
  EACH hb[i] = ha[i] + hb[i];
  DONE;
}
LOOP(half_dot) {
  FREE_ORDER
  float s = 0;
  EACH s += (float)ha[i] * (float)hb[i];
  return (double)s;
}
LOOP(half_relu) {
  EACH hb[i] = ha[i] > 0 ? ha[i] : 0;
  DONE;
}
LOOP(half_copy) {
  EACH hb[i] = ha[i];
  DONE;
}
LOOP(bfloat_scale) {
  EACH a[i] = (float)na[i] * 2;
  DONE;
}
LOOP(bfloat_update) {
  EACH nb[i] = (__bf16)((float)nb[i] + (float)na[i] * b[i]);
  DONE;
}
LOOP(bfloat_dot) {
  FREE_ORDER
  float s = 0;
  EACH s += (float)na[i] * (float)nb[i];
  return (double)s;
}

// Loops inside loops.
LOOP(rows) {
  for (int r = 0; r < ROWS; r++)
    EACH m[r][i] = w[r][i] + b[i];
  DONE;
}
LOOP(row_below) {
  for (int r = 1; r < ROWS; r++)
    EACH m[r][i] = m[r - 1][i] + w[r][i];
  DONE;
}
LOOP(column_inside) {
  for (int i = 0; i < 64; i++)
    for (int j = 1; j < 64; j++)
      square[j][i] = square[j - 1][i] + other[j][i];
  DONE;
}
LOOP(transposed) {
  for (int i = 0; i < 64; i++)
    for (int j = 0; j < 64; j++)
      square[i][j] += other[j][i];
  DONE;
}
LOOP(triangle) {
  for (int i = 0; i < 64; i++)
    for (int j = 0; j < i; j++)
      square[i][j] = other[i][j] + b[j];
  DONE;
}
LOOP(diagonal) {
  for (int i = 0; i < 64; i++)
    a[i] = square[i][i] * 2;
  DONE;
}
LOOP(matrix_vector) {
  FREE_ORDER
  for (int i = 0; i < 64; i++) {
    float s = 0;
    for (int j = 0; j < 64; j++)
      s += square[i][j] * b[j];
    a[i] = s;
  }
  DONE;
}
LOOP(rank_one) {
  for (int i = 0; i < 64; i++)
    for (int j = 0; j < 64; j++)
      square[i][j] += b[i] * c[j];
  DONE;
}
LOOP(five_points) {
  for (int i = 1; i < 63; i++)
    for (int j = 1; j < 63; j++)
      square[i][j] = (other[i][j] + other[i - 1][j] + other[i + 1][j] +
                      other[i][j - 1] + other[i][j + 1]) *
                     0.25f;
  DONE;
}
LOOP(small_rows) {
  for (int i = 0; i < n / 16; i++)
    for (int j = 0; j < 16; j++)
      a[16 * i + j] = b[16 * i + j] + c[j];
  DONE;
}

// By hand, four elements an iteration.
LOOP(unrolled) {
  for (int i = 0; i + 3 < n; i += 4) {
    a[i] = b[i] + c[i];
    a[i + 1] = b[i + 1] + c[i + 1];
    a[i + 2] = b[i + 2] + c[i + 2];
    a[i + 3] = b[i + 3] + c[i + 3];
  }
  DONE;
}
LOOP(unrolled_dot) {
  FREE_ORDER
  float s = 0;
  for (int i = 0; i + 3 < n; i += 4)
    s += b[i] * c[i] + b[i + 1] * c[i + 1] + b[i + 2] * c[i + 2] +
         b[i + 3] * c[i + 3];
  return (double)s;
}

// What each iteration needs from the one before, or an unknown number of
// iterations.
LOOP(recurrence) {
  for (int i = 1; i < n; i++)
    a[i] = a[i - 1] * 0.5f + b[i];
  DONE;
}
LOOP(prefix_sum) {
  int s = 0;
  EACH {
    s += ib[i];
    ia[i] = s;
  }
  DONE;
}
LOOP(pack) {
  int k = 0;
  EACH if (b[i] > 0) a[k++] = b[i];
  return k;
}
LOOP(unpack) {
  int k = 0;
  EACH if (b[i] > 0) a[i] = c[k++];
  return k;
}
LOOP(find) {
  int i = 0;
  while (i < n && ib[i] != 9999)
    i++;
  return i;
}
LOOP(stop) {
  EACH {
    if (d[i] > 1e6f)
      break;
    a[i] = b[i] + c[i];
  }
  DONE;
}
LOOP(linked) {
  int at = 0, s = 0;
  EACH {
    s += records[at].value;
    at = records[at].next;
  }
  return s;
}
LOOP(exponential) {
  EACH a[i] = expf(b[i] * 0.125f);
  DONE;
}
LOOP(doubles) {
  EACH da[i] = db[i] * 1.5 + da[i];
  DONE;
}
LOOP(longs) {
  EACH la[i] = lb[i] * 3 + la[i];
  DONE;
}

static const struct loop {
  const char *name;
  double (*run)(int);
} loops[] = {
#define ENTRY(name) {#name, name}
    ENTRY(copy),
    ENTRY(fill),
    ENTRY(scale),
    ENTRY(add),
    ENTRY(update),
    ENTRY(polynomial),
    ENTRY(five_arrays),
    ENTRY(next_element),
    ENTRY(three_points),
    ENTRY(far_behind),
    ENTRY(quotient),
    ENTRY(root),
    ENTRY(rounding),
    ENTRY(first_element),
    ENTRY(middle_start),
    ENTRY(two_counters),
    ENTRY(pointers),
    ENTRY(two_results),
    ENTRY(chain),
    ENTRY(temporary),
    ENTRY(exchange),
    ENTRY(previous_value),
    ENTRY(previous_product),
    ENTRY(wrap_around),
    ENTRY(store_then_load),
    ENTRY(two_kinds),
    ENTRY(even_load),
    ENTRY(odd_load),
    ENTRY(pairs_sum),
    ENTRY(triples_sum),
    ENTRY(every_fifth),
    ENTRY(even_store),
    ENTRY(every_second),
    ENTRY(interleave),
    ENTRY(complex_product),
    ENTRY(magnitude),
    ENTRY(gray),
    ENTRY(brighten),
    ENTRY(record_field),
    ENTRY(record_update),
    ENTRY(any_stride),
    ENTRY(column),
    ENTRY(reverse),
    ENTRY(reverse_next),
    ENTRY(mirror),
    ENTRY(mirror_ints),
    ENTRY(mirror_bytes),
    ENTRY(gather),
    ENTRY(gather_product),
    ENTRY(gather_ints),
    ENTRY(scatter),
    ENTRY(histogram),
    ENTRY(two_steps),
    ENTRY(table_bytes),
    ENTRY(counter),
    ENTRY(counter_float),
    ENTRY(counter_sum),
    ENTRY(counter_condition),
    ENTRY(alternate),
    ENTRY(counter_float_sum),
    ENTRY(relu),
    ENTRY(clamp),
    ENTRY(if_store),
    ENTRY(if_else),
    ENTRY(if_other_array),
    ENTRY(nested_ifs),
    ENTRY(guarded_quotient),
    ENTRY(both_conditions),
    ENTRY(either_condition),
    ENTRY(jump),
    ENTRY(cases),
    ENTRY(if_strided),
    ENTRY(scalar_condition),
    ENTRY(sum),
    ENTRY(dot),
    ENTRY(sum_in_order),
    ENTRY(greatest),
    ENTRY(greatest_magnitude),
    ENTRY(sum_of_positive),
    ENTRY(two_sums),
    ENTRY(sum_of_pairs),
    ENTRY(sum_ints),
    ENTRY(dot_ints),
    ENTRY(least_int),
    ENTRY(greatest_unsigned),
    ENTRY(all_bits),
    ENTRY(product_ints),
    ENTRY(count_equal),
    ENTRY(any_negative),
    ENTRY(place_of_greatest),
    ENTRY(dot_bytes),
    ENTRY(differences),
    ENTRY(sum_long),
    ENTRY(row_sums),
    ENTRY(add_bytes),
    ENTRY(average_bytes),
    ENTRY(threshold_bytes),
    ENTRY(saturate),
    ENTRY(requantise),
    ENTRY(widen_shorts),
    ENTRY(scale_shorts),
    ENTRY(bytes_to_floats),
    ENTRY(floats_to_ints),
    ENTRY(swap_halves),
    ENTRY(even_bytes),
    ENTRY(pixels_to_gray),
    ENTRY(bit_count),
    ENTRY(rotate),
    ENTRY(unsigned_to_float),
    ENTRY(by_constant),
    ENTRY(remainder_of),
    ENTRY(by_variable),
    ENTRY(by_scalar),
    ENTRY(half_scale),
    ENTRY(half_product),
    ENTRY(half_add),
    ENTRY(half_dot),
    ENTRY(half_relu),
    ENTRY(half_copy),
    ENTRY(bfloat_scale),
    ENTRY(bfloat_update),
    ENTRY(bfloat_dot),
    ENTRY(rows),
    ENTRY(row_below),
    ENTRY(column_inside),
    ENTRY(transposed),
    ENTRY(triangle),
    ENTRY(diagonal),
    ENTRY(matrix_vector),
    ENTRY(rank_one),
    ENTRY(five_points),
    ENTRY(small_rows),
    ENTRY(unrolled),
    ENTRY(unrolled_dot),
    ENTRY(recurrence),
    ENTRY(prefix_sum),
    ENTRY(pack),
    ENTRY(unpack),
    ENTRY(find),
    ENTRY(stop),
    ENTRY(linked),
    ENTRY(exponential),
    ENTRY(doubles),
    ENTRY(longs)};

static uint64_t draw(void) {
  static uint64_t state = 1;
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return state >> 33;
}

// Small integers and quarters.
static void fill_arrays(void) {
  for (int i = 0; i < WIDE; i++) {
    b[i] = (float)(i % 37 - 18);
    c[i] = (float)(i % 11 - 5);
    d[i] = (float)(i % 7) * 0.25f;
    e[i] = (float)(i % 5);
    a[i] = (float)(i % 13 - 6);
    ib[i] = (int32_t)(draw() % 20011) - 10000;
    ic[i] = (int32_t)(draw() % 300) - 150;
    ua[i] = (uint32_t)draw();
    ub[i] = (uint32_t)draw() << 1;
    sa[i] = (int16_t)draw();
    sb[i] = (int16_t)draw();
    ta[i] = (uint16_t)draw();
    ba[i] = (int8_t)(i % 251);
    bb[i] = (int8_t)(i % 13 - 6);
    ca[i] = (uint8_t)draw();
    cb[i] = (uint8_t)draw();
    cc[i] = (uint8_t)draw();
    ha[i] = (_Float16)(i % 19 - 9);
    hb[i] = (_Float16)(i % 17 - 8);
    na[i] = (__bf16)(float)(i % 19 - 9);
    nb[i] = (__bf16)(float)(i % 17 - 8);
    da[i] = i % 23;
    db[i] = i % 29;
    la[i] = i % 23;
    lb[i] = i % 29;
    order[i] = i * 7919 % MOST;
  }
  for (int i = 0; i < MOST; i++) {
    pa[i] = (struct pair){b[i], c[i]};
    pb[i] = (struct pair){c[i + 1], b[i + 3]};
    xa[i] = (struct pixel){b[i], c[i], d[i]};
    records[i] = (struct record){i % 5, i % 31, 0, order[i]};
    for (int r = 0; r < ROWS; r++) {
      m[r][i] = b[i + r];
      w[r][i] = c[i + r];
    }
  }
  for (int i = 0; i < 64 * 64; i++) {
    square[i / 64][i % 64] = b[i + 9];
    other[i / 64][i % 64] = c[i + 9];
  }
}

static uint64_t digest(uint64_t sum, const void *from, size_t size) {
  const uint32_t *words = from;
  for (size_t i = 0; i < size / 4; i++) {
    sum = (sum ^ words[i]) * UINT64_C(0x9e3779b97f4a7c15);
    sum ^= sum >> 29;
  }
  return sum;
}

// Tile stores are done in order, after the instructions behind them; a scalar
// load waits for those of its line. The last elements of each array are read.
static void wait_for_stores(int n) {
  const int last = n ? n - 1 : 0;
#define WAIT(array, at) (void)*(volatile uint8_t *)&(array)[at]
  WAIT(a, last), WAIT(a, 2 * last + 1), WAIT(a, last + 1024), WAIT(b, last);
  WAIT(c, last), WAIT(d, last), WAIT(e, last), WAIT(m[ROWS - 1], last);
  WAIT(ia, last), WAIT(ua, last), WAIT(sa, last), WAIT(ta, last);
  WAIT(ba, last), WAIT(ca, last), WAIT(hb, last), WAIT(nb, last);
  WAIT(pc, last), WAIT(xb, last), WAIT(records, last), WAIT(square[63], 63);
}

int main(int argc, char **argv) {
  const struct loop *loop = loops, *end = loops + sizeof loops / sizeof *loops;
  if (argc == 1) {
    for (; loop < end; loop++)
      puts(loop->name);
    return 0;
  }
  if (argc != 4)
    return 2;
  while (loop < end && strcmp(loop->name, argv[1]) != 0)
    loop++;
  const int n = atoi(argv[2]), waits = atoi(argv[3]);
  if (loop == end || n < 0 || n > MOST)
    return 2;
  fill_arrays();
  double result = loop->run(n); // the code is in the cache
  bench_begin();
  result += loop->run(n);
  if (waits)
    wait_for_stores(n);
  bench_end();
  uint64_t sum = digest(0, &result, sizeof result);
#define DIGEST(array) sum = digest(sum, array, sizeof(array))
  DIGEST(a), DIGEST(b), DIGEST(c), DIGEST(d), DIGEST(e);
  DIGEST(m), DIGEST(square), DIGEST(ia), DIGEST(ua), DIGEST(sa), DIGEST(ta);
  DIGEST(ba), DIGEST(ca), DIGEST(hb), DIGEST(nb), DIGEST(da), DIGEST(la);
  DIGEST(pc), DIGEST(xb), DIGEST(records);
  printf("%016llx\n", (unsigned long long)sum);
  return 0;
}
