// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// std::filesystem::path: text between slashes. There are no root names.
#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace std {
inline namespace __1 {
inline namespace __fs {
namespace filesystem {
using View = string_view;

static size_t slashes(View text, size_t from) {
  size_t end = text.find_first_not_of('/', from);
  return end == View::npos ? text.size() : end;
}
static View nameOf(View text) {
  size_t slash = text.rfind('/');
  return slash == View::npos ? text : text.substr(slash + 1);
}
// Where the extension of a name starts; its end if there is none.
static size_t dotOf(View name) {
  size_t dot = name.rfind('.');
  bool none = dot == View::npos || dot == 0 || name == "..";
  return none ? name.size() : dot;
}

View path::__root_name() const { return View(__pn_).substr(0, 0); }
View path::__root_directory() const {
  return View(__pn_).substr(0, __pn_.starts_with('/'));
}
View path::__root_path_raw() const { return __root_directory(); }
View path::__relative_path() const {
  return View(__pn_).substr(slashes(__pn_, 0));
}
View path::__parent_path() const {
  View text = __pn_;
  if (__relative_path().empty())
    return text;
  text.remove_suffix(nameOf(text).size());
  size_t root = __root_directory().size();
  while (text.size() > root && text.ends_with('/'))
    text.remove_suffix(1);
  return text;
}
View path::__filename() const { return nameOf(__pn_); }
View path::__stem() const {
  View name = __filename();
  return name.substr(0, dotOf(name));
}
View path::__extension() const {
  View name = __filename();
  return name.substr(dotOf(name));
}
path &path::replace_extension(const path &next) {
  __pn_.erase(__pn_.size() - __extension().size());
  if (!next.empty()) {
    if (!next.native().starts_with('.'))
      __pn_ += '.';
    __pn_ += next.native();
  }
  return *this;
}

//===-- Elements --------------------------------------------------------===//

// The element that starts at `from`: a name, all slashes of the root, or the
// last slash of a path that ends with one, which stands for an empty name.
static View elementAt(View text, size_t from) {
  if (from == text.size())
    return text.substr(from);
  if (text[from] == '/')
    return text.substr(from, from == 0 ? slashes(text, 0) : 1);
  return text.substr(from, min(text.find('/', from), text.size()) - from);
}
static View nextElement(View text, View element) {
  size_t end = size_t(element.data() - text.data()) + element.size();
  size_t next = slashes(text, end);
  bool behindName = !element.empty() && element[0] != '/';
  if (next == text.size() && next > end && behindName)
    return text.substr(next - 1); // the last slash
  return elementAt(text, next);
}
static View previousElement(View text, View element) {
  size_t at = size_t(element.data() - text.data());
  // The last slash precedes the end, if a name precedes the slash.
  if (at == text.size() && at > 0 && text.ends_with('/') &&
      text.find_first_not_of('/') != View::npos)
    return text.substr(at - 1);
  while (at > 0 && text[at - 1] == '/')
    --at;
  if (at == 0)
    return elementAt(text, 0);
  size_t slash = text.rfind('/', at - 1);
  return elementAt(text, slash == View::npos ? 0 : slash + 1);
}
// The public form of an element.
static View shown(View element, View text) {
  if (element.empty() || element[0] != '/')
    return element;
  return element.data() == text.data() ? element.substr(0, 1)
                                       : element.substr(0, 0);
}

path::iterator path::begin() const {
  iterator result;
  result.__path_ptr_ = this;
  result.__entry_ = elementAt(__pn_, 0);
  result.__state_ = __pn_.empty() ? iterator::_AtEnd : iterator::_InFilenames;
  result.__stashed_elem_.__pn_ = shown(result.__entry_, __pn_);
  return result;
}
path::iterator path::end() const {
  iterator result;
  result.__path_ptr_ = this;
  result.__entry_ = View(__pn_).substr(__pn_.size());
  result.__state_ = iterator::_AtEnd;
  return result;
}
path::iterator &path::iterator::__increment() {
  View text = __path_ptr_->native();
  __entry_ = nextElement(text, __entry_);
  __state_ =
      __entry_.data() == text.data() + text.size() ? _AtEnd : _InFilenames;
  __stashed_elem_ = path(shown(__entry_, text));
  return *this;
}
path::iterator &path::iterator::__decrement() {
  View text = __path_ptr_->native();
  __entry_ = previousElement(text, __entry_);
  __state_ = _InFilenames;
  __stashed_elem_ = path(shown(__entry_, text));
  return *this;
}

int path::__compare(View other) const {
  View text = __pn_;
  bool root = text.starts_with('/'), otherRoot = other.starts_with('/');
  if (root != otherRoot)
    return root ? 1 : -1;
  View a = elementAt(text, 0), b = elementAt(other, 0);
  auto atEnd = [](View element, View whole) {
    return element.data() == whole.data() + whole.size();
  };
  while (!atEnd(a, text) && !atEnd(b, other)) {
    if (int order = shown(a, text).compare(shown(b, other)))
      return order;
    a = nextElement(text, a);
    b = nextElement(other, b);
  }
  return atEnd(a, text) ? (atEnd(b, other) ? 0 : -1) : 1;
}
size_t hash_value(const path &p) noexcept {
  size_t hash = 0;
  View text = p.native();
  for (View e = elementAt(text, 0); e.data() != text.data() + text.size();
       e = nextElement(text, e))
    hash = 31 * hash + std::hash<View>()(shown(e, text));
  return hash;
}

path path::lexically_normal() const {
  if (empty())
    return *this;
  bool root = has_root_directory(), slash = false;
  vector<std::string> names;
  for (const path &element : *this) {
    const std::string &name = element.native();
    if (name == "/")
      continue;
    slash = name.empty() || name == "." || name == "..";
    if (name.empty() || name == ".")
      continue;
    if (name != "..") {
      names.push_back(name);
    } else if (!names.empty() && names.back() != "..") {
      names.pop_back();
    } else if (!root) {
      names.push_back(name);
    }
  }
  std::string text(root, '/');
  for (const std::string &name : names) {
    if (!text.empty() && !text.ends_with('/'))
      text += '/';
    text += name;
  }
  if (slash && !names.empty() && names.back() != "..")
    text += '/';
  return text.empty() ? path(".") : path(text);
}
path path::lexically_relative(const path &base) const {
  if (has_root_directory() != base.has_root_directory())
    return {};
  auto a = begin(), b = base.begin();
  while (a != end() && b != base.end() && *a == *b) {
    ++a;
    ++b;
  }
  if (a == end() && b == base.end())
    return ".";
  int up = 0;
  for (; b != base.end(); ++b) {
    if (*b == "..")
      --up;
    else if (!b->empty() && *b != ".")
      ++up;
  }
  if (up < 0)
    return {};
  if (up == 0 && (a == end() || a->empty()))
    return ".";
  path result;
  for (; up > 0; --up)
    result /= "..";
  for (; a != end(); ++a)
    result /= *a;
  return result;
}

//===-- filesystem_error ------------------------------------------------===//

filesystem_error::~filesystem_error() = default;
void filesystem_error::__create_what(int paths) {
  string text = string("filesystem error: ") + system_error::what();
  if (paths > 0)
    text += " [" + path1().native() + "]";
  if (paths > 1)
    text += " [" + path2().native() + "]";
  __storage_->__what_ = text;
}
} // namespace filesystem
} // namespace __fs
} // namespace __1
} // namespace std
