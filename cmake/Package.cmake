# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# `cpack --config build/CPackConfig.cmake`: a package for Debian 12 (docs/install.md).
#
# The prefix is /usr/lib/sectile, as LLVM's is /usr/lib/llvm-22; deb-layout.cmake
# moves what has a place of its own in Debian and links the tools into /usr/bin.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME sectile)
set(CPACK_PACKAGE_VENDOR Sectile)
set(SECTILE_MAINTAINER "Sectile <sectile@localhost>" CACHE STRING "who makes the package")
set(CPACK_PACKAGE_CONTACT ${SECTILE_MAINTAINER})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "array-processor instruction set: compiler, emulator, RTL")
set(CPACK_PACKAGE_DESCRIPTION "C and C++ compiler, assembler, linker and libraries for the Sectile\n\
array processor, an emulator that is also a library, and a simulator of the\n\
core with its sources in SystemVerilog.")
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_RESOURCE_FILE_LICENSE ${CMAKE_SOURCE_DIR}/LICENSE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr/lib/sectile)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE
    GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_SOURCE_DIR}/cmake/package/deb-layout.cmake)
set(CPACK_OUTPUT_FILE_PREFIX ${CMAKE_BINARY_DIR})
set(CPACK_SECTILE_ARCHITECTURE ${CMAKE_LIBRARY_ARCHITECTURE}) # for the script

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
# What the programs load is read from them; what they call or include is not:
# clang's own headers, and the tools behind sectile-ar and its kin.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${CMAKE_BINARY_DIR}/lib)
set(CPACK_DEBIAN_PACKAGE_DEPENDS
    "libclang-common-${LLVM_VERSION_MAJOR}-dev, llvm-${LLVM_VERSION_MAJOR}")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "clangd-${LLVM_VERSION_MAJOR}, cmake, bash-completion, pkg-config")
include(CPack)
