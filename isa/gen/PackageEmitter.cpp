#include "Emitters.h"
#include "llvm/Support/raw_ostream.h"
using namespace llvm;
using namespace sectile::gen;
void sectile::gen::emitPackage(const Description &D, raw_ostream &OS) {}
void sectile::gen::emitIntrinsics(const Description &D, raw_ostream &OS) {}
