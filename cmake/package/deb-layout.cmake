# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Between installation and packing: Debian's places for documents, man pages,
# completions and links. CPack runs it with the tree to be packed in
# CPACK_TEMPORARY_INSTALL_DIRECTORY.
set(usr ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/usr)
set(prefix ${usr}/lib/sectile)

# Documents and the licences of all that is packed.
file(MAKE_DIRECTORY ${usr}/share)
foreach(folder doc man bash-completion sectile)
  file(RENAME ${prefix}/share/${folder} ${usr}/share/${folder})
endforeach()
file(REMOVE_RECURSE ${prefix}/share)
set(documents ${usr}/share/doc/sectile)
file(READ ${documents}/COPYING.SECTILE licence)
string(FIND "${licence}" "---- LLVM Exceptions" exceptions)
string(SUBSTRING "${licence}" ${exceptions} -1 exceptions)
file(READ ${documents}/COPYING.NEWLIB newlib)
file(REMOVE ${documents}/COPYING.SECTILE ${documents}/COPYING.NEWLIB)
file(WRITE ${documents}/copyright "\
Sectile, and the headers of libc++ in /usr/lib/sectile/sectile/include/c++, are under
the Apache License 2.0, in /usr/share/common-licenses/Apache-2.0, with exceptions:

${exceptions}
The C library and its headers are newlib; below is its file COPYING.NEWLIB, also
with licences of parts that are not built for Sectile.

${newlib}")
string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(WRITE ${documents}/changelog "\
sectile (${CPACK_PACKAGE_VERSION}) bookworm; urgency=medium

  * See CHANGELOG.md.

 -- ${CPACK_PACKAGE_CONTACT}  ${now}
")
file(GLOB pages ${usr}/share/man/man1/*.1)
execute_process(COMMAND gzip -9n ${pages} ${documents}/changelog COMMAND_ERROR_IS_FATAL ANY)
# What the target's libraries are for, and what newlib's licences name, is as it should be.
file(WRITE ${usr}/share/lintian/overrides/sectile "\
sectile: binary-from-other-architecture
sectile: copyright-not-using-common-license-for-lgpl
")

# The tools, by a link to where they find each other.
file(MAKE_DIRECTORY ${usr}/bin)
file(GLOB tools ${prefix}/bin/*)
foreach(tool ${tools})
  get_filename_component(name ${tool} NAME)
  if(NOT name MATCHES "\\.cfg$")
    file(CREATE_LINK ../lib/sectile/bin/${name} ${usr}/bin/${name} SYMBOLIC)
  endif()
  # Links out of the package are relative below /usr.
  if(IS_SYMLINK ${tool})
    file(READ_SYMLINK ${tool} target)
    if(target MATCHES "^/usr/")
      file(RELATIVE_PATH target /usr/lib/sectile/bin ${target})
      file(REMOVE ${tool})
      file(CREATE_LINK ${target} ${tool} SYMBOLIC)
    endif()
  endif()
endforeach()

# find_package and pkg-config look here.
set(found ${usr}/lib/${CPACK_SECTILE_ARCHITECTURE}/pkgconfig)
file(MAKE_DIRECTORY ${usr}/lib/cmake ${found})
file(CREATE_LINK ../sectile/lib/cmake/Sectile ${usr}/lib/cmake/Sectile SYMBOLIC)
file(READ ${prefix}/lib/pkgconfig/sectile-emulator.pc text)
file(REMOVE_RECURSE ${prefix}/lib/pkgconfig)
string(REPLACE "\${pcfiledir}/../.." /usr/lib/sectile text "${text}")
file(WRITE ${found}/sectile-emulator.pc "${text}")
