// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The names that <regex> looks up, and its matching without templates.
#include <cctype>
#include <cstring>
#include <iterator>
#include <regex>
#include <string>

namespace std {
inline namespace __1 {
namespace {
const char *messageOf(regex_constants::error_type code) {
  switch (code) {
  case regex_constants::error_collate:
    return "the name of a collating element is not known";
  case regex_constants::error_ctype:
    return "the name of a character class is not known";
  case regex_constants::error_escape:
    return "an escape is not known or not complete";
  case regex_constants::error_backref:
    return "a reference to a group that does not exist";
  case regex_constants::error_brack:
    return "'[' without ']'";
  case regex_constants::error_paren:
    return "'(' without ')'";
  case regex_constants::error_brace:
    return "'{' without '}'";
  case regex_constants::error_badbrace:
    return "not a valid range in '{}'";
  case regex_constants::error_range:
    return "not a valid range of characters";
  case regex_constants::error_space:
    return "not enough memory for the expression";
  case regex_constants::error_badrepeat:
    return "nothing before '*', '?', '+' or '{'";
  case regex_constants::error_complexity:
    return "the match is too complex";
  case regex_constants::error_stack:
    return "not enough memory for the match";
  case regex_constants::__re_err_grammar:
    return "not a valid grammar";
  case regex_constants::__re_err_empty:
    return "an empty expression";
  case regex_constants::__re_err_parse:
    return "the expression cannot be read to its end";
  default:
    return "not a valid regular expression";
  }
}

// POSIX's names of the characters that are not letters.
struct Name {
  char character;
  const char *name;
};
const Name names[] = {
    {'\0', "NUL"},
    {'\1', "SOH"},
    {'\2', "STX"},
    {'\3', "ETX"},
    {'\4', "EOT"},
    {'\5', "ENQ"},
    {'\6', "ACK"},
    {'\a', "alert"},
    {'\b', "backspace"},
    {'\t', "tab"},
    {'\n', "newline"},
    {'\v', "vertical-tab"},
    {'\f', "form-feed"},
    {'\r', "carriage-return"},
    {'\16', "SO"},
    {'\17', "SI"},
    {'\20', "DLE"},
    {'\21', "DC1"},
    {'\22', "DC2"},
    {'\23', "DC3"},
    {'\24', "DC4"},
    {'\25', "NAK"},
    {'\26', "SYN"},
    {'\27', "ETB"},
    {'\30', "CAN"},
    {'\31', "EM"},
    {'\32', "SUB"},
    {'\33', "ESC"},
    {'\34', "IS4"},
    {'\35', "IS3"},
    {'\36', "IS2"},
    {'\37', "IS1"},
    {' ', "space"},
    {'!', "exclamation-mark"},
    {'"', "quotation-mark"},
    {'#', "number-sign"},
    {'$', "dollar-sign"},
    {'%', "percent-sign"},
    {'&', "ampersand"},
    {'\'', "apostrophe"},
    {'(', "left-parenthesis"},
    {')', "right-parenthesis"},
    {'*', "asterisk"},
    {'+', "plus-sign"},
    {',', "comma"},
    {'-', "hyphen"},
    {'-', "hyphen-minus"},
    {'.', "period"},
    {'.', "full-stop"},
    {'/', "slash"},
    {'/', "solidus"},
    {'0', "zero"},
    {'1', "one"},
    {'2', "two"},
    {'3', "three"},
    {'4', "four"},
    {'5', "five"},
    {'6', "six"},
    {'7', "seven"},
    {'8', "eight"},
    {'9', "nine"},
    {':', "colon"},
    {';', "semicolon"},
    {'<', "less-than-sign"},
    {'=', "equals-sign"},
    {'>', "greater-than-sign"},
    {'?', "question-mark"},
    {'@', "commercial-at"},
    {'[', "left-square-bracket"},
    {'\\', "backslash"},
    {'\\', "reverse-solidus"},
    {']', "right-square-bracket"},
    {'^', "circumflex"},
    {'^', "circumflex-accent"},
    {'_', "underscore"},
    {'_', "low-line"},
    {'`', "grave-accent"},
    {'{', "left-brace"},
    {'{', "left-curly-bracket"},
    {'|', "vertical-line"},
    {'}', "right-brace"},
    {'}', "right-curly-bracket"},
    {'~', "tilde"},
    {'\177', "DEL"},
};

struct Class {
  const char *name;
  ctype_base::mask mask;
};
const Class classes[] = {
    {"alnum", ctype_base::alnum},   {"alpha", ctype_base::alpha},
    {"blank", ctype_base::blank},   {"cntrl", ctype_base::cntrl},
    {"digit", ctype_base::digit},   {"d", ctype_base::digit},
    {"graph", ctype_base::graph},   {"lower", ctype_base::lower},
    {"print", ctype_base::print},   {"punct", ctype_base::punct},
    {"space", ctype_base::space},   {"s", ctype_base::space},
    {"upper", ctype_base::upper},   {"w", ctype_base::__regex_word},
    {"xdigit", ctype_base::xdigit},
};
} // namespace

regex_error::regex_error(regex_constants::error_type code)
    : runtime_error(messageOf(code)), __code_(code) {}
regex_error::~regex_error() noexcept = default;

string __get_collation_name(const char *name) {
  for (const Name &known : names)
    if (strcmp(known.name, name) == 0)
      return string(1, known.character);
  // Letters and, for what was not found, nothing.
  return name[0] && !name[1] && isalpha(static_cast<unsigned char>(name[0]))
             ? string(name)
             : string();
}

regex_traits<char>::char_class_type __get_classname(const char *name,
                                                    bool ignoreCase) {
  for (const Class &known : classes) {
    if (strcmp(known.name, name) != 0)
      continue;
    auto mask = regex_traits<char>::char_class_type(known.mask);
    if (known.mask == ctype_base::__regex_word)
      mask |= ctype_base::alnum | ctype_base::upper | ctype_base::lower;
    if (ignoreCase && (mask & (ctype_base::lower | ctype_base::upper)))
      mask |= ctype_base::alpha;
    return mask;
  }
  return 0;
}

template <class Char> static bool isNewline(Char c) {
  return c == '\r' || c == '\n';
}
template <class State, class Owner>
static void matchUnless(State &state, bool newline, Owner *next) {
  if (newline) {
    state.__do_ = State::__reject;
    state.__node_ = nullptr;
    return;
  }
  state.__do_ = State::__accept_and_consume;
  ++state.__current_;
  state.__node_ = next;
}
template <> void __match_any_but_newline<char>::__exec(__state &state) const {
  bool end = state.__current_ == state.__last_;
  matchUnless(state, end || isNewline(*state.__current_), this->first());
}
template <>
void __match_any_but_newline<wchar_t>::__exec(__state &state) const {
  bool end = state.__current_ == state.__last_;
  matchUnless(state,
              end || isNewline(*state.__current_) ||
                  *state.__current_ == 0x2028 || *state.__current_ == 0x2029,
              this->first());
}
} // namespace __1
} // namespace std
