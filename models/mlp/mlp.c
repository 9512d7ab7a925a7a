// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A network 784-width-10, trained in mixed precision, and tested in the type of
// the option `type`: f32, bf16, or quantised i8. The same source is the program
// of the core and, with the portable operations, the reference on the host;
// every weight and every output must agree.
#define MODEL "mlp"
#include "../common/data.h"

#include "mlp.h"

static const char *type = "bf16"; // of the test after the training
static void (*infer)(void) = forward_bf16;

static void forward(void) { infer(); }

static void trained(const struct digits *d) {
  if (!strcmp(type, "i8"))
    quantise(d);
  infer = !strcmp(type, "i8")    ? forward_i8
          : !strcmp(type, "f32") ? forward_f32
                                 : forward_bf16;
}

static void finish(const struct digits *d) {
  (void)d;
  fprintf(stderr, " macs %d", macs());
}

int main(int argc, char **argv) {
  static const struct option own[] = {{"width", OPTION_NUMBER, &width, WIDEST},
                                      {"type", OPTION_TEXT, (void *)&type, 0}};
  o = default_options(8, 2.0f / 1024);
  read_options(argc, argv, &o, own, 2);
  if (width == 0)
    fail("expected 1 to 512", "width");
  if (strcmp(type, "f32") != 0 && strcmp(type, "bf16") != 0 &&
      strcmp(type, "i8") != 0)
    fail("unknown type, expected f32, bf16 or i8", type);
  const struct initial matrices[] = {
      {W1, (int)width * PIXELS, 0.08748178f},
      {W2, CLASSES * (int)width, sqrtf(6.0f / (float)width)}};
  return train(matrices, 2);
}
