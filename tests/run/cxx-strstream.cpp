// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A strstreambuf over an array reads up to the place where it writes, and
// writes as many characters as it was given.
// RUN: sectile-clang++ -O1 -Wno-deprecated %s -o %t.elf && sectile-run %t.elf
#include <cstdio>
#include <cstring>
#include <strstream>

template <class Char> static int check() {
  Char array[10] = {'a', 'b', 'c', 'd'};
  std::strstreambuf buffer(array, 6, array + 4);
  if (buffer.in_avail() != 4 || buffer.sgetc() != 'a')
    return 1;
  int written = 0;
  while (written < 20 && buffer.sputc(char('e' + written)) != EOF)
    ++written;
  if (written != 6 || array[9] != 'j' || buffer.pcount() != 6)
    return 2;
  char text[11] = {};
  if (buffer.sgetn(text, 11) != 10 || std::strcmp(text, "abcdefghij"))
    return 3;

  // The length of the text, if it is 0.
  Char word[] = {'w', 'o', 'r', 'd', 0, 0, 0, 0, 0};
  std::strstreambuf rest(word, 0, word + 2);
  if (rest.in_avail() != 2)
    return 4;
  for (written = 0; written < 20 && rest.sputc('x') != EOF;)
    ++written;
  return written == 4 ? 0 : 5;
}

int main() {
  if (int wrong = check<char>())
    return wrong;
  if (int wrong = check<signed char>())
    return 10 + wrong;
  return check<unsigned char>();
}
