An error response inside memory stops the simulation with a report; it is no trap.
RUN: sectile-random --seed 1 --items 20 -o %t.elf
RUN: not sectile-rtl --bus-error 0x80400100 %t.elf 2>&1 | FileCheck %s
CHECK: sectile-rtl: the bus answered with an error response inside memory, at cycle {{[0-9]+}}, last pc 0x
