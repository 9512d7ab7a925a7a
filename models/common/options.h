// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The command line of the networks: name=value for each option. Those of every
// training are here; a network may have more.
#ifndef MODELS_COMMON_OPTIONS_H
#define MODELS_COMMON_OPTIONS_H

#include "data.h"

struct options {
  int64_t epochs;
  int64_t batches;     // of an epoch, at most; 0: all
  int64_t tested;      // of the digits held back
  int64_t seed;        // of weights and of the order of digits
  float rate;          // learning rate of the first epochs
  int64_t decay;       // whether later epochs have less
  const char *digits;  // input
  const char *start;   // weights to begin with, instead of random ones
  const char *weights; // output
  const char *outputs; // output: those of the digits held back, or null
};

// Of a network that learns the digits, whose rate falls, from random weights.
static inline struct options default_options(int64_t epochs, float rate) {
  return (struct options){.epochs = epochs,
                          .tested = HELD_BACK,
                          .seed = 1,
                          .rate = rate,
                          .decay = 1,
                          .digits = "digits.bin",
                          .weights = MODEL ".weights"};
}

enum option_kind {
  OPTION_NUMBER, // an int64_t, 0 to `most`
  OPTION_RATIO,  // a float, given in 1024ths, 0 to `most`
  OPTION_TEXT    // a const char *
};
struct option {
  const char *name;
  enum option_kind kind;
  void *value;
  int64_t most;
};

static inline int64_t option_number(const struct option *o, const char *text) {
  char *end;
  const long long number = strtoll(text, &end, 10);
  if (end == text || *end || number < 0 || number > o->most) {
    fprintf(stderr, MODEL ": %s=%s: expected a number from 0 to %lld\n",
            o->name, text, (long long)o->most);
    exit(2);
  }
  return number;
}

static inline void set_option(const struct option *o, const char *text) {
  switch (o->kind) {
  case OPTION_NUMBER:
    *(int64_t *)o->value = option_number(o, text);
    break;
  case OPTION_RATIO:
    *(float *)o->value = (float)option_number(o, text) / 1024;
    break;
  case OPTION_TEXT:
    *(const char **)o->value = text;
    break;
  }
}

static inline const struct option *find_option(const struct option *list,
                                               int count, const char *name) {
  for (int i = 0; i < count; i++)
    if (!strcmp(list[i].name, name))
      return &list[i];
  return NULL;
}

// Sets `o`, which has the defaults, and the `count` options of `own`.
static inline void read_options(int argc, char **argv, struct options *o,
                                const struct option *own, int count) {
  const struct option shared[] = {
      {"epochs", OPTION_NUMBER, &o->epochs, 1000},
      {"batches", OPTION_NUMBER, &o->batches, 1000000},
      {"test", OPTION_NUMBER, &o->tested, HELD_BACK},
      {"seed", OPTION_NUMBER, &o->seed, INT32_MAX},
      {"rate", OPTION_RATIO, &o->rate, 1024},
      {"decay", OPTION_NUMBER, &o->decay, 1},
      {"digits", OPTION_TEXT, &o->digits, 0},
      {"start", OPTION_TEXT, &o->start, 0},
      {"weights", OPTION_TEXT, &o->weights, 0},
      {"outputs", OPTION_TEXT, &o->outputs, 0}};
  for (int i = 1; i < argc; i++) {
    char *value = strchr(argv[i], '=');
    if (!value)
      fail("expected name=value", argv[i]);
    *value++ = 0;
    const struct option *found = find_option(own, count, argv[i]);
    if (!found)
      found =
          find_option(shared, (int)(sizeof shared / sizeof *shared), argv[i]);
    if (!found)
      fail("unknown option", argv[i]);
    set_option(found, value);
  }
}

#endif
