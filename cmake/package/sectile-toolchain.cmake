# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Builds a CMake project for Sectile; ctest runs its programs on the emulator:
#
#   cmake -DCMAKE_TOOLCHAIN_FILE=<this file> ...
get_filename_component(_sectile_bin "${CMAKE_CURRENT_LIST_DIR}" REALPATH)
get_filename_component(_sectile_prefix "${_sectile_bin}/../../.." ABSOLUTE)
set(_sectile_bin "${_sectile_prefix}/bin")

set(CMAKE_SYSTEM_NAME Generic)
set(CMAKE_SYSTEM_PROCESSOR sectile)

set(CMAKE_C_COMPILER "${_sectile_bin}/sectile-clang")
set(CMAKE_ASM_COMPILER "${_sectile_bin}/sectile-clang")
set(CMAKE_CXX_COMPILER "${_sectile_bin}/sectile-clang++")
set(CMAKE_LINKER "${_sectile_bin}/sectile-ld")
foreach(_sectile_tool AR RANLIB NM READELF STRIP OBJCOPY OBJDUMP ADDR2LINE)
  string(TOLOWER ${_sectile_tool} _sectile_name)
  set(CMAKE_${_sectile_tool} "${_sectile_bin}/sectile-${_sectile_name}")
endforeach()
# For archives of bitcode.
foreach(_sectile_language C CXX ASM)
  set(CMAKE_${_sectile_language}_COMPILER_AR "${_sectile_bin}/sectile-ar")
  set(CMAKE_${_sectile_language}_COMPILER_RANLIB "${_sectile_bin}/sectile-ranlib")
  set(CMAKE_EXECUTABLE_SUFFIX_${_sectile_language} .elf)
endforeach()
# There is no clang-scan-deps that knows the target.
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)

if(NOT DEFINED CMAKE_CROSSCOMPILING_EMULATOR)
  set(CMAKE_CROSSCOMPILING_EMULATOR "${_sectile_bin}/sectile-run")
endif()

# Headers and libraries are the target's, programs the host's, packages either.
set(CMAKE_FIND_ROOT_PATH "${_sectile_prefix}/sectile")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
# find_package(Sectile)
set(Sectile_DIR "${_sectile_prefix}/lib/cmake/Sectile")
