// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- Options.td - the linker's command line --------------------------------===//

include "llvm/Option/OptParser.td"

class F<string name, string help> : Flag<["--", "-"], name>, HelpText<help>;

// A long option with a value: --name=value or --name value.
multiclass Eq<string name, string metavar, string help> {
  def NAME : Joined<["--", "-"], name # "=">, HelpText<help>, MetaVarName<metavar>;
  def NAME # _sep : Separate<["--", "-"], name>, Alias<!cast<Option>(NAME)>;
}
// A short option with a value: -Xvalue or -X value.
multiclass Short<string name, string metavar, string help> {
  def NAME : JoinedOrSeparate<["-"], name>, HelpText<help>, MetaVarName<metavar>;
}

defm o : Short<"o", "<file>", "Write the program to <file> (default: a.out)">;
def output : Joined<["--"], "output=">, Alias<o>;
defm e : Short<"e", "<symbol>", "Start at <symbol> (default: _start)">;
def entry : Joined<["--"], "entry=">, Alias<e>;
defm L : Short<"L", "<dir>", "Search <dir> for libraries">;
def library_path : Joined<["--"], "library-path=">, Alias<L>;
defm l : Short<"l", "<name>", "Link lib<name>.a of the search path; -l:<file> for an exact name">;
def library : Joined<["--"], "library=">, Alias<l>;
defm u : Short<"u", "<symbol>", "Treat <symbol> as referenced, so that an archive member that defines it is linked">;
def undefined : Joined<["--"], "undefined=">, Alias<u>;
defm require_defined : Eq<"require-defined", "<symbol>", "Same as -u: an undefined <symbol> is an error there too">;

defm wrap : Eq<"wrap", "<symbol>", "References to <symbol> mean __wrap_<symbol>, and references to __real_<symbol> mean <symbol>, except in the file that defines it">;
defm defsym : Eq<"defsym", "<symbol>=<value>", "Define <symbol> as a number, or as another symbol plus or minus a number">;
defm image_base : Eq<"image-base", "<address>", "Address of the program (default: 0x80000000)">;
defm Ttext : Eq<"Ttext", "<address>", "Same as --image-base: the code comes first">;
defm Map : Eq<"Map", "<file>", "Write a map of sections and symbols to <file>, - for standard output">;
def print_map : F<"print-map", "Same as --Map=-">;
def : Flag<["-"], "M">, Alias<print_map>;
defm T : Short<"T", "<script>", "Lay out the program as the linker script <script> says">;
defm script : Eq<"script", "<script>", "See -T">;
def print_memory_usage : F<"print-memory-usage", "Print how much of each memory region of the script is used">;
defm version_script : Eq<"version-script", "<script>", "Not supported: programs are static">;
defm dynamic_list : Eq<"dynamic-list", "<script>", "Not supported: programs are static">;

def whole_archive : F<"whole-archive", "Link every member of the archives that follow">;
def no_whole_archive : F<"no-whole-archive", "Link only the members needed (default)">;
def push_state : F<"push-state", "Keep whether --whole-archive is set">;
def pop_state : F<"pop-state", "Set it as at the matching --push-state">;
def start_group : F<"start-group", "Accepted: archives are searched in any order anyway">;
def end_group : F<"end-group", "Accepted, see --start-group">;
def : Flag<["-"], "(">, Alias<start_group>;
def : Flag<["-"], ")">, Alias<end_group>;

