// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A plug-in of clang-tidy that limits the map from a node to its parent to what
// our own files declare. clang-tidy makes that map for the first check that
// asks for a parent, and otherwise for all of LLVM's and MLIR's headers, which
// takes more time than all the checks. It reports nothing about those headers
// (HeaderFilterRegex), so that the reports are the same.
#include "clang-tidy/ClangTidyCheck.h"
#include "clang-tidy/ClangTidyModule.h"
#include "clang/AST/ASTContext.h"
#include "clang/ASTMatchers/ASTMatchFinder.h"

#include <vector>

using namespace clang;

namespace {

// Called for the first node that is visited, when there is no map yet.
class OwnDeclarations : public tidy::ClangTidyCheck {
public:
  using ClangTidyCheck::ClangTidyCheck;

  void registerMatchers(ast_matchers::MatchFinder *Finder) override {
    Finder->addMatcher(ast_matchers::translationUnitDecl(), this);
  }

  void check(const ast_matchers::MatchFinder::MatchResult &Result) override {
    ASTContext &Context = *Result.Context;
    const SourceManager &Sources = *Result.SourceManager;
    std::vector<Decl *> Own;
    // What a precompiled header declares stays unread.
    for (Decl *D : Context.getTranslationUnitDecl()->noload_decls())
      if (!D->isFromASTFile() &&
          !Sources.isInSystemHeader(Sources.getExpansionLoc(D->getLocation())))
        Own.push_back(D);
    Context.setTraversalScope(Own);
  }
};

class SectileModule : public tidy::ClangTidyModule {
public:
  void addCheckFactories(tidy::ClangTidyCheckFactories &Factories) override {
    Factories.registerCheck<OwnDeclarations>("sectile-own-declarations");
  }
};

} // namespace

static const tidy::ClangTidyModuleRegistry::Add<SectileModule>
    Registration("sectile-module", "what the checks of Sectile's sources need");
