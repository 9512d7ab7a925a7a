// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//===- ScriptParser.cpp - reads linker scripts ----------------------------===//
//
// What a word is depends on where it stands: `a-b*` is a name of a section in a
// pattern and a difference in an expression. So there are no tokens; each rule
// takes from the text what it expects.
//
//===----------------------------------------------------------------------===//

#include "Files.h"
#include "Script.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/Path.h"

using namespace llvm;

namespace sectile::ld {

/// INCLUDE of a file by itself has to end.
static constexpr unsigned MaxDepth = 16;
/// Nested parentheses and operators of an expression, which are parsed by
/// recursion, and all its operators, which are computed by recursion.
static constexpr unsigned MaxNesting = 200;
static constexpr unsigned MaxOperators = 1000;

class ScriptParser {
public:
  ScriptParser(Script &S, StringRef File, StringRef Text)
      : S(S), File(File), Text(Text) {}
  bool run();

private:
  Script &S;
  StringRef File, Text;
  size_t At = 0;
  unsigned Nesting = 0, NumOperators = 0;
  bool IsProvided = false;

  // Characters and words.
  void skip();
  ScriptPlace placeOf(size_t Offset) const;
  ScriptPlace place() {
    skip();
    return placeOf(At);
  }
  bool fail(const Twine &Message);
  bool atEnd() {
    skip();
    return At == Text.size();
  }
  bool peek(StringRef Literal) {
    skip();
    return Text.substr(At).starts_with(Literal);
  }
  bool take(StringRef Literal) {
    if (!peek(Literal))
      return false;
    At += Literal.size();
    return true;
  }
  bool expect(StringRef Literal) {
    return take(Literal) || fail("expected '" + Literal + "'" + found());
  }
  StringRef peekName(StringRef More = "");
  StringRef takeName(StringRef More = "") {
    StringRef N = peekName(More);
    At += N.size();
    return N;
  }
  bool name(StringRef &N, const Twine &What, StringRef More = "");
  bool takeWord(StringRef Word) {
    if (peekName() != Word)
      return false;
    At += Word.size();
    return true;
  }
  std::string found();
  bool text(std::string &Result);
  bool fileName(StringRef &Name);

  // Commands.
  bool topLevel(bool InSections);
  bool sections();
  bool memory();
  bool memoryRegion();
  bool programHeaders();
  bool inputs(bool InAsNeeded = false);
  bool include(function_ref<bool(ScriptParser &)> Rule);
  bool assignment(std::unique_ptr<ScriptCommand> &C, bool &IsOne);
  bool outputSection();
  bool sectionCommand(OutputDescription &D);
  bool inputPattern(OutputDescription &D, bool Keep);
  bool filePatterns(std::vector<FilePattern> &To);
  bool filePattern(FilePattern &P);
  bool sectionPatterns(ScriptCommand &C);
  bool order(SectionOrder &O, bool &IsOne);
  bool glob(GlobPattern &G, StringRef Word);
  bool word(StringRef &W);

