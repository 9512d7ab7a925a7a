// What reading and writing numbers share whatever the characters are.
#include <locale>
#include <string>

namespace std {
inline namespace __1 {
//===-- Reading ---------------------------------------------------------===//

// The headers find digits by their places in it.
const char __num_get_base::__src[33] = "0123456789abcdefABCDEFxX+-pPiInN";

int __num_get_base::__get_base(ios_base &stream) {
  switch (stream.flags() & ios_base::basefield) {
  case ios_base::oct:
    return 8;
  case ios_base::hex:
    return 16;
  case 0: // as the number itself says
    return 0;
  default:
    return 10;
  }
}

// `sizes` are the groups as they were read, the leftmost first. The rule gives
// the rightmost first, and its last applies to all further ones; only the
// leftmost may have fewer digits.
void __check_grouping(const string &rule, unsigned *sizes, unsigned *end,
                      ios_base::iostate &error) {
  if (rule.empty() || end - sizes < 2)
    return;
  size_t place = 0;
  for (unsigned *group = end - 1; group >= sizes; --group) {
    int size = static_cast<signed char>(rule[place]);
    bool limited = size > 0 && size < 127;
    bool wrong = group == sizes ? *group > unsigned(size) || *group == 0
                                : *group != unsigned(size);
    if (limited && wrong) {
      error = ios_base::failbit;
      return;
    }
    if (place + 1 < rule.size())
      ++place;
  }
}

//===-- Writing ---------------------------------------------------------===//

// The rest of a printf format after its percent sign.
void __num_put_base::__format_int(char *format, const char *length,
                                  bool isSigned, ios_base::fmtflags flags) {
  auto base = flags & ios_base::basefield;
  if ((flags & ios_base::showpos) && isSigned && base != ios_base::oct &&
      base != ios_base::hex)
    *format++ = '+';
  if (flags & ios_base::showbase)
    *format++ = '#';
  while (*length)
    *format++ = *length++;
  *format++ = base == ios_base::oct ? 'o'
              : base == ios_base::hex
                  ? (flags & ios_base::uppercase ? 'X' : 'x')
              : isSigned ? 'd'
                         : 'u';
  *format = 0;
}
bool __num_put_base::__format_float(char *format, const char *length,
                                    ios_base::fmtflags flags) {
  auto style = flags & ios_base::floatfield;
  bool upper = flags & ios_base::uppercase;
  bool precise = style != (ios_base::fixed | ios_base::scientific);
  if (flags & ios_base::showpos)
    *format++ = '+';
  if (flags & ios_base::showpoint)
    *format++ = '#';
  if (precise) {
    *format++ = '.';
    *format++ = '*';
  }
  while (*length)
    *format++ = *length++;
  char letter = !precise                        ? 'a'
                : style == ios_base::fixed      ? 'f'
                : style == ios_base::scientific ? 'e'
                                                : 'g';
  *format++ = upper ? char(letter - 32) : letter;
  *format = 0;
  return precise;
}
char *__num_put_base::__identify_padding(char *first, char *end,
                                         const ios_base &stream) {
  switch (stream.flags() & ios_base::adjustfield) {
  case ios_base::left:
    return end;
  case ios_base::internal: // after the sign or the base
    if (*first == '-' || *first == '+')
      return first + 1;
    if (end - first >= 2 && first[0] == '0' && (first[1] | 32) == 'x')
      return first + 2;
    return first;
  default:
    return first;
  }
}
} // namespace __1
} // namespace std
