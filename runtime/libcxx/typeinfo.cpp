// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Type information of the Itanium C++ ABI and dynamic_cast.
//
// The compiler writes a type_info object for each type that -frtti needs, with
// the vtable of one of the classes below, which determines the fields after the
// name. Only the number and the offsets of a class's bases are needed here, by
// two additional virtual functions; types of thrown objects are never compared.
#include <cstddef>
#include <cstdint>
#include <typeinfo>

std::type_info::~type_info() = default;

namespace __cxxabiv1 {
using std::ptrdiff_t;

class __class_type_info;

/// One direct base of a class.
struct Base {
  const __class_type_info *type;
  bool isPublic;
  bool isVirtual;
  /// Of the base in the object or, if it is virtual, of the place in the
  /// vtable that holds it.
  ptrdiff_t offset;

  const char *in(const char *object) const {
    if (!isVirtual)
      return object + offset;
    const char *vtable = *reinterpret_cast<const char *const *>(object);
    return object + *reinterpret_cast<const ptrdiff_t *>(vtable + offset);
  }
};

// The destructors put each vtable into this file; that of the first lets the
// compiler put the type_infos of the fundamental types here too.
class __fundamental_type_info : public std::type_info {
public:
  ~__fundamental_type_info() override;
};
class __array_type_info : public std::type_info {
public:
  ~__array_type_info() override;
};
class __function_type_info : public std::type_info {
public:
  ~__function_type_info() override;
};
class __enum_type_info : public std::type_info {
public:
  ~__enum_type_info() override;
};
class __pbase_type_info : public std::type_info {
public:
  ~__pbase_type_info() override;
  unsigned flags;
  const std::type_info *pointee;
};
class __pointer_type_info : public __pbase_type_info {
public:
  ~__pointer_type_info() override;
};
class __pointer_to_member_type_info : public __pbase_type_info {
public:
  ~__pointer_to_member_type_info() override;
  const __class_type_info *context;
};

/// A class without bases.
class __class_type_info : public std::type_info {
public:
  ~__class_type_info() override;
  virtual unsigned bases() const;
  virtual Base base(unsigned index) const;
};
/// With one base, public, not virtual, and at offset 0.
class __si_class_type_info : public __class_type_info {
public:
  ~__si_class_type_info() override;
  unsigned bases() const override;
  Base base(unsigned index) const override;
  const __class_type_info *only;
};
/// With any others.
class __vmi_class_type_info : public __class_type_info {
public:
  ~__vmi_class_type_info() override;
  unsigned bases() const override;
  Base base(unsigned index) const override;
  unsigned flags;
  unsigned count;
  struct {
    const __class_type_info *type;
    long offsetAndFlags; // bit 0: virtual, bit 1: public, from bit 8: offset
  } list[1];
};

__fundamental_type_info::~__fundamental_type_info() = default;
__array_type_info::~__array_type_info() = default;
__function_type_info::~__function_type_info() = default;
__enum_type_info::~__enum_type_info() = default;
__pbase_type_info::~__pbase_type_info() = default;
__pointer_type_info::~__pointer_type_info() = default;
__pointer_to_member_type_info::~__pointer_to_member_type_info() = default;
__class_type_info::~__class_type_info() = default;
__si_class_type_info::~__si_class_type_info() = default;
__vmi_class_type_info::~__vmi_class_type_info() = default;

unsigned __class_type_info::bases() const { return 0; }
Base __class_type_info::base(unsigned) const { return {}; }
unsigned __si_class_type_info::bases() const { return 1; }
Base __si_class_type_info::base(unsigned) const {
  return {only, true, false, 0};
}
unsigned __vmi_class_type_info::bases() const { return count; }
Base __vmi_class_type_info::base(unsigned index) const {
  long flags = list[index].offsetAndFlags;
  return {list[index].type, (flags & 2) != 0, (flags & 1) != 0, flags >> 8};
}

namespace {
/// An object found on the way through all bases; the same one may be found
/// several times by way of virtual bases, and is public if one way is.
struct Found {
  const char *object = nullptr;
  bool isPublic = false;
  bool ambiguous = false;

