# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Packages of npm: fetched once into a folder, and compared with their digests."""
import base64
import hashlib
import os
import subprocess
import sys


def digest(path):
    with open(path, "rb") as file:
        return base64.b64encode(hashlib.sha512(file.read()).digest()).decode()


def fetch(folder, package, archive, sha512):
    """The path of NAME@VERSION as an archive of this name; ends with a message if it cannot be had."""
    path = os.path.join(folder, archive)
    if not os.path.exists(path):
        try:
            subprocess.run(["npm", "pack", "--ignore-scripts", "--silent", package], cwd=folder, check=True,
                           stdout=subprocess.DEVNULL)
        except (OSError, subprocess.CalledProcessError) as error:
            sys.exit(f"error: npm pack {package} failed: {error}")
    found = digest(path)
    if found != sha512:
        os.remove(path)
        sys.exit(f"error: {path}: sha512 {found}, expected {sha512}; removed")
    return path
