# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Fuzzers of the tools on object code; included by CMakeLists.txt.
#
# They take the target's machine-code layer without its code generator: link
# time optimisation reads bitcode, which is LLVM's own and stands no damage.
file(GLOB mc_sources ${CMAKE_SOURCE_DIR}/llvm-target/TargetInfo/*.cpp
                     ${CMAKE_SOURCE_DIR}/llvm-target/MCTargetDesc/*.cpp
                     ${CMAKE_SOURCE_DIR}/llvm-target/AsmParser/*.cpp
                     ${CMAKE_SOURCE_DIR}/llvm-target/Disassembler/*.cpp)
add_library(fuzz_mc STATIC ${mc_sources})
add_dependencies(fuzz_mc sectile_tablegen sectile_isa_text)
target_include_directories(fuzz_mc PUBLIC ${CMAKE_SOURCE_DIR}/llvm-target
                                   PRIVATE ${CMAKE_SOURCE_DIR}/llvm-target/MCTargetDesc)
target_include_directories(fuzz_mc SYSTEM PUBLIC
  ${CMAKE_BINARY_DIR}/llvm-target ${CMAKE_BINARY_DIR}/isa/include)
target_link_libraries(fuzz_mc PUBLIC sectile_llvm)

add_library(fuzz_as STATIC ${CMAKE_SOURCE_DIR}/asm/as/Assembler.cpp)
target_include_directories(fuzz_as PUBLIC ${CMAKE_SOURCE_DIR}/asm/as)
target_link_libraries(fuzz_as PUBLIC fuzz_mc sectile_files)

file(GLOB ld_sources ${CMAKE_SOURCE_DIR}/asm/ld/*.cpp)
list(REMOVE_ITEM ld_sources ${CMAKE_SOURCE_DIR}/asm/ld/sectile-ld.cpp)
add_library(fuzz_ld STATIC ${ld_sources} ${CMAKE_BINARY_DIR}/asm/ld/Options.inc)
set_source_files_properties(${CMAKE_BINARY_DIR}/asm/ld/Options.inc PROPERTIES GENERATED TRUE)
add_dependencies(fuzz_ld sectile_ld_options)
target_include_directories(fuzz_ld PUBLIC ${CMAKE_SOURCE_DIR}/asm/ld/include
                                   PRIVATE ${CMAKE_BINARY_DIR}/asm/ld)
target_link_libraries(fuzz_ld PUBLIC sectile_source sectile_files sectile_isa)

# The stable_sort of GCC 12's library uses what it calls deprecated.
target_compile_options(fuzz_ld PRIVATE -Wno-deprecated-declarations)

sectile_fuzzer(as as.cpp fuzz_as)
sectile_fuzzer(ld ld.cpp fuzz_ld)
sectile_fuzzer(objdump objdump.cpp fuzz_mc sectile_source sectile_files sectile_isa)
target_include_directories(fuzz-objdump PRIVATE ${CMAKE_SOURCE_DIR}/asm/objdump)
target_compile_options(fuzz-objdump PRIVATE -Wno-deprecated-declarations)
