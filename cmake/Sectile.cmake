# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What every part shares: warnings, and the ways to build against LLVM.

add_compile_options(-Wall -Wextra -Werror -Wno-unused-parameter
                    -ffp-contract=off)
# GCC 12 sees overlaps inside of std::string's own operator+ (bug 105651).
add_compile_options($<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>>:-Wno-restrict>)

# Sanitizers keep loops from being vectorised; that is no fault.
add_compile_options($<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wno-pass-failed>)

# LLVM's headers are not ours to warn about; Debian's LLVM has no RTTI.
add_library(sectile_llvm INTERFACE)
target_include_directories(sectile_llvm SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
separate_arguments(SECTILE_LLVM_DEFINITIONS NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_definitions(sectile_llvm INTERFACE ${SECTILE_LLVM_DEFINITIONS})
target_compile_options(sectile_llvm INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>)
target_link_libraries(sectile_llvm INTERFACE LLVM)
