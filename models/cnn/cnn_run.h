// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The course of the training, the same on the core and in the reference. The
// including file has the network before it: round_weights, train_batch,
// count_right, calibrate and count_right_i8.
#ifndef CNN_RUN_H
#define CNN_RUN_H

// The program: trains, then quantises and tests.
static int run(int argc, char **argv) {
  const struct options o = read_options(argc, argv);
  const struct digits d = read_digits(o.digits);
  const uint32_t trained = d.count - HELD_BACK;
  uint32_t batches = trained / BATCH;
  if (o.batches && batches > o.batches)
    batches = o.batches;
  uint32_t *order = malloc(trained * sizeof *order);
  if (!order)
    fail("out of memory", "order");
  for (uint32_t i = 0; i < trained; i++)
    order[i] = HELD_BACK + i;

  uint64_t state = o.seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
  if (o.start)
    read_floats(o.start, master, WEIGHTS);
  else
    initial_weights(master, &state);
  round_weights();
  double loss = 0;
  for (int epoch = 1; epoch <= o.epochs; epoch++) {
    const float rate = rate_of(&o, epoch);
    shuffle(order, trained, &state);
    loss = 0;
    for (uint32_t b = 0; b < batches; b++)
      loss += train_batch(rate, &d, order, b * BATCH);
    loss /= batches * BATCH;
    printf("epoch %2d  loss %.6f  held back %.1f %%\n", epoch, loss,
           100 * fraction(count_right(&o, &d), o.tested));
    fflush(stdout);
  }
  const uint32_t right = count_right(&o, &d);
  const struct largest most = calibrate(&d);
  static struct quantised q;
  quantise(&q, master, &most);
  print_result(&o, loss, right, count_right_i8(&o, &d, &q));
  if (o.epochs)
    write_file(o.weights, master, WEIGHTS);
  free(order);
  return 0;
}

#endif
