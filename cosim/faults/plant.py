#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Plant faults into a copy of the core: one model, in which a number chooses the fault.

    plant.py hand OUT      the faults of hand.toml
    plant.py mutate OUT    faults drawn by yosys, spread evenly over the units
    plant.py plan FILE     only how many that is for each unit, and its first number

OUT receives the SystemVerilog files of rtl/, changed, and faults.json, the list of
what was planted. The number comes in at the core's port fault_i; with 0 the core is
as it was. Needs yosys for `mutate`.
"""
import argparse
import concurrent.futures
import json
import os
import re
import subprocess
import sys
import tomllib

HERE = os.path.dirname(os.path.abspath(__file__))
RTL = os.path.join(os.path.dirname(os.path.dirname(HERE)), "rtl")
SELECT = "sectile_fault_pkg::select"
# Packages before their users; the core last.
PACKAGES = ["sectile_fp_pkg", "sectile_core_pkg"]
# The modules of the pipeline. Their faults count as those of `core`: each is too small to be a
# unit.
PIPELINE = ["inputs", "read", "execute", "lsu_address", "tmem_fault", "tmem_index", "trap", "branch",
            "issue", "retire", "dispatch"]
UNITS = ["fetch", "alu", "muldiv", "fpu", "csr", "lsu", "l2", "tmem_address", "tmem", "tmat",
         "telem", "scoreboard", "tile_file", "tile_write", "axi", "core"]
# An assertion of yosys 0.23 fails when the tile memory unit is given parameters; its defaults are
# those of drawn.f.
UNPARAMETERISED = {"tmem"}


class PlantingError(Exception):
    """A fault cannot be planted: a text is not in the source, or yosys fails."""


def read_all():
    """The sources of the core by file name: {"sectile_alu.sv": text}; OUT has no subfolders."""
    with open(os.path.join(RTL, "core.f")) as file:
        paths = re.findall(r"^\w+/\w+\.sv$", file.read(), re.M)
    sources = {}
    for path in [*paths, "scalar/sectile_fp.svh"]:
        with open(os.path.join(RTL, path)) as file:
            sources[os.path.basename(path)] = file.read()
    return sources


def write(path, text):
    """Write only what differs, so that an unchanged model is not built again."""
    if os.path.exists(path):
        with open(path) as file:
            if file.read() == text:
                return
    with open(path, "w") as file:
        file.write(text)


def elaborate(sources, package, out):
    """Reads the core in the configuration of drawn.f, its units as black boxes: the yosys
    commands, which netlist and parameters() begin with."""
    pipeline = [f"sectile_{name}.sv" for name in [*PIPELINE, "core"]]
    others = [os.path.join(out, "clean", s) for s in sorted(sources)
              if s.endswith(".sv") and s[:-3] not in PACKAGES and s not in pipeline]
    packages = [package] + [os.path.join(out, "clean", f"{p}.sv") for p in PACKAGES]
    with open(os.path.join(HERE, "drawn.f")) as file:
        chosen = "".join(f" -chparam {name} {value}"
                         for name, value in re.findall(r"-G(\w+)=(\d+)", file.read()))
    return (f"read_verilog -sv -lib -DSYNTHESIS -I{out}/clean {' '.join(packages + others)}\n"
            f"read_verilog -sv -defer -DSYNTHESIS {' '.join(f'{out}/clean/{s}' for s in pipeline)}\n"
            f"hierarchy -check -top sectile_core{chosen}\n")


def parameters(sources, package, out, limit):
    """The parameters that the core gives each unit, computed by yosys: {unit: {name: value}}.
    A unit's defaults are not enough: the tile file's `Hold` is an expression of the
    lanes, and yosys 0.23 takes '1 for a vector as 1."""
    script, result = os.path.join(out, "parameters.ys"), os.path.join(out, "parameters.json")
    write(script, elaborate(sources, package, out) + f"proc\nwrite_json {result}\n")
    run_yosys("the parameters", script, os.path.join(out, "parameters.log"), limit)
    with open(result) as file:
        modules = json.load(file)["modules"]
    found = {}
    for module in modules.values():
        for cell in module["cells"].values():
            unit = cell["type"].removeprefix("sectile_")
            if unit in UNITS and unit not in UNPARAMETERISED:
                # Sized, since yosys takes a plain number as a signed one of 32 bits.
                found[unit] = {name: f"{len(bits)}'b{bits}"
                               for name, bits in sorted(cell["parameters"].items())}
    return found


