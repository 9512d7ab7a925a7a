# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The files of the tree, for the scripts that read all of them."""
import os
import subprocess


def files(root):
    """Names relative to the folder: what git tracks below it and what it would, or all
    that is there if the folder is no repository of its own (a test's)."""
    if not os.path.exists(os.path.join(root, ".git")):
        return sorted(os.path.relpath(os.path.join(folder, name), root)
                      for folder, _, names in os.walk(root) for name in names)
    out = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
                         cwd=root, check=True, capture_output=True, text=True).stdout
    return [name for name in out.split("\0") if name and os.path.isfile(os.path.join(root, name))]
