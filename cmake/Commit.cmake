# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Writes the commit of SOURCE to OUTPUT, for the tools' --version:
#
#   cmake -DSOURCE=folder -DOUTPUT=file -P Commit.cmake
#
# "unknown" if SOURCE is not the top of a git repository. The file changes only
# if the commit does.
set(commit unknown)
find_program(GIT git)
if(GIT AND EXISTS ${SOURCE}/.git)
  # No lock: the build must not disturb what its user does.
  execute_process(
    COMMAND ${GIT} --no-optional-locks -C ${SOURCE} describe --always --dirty --abbrev=7 --exclude=*
    OUTPUT_VARIABLE described RESULT_VARIABLE status ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(status EQUAL 0)
    set(commit ${described})
  endif()
endif()
set(before "")
if(EXISTS ${OUTPUT})
  file(READ ${OUTPUT} before)
endif()
if(NOT before STREQUAL "${commit}\n")
  file(WRITE ${OUTPUT} "${commit}\n")
endif()