def run_yosys(what, script, log, limit):
    try:
        subprocess.run(["yosys", "-q", "-l", log, "-s", script], check=True, timeout=limit,
                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    except subprocess.CalledProcessError as error:
        raise PlantingError(f"yosys fails on {what}:\n{error.stderr.decode()[-2000:]}") from error
    except subprocess.TimeoutExpired as error:
        raise PlantingError(f"yosys needs more than {limit} s for {what}") from error


def plant_hand(sources, table):
    """Replace every fault's text by a choice. Texts are looked up in the clean source,
    so one fault never hides another."""
    edits = {}
    faults = []
    stale = []
    for number, (name, fault) in enumerate(table.items(), 1):
        missing = {"file", "at", "becomes", "kind"} - fault.keys()
        if missing:
            raise PlantingError(f"{name}: lacks {', '.join(sorted(missing))}")
        at = fault["at"]
        if at.count("«") != 1 or at.count("»") != 1:
            raise PlantingError(f"{name}: mark the text to replace with « and »")
        before, rest = at.split("«")
        old, after = rest.split("»")
        text = sources.get(fault["file"])
        if text is None:
            raise PlantingError(f"{name}: no file {fault['file']} in rtl/core.f")
        count = text.count(before + old + after)
        if count != 1:
            stale.append(f"{name}: expected this once in {fault['file']}, "
                          f"found {count} times:\n  {before + old + after}")
            continue
        start = text.index(before + old + after) + len(before)
        if old.endswith(";"):
            new = (f"if ({SELECT} == {number}) begin {fault['becomes']} end "
                   f"else begin {old} end")
        else:
            new = f"({SELECT} == {number} ? ({fault['becomes']}) : ({old}))"
        edits.setdefault(fault["file"], []).append((start, start + len(old), new, name))
        faults.append({"number": number, "name": name, "unit": fault["file"].split(".")[0][8:],
                       "kind": fault["kind"], "from": " ".join(old.split()),
                       "to": fault["becomes"]})
    if stale:
        raise PlantingError("\n".join(stale))
    for file, list_ in edits.items():
        text = sources[file]
        list_.sort(reverse=True)
        for later, earlier in zip(list_, list_[1:]):
            if earlier[1] > later[0]:
                raise PlantingError(f"{earlier[3]} and {later[3]} change the same text")
        for start, end, new, _ in list_:
            text = text[:start] + new + text[end:]
        sources[file] = text
    return faults


def yosys_script(unit, sources, package, out, count, seed, first, bits, given):
    """Reads one unit, draws its mutations, applies all of them under a selector."""
    top = f"sectile_{unit}"
    if unit == "core":
        # the units stay black boxes: each is mutated separately
        reading = elaborate(sources, package, out)
    else:
        files = [package] + [os.path.join(out, "clean", f"{name}.sv")
                             for name in [*PACKAGES, "sectile_fifo", top]]
        chosen = "".join(f" -chparam {k} {v}" for k, v in given.get(unit, {}).items())
        reading = (f"read_verilog -sv -defer -DSYNTHESIS -I{out}/clean {' '.join(files)}\n"
                   f"hierarchy -check -top {top}{chosen}\n")
    return (reading + f"proc\nflatten\nopt_expr\nopt_clean\nopt\nwreduce\nopt_clean\nrename -top {top}\n"
            f"mutate -list {count} -seed {seed} -ctrl mutsel {bits} {first} "
            f"-o {out}/{unit}.mutations\n"
            f"script {out}/{unit}.mutations\nopt_clean\n"
            f"write_verilog -noattr {out}/{unit}.netlist.v\n")


def synthesize(unit, sources, package, out, count, seed, first, bits, limit, given):
    """The unit's netlist as text that replaces its source."""
    script = os.path.join(out, unit + ".ys")
    text = yosys_script(unit, sources, package, out, count, seed, first, bits, given)
    netlist = os.path.join(out, unit + ".netlist.v")
    done = os.path.join(out, unit + ".done")
    # The netlist depends on the sources and on the script, which names the seed.
    stamp = text + "".join(sources[s] for s in sorted(sources)
                           if s.startswith(f"sectile_{unit}") or "pkg" in s or "fifo" in s
                           or s.endswith(".svh") or unit == "core")
    if not (os.path.exists(netlist) and os.path.exists(done) and open(done).read() == stamp):
        write(script, text)
        run_yosys(unit, script, os.path.join(out, unit + ".log"), limit)
        with open(done, "w") as file:
            file.write(stamp)
    with open(os.path.join(out, unit + ".mutations")) as file:
        mutations = [line.strip() for line in file if line.startswith("mutate")]
    with open(netlist) as file:
        text = file.read()
    # The selector comes from the package. The parameters are declared and not used: the netlist is
    # generated for their values.
    source = sources[f"sectile_{unit}.sv"]
    text = re.sub(r"input (\[\d+:0\] )?mutsel;\s*(wire (\[\d+:0\] )?mutsel;)?",
                  rf"wire [{bits - 1}:0] mutsel = {SELECT}[{bits - 1}:0];", text)
    text = re.sub(r"(module sectile_\w+\([^)]*?), mutsel\)", r"\1)", text)
    text = re.sub(r"(module sectile_\w+\()mutsel, ", r"\1", text)
    text = re.sub(r"(module sectile_\w+\([^)]*?), mutsel,", r"\1,", text)
    header = re.search(rf"module sectile_{unit}\s*#\((.*?)\n\)\s*\(", source, re.S)
    if header:
        text = text.replace(f"module sectile_{unit}(", f"module sectile_{unit} #({header[1]}\n)(")

    return text, mutations


def share(count):
    """How many faults each unit gets, and the number of its first."""
    each, more = divmod(count, len(UNITS))
    plan, first = {}, 1
    for n, unit in enumerate(UNITS):
        plan[unit] = {"count": each + (n < more), "first": first}
        first += plan[unit]["count"]
    return plan


def plant_mutations(sources, package, out, count, seed, jobs, limit, units, log):
    os.makedirs(os.path.join(out, "clean"), exist_ok=True)
    for name, text in sources.items():
        # see rtl/synth/run: yosys takes `always @*` where it finds latches else
        write(os.path.join(out, "clean", name), re.sub(r"\balways_comb\b", "always @*", text))
    clean_package = os.path.join(out, "clean", "sectile_pkg.sv")
    with open(package) as file:
        write(clean_package, file.read())
    bits = (count + 1).bit_length()
    plan = share(count)
    given = parameters(sources, clean_package, out, limit)
    faults = []
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        results = {unit: pool.submit(synthesize, unit, sources, clean_package, out,
                                     plan[unit]["count"], seed, plan[unit]["first"], bits, limit,
                                     given)
                   for unit in units if plan[unit]["count"]}
        for unit, result in results.items():
            text, mutations = result.result()
            log(f"{unit}: {len(mutations)} mutations")
            start = plan[unit]["first"]
            sources[f"sectile_{unit}.sv"] = text
            for n, line in enumerate(mutations):
                # Names without the folder of this build: equivalent.toml repeats them.
                option = dict(re.findall(r"-(\w+) (\S+)", line.replace(f"{out}/clean/", "")))
                where = option.get("src", "")
                lines = re.findall(r"-src \S*?(sectile_\w+\.svh?:\d+)", line)
                faults.append({"number": start + n, "name": f"{unit}-{start + n}", "unit": unit,
                               "kind": option["mode"],
                               "from": f"{option['cell']} {option['port']}[{option['portbit']}]"
                                       + (f" {option['wire']}[{option.get('wirebit', 0)}]"
                                          if "wire" in option else ""),
                               "to": option["mode"], "source": lines[-1] if lines else where})
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["hand", "mutate", "plan"])
    parser.add_argument("out")
    parser.add_argument("--table", default=os.path.join(HERE, "hand.toml"),
                        help="the hand-written faults (hand.toml)")
    parser.add_argument("--package", help="the generated sectile_pkg.sv, for mutate")
    parser.add_argument("--count", type=int, default=200, help="mutations in all (200)")
    parser.add_argument("--seed", type=int, default=1, help="of the draw (1)")
    parser.add_argument("--units", default="", help="only the faults of these units, separated by "
                        "blanks; the others keep their source")
    parser.add_argument("--jobs", type=int, default=2, help="yosys runs at a time (2)")
    parser.add_argument("--time", type=int, default=1200, help="seconds for one unit (1200)")
    arguments = parser.parse_args()
    if arguments.what == "plan":
        write(arguments.out, json.dumps(share(arguments.count), indent=1) + "\n")
        return 0
    out = os.path.abspath(arguments.out)
    os.makedirs(out, exist_ok=True)
    sources = read_all()
    try:
        if arguments.what == "hand":
            with open(arguments.table, "rb") as file:
                faults = plant_hand(sources, tomllib.load(file))
        else:
            if not arguments.package:
                parser.error("mutate needs --package")
            units = arguments.units.split() or UNITS
            if unknown := set(units) - set(UNITS):
                parser.error(f"no such unit: {' '.join(sorted(unknown))}")
            faults = plant_mutations(sources, arguments.package, out, arguments.count,
                                     arguments.seed, arguments.jobs, arguments.time, units,
                                     lambda line: print(line, file=sys.stderr, flush=True))
    except PlantingError as error:
        print(f"plant.py: error: {error}", file=sys.stderr)
        return 1
    # The number is an input port of the core and a variable that every module reads.
    core = sources["sectile_core.sv"]
    if arguments.what == "hand" or "core" not in units:
        core, n = re.subn(r"(\) \(\n)(\s+input\s+logic\s+clk_i,)", r"\1    input int unsigned fault_i,\n\2",
                          core, count=1)
        core, m = re.subn(r"endmodule\s*$",
                          f"  always_comb {SELECT} = fault_i;\nendmodule\n", core)
    else:
        core, n = re.subn(r"(module sectile_core\b.*?\(\s*)(\w+, )", r"\1fault_i, \2", core, count=1,
                          flags=re.S) if "#(" not in core.split(";")[0] else \
            re.subn(r"\n\)\(", "\n)(fault_i, ", core, count=1)
        core, m = re.subn(r"endmodule\s*$",
                          f"  input [31:0] fault_i;\n  always_comb {SELECT} = fault_i;\nendmodule\n",
                          core)
    if n != 1 or m != 1:
        print("plant.py: error: found no place for the core's port fault_i", file=sys.stderr)
        return 1
    sources["sectile_core.sv"] = core
    sources["sectile_fault_pkg.sv"] = (
        "// Which fault is active; 0 is none.\n"
        "package sectile_fault_pkg;\n  int unsigned select;\nendpackage\n")
    for name, text in sources.items():
        write(os.path.join(out, name), text)
    write(os.path.join(out, "faults.json"), json.dumps(faults, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
