# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# find_package(Sectile), from a prefix or from the build folder:
#
#   Sectile_TOOLCHAIN_FILE   for CMAKE_TOOLCHAIN_FILE, or of an ExternalProject
#   Sectile_BIN_DIR          the folder of the tools
#   Sectile_SYSROOT          headers and libraries of the target
#   Sectile::clang, Sectile::run, ...   the tools, executables
#   Sectile::emulator        the emulator as a library, for programs of the host
#   sectile_add_test(...)    a test that runs a program, see below
get_filename_component(_sectile_package "${CMAKE_CURRENT_LIST_DIR}" REALPATH)
get_filename_component(_sectile_prefix "${_sectile_package}/../../.." ABSOLUTE)
set(Sectile_TOOLCHAIN_FILE "${_sectile_package}/sectile-toolchain.cmake")
set(Sectile_BIN_DIR "${_sectile_prefix}/bin")
set(Sectile_SYSROOT "${_sectile_prefix}/sectile")

include("${_sectile_package}/SectileTools.cmake")
foreach(_sectile_tool clang++ ar ranlib nm readelf strip size objcopy addr2line)
  if(NOT TARGET Sectile::${_sectile_tool})
    add_executable(Sectile::${_sectile_tool} IMPORTED)
    set_target_properties(Sectile::${_sectile_tool} PROPERTIES
      IMPORTED_LOCATION "${Sectile_BIN_DIR}/sectile-${_sectile_tool}")
  endif()
endforeach()
if(NOT CMAKE_SYSTEM_PROCESSOR STREQUAL "sectile")
  include("${_sectile_package}/SectileEmulator.cmake")
endif()

# sectile_add_test(name target
#                  [TOOL run|rtl|cosim]     what runs it, the emulator if not given
#                  [OPTIONS option...]      for the tool: --dir, --memory, ...
#                  [ARGUMENTS argument...]) of the program
#
# A CTest that passes if the program's exit status is 0.
function(sectile_add_test name target)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "TOOL" "OPTIONS;ARGUMENTS")
  if(arg_UNPARSED_ARGUMENTS OR arg_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "sectile_add_test(${name}): found '${arg_UNPARSED_ARGUMENTS}"
      "${arg_KEYWORDS_MISSING_VALUES}', expected TOOL, OPTIONS or ARGUMENTS with values")
  endif()
  if(NOT arg_TOOL)
    set(arg_TOOL run)
  elseif(NOT arg_TOOL MATCHES "^(run|rtl|cosim)$")
    message(FATAL_ERROR "sectile_add_test(${name}): unknown tool '${arg_TOOL}', "
      "expected run, rtl or cosim")
  endif()
  add_test(NAME "${name}" COMMAND "${Sectile_BIN_DIR}/sectile-${arg_TOOL}" ${arg_OPTIONS}
    "$<TARGET_FILE:${target}>" ${arg_ARGUMENTS})
endfunction()
