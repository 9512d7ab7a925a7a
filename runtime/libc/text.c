// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Functions whose newlib implementation has defects.
#include <libgen.h>
#include <string.h>

#pragma clang attribute push(__attribute__((weak)), apply_to = function)

// newlib's loses an empty last field.
char *strsep(char **text, const char *separators) {
  char *field = *text;
  if (!field)
    return NULL;
  char *end = field + strcspn(field, separators);
  *text = *end ? end + 1 : NULL;
  *end = 0;
  return field;
}

// newlib's does not remove slashes at the end.
char *dirname(char *path) {
  static char here[] = ".", root[] = "/";
  if (!path || !*path)
    return here;
  char *end = path + strlen(path);
  while (end > path && end[-1] == '/')
    end--;
  if (end == path)
    return root;
  while (end > path && end[-1] != '/')
    end--;
  if (end == path)
    return here;
  while (end > path && end[-1] == '/')
    end--;
  if (end == path)
    return root;
  *end = 0;
  return path;
}

#pragma clang attribute pop
