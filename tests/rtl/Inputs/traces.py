# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks a trace as a program that shows it would, and counts what it has.

    traces.py konata FILE       a log of Konata's
    traces.py timeline FILE     Trace Event JSON
"""
import collections
import json
import sys


def konata(lines):
    """Every instruction begins once, has stages, and ends once; time does not go back."""
    assert lines[0] == "Kanata\t0004", lines[0]
    assert lines[1].startswith("C=\t"), lines[1]
    cycle = None
    alive, ended, text = {}, set(), {}
    stages, retired, flushed, depends, order, orders = collections.Counter(), 0, 0, 0, -1, []
    for line in lines[1:]:
        command, *fields = line.split("\t")
        numbers = [int(f) for f in fields if f.isdigit()]
        if command == "C=":
            assert cycle is None, "a second C="
            cycle = numbers[0]
            continue
        assert cycle is not None, "no C= first"
        if command == "C":
            assert numbers[0] > 0, line
            cycle += numbers[0]
            continue
        number = numbers[0]
        if command == "I":
            assert number not in alive and number not in ended, line
            alive[number] = {}
            text[number] = ""
            continue
        if command == "W":
            consumer, producer = numbers[:2]
            assert consumer in alive and producer in alive and producer < consumer, line
            depends += 1
            continue
        assert number in alive, line
        if command == "L":
            assert len(fields) == 3, line
            if fields[1] == "0":
                text[number] += fields[2]
        elif command == "S":
            alive[number][fields[1]] = fields[2]
            stages[fields[2]] += 1
        elif command == "E":
            assert alive[number].pop(fields[1]) == fields[2], line
        elif command == "R":
            kind = int(fields[2])
            assert kind in (0, 1), line
            if kind:
                flushed += 1
            else:
                assert not alive[number], f"{line}: still in {alive[number]}"
                assert text[number].strip()[-1] != ":", f"{line}: no text"
                orders.append(int(fields[1]))
                retired += 1
            del alive[number]
            ended.add(number)
        else:
            raise AssertionError(f"unknown command {line}")
    assert not alive, f"never ended: {sorted(alive)[:10]}"
    assert len(set(orders)) == len(orders), "a retire number twice"
    print(f"retired {retired} flushed {flushed} dependences {depends} cycles {cycle}")
    print("stages " + " ".join(f"{name} {stages[name]}" for name in ("Fe", "Rd", "Ex", "Me", "Rt", "Qu", "Un", "Wb")))


def timeline(file):
    """Slices of a track do not overlap; a counter's time does not go back."""
    events = json.load(file)["traceEvents"]
    names, slices, counters = {}, collections.defaultdict(list), 0
    last = -1
    for e in events:
        assert e["pid"] == 1
        if e["ph"] == "M":
            if e["name"] == "thread_name":
                assert e["tid"] not in names
                names[e["tid"]] = e["args"]["name"]
        elif e["ph"] == "X":
            assert e["dur"] > 0, e
            slices[e["tid"]].append(e)
        elif e["ph"] == "C":
            assert e["ts"] > last and e["args"]["lines"] >= 0, e
            last = e["ts"]
            counters += 1
        else:
            assert e["ph"] == "i", e
    for tid, all in slices.items():
        end = 0
        for e in sorted(all, key=lambda e: e["ts"]):
            assert e["ts"] >= end, f"overlap at {e}"
            end = e["ts"] + e["dur"]
            if tid >= 100:
                assert set(e["args"]) == {"instruction", "pc", "place", "order"}, e
        print(f"track {names[tid]}: {len(all)} slices, {sum(e['dur'] for e in all)} cycles, "
              + ", ".join(sorted({e["name"] for e in all})))
    print(f"counter: {counters} changes")


with open(sys.argv[2]) as file:
    if sys.argv[1] == "konata":
        konata(file.read().splitlines())
    else:
        timeline(file)