  // Expressions.
  bool expression(Expression &E);
  bool binary(Expression &E, unsigned Least);
  bool unary(Expression &E);
  bool primary(Expression &E);
  bool function(StringRef Name, ScriptPlace P, Expression &E);
  bool parenthesized(Expression &E) {
    return expect("(") && expression(E) && expect(")");
  }
};

void ScriptParser::skip() {
  for (;;) {
    At = std::min(Text.size(), Text.find_first_not_of(" \t\r\n\f\v", At));
    if (Text.substr(At).starts_with("#")) {
      At = std::min(Text.size(), Text.find('\n', At));
    } else if (Text.substr(At).starts_with("/*")) {
      size_t End = Text.find("*/", At + 2);
      if (End == StringRef::npos)
        return; // reported by what comes next
      At = End + 2;
    } else {
      return;
    }
  }
}

ScriptPlace ScriptParser::placeOf(size_t Offset) const {
  StringRef Before = Text.substr(0, Offset);
  size_t Line = Before.rfind('\n');
  return {File, unsigned(Before.count('\n') + 1),
          unsigned(Offset - (Line == StringRef::npos ? 0 : Line + 1) + 1)};
}

bool ScriptParser::fail(const Twine &Message) {
  S.error(place(), Message);
  return false;
}

std::string ScriptParser::found() {
  if (atEnd())
    return ", found the end of the script";
  if (peek("/*"))
    return ", found a comment that does not end";
  StringRef Rest = Text.substr(At);
  StringRef Word = peekName();
  return (", found '" + (Word.empty() ? Rest.take_front(1) : Word) + "'").str();
}

static bool isNameStart(char C) {
  return isAlpha(C) || C == '_' || C == '.' || C == '$';
}

/// A name of a symbol, a section or a command; empty if there is none.
StringRef ScriptParser::peekName(StringRef More) {
  skip();
  size_t End = At;
  while (End < Text.size() &&
         (isNameStart(Text[End]) || (End > At && isDigit(Text[End])) ||
          More.contains(Text[End])))
    ++End;
  return Text.slice(At, End);
}

bool ScriptParser::name(StringRef &N, const Twine &What, StringRef More) {
  skip();
  if (peek("\"")) {
    std::string Quoted;
    if (!text(Quoted))
      return false;
    N = S.L.Saver.save(Quoted);
    return true;
  }
  N = takeName(More);
  return !N.empty() || fail("expected " + What + found());
}

bool ScriptParser::text(std::string &Result) {
  if (!expect("\""))
    return false;
  size_t End = Text.find('"', At);
  if (End == StringRef::npos)
    return fail("expected '\"' at the end of a text");
  Result = Text.slice(At, End).str();
  At = End + 1;
  return true;
}

bool ScriptParser::fileName(StringRef &Name) {
  if (peek("\""))
    return name(Name, "a file");
  return word(Name);
}

bool ScriptParser::run() {
  while (!atEnd())
    if (!topLevel(/*InSections=*/false))
      return false;
  return true;
}

//===-- Commands ----------------------------------------------------------===//

/// A command outside of sections, in SECTIONS or not.
bool ScriptParser::topLevel(bool InSections) {
  if (take(";"))
    return true;
  size_t Begin = At;
  std::unique_ptr<ScriptCommand> C;
  bool IsOne;
  if (!assignment(C, IsOne))
    return false;
  if (IsOne) {
    if (!InSections && C->Kind == ScriptCommand::Assign && C->Name == ".") {
      At = Begin;
      return fail("'.' has a value only in SECTIONS");
    }
    S.Commands.push_back({std::move(C), nullptr});
    return true;
  }
  StringRef Command = peekName();
  auto Take = [&](StringRef Name) {
    if (Command != Name)
      return false;
    At += Name.size();
    return true;
  };
  if (Take("ENTRY"))
    return expect("(") && name(S.Entry, "a symbol") && expect(")");
  if (Take("INCLUDE"))
    return include([&](ScriptParser &P) { return P.topLevel(InSections); });
  if (InSections)
    return outputSection();
  if (Take("SECTIONS"))
    return sections();
  if (Take("MEMORY"))
    return memory();
  if (Take("PHDRS"))
    return programHeaders();
  if (Take("INPUT") || Take("GROUP"))
    return inputs();
  if (Take("STARTUP"))
    return expect("(") && fileName(S.Startup) && expect(")");
  if (Take("EXTERN")) {
    if (!expect("("))
      return false;
    while (!take(")")) {
      StringRef N;
      if (!name(N, "a symbol"))
        return false;
      S.Extern.push_back(N);
      take(",");
    }
    return true;
  }
  if (Take("SEARCH_DIR")) {
    StringRef Directory;
    if (!expect("(") || !fileName(Directory) || !expect(")"))
      return false;
    S.L.Config.LibraryPath.push_back(Directory);
    return true;
  }
  if (Take("REGION_ALIAS")) {
    StringRef Alias, Region;
    if (!expect("(") || !name(Alias, "a name", "-") || !expect(","))
      return false;
    ScriptPlace P = place();
    if (!name(Region, "a memory region", "-") || !expect(")"))
      return false;
    MemoryRegion *R = S.findRegion(Region);
    if (!R)
      S.error(P, "there is no memory region '" + Region + "'");
    else if (!S.RegionNames.try_emplace(Alias, R).second)
      S.error(P, "there is a memory region '" + Alias + "' already");
    return true;
  }
  // The only format and machine are the linker's.
  if (Take("OUTPUT_ARCH") || Take("OUTPUT_FORMAT") || Take("TARGET")) {
    if (!expect("("))
      return false;
    StringRef Ignored;
    while (!take(")"))
      if (!fileName(Ignored))
        return false;
      else
        take(",");
    return true;
  }
  if (Take("NOCROSSREFS") || Take("VERSION") || Take("OUTPUT") ||
      Take("INSERT") || Take("OVERLAY")) {
    At = Begin;
    return fail(Command + " is not supported");
  }
  return fail("expected a command" + found());
}

/// A file to whose end one rule after the other is read.
bool ScriptParser::include(function_ref<bool(ScriptParser &)> Rule) {
  ScriptPlace P = place();
  StringRef Name;
  if (!fileName(Name))
    return false;
  if (++S.Depth > MaxDepth) {
    S.error(P,
            "files include each other more than " + Twine(MaxDepth) + " deep");
    return false;
  }
  StringRef Path, Contents;
  bool Ok = S.open(Name, Path, Contents, &P);
  if (Ok) {
    ScriptParser Inner(S, Path, Contents);
    while (Ok && !Inner.atEnd())
      Ok = Rule(Inner);
  }
  --S.Depth;
  return Ok;
}

bool ScriptParser::sections() {
  S.HasSections = true;
  if (!expect("{"))
    return false;
  while (!take("}"))
    if (!topLevel(/*InSections=*/true))
      return false;
  return true;
}

bool ScriptParser::memory() {
  if (!expect("{"))
    return false;
  while (!take("}"))
    if (!memoryRegion())
      return false;
  return true;
}

/// NAME [(attributes)] : ORIGIN = n, LENGTH = n
bool ScriptParser::memoryRegion() {
  if (takeWord("INCLUDE"))
    return include([](ScriptParser &P) { return P.memoryRegion(); });
  MemoryRegion &R = S.Regions.emplace_back();
  R.Place = place();
  if (!name(R.Name, "a memory region", "-"))
    return false;
  if (!S.RegionNames.try_emplace(R.Name, &R).second)
    S.error(R.Place, "there is a memory region '" + R.Name + "' already");
  if (take("(")) {
    bool Not = false;
    for (; At < Text.size() && Text[At] != ')'; ++At) {
      uint64_t &Flags = Not ? R.Unwanted : R.Wanted;
      switch (toLower(Text[At])) {
      case '!':
        Not = !Not;
        break;
      case 'w':
        Flags |= ELF::SHF_WRITE;
        break;
      case 'x':
        Flags |= ELF::SHF_EXECINSTR;
        break;
      case 'a':
        Flags |= ELF::SHF_ALLOC;
        break;
      case 'r': // of a section that is not written
      case 'i':
      case 'l':
      case ' ':
        break;
      default:
        return fail("'" + Text.substr(At, 1) +
                    "' is no attribute of a memory region: expected r, w, x, "
                    "a, i, l or !");
      }
    }
    if (!expect(")"))
      return false;
  }
  if (!expect(":"))
    return false;
  if (!takeWord("ORIGIN") && !takeWord("org") && !takeWord("o"))
    return fail("expected 'ORIGIN'" + found());
  if (!expect("=") || !expression(R.OriginOf))
    return false;
  take(",");
  if (!takeWord("LENGTH") && !takeWord("len") && !takeWord("l"))
    return fail("expected 'LENGTH'" + found());
  if (!expect("=") || !expression(R.LengthOf))
    return false;
  take(",");
  take(";");
  return true;
}

/// Segments follow from the sections: what is said of them has no effect.
bool ScriptParser::programHeaders() {
  if (!expect("{"))
    return false;
  while (!take("}")) {
    StringRef Ignored;
    if (!name(Ignored, "a program header", "-"))
      return false;
    while (!take(";")) {
      Expression E;
      if (peek("(") ? !parenthesized(E) : takeName().empty() && !unary(E))
        return false;
    }
  }
  return true;
}

bool ScriptParser::inputs(bool InAsNeeded) {
  if (!expect("("))
    return false;
  while (!take(")")) {
    if (!InAsNeeded && takeWord("AS_NEEDED")) {
      if (!inputs(/*InAsNeeded=*/true))
        return false;
      continue;
    }
    bool IsLibrary = take("-l");
    StringRef Name;
    if (!fileName(Name))
      return false;
    S.Inputs.push_back({Name, IsLibrary});
    take(",");
  }
  return true;
}

/// symbol = expression, PROVIDE(...), ASSERT(...): what may stand anywhere.
bool ScriptParser::assignment(std::unique_ptr<ScriptCommand> &C, bool &IsOne) {
  ScriptPlace P = place();
  size_t Begin = At;
  IsOne = true;
  bool Provide = false, Hidden = false;
  if (takeWord("ASSERT")) {
    C = std::make_unique<ScriptCommand>(ScriptCommand::Assert, P);
    if (!expect("(") || !expression(C->Value) || !expect(",") ||
        !text(C->Message) || !expect(")"))
      return false;
    take(";");
    return true;
  }
  if (takeWord("PROVIDE"))
    Provide = true;
  else if (takeWord("PROVIDE_HIDDEN"))
    Provide = Hidden = true;
  else if (takeWord("HIDDEN"))
    Hidden = true;
  bool Parenthesized = Provide || Hidden;
  if (Parenthesized && !expect("("))
    return false;
  StringRef Name;
  if (!peek("\""))
    Name = takeName();
  else if (!name(Name, "a symbol"))
    return false;
  if (Name.empty()) {
    if (!Parenthesized) {
      At = Begin;
      IsOne = false;
      return true;
    }
    return fail("expected a symbol" + found());
  }
  StringRef Operator;
  for (StringRef O :
       {"<<=", ">>=", "+=", "-=", "*=", "/=", "&=", "|=", "^=", "="})
    if (peek(O) && !peek("==")) {
      Operator = O;
      break;
    }
  if (Operator.empty()) {
    if (Parenthesized)
      return fail("expected '='" + found());
    At = Begin;
    IsOne = false;
    return true;
  }
  At += Operator.size();
  C = std::make_unique<ScriptCommand>(ScriptCommand::Assign, P);
  C->Name = Name;
  C->Provide = Provide;
  C->Hidden = Hidden;
  // What is provided may not be needed, and then nor are these names.
  IsProvided = Provide;
  if (!expression(C->Value))
    return false;
  IsProvided = false;
  if (Operator != "=") {
    Expression Old = [P, Name](Script &S) { return S.symbolValue(P, Name); };
    C->Value =
        combine(Operator.drop_back(), P, std::move(Old), std::move(C->Value));
  }
  if (Parenthesized && !expect(")"))
    return false;
  if (!take(";") && !take(",") && !Parenthesized)
    return fail("expected ';'" + found());
  return true;
}

/// name [address] [(type)] : [AT(a)] [ALIGN(n)] [SUBALIGN(n)] { ... }
///   [> region] [AT> region] [:segment] [= fill]
bool ScriptParser::outputSection() {
  auto D = std::make_unique<OutputDescription>();
  D->Place = place();
  if (!name(D->Name, "a section", "/-"))
    return false;
  if (D->Name == "OVERLAY") {
    S.error(D->Place, "OVERLAY is not supported");
    return false;
  }
  D->IsDiscard = D->Name == "/DISCARD/";
  auto Type = [&](bool &IsOne) {
    size_t Begin = At;
    IsOne = take("(");
    StringRef T = IsOne ? takeName() : "";
    IsOne &= StringSwitch<bool>(T)
                 .Cases({"NOLOAD", "READONLY", "COPY", "INFO", "DSECT"}, true)
                 .Default(false);
    if (!IsOne) {
      At = Begin;
      return true;
    }
    D->NoLoad = T == "NOLOAD";
    D->NotAllocated = T == "COPY" || T == "INFO" || T == "DSECT";
    return expect(")");
  };
  bool HasType;
  if (!Type(HasType))
    return false;
  if (!peek(":")) {
    if (!expression(D->AddressOf) || !Type(HasType))
      return false;
  }
  if (!expect(":"))
    return false;
  for (;;) {
    Expression *E = takeWord("AT")         ? &D->LoadAddressOf
                    : takeWord("ALIGN")    ? &D->AlignmentOf
                    : takeWord("SUBALIGN") ? &D->SubAlignmentOf
                                           : nullptr;
    if (!E && takeWord("ALIGN_WITH_INPUT"))
      continue; // load addresses are aligned anyway
    if (!E && takeWord("ONLY_IF_RO")) {
      D->OnlyReadOnly = true;
      continue;
    }
    if (!E && takeWord("ONLY_IF_RW")) {
      D->OnlyWritable = true;
      continue;
    }
    if (!E)
      break;
    if (!parenthesized(*E))
      return false;
  }
  if (!expect("{"))
    return false;
  while (!take("}"))
    if (!sectionCommand(*D))
      return false;
  for (;;) {
    bool Load = takeWord("AT");
    if (take(">")) {
      ScriptPlace P = place();
      StringRef Region;
      if (!name(Region, "a memory region", "-"))
        return false;
      MemoryRegion *R = S.findRegion(Region);
      if (!R)
        S.error(P, "there is no memory region '" + Region + "'");
      (Load ? D->LoadRegion : D->Region) = R;
    } else if (Load) {
      return fail("expected '>'" + found());
    } else if (take(":")) {
      StringRef Ignored; // a program header
      if (!name(Ignored, "a program header", "-"))
        return false;
    } else if (take("=")) {
      if (!unary(D->FillWith))
        return false;
    } else {
      break;
    }
  }
  take(",");
  S.Commands.push_back({nullptr, std::move(D)});
  return true;
}

bool ScriptParser::sectionCommand(OutputDescription &D) {
  if (take(";"))
    return true;
  std::unique_ptr<ScriptCommand> C;
  bool IsOne;
  if (!assignment(C, IsOne))
    return false;
  if (IsOne) {
    D.Commands.push_back(std::move(*C));
    return true;
  }
  ScriptPlace P = place();
  size_t Bytes = StringSwitch<size_t>(peekName())
                     .Case("BYTE", 1)
                     .Case("SHORT", 2)
                     .Case("LONG", 4)
                     .Cases({"QUAD", "SQUAD"}, 8)
                     .Default(0);
  if (Bytes || peekName() == "FILL") {
    takeName();
    ScriptCommand &New = D.Commands.emplace_back(
        Bytes ? ScriptCommand::Data : ScriptCommand::Fill, P);
    if (Bytes)
      New.Bytes = std::make_unique<DataChunk>(Bytes);
    return parenthesized(New.Value);
  }
  if (takeWord("CONSTRUCTORS")) // of a.out
    return true;
  if (takeWord("INCLUDE"))
    return include([&](ScriptParser &P) { return P.sectionCommand(D); });
  if (takeWord("KEEP"))
    return expect("(") && inputPattern(D, true) && expect(")");
  return inputPattern(D, false);
}

/// A word of a pattern.
bool ScriptParser::word(StringRef &W) {
  skip();
  if (peek("\""))
    return name(W, "a name");
  size_t End = std::min(Text.size(), Text.find_first_of(" \t\r\n(),;{}\"", At));
  W = Text.slice(At, End);
  if (W.empty())
    return fail("expected a name or a pattern" + found());
  At = End;
  return true;
}

bool ScriptParser::glob(GlobPattern &G, StringRef Word) {
  Expected<GlobPattern> Result = GlobPattern::create(Word);
  if (!Result)
    return fail("'" + Word + "': " + toString(Result.takeError()));
  G = std::move(*Result);
  return true;
}

bool ScriptParser::filePattern(FilePattern &P) {
  StringRef W;
  if (!word(W))
    return false;
  auto [Archive, Member] = W.split(':');
  if (!glob(P.File, Archive))
    return false;
  if (Archive.size() == W.size())
    return true;
  P.Member.emplace();
  return glob(*P.Member, Member);
}

bool ScriptParser::filePatterns(std::vector<FilePattern> &To) {
  if (!expect("("))
    return false;
  while (!take(")"))
    if (!filePattern(To.emplace_back()))
      return false;
    else
      take(",");
  return true;
}

bool ScriptParser::order(SectionOrder &O, bool &IsOne) {
  StringRef N = peekName();
  IsOne = true;
  if (N == "SORT" || N == "SORT_BY_NAME")
    O = SectionOrder::Name;
  else if (N == "SORT_BY_ALIGNMENT")
    O = SectionOrder::Alignment;
  else if (N == "SORT_BY_INIT_PRIORITY")
    O = SectionOrder::Priority;
  else if (N == "SORT_NONE")
    O = SectionOrder::None;
  else
    IsOne = false;
  if (!IsOne)
    return true;
  At += N.size();
  return expect("(");
}

/// file(section section ...); a file alone means all its sections.
bool ScriptParser::inputPattern(OutputDescription &D, bool Keep) {
  ScriptCommand &C = D.Commands.emplace_back(ScriptCommand::Input, place());
  C.Keep = Keep;
  if (takeWord("EXCLUDE_FILE") && !filePatterns(C.ExcludedFiles))
    return false;
  SectionOrder FileOrder;
  bool IsOrder;
  if (!order(FileOrder, IsOrder))
    return false;
  C.SortFiles = IsOrder && FileOrder == SectionOrder::Name;
  C.File.emplace();
  if (!filePattern(*C.File) || (IsOrder && !expect(")")))
    return false;
  if (peek("("))
    return sectionPatterns(C);
  return glob(C.Sections.emplace_back().Name, "*");
}

bool ScriptParser::sectionPatterns(ScriptCommand &C) {
  if (!expect("("))
    return false;
  std::vector<FilePattern> Excluded;
  while (!take(")")) {
    SectionPattern &P = C.Sections.emplace_back();
    bool Outer, Inner = false;
    auto Exclude = [&] {
      if (!takeWord("EXCLUDE_FILE"))
        return true;
      Excluded.clear();
      return filePatterns(Excluded);
    };
    if (!Exclude() || !order(P.Order, Outer) ||
        (Outer && !order(P.Inner, Inner)) || !Exclude())
      return false;
    // SORT(.a .b) is SORT(.a) SORT(.b).
    StringRef W;
    if (!word(W) || !glob(P.Name, W))
      return false;
    P.ExcludedFiles = Excluded;
    while (Outer && !peek(")")) {
      SectionPattern Next;
      Next.Order = C.Sections.back().Order;
      Next.Inner = C.Sections.back().Inner;
      Next.ExcludedFiles = Excluded;
      take(",");
      if (!word(W) || !glob(Next.Name, W))
        return false;
      C.Sections.push_back(std::move(Next));
    }
    if ((Outer && !expect(")")) || (Inner && !expect(")")))
      return false;
    take(",");
  }
  return true;
}

//===-- Expressions -------------------------------------------------------===//

/// The operators; those of one level bind alike.
static constexpr std::pair<StringLiteral, unsigned> Operators[] = {
    {"||", 1}, {"&&", 2}, {"==", 6}, {"!=", 6}, {"<<", 8}, {">>", 8},
    {"<=", 7}, {">=", 7}, {"|", 3},  {"^", 4},  {"&", 5},  {"<", 7},
    {">", 7},  {"+", 9},  {"-", 9},  {"*", 10}, {"/", 10}, {"%", 10}};

bool ScriptParser::expression(Expression &E) {
  if (Nesting == 0)
    NumOperators = 0;
  if (++Nesting > MaxNesting)
    return fail("the expression is nested more than " + Twine(MaxNesting) +
                " deep");
  Expression Condition, Then, Else;
  if (!binary(Condition, 1))
    return false;
  if (take("?")) {
    if (!expression(Then) || !expect(":") || !expression(Else))
      return false;
    E = [Condition = std::move(Condition), Then = std::move(Then),
         Else = std::move(Else)](Script &S) {
      return Condition(S).Value ? Then(S) : Else(S);
    };
  } else {
    E = std::move(Condition);
  }
  --Nesting;
  return true;
}

bool ScriptParser::binary(Expression &E, unsigned Least) {
  if (!unary(E))
    return false;
  for (;;) {
    ScriptPlace P = place();
    StringRef Operator;
    unsigned Level = 0;
    for (auto &[Text, Binds] : Operators)
      if (peek(Text)) {
        Operator = Text;
        Level = Binds;
        break;
      }
    // `a |= b` and the like end an expression.
    if (Operator.empty() || Level < Least)
      return true;
    At += Operator.size();
    if (++NumOperators > MaxOperators)
      return fail("the expression has more than " + Twine(MaxOperators) +
                  " operators");
    Expression Right;
    if (++Nesting > MaxNesting)
      return fail("the expression is nested more than " + Twine(MaxNesting) +
                  " deep");
    if (!binary(Right, Level + 1))
      return false;
    --Nesting;
    E = combine(Operator, P, std::move(E), std::move(Right));
  }
}

bool ScriptParser::unary(Expression &E) {
  if (++Nesting > MaxNesting)
    return fail("the expression is nested more than " + Twine(MaxNesting) +
                " deep");
  bool Ok;
  if (take("-")) {
    Expression Of;
    Ok = unary(Of);
    E = [Of = std::move(Of)](Script &S) {
      return ScriptValue{ScriptValue::Number, -Of(S).Value};
    };
  } else if (take("~")) {
    Expression Of;
    Ok = unary(Of);
    E = [Of = std::move(Of)](Script &S) {
      return ScriptValue{ScriptValue::Number, ~Of(S).Value};
    };
  } else if (take("!")) {
    Expression Of;
    Ok = unary(Of);
    E = [Of = std::move(Of)](Script &S) {
      return ScriptValue{ScriptValue::Number, !Of(S).Value};
    };
  } else if (take("+")) {
    Ok = unary(E);
  } else {
    Ok = primary(E);
  }
  --Nesting;
  return Ok;
}

static Expression number(uint64_t Value) {
  return [=](Script &) { return ScriptValue{ScriptValue::Number, Value}; };
}

bool ScriptParser::primary(Expression &E) {
  ScriptPlace P = place();
  if (peek("("))
    return parenthesized(E);
  if (At < Text.size() && isDigit(Text[At])) {
    size_t End = At;
    while (End < Text.size() && isAlnum(Text[End]))
      ++End;
    StringRef Digits = Text.slice(At, End), Whole = Digits;
    uint64_t Value, Unit = 1;
    unsigned Base = 0; // as its prefix says
    if (!Digits.starts_with_insensitive("0x")) {
      if (Digits.consume_back_insensitive("h"))
        Base = 16;
      else if (Digits.consume_back_insensitive("k"))
        Unit = 1024;
      else if (Digits.consume_back_insensitive("m"))
        Unit = 1024 * 1024;
    }
    bool Bad = Digits.getAsInteger(Base, Value);
    if (Bad || Value > ~uint64_t(0) / Unit)
      return fail("'" + Whole + "' is not a number of 64 bits");
    At = End;
    E = number(Value * Unit);
    return true;
  }
  StringRef Name;
  if (!name(Name, "an expression"))
    return false;
  if (peek("("))
    return function(Name, P, E);
  // The program's headers are in no segment.
  if (Name == "SIZEOF_HEADERS") {
    E = number(0);
    return true;
  }
  if (Name != ".")
    S.Referenced[Name] |= !IsProvided;
  E = [=](Script &S) { return S.symbolValue(P, Name); };
  return true;
}

bool ScriptParser::function(StringRef Name, ScriptPlace P, Expression &E) {
  expect("(");
  if (Name == "ADDR" || Name == "LOADADDR" || Name == "SIZEOF" ||
      Name == "ALIGNOF") {
    StringRef Section;
    if (!name(Section, "a section", "-/") || !expect(")"))
      return false;
    E = [=](Script &S) {
      OutputDescription *D = S.findSection(Section);
      if (!D) {
        S.error(P, "there is no section '" + Section + "'");
        return ScriptValue();
      }
      if (Name == "ADDR")
        return ScriptValue{ScriptValue::Relative, D->Address, D};
      if (Name == "LOADADDR")
        return ScriptValue{ScriptValue::Address, D->LoadAddress};
      return ScriptValue{ScriptValue::Number,
                         Name == "SIZEOF" ? D->Size : D->Alignment};
    };
    return true;
  }
  if (Name == "ORIGIN" || Name == "LENGTH") {
    StringRef Region;
    if (!name(Region, "a memory region", "-") || !expect(")"))
      return false;
    bool Length = Name == "LENGTH";
    E = [=](Script &S) {
      return ScriptValue{Length ? ScriptValue::Number : ScriptValue::Address,
                         S.regionValue(P, Region, Length)};
    };
    return true;
  }
  if (Name == "DEFINED") {
    StringRef Symbol;
    if (!name(Symbol, "a symbol") || !expect(")"))
      return false;
    S.Referenced.try_emplace(Symbol, false);
    E = [=](Script &S) {
      return ScriptValue{ScriptValue::Number, S.isDefined(Symbol)};
    };
    return true;
  }
  if (Name == "CONSTANT") {
    StringRef What;
    if (!name(What, "a constant") || !expect(")"))
      return false;
    if (What != "MAXPAGESIZE" && What != "COMMONPAGESIZE")
      return fail("'" + What +
                  "' is no constant: expected MAXPAGESIZE or COMMONPAGESIZE");
    E = number(PageSize);
    return true;
  }
  if (Name == "SEGMENT_START") { // -Ttext and the like are not for scripts
    StringRef Segment;
    return name(Segment, "a segment", "-") && expect(",") && expression(E) &&
           expect(")");
  }
  Expression A, B;
  if (!expression(A))
    return false;
  auto Aligned = [P](Script &S, ScriptValue V, uint64_t To) {
    if (To == 0 || (To & (To - 1))) {
      S.error(P, "alignment " + Twine(To) + " is not a power of two");
      return V;
    }
    V.Value = (V.Value + To - 1) & -To;
    return V;
  };
  if (Name == "ALIGN" && take(")")) {
    E = [=](Script &S) {
      return Aligned(S, S.symbolValue(P, "."), A(S).Value);
    };
    return true;
  }
  if (Name == "ASSERT") {
    std::string Message;
    if (!expect(",") || !text(Message) || !expect(")"))
      return false;
    E = [=](Script &S) {
      ScriptValue V = A(S);
      if (!V.Value)
        S.error(P, Message);
      return V;
    };
    return true;
  }
  bool Two = Name == "ALIGN" || Name == "MAX" || Name == "MIN" ||
             Name == "DATA_SEGMENT_ALIGN" || Name == "DATA_SEGMENT_RELRO_END";
  if (Two && (!expect(",") || !expression(B)))
    return false;
  if (!expect(")"))
    return false;
  if (Name == "ALIGN") {
    E = [=](Script &S) { return Aligned(S, A(S), B(S).Value); };
  } else if (Name == "MAX" || Name == "MIN") {
    bool Max = Name == "MAX";
    E = [=](Script &S) {
      ScriptValue X = A(S), Y = B(S);
      return (X.Value > Y.Value) == Max ? X : Y;
    };
  } else if (Name == "ABSOLUTE") {
    E = [=](Script &S) {
      return ScriptValue{ScriptValue::Address, A(S).Value};
    };
  } else if (Name == "LOG2CEIL") {
    E = [=](Script &S) {
      uint64_t V = A(S).Value;
      return ScriptValue{ScriptValue::Number, V <= 1 ? 0 : Log2_64_Ceil(V)};
    };
  } else if (Name == "BLOCK" || Name == "NEXT") {
    E = [=](Script &S) {
      return Aligned(S, S.symbolValue(P, "."), A(S).Value);
    };
  } else if (Name == "DATA_SEGMENT_ALIGN") {
    E = [=](Script &S) {
      return Aligned(S, S.symbolValue(P, "."), A(S).Value);
    };
  } else if (Name == "DATA_SEGMENT_RELRO_END") {
    E = B;
  } else if (Name == "DATA_SEGMENT_END") {
    E = A;
  } else {
    S.error(P, "there is no function '" + Name + "'");
    return false;
  }
  return true;
}

//===-- Values of operators -----------------------------------------------===//

Expression combine(StringRef Operator, ScriptPlace P, Expression Left,
                   Expression Right) {
  return [Operator, P, Left = std::move(Left),
          Right = std::move(Right)](Script &S) -> ScriptValue {
    ScriptValue A = Left(S);
    // The right side may not have a value then.
    if (Operator == "&&")
      return {ScriptValue::Number, A.Value && Right(S).Value};
    if (Operator == "||")
      return {ScriptValue::Number, A.Value || Right(S).Value};
    ScriptValue B = Right(S);
    uint64_t X = A.Value, Y = B.Value;
    if (Operator == "+" || Operator == "-") {
      ScriptValue R{ScriptValue::Number, Operator == "+" ? X + Y : X - Y};
      if (B.Kind == ScriptValue::Number ||
          (Operator == "+" && A.Kind == ScriptValue::Number)) {
        const ScriptValue &Base = B.Kind == ScriptValue::Number ? A : B;
        R.Kind = Base.Kind;
        R.Section = Base.Section;
      } else if (Operator == "+") {
        R.Kind = ScriptValue::Address;
      } // the distance of two addresses is a number
      return R;
    }
    auto Number = [](uint64_t V) {
      return ScriptValue{ScriptValue::Number, V};
    };
    if (Operator == "/" || Operator == "%") {
      if (Y == 0) {
        S.error(P, "division by zero");
        return {};
      }
      return Number(Operator == "/" ? X / Y : X % Y);
    }
    if (Operator == "<<")
      return Number(Y < 64 ? X << Y : 0);
    if (Operator == ">>")
      return Number(Y < 64 ? X >> Y : 0);
    // A part of an address is one: `. & ~3`.
    if (Operator == "&" || Operator == "|" || Operator == "^") {
      ScriptValue R = A.Kind == ScriptValue::Number ? B : A;
      R.Value = Operator == "&" ? X & Y : Operator == "|" ? X | Y : X ^ Y;
      return R;
    }
    return Number(StringSwitch<uint64_t>(Operator)
                      .Case("*", X * Y)
                      .Case("==", X == Y)
                      .Case("!=", X != Y)
                      .Case("<", X < Y)
                      .Case(">", X > Y)
                      .Case("<=", X <= Y)
                      .Case(">=", X >= Y));
  };
}

/// Finds a script as it is named, or in the folders of libraries.
bool Script::open(StringRef Name, StringRef &Path, StringRef &Text,
                  const ScriptPlace *From) {
  std::string Where = Name.str();
  if (!sys::fs::exists(Where))
    for (StringRef Folder : L.Config.LibraryPath) {
      SmallString<256> Candidate(Folder);
      sys::path::append(Candidate, Name);
      if (sys::fs::exists(Candidate)) {
        Where = Candidate.str().str();
        break;
      }
    }
  auto Buffer = readInput(Where, /*IsText=*/false,
                          /*RequiresNullTerminator=*/false);
  if (!Buffer) {
    std::string Why =
        "cannot open " + Name.str() + ": " + Buffer.getError().message();
    From ? error(*From, Why) : L.error(Why);
    return false;
  }
  L.Buffers.push_back(std::move(*Buffer));
  Path = L.Saver.save(Where);
  Text = L.Buffers.back()->getBuffer();
  return true;
}

bool Script::parse(StringRef Name) {
  StringRef Path, Text;
  Final = true; // errors of the text are reported
  bool Ok = open(Name, Path, Text, nullptr) &&
            ScriptParser(*this, Path, Text).run() && !HasFailed;
  Final = false;
  return Ok;
}

} // namespace sectile::ld
