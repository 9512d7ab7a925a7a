// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Exceptions and threads are refused when compiling, in one sentence; type
// information is there unless -fno-rtti says otherwise.
// RUN: not sectile-clang++ -fexceptions %s -c -o %t.o 2>&1 | FileCheck --check-prefix=OPTION %s
// RUN: not sectile-clang++ -DTHROW %s -c -o %t.o 2>&1 | FileCheck --check-prefix=THROW %s
// RUN: not sectile-clang++ -DTRY %s -c -o %t.o 2>&1 | FileCheck --check-prefix=TRY %s
// RUN: not sectile-clang++ -fno-rtti -DTYPEID %s -c -o %t.o 2>&1 | FileCheck --check-prefix=TYPEID %s
// RUN: not sectile-clang++ -fno-rtti -DCAST %s -c -o %t.o 2>&1 | FileCheck --check-prefix=CAST %s
// RUN: sectile-clang++ -DTYPEID -DCAST %s -c -o %t.o
// OPTION: error: exceptions are not supported; compile without -fexceptions
// THROW: error: cannot use 'throw' with exceptions disabled
// TRY: error: cannot use 'try' with exceptions disabled
// TYPEID: error: use of typeid requires -frtti
// CAST: error: use of dynamic_cast requires -frtti
#include <typeinfo>
struct Base {
  virtual ~Base() {}
};
struct Derived : Base {};
int f(Base *b) {
#ifdef THROW
  throw 1;
#endif
#ifdef TRY
  try {
  } catch (int) {
  }
#endif
#ifdef TYPEID
  if (typeid(*b) == typeid(Base))
    return 1;
#endif
#ifdef CAST
  return dynamic_cast<Derived *>(b) != nullptr;
#endif
  return 0;
}
