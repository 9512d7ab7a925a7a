# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Functions that no table of operations and types has: calls, frames, control,
inline assembly, exceptions. Each is one module; those that riscv64 has under
another name (registers) stand with Sectile's name in braces, {sectile|riscv}.
"""
import re

MODULES = {
"musttail": """
declare i32 @f(i32, ptr)
define i32 @g(i32 %a, ptr %b) {
  %r = musttail call i32 @f(i32 %a, ptr %b)
  ret i32 %r
}""",
"musttail_variadic": """
declare void @f(ptr, ...)
define void @g(ptr %a, ...) {
  musttail call void (ptr, ...) @f(ptr %a, ...)
  ret void
}""",
"musttail_variadic_result": """
declare i64 @f(i64, double, ...)
define i64 @g(i64 %a, double %b, ...) {
  %c = add i64 %a, 1
  %r = musttail call i64 (i64, double, ...) @f(i64 %c, double %b, ...)
  ret i64 %r
}""",
"musttail_variadic_no_register_left": """
declare i64 @f(i64, i64, i64, i64, i64, i64, i64, i64, ...)
define i64 @g(i64 %a, i64 %b, i64 %c, i64 %d, i64 %e, i64 %f, i64 %h, i64 %i, ...) {
  %r = musttail call i64 (i64, i64, i64, i64, i64, i64, i64, i64, ...) @f(i64 %b, i64 %a, i64 %c, i64 %d, i64 %e, i64 %f, i64 %h, i64 %i, ...)
  ret i64 %r
}""",
"musttail_variadic_indirect": """
define void @g(ptr %this, ...) {
  %v = load ptr, ptr %this
  %f = load ptr, ptr %v
  musttail call void (ptr, ...) %f(ptr %this, ...)
  ret void
}""",
"musttail_variadic_after_call": """
declare void @other(ptr)
declare ptr @find(ptr)
define i32 @g(ptr %this, ...) {
  %l = alloca [4 x i64]
  call void @other(ptr %l)
  %f = call ptr @find(ptr %l)
  %r = musttail call i32 (ptr, ...) %f(ptr %this, ...)
  ret i32 %r
}""",
"musttail_struct": """
%s = type { i64, i32, [40 x i8] }
declare void @f(ptr byval(%s), i64)
define void @g(ptr byval(%s) %a, i64 %b) {
  musttail call void @f(ptr byval(%s) %a, i64 %b)
  ret void
}""",
"musttail_sret": """
%s = type { i64, i32, [40 x i8] }
declare void @f(ptr sret(%s), i64)
define void @g(ptr sret(%s) %a, i64 %b) {
  musttail call void @f(ptr sret(%s) %a, i64 %b)
  ret void
}""",
"musttail_tailcc": """
declare tailcc i64 @f(i64, i64, i64, i64, i64, i64, i64, i64, i64, i64)
define tailcc i64 @g(i64 %a) {
  %r = tail call tailcc i64 @f(i64 %a, i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7, i64 8, i64 9)
  ret i64 %r
}""",
"tail_fastcc": """
declare fastcc i64 @f(i64, i64, i64, i64, i64, i64, i64, i64, i64, i64)
define fastcc i64 @g(i64 %a) {
  %r = tail call fastcc i64 @f(i64 %a, i64 1, i64 2, i64 3, i64 4, i64 5, i64 6, i64 7, i64 8, i64 9)
  ret i64 %r
}""",
"coldcc": """
declare coldcc i64 @f(i64)
define coldcc i64 @g(i64 %a) {
  %r = call coldcc i64 @f(i64 %a)
  ret i64 %r
}""",
"preserve_most": """
declare preserve_mostcc void @f(i64)
define preserve_mostcc void @g(i64 %a) {
  call preserve_mostcc void @f(i64 %a)
  ret void
}""",
"ghccc": """
define ghccc void @g(i64 %a, i64 %b) {
  ret void
}""",
"swift": """
declare swiftcc i64 @f(ptr swiftself, i64)
define swiftcc i64 @g(ptr swiftself %s, i64 %a) {
  %r = call swiftcc i64 @f(ptr swiftself %s, i64 %a)
  ret i64 %r
}""",
"nest": """
declare i64 @f(ptr nest, i64)
define i64 @g(ptr nest %n, i64 %a) {
  %r = call i64 @f(ptr nest %n, i64 %a)
  ret i64 %r
}""",
"trampoline": """
declare i64 @f(ptr nest, i64)
define void @g(ptr %t, ptr %n) {
  call void @llvm.init.trampoline(ptr %t, ptr @f, ptr %n)
  %p = call ptr @llvm.adjust.trampoline(ptr %t)
  %r = call i64 %p(i64 1)
  ret void
}""",
"byval": """
%s = type { i64, i32, [5 x i8] }
declare void @f(ptr byval(%s) align 16, ptr byval(i8), ptr byval([100 x i64]))
define i32 @g(ptr %a, ptr byval(%s) %b) {
  call void @f(ptr byval(%s) align 16 %a, ptr byval(i8) %a, ptr byval([100 x i64]) %a)
  %p = getelementptr %s, ptr %b, i32 0, i32 1
  %r = load i32, ptr %p
  ret i32 %r
}""",
"sret": """
%s = type { i64, i64, i64, double }
declare void @f(ptr sret(%s), i64)
define void @g(ptr sret(%s) %r, i64 %a) {
  call void @f(ptr sret(%s) %r, i64 %a)
  ret void
}""",
"many_results": """
declare { i64, i32, double, float, i8, half, <4 x i32> } @f()
define { i64, i32, double, float, i8, half, <4 x i32> } @g() {
  %r = call { i64, i32, double, float, i8, half, <4 x i32> } @f()
  ret { i64, i32, double, float, i8, half, <4 x i32> } %r
}""",
"array_argument": """
declare [9 x i32] @f([9 x i32], { i8, [3 x half] })
define [9 x i32] @g([9 x i32] %a, { i8, [3 x half] } %b) {
  %r = call [9 x i32] @f([9 x i32] %a, { i8, [3 x half] } %b)
  ret [9 x i32] %r
}""",
"returned": """
declare ptr @f(ptr returned, i32 signext, i8 zeroext, i1 zeroext)
define ptr @g(ptr %a, i32 %b, i8 %c, i1 %d) {
  %r = call ptr @f(ptr returned %a, i32 signext %b, i8 zeroext %c, i1 zeroext %d)
  ret ptr %a
}""",
"indirect_call": """
define i64 @g(ptr %f, i64 %a) {
  %r = call i64 %f(i64 %a)
  ret i64 %r
}""",
"call_constant_address": """
define void @g() {
  call void inttoptr (i64 4096 to ptr)()
  ret void
}""",
"weak_call": """
declare extern_weak void @f()
define i1 @g() {
  call void @f()
  %r = icmp eq ptr @f, null
  ret i1 %r
}""",
"eh_return": """
define void @g(i64 %offset, ptr %handler) {
  call void @llvm.eh.unwind.init()
  call void @llvm.eh.return.i64(i64 %offset, ptr %handler)
  unreachable
}""",
"eh_return_32": """
define void @g(i32 %offset, ptr %handler) {
  call void @llvm.eh.return.i32(i32 %offset, ptr %handler)
  unreachable
}""",
"eh_return_frame": """
declare void @use(ptr)
define void @g(i64 %offset, ptr %handler, i64 %n) {
  %a = alloca i8, i64 %n
  call void @use(ptr %a)
  %c = icmp eq i64 %n, 0
  br i1 %c, label %x, label %y
x:
  ret void
y:
  call void @llvm.eh.unwind.init()
  call void @llvm.eh.return.i64(i64 %offset, ptr %handler)
  unreachable
}""",
"unwind_init": """
declare void @use()
define void @g() {
  call void @llvm.eh.unwind.init()
  call void @use()
  ret void
}""",
"dwarf_cfa": """
define ptr @g() {
  %r = call ptr @llvm.eh.dwarf.cfa(i32 0)
  ret ptr %r
}""",
"sjlj": """
define i32 @g(ptr %b) {
  %r = call i32 @llvm.eh.sjlj.setjmp(ptr %b)
  ret i32 %r
}""",
"invoke": """
declare void @f()
declare i32 @personality(...)
define i32 @g() personality ptr @personality {
  invoke void @f() to label %good unwind label %bad
good:
  ret i32 0
bad:
  %p = landingpad { ptr, i32 } cleanup catch ptr null
  %r = extractvalue { ptr, i32 } %p, 1
  ret i32 %r
}""",
"invoke_result": """
@type = external constant ptr
declare <4 x i32> @f(double, <4 x i32>)
declare i32 @__gxx_personality_v0(...)
define <4 x i32> @g(double %a, <4 x i32> %v) personality ptr @__gxx_personality_v0 {
  %r = invoke <4 x i32> @f(double %a, <4 x i32> %v) to label %good unwind label %bad
good:
  ret <4 x i32> %r
bad:
  %p = landingpad { ptr, i32 } catch ptr @type filter [1 x ptr] [ptr @type]
  %i = call i32 @llvm.eh.typeid.for(ptr @type)
  resume { ptr, i32 } %p
}""",
"invoke_plain": """
declare void @f()
define void @g() personality ptr null {
  invoke void @f() to label %good unwind label %bad
good:
  ret void
bad:
  %p = landingpad { ptr, i32 } cleanup
  unreachable
}""",
"uwtable": """
declare void @f()
define void @g() uwtable {
  call void @f()
  ret void
}""",
"frame_address": """
define ptr @g() {
  %r = call ptr @llvm.frameaddress(i32 0)
  ret ptr %r
}
define ptr @h() {
  %r = call ptr @llvm.frameaddress(i32 3)
  ret ptr %r
}""",
"return_address": """
define ptr @g() {
  %r = call ptr @llvm.returnaddress(i32 0)
  ret ptr %r
}
define ptr @h() {
  %r = call ptr @llvm.returnaddress(i32 2)
  ret ptr %r
}""",
"sponentry": """
define ptr @g() {
  %r = call ptr @llvm.sponentry()
  ret ptr %r
}""",
"address_of_return_address": """
define ptr @g() {
  %r = call ptr @llvm.addressofreturnaddress()
  ret ptr %r
}""",
"stack_address": """
define ptr @g() {
  %r = call ptr @llvm.stackaddress()
  ret ptr %r
}""",
"stack_save": """
declare void @use(ptr)
define void @g(i64 %n) {
  %s = call ptr @llvm.stacksave()
  %a = alloca i32, i64 %n, align 64
  call void @use(ptr %a)
  call void @llvm.stackrestore(ptr %s)
  %d = call i64 @llvm.get.dynamic.area.offset()
  ret void
}""",
"local_escape": """
define void @g() {
  %a = alloca i32
  call void (...) @llvm.localescape(ptr %a)
  ret void
}
define ptr @h(ptr %fp) {
  %r = call ptr @llvm.localrecover(ptr @g, ptr %fp, i32 0)
  ret ptr %r
}""",
"local_address": """
define ptr @g() {
  %r = call ptr @llvm.localaddress()
  ret ptr %r
}""",
"lifetime": """
declare void @use(ptr)
define void @g() {
  %a = alloca [100 x i32]
  call void @llvm.lifetime.start(ptr %a)
  call void @use(ptr %a)
  call void @llvm.lifetime.end(ptr %a)
  %i = call ptr @llvm.invariant.start(i64 4, ptr %a)
  call void @llvm.invariant.end(ptr %i, i64 4, ptr %a)
  ret void
}""",
"invariant_group": """
define ptr @g(ptr %p) {
  %a = call ptr @llvm.launder.invariant.group(ptr %p)
  %b = call ptr @llvm.strip.invariant.group(ptr %a)
  ret ptr %b
}""",
"stack_protector": """
declare void @use(ptr)
define void @g() sspstrong {
  %a = alloca [100 x i8]
  call void @use(ptr %a)
  ret void
}""",
"stack_guard": """
define ptr @g() {
  %r = call ptr @llvm.stackguard()
  ret ptr %r
}""",
"split_stack_probe": """
declare void @use(ptr)
define void @g() "probe-stack"="inline-asm" {
  %a = alloca [10000 x i8]
  call void @use(ptr %a)
  ret void
}""",
"safe_stack": """
declare void @use(ptr)
define void @g() safestack {
  %a = alloca [100 x i8]
  call void @use(ptr %a)
  ret void
}""",
"prefetch": """
define void @g(ptr %p) {
  call void @llvm.prefetch(ptr %p, i32 0, i32 0, i32 0)
  call void @llvm.prefetch(ptr %p, i32 1, i32 3, i32 1)
  ret void
}""",
"traps": """
define void @f() {
  call void @llvm.debugtrap()
  ret void
}
define void @g() {
  call void @llvm.trap()
  unreachable
}
define void @h() {
  call void @llvm.ubsantrap(i8 7)
  unreachable
}""",
"trap_function": """
define void @g() {
  call void @llvm.trap() "trap-func-name"="my_trap"
  call void @llvm.ubsantrap(i8 3) "trap-func-name"="my_trap"
  unreachable
}""",
"unreachable": """
define void @g() noreturn "trap-unreachable" {
  unreachable
}""",
"rounding": """
define i32 @g(i32 %m) {
  call void @llvm.set.rounding(i32 %m)
  call void @llvm.set.rounding(i32 1)
  call void @llvm.set.rounding(i32 2)
  %r = call i32 @llvm.get.rounding()
  ret i32 %r
}""",
"fpenv": """
define i64 @g() {
  %e = call i64 @llvm.get.fpenv()
  call void @llvm.set.fpenv(i64 %e)
  call void @llvm.reset.fpenv()
  ret i64 %e
}""",
"fpenv_32": """
define i32 @g() {
  %e = call i32 @llvm.get.fpenv()
  call void @llvm.set.fpenv(i32 %e)
  ret i32 %e
}""",
"fpmode": """
define i64 @g() {
  %e = call i64 @llvm.get.fpmode()
  call void @llvm.set.fpmode(i64 %e)
  call void @llvm.reset.fpmode()
  ret i64 %e
}""",
"fpmode_32": """
define i32 @g() {
  %e = call i32 @llvm.get.fpmode()
  call void @llvm.set.fpmode(i32 %e)
  call void @llvm.reset.fpmode()
  ret i32 %e
}""",
"fpenv_other": """
define void @g(ptr %p) {
  %e = call i256 @llvm.get.fpenv()
  store i256 %e, ptr %p
  call void @llvm.set.fpenv(i256 %e)
  ret void
}""",
"counters": """
define i64 @g() {
  %a = call i64 @llvm.readcyclecounter()
  %b = call i64 @llvm.readsteadycounter()
  %r = add i64 %a, %b
  call void @llvm.pcmarker(i32 3)
  ret i64 %r
}""",
"registers": """
define i64 @g(i64 %a) {
  %r = call i64 @llvm.read_register(metadata !0)
  %v = call i64 @llvm.read_volatile_register(metadata !0)
  call void @llvm.write_register(metadata !0, i64 %a)
  %s = add i64 %r, %v
  ret i64 %s
}
!0 = !{!"sp"}""",
"thread_pointer": """
@t = thread_local global i32 0
define ptr @g() {
  %r = call ptr @llvm.thread.pointer()
  %a = call ptr @llvm.threadlocal.address(ptr @t)
  store i32 1, ptr %a
  ret ptr %r
}""",
"clear_cache": """
define void @g(ptr %a, ptr %b) {
  call void @llvm.clear_cache(ptr %a, ptr %b)
  ret void
}""",
"variadic_function": """
define i32 @g(i32 %n, ...) {
  %l = alloca ptr
  %m = alloca ptr
  call void @llvm.va_start(ptr %l)
  call void @llvm.va_copy(ptr %m, ptr %l)
  %a = va_arg ptr %l, i32
  %b = va_arg ptr %m, double
  %c = va_arg ptr %l, i128
  %d = va_arg ptr %l, ptr
  %e = va_arg ptr %l, i8
  %f = va_arg ptr %l, float
  call void @llvm.va_end(ptr %l)
  call void @llvm.va_end(ptr %m)
  %r = fptosi double %b to i32
  %s = add i32 %a, %r
  ret i32 %s
}""",
"variadic_call": """
declare i32 @f(i32, ...)
define i32 @g(i128 %a, double %b, float %c, half %d, i8 %e, ptr %p) {
  %r = call i32 (i32, ...) @f(i32 1, i128 %a, double %b, float %c, half %d, i8 %e, ptr byval([3 x i64]) %p, <2 x i32> splat (i32 1))
  ret i32 %r
}""",
"switch_dense": """
define i32 @g(i32 %a) {
  switch i32 %a, label %d [ i32 0, label %b0 i32 1, label %b1 i32 2, label %b2 i32 3, label %b3 i32 4, label %b4 i32 5, label %b5 ]
b0: ret i32 10
b1: ret i32 21
b2: ret i32 12
b3: ret i32 63
b4: ret i32 14
b5: ret i32 5
d: ret i32 -1
}""",
"switch_sparse": """
define i32 @g(i128 %a) {
  switch i128 %a, label %d [ i128 0, label %b0 i128 100000, label %b1 i128 20000000000000000000000000, label %b2 i128 -3, label %b3 ]
b0: ret i32 10
b1: ret i32 21
b2: ret i32 12
b3: ret i32 63
d: ret i32 -1
}""",
"switch_bits": """
define i32 @g(i64 %a) {
  switch i64 %a, label %d [ i64 1, label %x i64 5, label %x i64 9, label %x i64 44, label %x i64 2, label %y i64 60, label %y ]
x: ret i32 1
y: ret i32 2
d: ret i32 0
}""",
"indirect_branch": """
@table = constant [2 x ptr] [ptr blockaddress(@g, %x), ptr blockaddress(@g, %y)]
define i32 @g(i64 %i) {
  %p = getelementptr [2 x ptr], ptr @table, i64 0, i64 %i
  %b = load ptr, ptr %p
  indirectbr ptr %b, [label %x, label %y]
x: ret i32 1
y: ret i32 2
}""",
"block_address": """
define ptr @g() {
  br label %x
x:
  ret ptr blockaddress(@g, %x)
}""",
"callbr": """
define i32 @g() {
  callbr void asm sideeffect "", "!i"() to label %x [label %y]
x: ret i32 1
y: ret i32 2
}""",
"asm_operands": """
define i64 @g(i64 %a, i32 %b, ptr %p, float %f, double %d, i8 %c) {
  %r = call i64 asm sideeffect "# $0 $1 $2 $3", "=r,r,r,i"(i64 %a, i32 %b, i64 5)
  call void asm sideeffect "# $0", "*m,~{memory}"(ptr elementtype(i64) %p)
  %s = call { i32, i64 } asm "# $0 $1 $2", "=&r,=r,1"(i64 %a)
  call void asm sideeffect "# $0", "X"(i64 %a)
  call void asm sideeffect "# $0", "I"(i64 100)
  call void asm sideeffect "# $0", "n"(i64 123456)
  call void asm sideeffect "# $0", "s"(ptr @g)
  call void asm sideeffect "# $0", "rm"(i8 %c)
  call void asm sideeffect "# $0", "ir"(i32 7)
  ret i64 %r
}""",
"asm_registers": """
define i64 @g(i64 %a) {
  %r = call i64 asm "# $0 $1", "={a0},{a1},~{a2}"(i64 %a)
  %s = call i64 asm "# $0 $1", "={sp}"()
  ret i64 %r
}""",
"asm_wide": """
define i128 @g(i128 %a) {
  %r = call i128 asm "", "=r,0"(i128 %a)
  ret i128 %r
}""",
"asm_indirect": """
define void @g(ptr %p) {
  call void asm "# $0 $1", "=*m,*m"(ptr elementtype(i32) %p, ptr elementtype(i32) %p)
  call void asm "# $0 $1", "=*r,r"(ptr elementtype(i32) %p, i32 3)
  ret void
}""",
"asm_goto_output": """
define i32 @g() {
  %r = callbr i32 asm sideeffect "", "=r,!i"() to label %x [label %y]
x: ret i32 %r
y: ret i32 2
}""",
"patchable": """
define void @g() "patchable-function-entry"="3" {
  ret void
}
define void @h() "patchable-function-entry"="3" "patchable-function-prefix"="2" {
  ret void
}""",
"prefix_data": """
define void @g() prefix i32 7 prologue i32 19 {
  ret void
}""",
"fentry": """
define void @g() "fentry-call"="true" {
  ret void
}""",
"mcount": """
define void @g() "instrument-function-entry-inlined"="mcount" {
  ret void
}""",
"xray": """
define void @g() "function-instrument"="xray-always" {
  ret void
}""",
"xray_event": """
define void @g(ptr %p) "function-instrument"="xray-always" {
  call void @llvm.xray.customevent(ptr %p, i64 4)
  ret void
}""",
"naked": """
define void @g() naked {
  call void asm sideeffect "# nothing", ""()
  unreachable
}""",
"interrupt": """
define void @g() {{"interrupt"="machine"|"interrupt"="machine"}} {
  ret void
}""",
"stackmap": """
define void @g(i64 %a, ptr %p) {
  call void (i64, i32, ...) @llvm.experimental.stackmap(i64 1, i32 8, i64 %a, ptr %p, i32 7)
  ret void
}""",
"patchpoint": """
define i64 @g(i64 %a) {
  %r = call i64 (i64, i32, ptr, i32, ...) @llvm.experimental.patchpoint.i64(i64 1, i32 32, ptr null, i32 1, i64 %a, i64 3)
  ret i64 %r
}""",
"patchpoint_void": """
declare void @f(i64)
define void @g(i64 %a) {
  call void (i64, i32, ptr, i32, ...) @llvm.experimental.patchpoint.void(i64 1, i32 32, ptr @f, i32 1, i64 %a, i64 %a)
  ret void
}""",
"patchpoint_nop": """
define void @g(i64 %a) {
  call void (i64, i32, ptr, i32, ...) @llvm.experimental.patchpoint.void(i64 1, i32 0, ptr null, i32 0, i64 %a)
  ret void
}""",
"statepoint": """
declare void @f()
define ptr addrspace(1) @g(ptr addrspace(1) %p) gc "statepoint-example" {
  %t = call token (i64, i32, ptr, i32, i32, ...) @llvm.experimental.gc.statepoint(i64 0, i32 0, ptr elementtype(void ()) @f, i32 0, i32 0, i32 0, i32 0) ["gc-live"(ptr addrspace(1) %p)]
  %r = call ptr addrspace(1) @llvm.experimental.gc.relocate.p1(token %t, i32 0, i32 0)
  ret ptr addrspace(1) %r
}""",
"statepoint_result": """
declare i64 @f(i64)
define i64 @g(i64 %a) gc "statepoint-example" {
  %t = call token (i64, i32, ptr, i32, i32, ...) @llvm.experimental.gc.statepoint(i64 0, i32 0, ptr elementtype(i64 (i64)) @f, i32 1, i32 0, i64 %a, i32 0, i32 0) ["deopt"(i64 %a, i32 3)]
  %r = call i64 @llvm.experimental.gc.result.i64(token %t)
  ret i64 %r
}""",
"gc_shadow_stack": """
declare void @f()
define void @g(ptr %v) gc "shadow-stack" {
  %a = alloca ptr
  call void @llvm.gcroot(ptr %a, ptr null)
  store ptr %v, ptr %a
  call void @f()
  ret void
}""",
"gc_barriers": """
define ptr @g(ptr %o, ptr %p) gc "erlang" {
  call void @llvm.gcwrite(ptr %o, ptr %o, ptr %p)
  %r = call ptr @llvm.gcread(ptr %o, ptr %p)
  ret ptr %r
}""",
"gc_pointer_base": """
define ptr @g(ptr %o) gc "statepoint-example" {
  %r = call ptr @llvm.experimental.gc.get.pointer.base(ptr %o)
  ret ptr %r
}""",
"deoptimize": """
define i32 @g(i32 %a) {
  %r = call i32 (...) @llvm.experimental.deoptimize.i32(i32 %a) ["deopt"(i32 %a)]
  ret i32 %r
}""",
"guard": """
define void @g(i1 %c) {
  call void (i1, ...) @llvm.experimental.guard(i1 %c) ["deopt"()]
  ret void
}""",
"widenable": """
define i1 @g() {
  %r = call i1 @llvm.experimental.widenable.condition()
  ret i1 %r
}""",
"hints": """
define i64 @g(ptr %p, i64 %a, i1 %c) {
  call void @llvm.assume(i1 %c)
  call void @llvm.assume(i1 true) ["align"(ptr %p, i64 16)]
  call void @llvm.sideeffect()
  call void @llvm.donothing()
  call void @llvm.experimental.noalias.scope.decl(metadata !0)
  call void @llvm.pseudoprobe(i64 1, i64 1, i32 0, i64 -1)
  call void @llvm.var.annotation(ptr %p, ptr null, ptr null, i32 1, ptr null)
  %q = call ptr @llvm.ptr.annotation(ptr %p, ptr null, ptr null, i32 1, ptr null)
  %r = call i64 @llvm.objectsize(ptr %q, i1 false, i1 true, i1 true)
  %m = call ptr @llvm.ptrmask(ptr %q, i64 -16)
  %i = ptrtoint ptr %m to i64
  %n = call i32 @llvm.annotation(i32 1, ptr null, ptr null, i32 3)
  %t = add i64 %r, %i
  ret i64 %t
}
!0 = !{!1}
!1 = distinct !{!1, !2}
!2 = distinct !{!2}""",
"allow_checks": """
define i1 @g() {
  %a = call i1 @llvm.allow.runtime.check(metadata !"test")
  %b = call i1 @llvm.allow.ubsan.check(i8 7)
  %c = and i1 %a, %b
  ret i1 %c
}""",
"allow_sanitizers": """
define i1 @g() {
  %a = call i1 @llvm.allow.sanitize.address()
  %b = call i1 @llvm.allow.sanitize.memory()
  %c = call i1 @llvm.allow.sanitize.thread()
  %d = call i1 @llvm.allow.sanitize.hwaddress()
  %e = and i1 %a, %b
  %f = and i1 %c, %d
  %h = and i1 %e, %f
  ret i1 %h
}""",
"load_relative": """
define ptr @g(ptr %p, i64 %a) {
  %r = call ptr @llvm.load.relative.i64(ptr %p, i64 %a)
  ret ptr %r
}""",
"memory_functions": """
define void @g(ptr %a, ptr %b, i64 %n, i8 %c) {
  call void @llvm.memcpy(ptr %a, ptr %b, i64 %n, i1 false)
  call void @llvm.memmove(ptr %a, ptr %b, i64 %n, i1 true)
  call void @llvm.memset(ptr %a, i8 %c, i64 %n, i1 false)
  call void @llvm.memcpy(ptr align 8 %a, ptr align 2 %b, i64 77, i1 true)
  call void @llvm.memmove(ptr %a, ptr %b, i64 31, i1 false)
  call void @llvm.memset(ptr %a, i8 %c, i64 45, i1 false)
  call void @llvm.memcpy.inline(ptr %a, ptr %b, i64 300, i1 false)
  call void @llvm.memset.inline(ptr %a, i8 %c, i64 300, i1 false)
  call void @llvm.memcpy.p0.p0.i32(ptr %a, ptr %b, i32 9, i1 false)
  ret void
}""",
"memory_functions_variable": """
define void @g(ptr %a, ptr %b, i64 %n, i8 %c) {
  call void @llvm.memcpy.inline(ptr %a, ptr %b, i64 %n, i1 false)
  call void @llvm.memset.inline(ptr %a, i8 %c, i64 %n, i1 false)
  ret void
}""",
"memset_pattern": """
define void @g(ptr %a, i32 %p, i64 %n, i128 %q) {
  call void @llvm.experimental.memset.pattern(ptr %a, i32 %p, i64 %n, i1 false)
  call void @llvm.experimental.memset.pattern(ptr %a, i128 %q, i64 %n, i1 false)
  ret void
}""",
"memory_functions_unordered": """
define void @g(ptr %a, ptr %b, i64 %n, i8 %c) {
  call void @llvm.memcpy.element.unordered.atomic(ptr align 8 %a, ptr align 8 %b, i64 %n, i32 4)
  call void @llvm.memmove.element.unordered.atomic(ptr align 8 %a, ptr align 8 %b, i64 %n, i32 8)
  call void @llvm.memset.element.unordered.atomic(ptr align 8 %a, i8 %c, i64 %n, i32 1)
  ret void
}""",
"loop_hints": """
define i64 @g(i64 %n) {
  br label %l
l:
  %i = phi i64 [ 0, %0 ], [ %j, %l ]
  %j = add i64 %i, 1
  %c = icmp ult i64 %j, %n
  br i1 %c, label %l, label %e, !llvm.loop !0
e:
  ret i64 %j
}
!0 = distinct !{!0, !1}
!1 = !{!"llvm.loop.mustprogress"}""",
"dependence_mask": """
define <16 x i1> @g(ptr %a, ptr %b) {
  %x = call <16 x i1> @llvm.loop.dependence.war.mask(ptr %a, ptr %b, i64 4)
  %y = call <16 x i1> @llvm.loop.dependence.raw.mask(ptr %a, ptr %b, i64 1)
  %r = and <16 x i1> %x, %y
  ret <16 x i1> %r
}""",
"vector_length": """
define i32 @g(i64 %n) {
  %r = call i32 @llvm.experimental.get.vector.length(i64 %n, i32 4, i1 false)
  ret i32 %r
}""",
"half_conversions": """
define float @g(i16 %a) {
  %r = call float @llvm.convert.from.fp16(i16 %a)
  ret float %r
}
define double @h(i16 %a) {
  %r = call double @llvm.convert.from.fp16(i16 %a)
  ret double %r
}
define i16 @i(float %a) {
  %r = call i16 @llvm.convert.to.fp16(float %a)
  ret i16 %r
}
define i16 @j(double %a) {
  %r = call i16 @llvm.convert.to.fp16(double %a)
  ret i16 %r
}""",
"fptrunc_round": """
define half @g(float %a) {
  %r = call half @llvm.fptrunc.round(float %a, metadata !"round.tonearest")
  ret half %r
}""",
"coroutine_frame": """
define void @g(ptr %f) {
  call void @llvm.coro.resume(ptr %f)
  %d = call i1 @llvm.coro.done(ptr %f)
  call void @llvm.coro.destroy(ptr %f)
  ret void
}""",
"objective_c": """
define ptr @g(ptr %a) {
  %r = call ptr @llvm.objc.retain(ptr %a)
  call void @llvm.objc.release(ptr %a)
  ret ptr %r
}""",
"reloc_none": """
define void @g() {
  call void @llvm.reloc.none(metadata !"f")
  ret void
}""",
"type_test": """
define i1 @g(ptr %p) {
  %r = call i1 @llvm.public.type.test(ptr %p, metadata !"t")
  ret i1 %r
}""",
"alias_ifunc": """
@a = global [4 x i32] [i32 1, i32 2, i32 3, i32 4]
@b = alias i32, getelementptr ([4 x i32], ptr @a, i64 0, i64 2)
define i32 @g() {
  %r = load i32, ptr @b
  ret i32 %r
}""",
"ifunc": """
define ptr @resolve() {
  ret ptr null
}
@f = ifunc void (), ptr @resolve
define void @g() {
  call void @f()
  ret void
}""",
"globals": """
@tls = thread_local(localexec) global i64 5
@weak = extern_weak global i32
@common = common global [100 x i8] zeroinitializer, align 64
@section = global i32 1, section ".mine", align 2
@relative = constant i32 trunc (i64 sub (i64 ptrtoint (ptr @g to i64), i64 ptrtoint (ptr @relative to i64)) to i32)
@init = global { i24, i65, half, bfloat, fp128, <3 x i1>, [0 x i8], ptr } { i24 1, i65 -1, half 0xH3C00, bfloat 0xR3F80, fp128 0xL00000000000000003FFF000000000000, <3 x i1> <i1 1, i1 0, i1 1>, [0 x i8] zeroinitializer, ptr @g }
@llvm.used = appending global [1 x ptr] [ptr @common]
@llvm.global_ctors = appending global [1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 65535, ptr @h, ptr null }]
define ptr @g() {
  %a = load i64, ptr @tls
  %p = getelementptr i8, ptr @common, i64 %a
  ret ptr %p
}
define void @h() {
  store i32 2, ptr @section
  ret void
}""",
"large_frame": """
declare void @use(ptr, ptr)
define void @g() {
  %a = alloca [100000 x i32]
  %b = alloca i32, align 4096
  call void @use(ptr %a, ptr %b)
  ret void
}""",
"huge_frame": """
declare void @use(ptr)
define void @g() {
  %a = alloca [3000000000 x i8]
  call void @use(ptr %a)
  ret void
}""",
"fast_math_function": """
define double @g(double %a, double %b, double %c) "no-nans-fp-math"="true" "denormal-fp-math"="preserve-sign" {
  %x = fdiv arcp double %a, %b
  %y = fmul contract double %x, %c
  %z = fadd contract double %y, %a
  %s = call afn double @llvm.sqrt(double %z)
  ret double %s
}""",
"library_calls": """
declare double @fmin(double, double)
declare i64 @strlen(ptr)
declare ptr @memchr(ptr, i32, i64)
declare i32 @memcmp(ptr, ptr, i64)
declare i32 @abs(i32)
declare double @ldexp(double, i32)
define i32 @g(ptr %p, double %a) {
  %x = call double @fmin(double %a, double 1.0)
  %n = call i64 @strlen(ptr %p)
  %q = call ptr @memchr(ptr %p, i32 3, i64 %n)
  %c = call i32 @memcmp(ptr %p, ptr %q, i64 16)
  %y = call double @ldexp(double %x, i32 %c)
  %i = fptosi double %y to i32
  %r = call i32 @abs(i32 %i)
  ret i32 %r
}""",
"token_bundles": """
declare void @f()
define void @g(i64 %a) {
  call void @f() ["deopt"(i64 %a)]
  call void @f() ["unknown"(i64 %a)]
  call void @f() ["kcfi"(i32 5)]
  ret void
}""",
"kcfi": """
define void @g(ptr %f) !kcfi_type !0 {
  call void %f() ["kcfi"(i32 5)]
  ret void
}
!0 = !{i32 5}
!llvm.module.flags = !{!1}
!1 = !{i32 4, !"kcfi", i32 1}""",
"profile": """
@name = private constant [1 x i8] c"g"
define void @g() {
  call void @llvm.instrprof.increment(ptr @name, i64 1, i32 1, i32 0)
  ret void
}""",
"debug_information": """
define i32 @g(i32 %a) !dbg !4 {
    #dbg_value(i32 %a, !7, !DIExpression(), !8)
  %r = add i32 %a, 1, !dbg !8
    #dbg_value(i32 %r, !7, !DIExpression(DW_OP_plus_uconst, 3, DW_OP_stack_value), !8)
  ret i32 %r, !dbg !8
}
!llvm.dbg.cu = !{!0}
!llvm.module.flags = !{!2, !3}
!0 = distinct !DICompileUnit(language: DW_LANG_C11, file: !1, emissionKind: FullDebug)
!1 = !DIFile(filename: "a.c", directory: "/")
!2 = !{i32 2, !"Debug Info Version", i32 3}
!3 = !{i32 7, !"Dwarf Version", i32 5}
!4 = distinct !DISubprogram(name: "g", file: !1, line: 1, type: !5, unit: !0, spFlags: DISPFlagDefinition)
!5 = !DISubroutineType(types: !6)
!6 = !{}
!7 = !DILocalVariable(name: "a", scope: !4, file: !1, line: 1, type: !9)
!8 = !DILocation(line: 1, scope: !4)
!9 = !DIBasicType(name: "int", size: 32, encoding: DW_ATE_signed)""",
}


# Generic intrinsics that no module has, as a pattern.
EXCLUDED = "|".join([
    # Gone before instruction selection, by passes that clang runs: coroutines,
    # type metadata, profiles, sanitizers, preallocated arguments, matrices' and
    # structures' annotations, debug records.
    r"coro\..*", r"type\..*", r"instrprof\..*", r"(hw)?asan\..*", r"call\.preallocated\..*",
    r"preserve\..*", r"dbg\..*", r"ssa\.copy", r"alloc\.token\.id", r"protected\.field\.ptr",
    r"experimental\.gc\.get\.pointer\.offset", r"icall\.branch\.funnel", r"callbr\.landingpad",
    r"experimental\.convergence\..*",
    # Of other platforms: Windows, Apple, pointer authentication, scalable
    # vectors, hardware loops, functions of no C library here.
    r"seh\..*", r"codeview\..*", r"eh\.(exception|recoverfp|sjlj).*", r"objc\..*", r"swift\..*",
    r"ptrauth\..*", r"vscale", r"vp\.load\.ff", r"(set|start|test|loop)\..*", r"sincospi",
    # Written by a pass of the code generator alone, through an attribute here.
    r"stackprotector", r"xray\.typedevent"])


def covered():
    """The intrinsics that modules have."""
    return set(re.findall(r"@(llvm\.[a-z0-9_.]+)", " ".join(MODULES.values())))


def text(name, target):
    """The module for a target, "sectile" or "riscv"."""
    side = 0 if target == "sectile" else 1
    return re.sub(r"\{\{(.*?)\|(.*?)\}\}", lambda m: m[side + 1], MODULES[name])
