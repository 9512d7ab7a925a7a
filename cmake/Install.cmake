# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What `cmake --install` copies (docs/install.md). Nothing in a prefix names the
# prefix: it can be moved, and the build folder has the same layout where
# programs look for each other (bin/, lib/, sectile/).
include(CMakePackageConfigHelpers)

set(bin ${CMAKE_RUNTIME_OUTPUT_DIRECTORY})
set(package ${CMAKE_BINARY_DIR}/lib/cmake/Sectile)

#-- Tools ----------------------------------------------------------------------

set(SECTILE_TOOLS clang as ld objdump opt model interpret run rtl cosim random campaign)
set(targets ${SECTILE_TOOLS})
list(TRANSFORM targets PREPEND sectile-)
foreach(tool ${SECTILE_TOOLS})
  set_target_properties(sectile-${tool} PROPERTIES EXPORT_NAME ${tool}) # Sectile::run
endforeach()
install(TARGETS ${targets} EXPORT SectileTools RUNTIME DESTINATION bin)
install(TARGETS LLVMSectile sectile_source_line LIBRARY DESTINATION lib)
install(FILES ${CMAKE_BINARY_DIR}/lib/sectile-commit DESTINATION lib)
install(PROGRAMS ${bin}/sectile-clang++ DESTINATION bin) # a link, and stays one

# LLVM's tools for ELF files know no machine by name, and go by the end of the
# name they are called as.
set(SECTILE_BINUTILS ar ranlib nm readelf strip size objcopy addr2line)
foreach(tool ${SECTILE_BINUTILS})
  file(CREATE_LINK ${LLVM_TOOLS_BINARY_DIR}/llvm-${tool} ${bin}/sectile-${tool} SYMBOLIC)
  install(PROGRAMS ${bin}/sectile-${tool} DESTINATION bin)
endforeach()

#-- Headers and libraries of the target ----------------------------------------

install(DIRECTORY ${CMAKE_BINARY_DIR}/sectile/ DESTINATION sectile
        PATTERN *.stamp EXCLUDE)
# libc++'s headers conflict with other versions' where they come from; a copy
# does not. Its configuration is ours, from above.
install(DIRECTORY ${SECTILE_LIBCXX_HEADERS}/ DESTINATION sectile/include/c++/v1
        PATTERN __config_site EXCLUDE)

#-- clangd ----------------------------------------------------------------------

# clang looks for configurations beside the compiler.
foreach(configuration sectile-clangd.cfg sectile-clangd++.cfg)
  install(FILES ${CMAKE_SOURCE_DIR}/clang/clangd/${configuration} DESTINATION bin)
endforeach()
install(FILES ${CMAKE_BINARY_DIR}/lib/sectile-clangd.h DESTINATION lib)

#-- The emulator's library -----------------------------------------------------

# One include path for users, include/sectile-emulator.
target_compile_features(sectile_emulator INTERFACE cxx_std_20)
install(TARGETS sectile_emulator sectile_isa sectile_support EXPORT SectileEmulator
        ARCHIVE DESTINATION lib INCLUDES DESTINATION include/sectile-emulator)
foreach(library emulator isa support)
  set_target_properties(sectile_${library} PROPERTIES EXPORT_NAME ${library})
endforeach()
install(DIRECTORY ${CMAKE_SOURCE_DIR}/emulator/include/ ${CMAKE_BINARY_DIR}/isa/include/
        DESTINATION include/sectile-emulator
        PATTERN command_line.h EXCLUDE) # of the tools
install(DIRECTORY ${CMAKE_SOURCE_DIR}/isa/semantics DESTINATION include/sectile-emulator)
install(FILES ${CMAKE_SOURCE_DIR}/isa/host_device.h DESTINATION include/sectile-emulator)
configure_file(cmake/package/sectile-emulator.pc.in
               ${CMAKE_BINARY_DIR}/lib/sectile-emulator.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/lib/sectile-emulator.pc DESTINATION lib/pkgconfig)

#-- find_package(Sectile) ------------------------------------------------------

foreach(file SectileConfig.cmake sectile-toolchain.cmake)
  configure_file(cmake/package/${file} ${package}/${file} COPYONLY)
endforeach()
write_basic_package_version_file(${package}/SectileConfigVersion.cmake
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
foreach(set SectileTools SectileEmulator)
  export(EXPORT ${set} NAMESPACE Sectile:: FILE ${package}/${set}.cmake)
  install(EXPORT ${set} NAMESPACE Sectile:: DESTINATION lib/cmake/Sectile)
endforeach()
install(FILES ${package}/SectileConfig.cmake ${package}/SectileConfigVersion.cmake
              ${package}/sectile-toolchain.cmake
        DESTINATION lib/cmake/Sectile)

#-- To read ---------------------------------------------------------------------

# Man pages and bash completions, from the tools' --help.
set(described ${targets})
foreach(tool clang++ ${SECTILE_BINUTILS})
  list(APPEND described sectile-${tool})
endforeach()
list(TRANSFORM described PREPEND ${bin}/)
set(pages ${CMAKE_BINARY_DIR}/share/help-pages.stamp)
add_custom_command(OUTPUT ${pages}
  COMMAND ${CMAKE_SOURCE_DIR}/scripts/help-pages.py ${PROJECT_VERSION}
          ${CMAKE_BINARY_DIR}/share ${described}
  COMMAND ${CMAKE_COMMAND} -E touch ${pages}
  DEPENDS ${targets} ${CMAKE_SOURCE_DIR}/scripts/help-pages.py
  COMMENT "Writing man pages and bash completions" VERBATIM)
add_custom_target(sectile_help_pages ALL DEPENDS ${pages})
install(DIRECTORY ${CMAKE_BINARY_DIR}/share/man ${CMAKE_BINARY_DIR}/share/bash-completion
        DESTINATION share)

install(DIRECTORY ${CMAKE_SOURCE_DIR}/docs/ DESTINATION share/doc/sectile)
install(FILES ${CMAKE_BINARY_DIR}/isa/isa-manual.md ${CMAKE_SOURCE_DIR}/README.md
        DESTINATION share/doc/sectile)
install(FILES ${CMAKE_SOURCE_DIR}/CHANGELOG.md DESTINATION share/doc/sectile OPTIONAL)
# Licences: ours, which is also that of libc++'s headers, and the C library's.
set(licences ${CMAKE_BINARY_DIR}/newlib-licence)
file(GLOB tarballs /usr/src/newlib/newlib-*.tar.*)
if(tarballs AND NOT EXISTS ${licences})
  list(GET tarballs 0 tarball)
  file(ARCHIVE_EXTRACT INPUT ${tarball} DESTINATION ${licences} PATTERNS */COPYING.NEWLIB)
endif()
file(GLOB newlib_licence ${licences}/*/COPYING.NEWLIB)
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE DESTINATION share/doc/sectile RENAME COPYING.SECTILE)
install(FILES ${newlib_licence} DESTINATION share/doc/sectile)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/examples DESTINATION share/sectile)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/rtl DESTINATION share/sectile
        FILES_MATCHING PATTERN *.sv PATTERN *.svh PATTERN *.f PATTERN *.vlt)
install(FILES ${SECTILE_RTL_PACKAGE} DESTINATION share/sectile/rtl)
