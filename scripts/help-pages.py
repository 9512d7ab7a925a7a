#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes man pages and bash completions from what tools say of themselves.

    help-pages.py VERSION OUTPUT TOOL...

Each TOOL is run with --help. OUTPUT/man/man1/NAME.1 and OUTPUT/bash-completion/
completions/NAME are written. The texts come in three shapes: LLVM's two option
parsers, and that of the tools without LLVM. All have a line "usage:", and lines
that begin with an indented option; what is indented further belongs to it.
"""
import os
import re
import subprocess
import sys

# An option's name, with the = that a value needs.
NAME = re.compile(r"--?[^\s=<\[\],|-][^\s=<\[\],|]*=?")
LINE = re.compile(r"^( {1,4})(-\S.*)$")


class Option:
    def __init__(self, form, text):
        self.form = form    # "--memory SIZE", "--from-cycle N, --to-cycle N"
        self.text = text    # what it does, in words
        self.values = []    # (value, text), where they are listed

    def words(self):
        """What completes to this option."""
        for form in re.split(r", (?=-)", self.form):
            name = NAME.match(form)
            if not name:
                continue
            if optional := re.match(r"(\S+)\[=(\w+)\]", form):  # --stats[=json]
                yield optional[1]
                # A value in capitals stands for any.
                yield optional[1] + "=" + ("" if optional[2].isupper() else optional[2])
            elif self.values and name[0].endswith("="):
                for value, _ in self.values:
                    yield name[0] + value
            else:
                yield name[0]


class Help:
    """What --help says: usage, prose, options."""

    def __init__(self, tool, text):
        self.tool = tool
        self.usage, self.prose, self.options = [], [], []
        self.read(text.splitlines())
        self.title = self.find_title()

    def read(self, lines):
        option = None
        for line in lines:
            start = re.match(r"(?i)(overview|usage): *(.*)$", line)
            if start and start[1].lower() == "usage":
                self.usage.append(start[2])
            elif start:
                self.prose.append(start[2])
            elif opens := LINE.match(line):
                # "--form   - text" of LLVM, or "--form   text".
                parts = re.split(r"\s+- |\s{2,}", opens[2], maxsplit=1)
                option = Option(parts[0], parts[1].strip() if len(parts) > 1 else "")
                self.options.append(option)
            elif option and (value := re.match(r"^ {4,}=(\S+)\s+- (.*)$", line)):
                option.values.append((value[1], value[2].strip()))
            elif option and re.match(r"^ {5,}\S", line):
                option.text = f"{option.text} {line.strip()}".strip()
            else:
                option = None if line.strip() else option
                self.prose.append(line)

    def find_title(self):
        """The first sentence, for the line NAME."""
        for line in self.prose:
            if line.strip() and not line.rstrip().endswith(":"):
                text = line.strip().removeprefix(self.tool + ": ")
                # A sentence may go on, but not the line of a man page.
                text = re.split(r"\.( |$)|; ", text)[0].removesuffix(" tool")
                if text.startswith("llvm-"):
                    return "LLVM's " + text.removeprefix("llvm-")
                return text[:1].lower() + text[1:] if text[1:2].islower() else text
        return "a tool of LLVM"


def roff(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text[:1] in (".", "'") else text


def man_page(page, version, others):
    lines = [f'.TH {page.tool.upper()} 1 "" "Sectile {version}" "Sectile"',
             ".SH NAME", f"{roff(page.tool)} \\- {roff(page.title)}", ".SH SYNOPSIS", ".nf"]
    lines += [roff(usage) for usage in page.usage]
    lines += [".fi", ".SH DESCRIPTION", ".nf"]
    prose = "\n".join(page.prose).strip("\n")
    prose = re.sub(r"\n{3,}", "\n\n", re.sub(r"(?im)^(options|generic options|\S+ options):$", "", prose))
    lines += [roff(line) for line in prose.strip("\n").split("\n")]
    lines += [".fi", ".SH OPTIONS"]
    for option in page.options:
        lines += [".TP", f".B {roff(option.form)}", roff(option.text or "no description")]
        for value, text in option.values:
            lines += [".br", f"{roff(value)}: {roff(text)}"]
    lines += [".SH SEE ALSO"]
    lines += [f".BR {roff(other)} (1)" + "," * (other != others[-1]) for other in others]
    lines.append("")
    return "\n".join(lines)


def completion(page):
    words = sorted({word for option in page.options for word in option.words()})
    function = "_" + re.sub(r"\W", "_", page.tool)
    # "=" separates words for bash: only what follows it is replaced.
    return f"""# bash completion for {page.tool}, generated from its --help
{function}() {{
  local line=${{COMP_LINE:0:COMP_POINT}}
  local word=${{line##*[[:space:]]}}
  COMPREPLY=()
  case $word in
    -*)
      mapfile -t COMPREPLY < <(compgen -W '{" ".join(words)}' -- "$word")
      local before=${{word%"${{word##*=}}"}}
      COMPREPLY=("${{COMPREPLY[@]#"$before"}}")
      [[ ${{#COMPREPLY[@]}} -ne 1 || ${{COMPREPLY[0]}} != *= ]] || compopt -o nospace 2>/dev/null ;;
  esac
}}
complete -o default -F {function} {page.tool}
"""


def main():
    version, output, *tools = sys.argv[1:]
    pages = []
    for tool in tools:
        name = os.path.basename(tool)
        # By its name alone: some show the path that they were called by.
        text = subprocess.run([name, "--help"], executable=tool, check=True, capture_output=True,
                              text=True, stdin=subprocess.DEVNULL).stdout
        page = Help(name, text)
        if not page.usage or not page.options:
            sys.exit(f"help-pages: error: '{tool} --help' lists no usage or no options")
        pages.append(page)
    folders = [os.path.join(output, *names) for names in
               (["man", "man1"], ["bash-completion", "completions"])]
    for folder in folders:
        os.makedirs(folder, exist_ok=True)
    for page in pages:
        others = [other.tool for other in pages if other is not page]
        with open(os.path.join(folders[0], page.tool + ".1"), "w") as file:
            file.write(man_page(page, version, others))
        with open(os.path.join(folders[1], page.tool), "w") as file:
            file.write(completion(page))


if __name__ == "__main__":
    main()
