// std::wstring and its numbers.
#include <cerrno>
#include <cwchar>
#include <stdexcept>
#include <string>

namespace std {
inline namespace __1 {
template class basic_string<wchar_t>;

namespace {
template <class T, class Read>
T number(const char *function, const wstring &text, size_t *index, Read read) {
  int saved = errno;
  errno = 0;
  wchar_t *end;
  T value = read(text.c_str(), &end);
  bool range = errno == ERANGE;
  errno = saved;
  string name = function;
  if (range)
    __throw_out_of_range((name + ": out of range").c_str());
  if (end == text.c_str())
    __throw_invalid_argument((name + ": no conversion").c_str());
  if (index)
    *index = size_t(end - text.c_str());
  return value;
}
} // namespace

int stoi(const wstring &text, size_t *index, int base) {
  long value = number<long>("stoi", text, index, [&](auto p, auto end) {
    return wcstol(p, end, base);
  });
  if (value != int(value))
    __throw_out_of_range("stoi: out of range");
  return int(value);
}
long stol(const wstring &text, size_t *index, int base) {
  return number<long>("stol", text, index,
                      [&](auto p, auto end) { return wcstol(p, end, base); });
}
unsigned long stoul(const wstring &text, size_t *index, int base) {
  return number<unsigned long>("stoul", text, index, [&](auto p, auto end) {
    return wcstoul(p, end, base);
  });
}
long long stoll(const wstring &text, size_t *index, int base) {
  return number<long long>("stoll", text, index, [&](auto p, auto end) {
    return wcstoll(p, end, base);
  });
}
unsigned long long stoull(const wstring &text, size_t *index, int base) {
  return number<unsigned long long>(
      "stoull", text, index,
      [&](auto p, auto end) { return wcstoull(p, end, base); });
}
float stof(const wstring &text, size_t *index) {
  return number<float>("stof", text, index, wcstof);
}
double stod(const wstring &text, size_t *index) {
  return number<double>("stod", text, index, wcstod);
}
long double stold(const wstring &text, size_t *index) {
  return number<double>("stold", text, index, wcstod);
}

// As to_string, whose characters are all ASCII.
template <class T> static wstring widened(T value) {
  string text = to_string(value);
  return wstring(text.begin(), text.end());
}
wstring to_wstring(int value) { return widened(value); }
wstring to_wstring(long value) { return widened(value); }
wstring to_wstring(long long value) { return widened(value); }
wstring to_wstring(unsigned value) { return widened(value); }
wstring to_wstring(unsigned long value) { return widened(value); }
wstring to_wstring(unsigned long long value) { return widened(value); }
wstring to_wstring(float value) { return widened(value); }
wstring to_wstring(double value) { return widened(value); }
wstring to_wstring(long double value) { return widened(value); }
} // namespace __1
} // namespace std
