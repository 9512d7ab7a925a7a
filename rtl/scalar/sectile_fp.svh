// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The floating-point functions, written once for every format: EW exponent bits, P significand bits
// with the hidden one. They are macros because neither Verilator 5.006 nor yosys accepts a function
// with parameters, and flat functions with scalar locals because both simulate and synthesize these
// well.
//
// Round to nearest even, subnormals kept, one canonical NaN, no flags.

// fma(a, b, c) in one rounding, also in three parts with registers between them:
//
//   NAME_product  {NaN, infinite, sign, exponent, significand} of a * b, exact
//   NAME_sum      {special, sign, room, magnitude} of product + c, with a sticky bit. A
//                 special sum is the result, in the lowest bits
//   NAME_round    the result
//
// The larger of product and addend is the anchor; the other is shifted right into a window
// of 2P+3 bits with a sticky lowest bit. The sum is normalised by a left shift, which a
// marker bit ends where it would go below the smallest exponent; the room is the distance
// of the top bit's exponent from that. A second bias keeps exponents positive. Selections
// that depend on the operands are masks, not branches: a simulator would mispredict half.
`define SECTILE_FP_FMA(NAME, EW, P)                                                     \
  function automatic logic [EW+2*P+4:0] NAME``_product(                                 \
      input logic [EW+P-1:0] a, input logic [EW+P-1:0] b);                              \
    logic [EW-1:0] fa, fb;                                                              \
    logic [P-1:0] ma, mb;                                                               \
    logic [2*P-1:0] pm;                                                                 \
    logic [EW+1:0] ep;                                                                  \
    logic zero, nan, inf;                                                               \
    fa = a[EW+P-2:P-1];                                                                 \
    fb = b[EW+P-2:P-1];                                                                 \
    ma = {fa != '0, a[P-2:0]};                                                          \
    mb = {fb != '0, b[P-2:0]};                                                          \
    zero = ma == '0 | mb == '0;                                                         \
    inf = (&fa) | (&fb);                                                                \
    nan = ((&fa) & (a[P-2:0] != '0)) | ((&fb) & (b[P-2:0] != '0)) | (inf & zero);       \
    pm = {{P{1'b0}}, ma} * {{P{1'b0}}, mb};                                             \
    /* biased exponent of the window's second bit; a product of zero has the smallest */\
    ep = {2'b0, fa} + {{(EW+1){1'b0}}, fa == '0}                                        \
       + {2'b0, fb} + {{(EW+1){1'b0}}, fb == '0};                                       \
    NAME``_product = {nan, inf, a[EW+P-1] ^ b[EW+P-1], ep & {(EW+2){~zero}}, pm};       \
  endfunction                                                                           \
                                                                                        \
  function automatic logic [EW+2*P+7:0] NAME``_sum(                                     \
      input logic [EW+2*P+4:0] product, input logic [EW+P-1:0] c);                      \
    logic sp, sc, s, sub, below, nan, inf;                                              \
    logic [EW-1:0] fc;                                                                  \
    logic [P-1:0] mc;                                                                   \
    logic [2*P-1:0] pm;                                                                 \
    logic [EW+1:0] ep, ec, e, sh;                                                       \
    logic [2*P+3:0] pw, cw, t, m;                                                       \
    {nan, inf, sp, ep, pm} = product;                                                   \
    fc = c[EW+P-2:P-1];                                                                 \
    sc = c[EW+P-1];                                                                     \
    mc = {fc != '0, c[P-2:0]};                                                          \
    if (inf | nan | (&fc)) begin                                                        \
      NAME``_sum = '0;                                                                  \
      NAME``_sum[EW+2*P+7] = 1'b1;                                                      \
      if (nan | ((&fc) & (c[P-2:0] != '0)) | (inf & (&fc) & (sp != sc)))                \
        NAME``_sum[EW+P-1:0] = {1'b0, {(EW+1){1'b1}}, {(P-2){1'b0}}};                   \
      else NAME``_sum[EW+P-1:0] = {(&fc) ? sc : sp, {EW{1'b1}}, {(P-1){1'b0}}};         \
    end else begin                                                                      \
      /* the addend's biased exponent, and a bias less one */                           \
      ec = {2'b0, fc} + {{(EW+1){1'b0}}, fc == '0} + {3'b0, {(EW-2){1'b1}}, 1'b0};      \
      /* the anchor in pw, the other in t */                                            \
      sh = ep - ec;                                                                     \
      below = sh[EW+1];                                                                 \
      e = ec + (sh & {(EW+2){~below}});                                                 \
      sh = (sh ^ {(EW+2){below}}) + {{(EW+1){1'b0}}, below};                            \
      pw = {1'b0, pm, 3'b0};                                                            \
      cw = {1'b0, mc, {(P+3){1'b0}}};                                                   \
      m = (pw ^ cw) & {(2*P+4){below}};                                                 \
      t = cw ^ m;                                                                       \
      pw = pw ^ m;                                                                      \
      if (sh > (EW+2)'(2*P+3)) t = {{(2*P+3){1'b0}}, t != '0};                          \
      else t = (t >> sh) | {{(2*P+3){1'b0}}, (t & ~({(2*P+4){1'b1}} << sh)) != '0};     \
      sub = sp ^ sc;                                                                    \
      s = below ? sc : sp;                                                              \
      t = pw + (t ^ {(2*P+4){sub}}) + {{(2*P+3){1'b0}}, sub};                           \
      m = {(2*P+4){sub & t[2*P+3]}};                                                    \
      t = (t ^ m) + {{(2*P+3){1'b0}}, m[0]};                                            \
      s = s ^ m[0];                                                                     \
      if (t == '0) s = sp & sc;                                                         \
      NAME``_sum = {1'b0, s, e - {3'b0, {(EW-2){1'b1}}, 1'b0}, t};                      \
    end                                                                                 \
  endfunction                                                                           \
                                                                                        \
  function automatic logic [EW+P-1:0] NAME``_round(input logic [EW+2*P+7:0] sum);       \
    logic special, s, inc;                                                              \
    logic [EW+1:0] e, room, n;                                                          \
    logic [2*P+3:0] t, d;                                                               \
    {special, s, room, t} = sum;                                                        \
    if (special) NAME``_round = t[EW+P-1:0];                                            \
    else begin                                                                          \
      d = t | ({1'b1, {(2*P+3){1'b0}}} >> room);                                        \
      n = '0;                                                                           \
      for (int k = $clog2(2*P+4) - 1; k >= 0; k--) begin                                \
        if ((d >> (2*P+4 - (1 << k))) == '0) begin                                      \
          d = d << (1 << k);                                                            \
          n = n | (EW+2)'(1 << k);                                                      \
        end                                                                             \
      end                                                                               \
      t = t << n;                                                                       \
      e = room + (EW+2)'(1) - n;                                                        \
      inc = t[P+3] & (t[P+4] | (t[P+2:0] != '0));                                       \
      /* a sum of zero has no exponent */                                               \
      if (t[2*P+3] & e >= {2'b0, {EW{1'b1}}}) NAME``_round = {s, {EW{1'b1}}, {(P-1){1'b0}}};\
      else NAME``_round = {s, e[EW-1:0] & {EW{t[2*P+3]}}, t[2*P+2:P+4]}                 \
                        + {{(EW+P-1){1'b0}}, inc};                                      \
    end                                                                                 \
  endfunction                                                                           \
                                                                                        \
  function automatic logic [EW+P-1:0] NAME(                                             \
      input logic [EW+P-1:0] a, input logic [EW+P-1:0] b, input logic [EW+P-1:0] c);    \
    NAME = NAME``_round(NAME``_sum(NAME``_product(a, b), c));                           \
  endfunction

// Rounds a magnitude of 64 bits, bit 63 weighing the biased exponent e, bit 0 sticky. It is
// normalised as above.
`define SECTILE_FP_ROUND(NAME, EW, P)                                                   \
  function automatic logic [EW+P-1:0] NAME(                                             \
      input logic s, input logic signed [15:0] e, input logic [63:0] m);                \
    logic [63:0] t, d;                                                                  \
    logic [5:0] n;                                                                      \
    logic signed [15:0] x, sh;                                                          \
    logic inc;                                                                          \
    t = m;                                                                              \
    x = e;                                                                              \
    if (x < 16'sd1) begin                                                               \
      sh = 16'sd1 - x;                                                                  \
      if (sh > 16'sd63) t = {63'b0, t != '0};                                           \
      else t = (t >> sh[5:0]) | {63'b0, (t & ~({64{1'b1}} << sh[5:0])) != '0};          \
      x = 16'sd1;                                                                       \
    end                                                                                 \
    n = '0;                                                                             \
    d = t | ({1'b1, 63'b0} >> (x - 16'sd1));                                            \
    for (int k = 5; k >= 0; k--) begin                                                  \
      if ((d >> (64 - (1 << k))) == '0) begin                                           \
        d = d << (1 << k);                                                              \
        n = n | 6'(1 << k);                                                             \
      end                                                                               \
    end                                                                                 \
    t = t << n;                                                                         \
    x = x - $signed({10'b0, n});                                                        \
    inc = t[63-P] & (t[64-P] | ((t << (P+1)) != '0));                                   \
    if (x >= $signed(16'({EW{1'b1}}))) NAME = {s, {EW{1'b1}}, {(P-1){1'b0}}};           \
    else NAME = {s, t[63] ? x[EW-1:0] : {EW{1'b0}}, t[62:64-P]}                         \
              + {{(EW+P-1){1'b0}}, inc};                                                \
  endfunction

// Leading part of every unary function: whether it is a NaN, and the magnitude.
`define SECTILE_FP_ISNAN(x, EW, P) ((&x[EW+P-2:P-1]) & (x[P-2:0] != '0))

// minimumNumber and maximumNumber of IEEE 754-2019, -0 below +0.
`define SECTILE_FP_MINMAX(NAME, LESS, EW, P)                                            \
  function automatic logic [EW+P-1:0] NAME(                                             \
      input logic [EW+P-1:0] a, input logic [EW+P-1:0] b, input logic max);             \
    logic na, nb, less;                                                                 \
    logic [EW+P-1:0] ka, kb;                                                            \
    na = `SECTILE_FP_ISNAN(a, EW, P);                                                   \
    nb = `SECTILE_FP_ISNAN(b, EW, P);                                                   \
    /* as integers: larger number, larger key */                                        \
    ka = a ^ {1'b1, {(EW+P-1){1'b0}}} ^ {1'b0, {(EW+P-1){a[EW+P-1]}}};                  \
    kb = b ^ {1'b1, {(EW+P-1){1'b0}}} ^ {1'b0, {(EW+P-1){b[EW+P-1]}}};                  \
    less = ka < kb;                                                                     \
    if (na & nb) NAME = {1'b0, {(EW+1){1'b1}}, {(P-2){1'b0}}};                          \
    else if (na) NAME = b;                                                              \
    else if (nb) NAME = a;                                                              \
    else NAME = (less ^ max) ? a : b;                                                   \
  endfunction                                                                           \
  /* mode 0: equal, 1: less, 2: less or equal */                                        \
  function automatic logic LESS(                                                        \
      input logic [EW+P-1:0] a, input logic [EW+P-1:0] b, input logic [1:0] mode);      \
    logic nan, eq, lt;                                                                  \
    logic [EW+P-1:0] ka, kb;                                                            \
    nan = `SECTILE_FP_ISNAN(a, EW, P) | `SECTILE_FP_ISNAN(b, EW, P);                    \
    ka = a ^ {1'b1, {(EW+P-1){1'b0}}} ^ {1'b0, {(EW+P-1){a[EW+P-1]}}};                  \
    kb = b ^ {1'b1, {(EW+P-1){1'b0}}} ^ {1'b0, {(EW+P-1){b[EW+P-1]}}};                  \
    eq = (a == b) | (a[EW+P-2:0] == '0 & b[EW+P-2:0] == '0);                            \
    lt = (ka < kb) & ~eq;                                                               \
    LESS = ~nan & ((lt & mode != 2'd0) | (eq & mode != 2'd1));                          \
  endfunction

// Round to integral: mode 0 nearest even, 1 down, 2 up, 3 towards zero.
`define SECTILE_FP_INTEGRAL(NAME, EW, P)                                                \
  function automatic logic [EW+P-1:0] NAME(                                             \
      input logic [EW+P-1:0] a, input logic [1:0] mode);                                \
    logic [EW-1:0] f, fb;                                                               \
    logic [EW+P-2:0] mask, mag, half;                                                   \
    logic s, any, inc;                                                                  \
    f = a[EW+P-2:P-1];                                                                  \
    s = a[EW+P-1];                                                                      \
    mag = a[EW+P-2:0];                                                                  \
    fb = EW'((1 << (EW-1)) + P - 2) - f;                                                \
    mask = ~({(EW+P-1){1'b1}} << fb);                                                   \
    half = mag & (mask & ~(mask >> 1));                                                 \
    any = (mag & mask) != '0;                                                           \
    inc = 1'b0;                                                                         \
    unique case (mode)                                                                  \
      2'd0: inc = half != '0                                                            \
              & ((mag & (mask >> 1)) != '0 | (mag & (mask + (EW+P-1)'(1))) != '0);      \
      2'd1: inc = s & any;                                                              \
      2'd2: inc = ~s & any;                                                             \
      default: inc = 1'b0;                                                              \
    endcase                                                                             \
    if (`SECTILE_FP_ISNAN(a, EW, P)) NAME = {1'b0, {(EW+1){1'b1}}, {(P-2){1'b0}}};      \
    else if (f >= EW'((1 << (EW-1)) + P - 2)) NAME = a;                                 \
    else if (f < EW'((1 << (EW-1)) - 1)) begin                                          \
      unique case (mode)                                                                \
        2'd0: inc = f == EW'((1 << (EW-1)) - 2) & a[P-2:0] != '0;                       \
        2'd1: inc = s & mag != '0;                                                      \
        2'd2: inc = ~s & mag != '0;                                                     \
        default: inc = 1'b0;                                                            \
      endcase                                                                           \
      NAME = {s, inc ? EW'((1 << (EW-1)) - 1) : {EW{1'b0}}, {(P-1){1'b0}}};             \
    end else                                                                            \
      NAME = {s, (mag & ~mask) + (inc ? mask + (EW+P-1)'(1) : {(EW+P-1){1'b0}})};       \
  endfunction

// To integer, truncating and saturating; a NaN gives 0. The result is 64 bits wide,
// words sign-extended.
`define SECTILE_FP_TO_INT(NAME, EW, P)                                                  \
  function automatic logic [63:0] NAME(                                                 \
      input logic [EW+P-1:0] a, input logic is_signed, input logic is_double);          \
    logic [EW-1:0] f;                                                                   \
    logic [63:0] m, limit;                                                              \
    logic s, over;                                                                      \
    f = a[EW+P-2:P-1];                                                                  \
    s = a[EW+P-1];                                                                      \
    m = {{(64-P){1'b0}}, 1'b1, a[P-2:0]};                                               \
    over = f > EW'((1 << (EW-1)) + 62);                                                 \
    if (f < EW'((1 << (EW-1)) - 1)) m = '0;                                             \
    else if (f >= EW'((1 << (EW-1)) + P - 2)) m = m << (f - EW'((1 << (EW-1)) + P - 2));\
    else m = m >> (EW'((1 << (EW-1)) + P - 2) - f);                                     \
    limit = is_double ? {~is_signed, {63{1'b1}}} : {32'b0, ~is_signed, {31{1'b1}}};     \
    if (is_signed & s) limit = limit + 64'd1;                                           \
    if (~is_signed & s) limit = '0;                                                     \
    if (over | m > limit) m = limit;                                                    \
    if (is_signed & s) m = -m;                                                          \
    if (~is_double) m = {{32{m[31]}}, m[31:0]};                                         \
    NAME = `SECTILE_FP_ISNAN(a, EW, P) ? 64'd0 : m;                                     \
  endfunction
