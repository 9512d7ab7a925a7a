// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the driver would run: our headers, our assembler, our linker.
//
// RUN: sectile-clang -### %s -o prog 2>&1 | FileCheck %s
// CHECK: "-cc1" "-triple" "sectile-unknown-unknown-elf"
// CHECK-SAME: "-ffp-contract=on"
// CHECK-SAME: "-flax-vector-conversions=none"
// CHECK-SAME: "-nostdsysteminc" "-nobuiltininc" "-internal-isystem" "{{[^"]*}}/include" "-internal-externc-isystem" "{{[^"]*}}/sectile/include"
// CHECK: sectile-ld" "-o" "prog" "{{[^"]*}}/sectile/lib/crt0.o" "{{[^"]*}}.o" "-L{{[^"]*}}/sectile/lib"
// CHECK-SAME: "-lm" "-lc" "-lsectile_rt"
//
// There is one assembler, and a program of bitcode is optimised as a whole.
// RUN: sectile-clang -c -fno-integrated-as %s -o %t.o && llvm-readelf -h %t.o | FileCheck %s --check-prefix=OBJECT
// OBJECT: REL (Relocatable file)
// RUN: sectile-clang -### -fwhole-program-vtables -flto %s 2>&1 | FileCheck %s --check-prefix=WHOLE
// WHOLE-NOT: error
// WHOLE: "-emit-llvm-bc"
//
// RUN: sectile-clang -### -nostdlib %s 2>&1 | FileCheck %s --check-prefix=NOSTDLIB
// RUN: sectile-clang -### -nostartfiles -nodefaultlibs %s 2>&1 | FileCheck %s --check-prefix=NOSTDLIB
// NOSTDLIB: sectile-ld" "-o" "a.out" "{{[^"]*}}.o"{{$}}
//
// RUN: sectile-clang -### -nostartfiles %s 2>&1 | FileCheck %s --check-prefix=NOSTART
// NOSTART-NOT: crt0.o
// NOSTART: "-lc"
//
// RUN: sectile-clang -### -nostdinc %s 2>&1 | FileCheck %s --check-prefix=NOSTDINC
// NOSTDINC: "-nobuiltininc"{{$}}
//
// RUN: sectile-clang -### -nostdlibinc %s 2>&1 | FileCheck %s --check-prefix=NOLIBINC
// NOLIBINC: "-nobuiltininc" "-internal-isystem" "{{[^"]*}}/include"{{$}}
//
// RUN: sectile-clang -### --sysroot=/there %s 2>&1 | FileCheck %s --check-prefix=SYSROOT
// SYSROOT: "-internal-externc-isystem" "/there/include"
// SYSROOT: "/there/lib/crt0.o"
//
// Linker inputs and options keep their order.
// RUN: touch %t.o
// RUN: sectile-clang -### -Lone %t.o -lfirst -Wl,--gc-sections,-Map=m -Xlinker -q %s -lsecond -u sym -e start -Wl,-Ttext=0x90000000 -s 2>&1 | FileCheck %s --check-prefix=LINK
// LINK: "-Lone"
// LINK-SAME: "-s"
// LINK-SAME: "{{[^"]*}}.o" "-lfirst" "--gc-sections" "-Map=m" "-q" "{{[^"]*}}.o" "-lsecond" "-e" "start" "-Ttext=0x90000000"
//
// RUN: sectile-clang -### -flto -O3 %s 2>&1 | FileCheck %s --check-prefix=LTO
// LTO: "-emit-llvm-bc"
// LTO-SAME: "-flto=full"
// LTO: sectile-ld" {{.*}}"--lto-O3"
//
// The value of an option is not taken for one of ours.
// RUN: sectile-clang -### -Xlinker -mcpu=sectile %s 2>&1 | FileCheck %s --check-prefix=VALUE
// VALUE: sectile-ld" {{.*}}"-mcpu=sectile"
//
// RUN: sectile-clang++ -### -x c++ %s 2>&1 | FileCheck %s --check-prefix=CXX
// CXX: "-internal-isystem" "{{[^"]*}}/sectile/include/c++/v1" {{.*}}"-internal-isystem" "{{[^"]*}}/include" "-internal-externc-isystem"
//
// RUN: sectile-clang -### -c -g %s 2>&1 | FileCheck %s --check-prefix=DEBUG
// DEBUG: "-dwarf-version=5"
//
// RUN: sectile-clang -### -x assembler %s 2>&1 | FileCheck %s --check-prefix=ASM
// ASM: "-cc1as"
//
// RUN: sectile-clang --version | FileCheck %s --check-prefix=VERSION
// VERSION: sectile-clang {{.*}}LLVM 22
// VERSION-NEXT: clang version 22
// VERSION-NEXT: Target: sectile-unknown-elf
// RUN: sectile-clang --help | FileCheck %s --check-prefix=HELP
// HELP: USAGE: sectile-clang [options] file...
int main(void) { return 0; }
