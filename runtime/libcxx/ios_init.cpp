// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ios_base::Init, for programs that construct one before they use a standard
// stream. The streams see to themselves; but this object refers to all.
#include "stdstreams.h"

namespace std {
inline namespace __1 {
static int objects;
ios_base::Init::Init() {
  ++objects;
  sectile::constructIn();
  sectile::constructWide();
}
ios_base::Init::~Init() {
  if (--objects)
    return;
  sectile::flushOut();
  sectile::flushWide();
}
} // namespace __1
} // namespace std