def gc_sections : F<"gc-sections", "Drop sections that nothing refers to">;
def no_gc_sections : F<"no-gc-sections", "Keep every section (default)">;
def print_gc_sections : F<"print-gc-sections", "Name the sections that --gc-sections drops">;
def emit_relocs : F<"emit-relocs", "Keep the relocations in the program">;
def : Flag<["-"], "q">, Alias<emit_relocs>;
def relocatable : F<"relocatable", "Write an object that contains the inputs instead of a program">;
def : Flag<["-"], "r">, Alias<relocatable>;
def : Flag<["-"], "i">, Alias<relocatable>;
def strip_debug : F<"strip-debug", "Leave out debug sections">;
def : Flag<["-"], "S">, Alias<strip_debug>;
def strip_all : F<"strip-all", "Leave out debug sections and the symbol table">;
def : Flag<["-"], "s">, Alias<strip_all>;
def discard_all : F<"discard-all", "Leave out local symbols">;
def : Flag<["-"], "x">, Alias<discard_all>;
def discard_locals : F<"discard-locals", "Accepted: local symbols of the compiler, .L*, are always left out">;
def : Flag<["-"], "X">, Alias<discard_locals>;
def allow_multiple_definition : F<"allow-multiple-definition", "Use the first definition of a symbol, without an error">;
def no_allow_multiple_definition : F<"no-allow-multiple-definition", "Two definitions are an error (default)">;
defm unresolved_symbols : Eq<"unresolved-symbols", "<how>", "report-all (default), or ignore-all: an undefined symbol is 0">;
def warn_unresolved_symbols : F<"warn-unresolved-symbols", "An undefined symbol is 0, with a warning">;
def error_unresolved_symbols : F<"error-unresolved-symbols", "An undefined symbol is an error (default)">;
def demangle : F<"demangle", "Print C++ names as in the source (default)">;
def no_demangle : F<"no-demangle", "Print C++ names as they are">;
def fatal_warnings : F<"fatal-warnings", "Warnings are errors">;
def no_fatal_warnings : F<"no-fatal-warnings", "Warnings are not errors (default)">;
def static_ : F<"static", "Accepted: there is nothing else">;
def Bstatic : F<"Bstatic", "Accepted: there is nothing else">;
def dn : Flag<["-"], "dn">, Alias<Bstatic>;
def non_shared : Flag<["-"], "non_shared">, Alias<Bstatic>;

// What build systems pass to every linker, and what changes no static program.
def accepted : Joined<["-"], "O">, MetaVarName<"<level>">, HelpText<"Accepted: there is one level">;
class Accepted<string name> : Flag<["--", "-"], name>, Alias<accepted>;
class AcceptedValue<string name> : Joined<["--", "-"], name # "=">, Alias<accepted>;
class AcceptedNext<string name> : Separate<["--", "-"], name>, Alias<accepted>;
foreach name = ["as-needed", "no-as-needed", "no-undefined", "no-allow-shlib-undefined", "allow-shlib-undefined",
                "export-dynamic", "no-export-dynamic", "no-dynamic-linker", "Bsymbolic", "Bsymbolic-functions",
                "enable-new-dtags", "disable-new-dtags", "relax", "no-relax", "EL", "nostdlib",
                "no-eh-frame-hdr", "no-gnu-unique", "no-rosegment", "no-keep-memory", "reduce-memory-overheads",
                "no-copy-dt-needed-entries", "color-diagnostics", "no-color-diagnostics", "no-threads", "threads",
                "no-undefined-version", "undefined-version", "no-warn-common", "check-sections", "Bdynamic",
                "no-warn-rwx-segments", "no-warn-execstack", "no-warn-mismatch", "no-add-needed", "sort-common"] in
  def : Accepted<name>;
def : Flag<["-"], "E">, Alias<accepted>;
foreach name = ["hash-style", "rpath", "rpath-link", "dynamic-linker", "sort-common", "threads", "color-diagnostics",
                "exclude-libs", "sort-section"] in
  def : AcceptedValue<name>;
foreach name = ["hash-style", "rpath", "rpath-link", "dynamic-linker", "exclude-libs", "sort-section"] in
  def : AcceptedNext<name>;
// Folding equal functions is never required.
foreach how = ["none", "safe", "all"] in
  def : Flag<["--", "-"], "icf=" # how>, Alias<accepted>;
def build_id_none : Flag<["--", "-"], "build-id=none">, Alias<accepted>;
defm z : Short<"z", "<keyword>", "Accepted if <keyword> changes no static program: relro, now, noexecstack, defs, text and their opposites">;

def lto_O : Joined<["--"], "lto-O">, MetaVarName<"<0-3>">, HelpText<"Optimise bitcode inputs at this level (default: 2)">;
defm mcpu : Eq<"mcpu", "<cpu>", "Generate code of bitcode inputs for <cpu>">;

def verbose : F<"verbose", "Print each file that is linked">;
def : Flag<["-", "--"], "trace">, Alias<verbose>;
def help : F<"help", "Print this text">;
def version : F<"version", "Print the version">;
def : Flag<["-"], "v">, Alias<version>;
