// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The program around a model: reads its inputs from .npy files, or from .raw
// files of the elements alone, runs it, and writes its outputs.
#include "model.h"
#include <errno.h>
#include <stdio.h>
#include <string.h>

static int fail(const char *file, const char *what) {
  fprintf(stderr, "error: %s: %s\n", file, what);
  return 1;
}

static int is_raw(const char *file) {
  size_t length = strlen(file);
  return length >= 4 && strcmp(file + length - 4, ".raw") == 0;
}

// The dictionary of a tensor's .npy file, as NumPy writes it.
static void describe(const struct model_tensor *tensor, char *text,
                     size_t size) {
  // NumPy has no bf16: an element is two bytes.
  static const char *const names[] = {"<f4", "|i1", "<i4", "|u1", "<i8",
                                      "|b1", "<i2", "<f2", "|V2", "<f8",
                                      "<u2", "<u4", "<u8"};
  size_t used = (size_t)snprintf(
      text, size, "{'descr': '%s', 'fortran_order': False, 'shape': (",
      names[tensor->type]);
  for (int i = 0; i < tensor->rank; ++i)
    used += (size_t)snprintf(text + used, size - used, "%s%lld", i ? ", " : "",
                             (long long)tensor->dims[i]);
  snprintf(text + used, size - used, tensor->rank == 1 ? ",), }" : "), }");
}

enum { HEADER = 512 };

static int read_header(const char *name, FILE *file,
                       const struct model_tensor *tensor) {
  unsigned char start[12];
  if (fread(start, 1, 10, file) != 10 || memcmp(start, "\x93NUMPY", 6) != 0)
    return fail(name, "is no .npy file");
  size_t length = start[8] | (size_t)start[9] << 8;
  if (start[6] != 1) {
    if (fread(start + 10, 1, 2, file) != 2)
      return fail(name, "is truncated in its header");
    length |= (size_t)start[10] << 16 | (size_t)start[11] << 24;
  }
  char found[HEADER];
  if (length >= sizeof found)
    return fail(name, "has a header that is too long");
  if (fread(found, 1, length, file) != length)
    return fail(name, "is truncated in its header");
  while (length && (found[length - 1] == ' ' || found[length - 1] == '\n'))
    --length;
  found[length] = 0;
  char expected[HEADER];
  describe(tensor, expected, sizeof expected);
  if (strcmp(found, expected) == 0)
    return 0;
  fprintf(stderr, "error: %s: has the header %s, expected %s\n", name, found,
          expected);
  return 1;
}

static int read_tensor(const char *name, const struct model_tensor *tensor,
                       void *to) {
  FILE *file = fopen(name, "rb");
  if (!file)
    return fail(name, strerror(errno));
  int status = is_raw(name) ? 0 : read_header(name, file, tensor);
  if (status == 0) {
    size_t bytes = (size_t)tensor->bytes;
    if (fread(to, 1, bytes, file) != bytes)
      status = fail(name, "has fewer bytes than its tensor");
    else if (fgetc(file) != EOF)
      status = fail(name, "has more bytes than its tensor");
  }
  fclose(file);
  return status;
}

int sectile_write_tensor(const char *name, const struct model_tensor *tensor,
                         const void *from) {
  FILE *file = fopen(name, "wb");
  if (!file)
    return fail(name, strerror(errno));
  if (!is_raw(name)) {
    char header[HEADER];
    describe(tensor, header, sizeof header - 64);
    size_t length = strlen(header);
    // The elements begin at a multiple of 64.
    while ((10 + length + 1) % 64)
      header[length++] = ' ';
    header[length++] = '\n';
    unsigned char start[10] = "\x93NUMPY\1";
    start[8] = (unsigned char)(length & 0xff);
    start[9] = (unsigned char)(length >> 8);
    fwrite(start, 1, sizeof start, file);
    fwrite(header, 1, length, file);
  }
  fwrite(from, 1, (size_t)tensor->bytes, file);
  int wrong = ferror(file);
  if (fclose(file) != 0 || wrong) {
    remove(name);
    return fail(name, "cannot be written");
  }
  return 0;
}

int main(int argc, char **argv) {
  const struct model *model = &sectile_model;
  long count = (long)(model->inputs + model->outputs);
  if (argc != 1 + count) {
    fprintf(stderr,
            "error: got %d files, expected %lld inputs and %lld outputs\n",
            argc - 1, (long long)model->inputs, (long long)model->outputs);
    return 2;
  }
  void *data[count];
  for (long i = 0; i < count; ++i) {
    data[i] = model->tensors[i].data;
    if (i < model->inputs &&
        read_tensor(argv[1 + i], &model->tensors[i], data[i]))
      return 1;
  }
  if (model->run_observed)
    model->run_observed(data);
  else
    model->run(data, data + model->inputs, model->arena);
  for (long i = model->inputs; i < count; ++i)
    if (sectile_write_tensor(argv[1 + i], &model->tensors[i], data[i]))
      return 1;
  return 0;
}