  void add(const char *again, bool publicWay) {
    if (!object)
      object = again;
    if (object == again)
      isPublic |= publicWay;
    else
      ambiguous = true;
  }
  bool unique() const { return object && isPublic && !ambiguous; }
};

/// The search through the most derived object.
class Walk {
public:
  Walk(const char *source, const __class_type_info *from,
       const __class_type_info *to)
      : source(source), from(from), to(to) {}

  /// `owner` is the object of type `to` on the way here, if there is one:
  /// there cannot be two, as no class is its own base.
  void visit(const __class_type_info *type, const char *object, bool publicWay,
             const char *owner, bool publicFromOwner) {
    if (*type == *to) {
      targets.add(object, publicWay);
      owner = object;
      publicFromOwner = true;
    }
    if (object == source && *type == *from) {
      sourceIsPublic |= publicWay;
      if (owner)
        owners.add(owner, publicFromOwner);
      return;
    }
    for (unsigned i = 0, n = type->bases(); i < n; ++i) {
      Base base = type->base(i);
      visit(base.type, base.in(object), publicWay && base.isPublic, owner,
            publicFromOwner && base.isPublic);
    }
  }

  const char *result() const {
    // Downwards: the only object of the wanted type that has the source as a
    // base, if publicly.
    if (owners.unique())
      return owners.object;
    // Sideways: from a public base to another public and unambiguous one.
    if (sourceIsPublic && targets.unique())
      return targets.object;
    return nullptr;
  }

private:
  const char *source;
  const __class_type_info *from, *to;
  Found owners, targets;
  bool sourceIsPublic = false;
};
} // namespace

extern "C" void *__dynamic_cast(const void *source,
                                const __class_type_info *from,
                                const __class_type_info *to, ptrdiff_t hint) {
  auto vtable = *static_cast<const ptrdiff_t *const *>(source);
  const char *object = static_cast<const char *>(source);
  const char *whole = object + vtable[-2];
  auto type = reinterpret_cast<const __class_type_info *>(vtable[-1]);
  // The usual case: a cast to the type of the whole object, in which the hint
  // says where the source is as the only public base of its type.
  if (hint >= 0 && whole + hint == object && *type == *to)
    return const_cast<char *>(whole);
  Walk walk(object, from, to);
  walk.visit(type, whole, true, nullptr, false);
  return const_cast<char *>(walk.result());
}
//===-- Types that the compiler does not count as fundamental -----------===//

// It leaves the type_infos of the 16-bit floats and of pointers to them to the
// library, but does not write them here with the others.
extern const char
    fundamental[] asm("_ZTVN10__cxxabiv123__fundamental_type_infoE");
extern const char pointer[] asm("_ZTVN10__cxxabiv119__pointer_type_infoE");
struct Fundamental {
  const char *vtable;
  const char *name;
};
struct Pointer {
  const char *vtable;
  const char *name;
  unsigned flags; // bit 0: to const
  const Fundamental *pointee;
};
#define NARROW_FLOAT(type, mangled)                                            \
  extern const char name_##type[] asm("_ZTS" mangled);                         \
  extern const char nameP_##type[] asm("_ZTSP" mangled);                       \
  extern const char namePK_##type[] asm("_ZTSPK" mangled);                     \
  constexpr char name_##type[] = mangled;                                      \
  constexpr char nameP_##type[] = "P" mangled;                                 \
  constexpr char namePK_##type[] = "PK" mangled;                               \
  extern const Fundamental info_##type asm("_ZTI" mangled);                    \
  extern const Pointer infoP_##type asm("_ZTIP" mangled);                      \
  extern const Pointer infoPK_##type asm("_ZTIPK" mangled);                    \
  const Fundamental info_##type = {fundamental + 16, name_##type};             \
  const Pointer infoP_##type = {pointer + 16, nameP_##type, 0, &info_##type};  \
  const Pointer infoPK_##type = {pointer + 16, namePK_##type, 1, &info_##type};
NARROW_FLOAT(f16, "DF16_")
NARROW_FLOAT(bf16, "DF16b")
#undef NARROW_FLOAT
} // namespace __cxxabiv1
