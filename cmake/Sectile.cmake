# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What every part shares: warnings, and the ways to build against LLVM.

add_compile_options(-Wall -Wextra -Werror -Wno-unused-parameter
                    -ffp-contract=off)
# GCC 12 sees overlaps inside of std::string's own operator+ (bug 105651).
add_compile_options($<$<AND:$<COMPILE_LANGUAGE:CXX>,$<CXX_COMPILER_ID:GNU>>:-Wno-restrict>)

# Sanitizers keep loops from being vectorised; that is no fault.
add_compile_options($<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wno-pass-failed>)
# Debian 12's std::stable_sort uses what C++17 deprecates; GCC does not warn within its headers.
add_compile_options($<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wno-deprecated-declarations>)

# LLVM's headers are not ours to warn about; Debian's LLVM has no RTTI.
add_library(sectile_llvm INTERFACE)
target_include_directories(sectile_llvm SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
separate_arguments(SECTILE_LLVM_DEFINITIONS NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_definitions(sectile_llvm INTERFACE ${SECTILE_LLVM_DEFINITIONS})
target_compile_options(sectile_llvm INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-fno-rtti>)
target_link_libraries(sectile_llvm INTERFACE LLVM)

# sectile_precompile(target headers...): reads LLVM's headers once for a target of many files.
# Clang alone does it with profit: GCC's precompiled headers take 400 MB, and most of the time
# goes into what they leave to each file.
function(sectile_precompile target)
  if(CMAKE_CXX_COMPILER_ID STREQUAL Clang)
    list(TRANSFORM ARGN REPLACE "(.+)" "<\\1>")
    target_precompile_headers(${target} PRIVATE ${ARGN})
  endif()
endfunction()
