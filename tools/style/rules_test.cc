#include "tools/style/rules.h"

#include <string>
#include <string_view>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace style {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kPath = "sim/tcp/connection.cc";

auto Found(int line, std::string_view word) {
  return AllOf(Field(&Finding::line, line),
               Field(&Finding::message, HasSubstr(word)));
}

// `lines` lines, of which the statements stand at `indent`.
std::string Body(int lines, std::string_view indent = "  ") {
  std::string body;
  for (int i = 0; i < lines; ++i) body += std::string(indent) + "Step();\n";
  return body;
}

TEST(TabTest, IsFoundInEveryFile) {
  EXPECT_THAT(CheckFile(kPath, "int a;\n\tint b;\n"),
              ElementsAre(Found(2, "tab")));
  EXPECT_THAT(CheckFile("sim/BUILD.bazel", "a = [\n\t1]\n"),
              ElementsAre(Found(2, "tab")));
  EXPECT_THAT(CheckFile(kPath, "char c = '\\t';  // A tab.\n"), IsEmpty());
}

TEST(FileLengthTest, AllowsFourHundredLines) {
  EXPECT_THAT(CheckFile(kPath, std::string(400, '\n')), IsEmpty());
  EXPECT_THAT(CheckFile(kPath, std::string(401, '\n')),
              ElementsAre(Found(401, "401 lines")));
}

TEST(FunctionLengthTest, CountsFromSignatureToBrace) {
  EXPECT_THAT(CheckFile(kPath, "void F() {\n" + Body(58) + "}\n"), IsEmpty());
  EXPECT_THAT(CheckFile(kPath, "\nvoid F() {\n" + Body(59) + "}\n"),
              ElementsAre(Found(2, "61 lines")));
}

TEST(FunctionLengthTest, CountsASignatureOfSeveralLines) {
  EXPECT_THAT(CheckFile(kPath, "void Function(\n    int a) const {\n" +
                                   Body(58) + "}  // Function\n"),
              ElementsAre(Found(1, "61 lines")));
}

TEST(FunctionLengthTest, CountsEachFunctionOnItsOwn) {
  const std::string function = "void F() {\n" + Body(40) + "}\n\n";
  EXPECT_THAT(CheckFile(kPath, function + function), IsEmpty());
  EXPECT_THAT(CheckFile(kPath, function + "TEST(A, B) {\n" + Body(60) + "}\n"),
              ElementsAre(Found(44, "62 lines")));
}

TEST(FunctionLengthTest, CountsMembersButNotTheirClass) {
  const std::string member = "  void F() {\n" + Body(40, "    ") + "  }\n\n";
  EXPECT_THAT(
      CheckFile(kPath, "class A {  // Long.\n" + member + member + "};\n"),
      IsEmpty());
  EXPECT_THAT(CheckFile(kPath, "struct A {\n" + member + "  int G(int a) {\n" +
                                   Body(60, "    ") + "  }\n};\n"),
              ElementsAre(Found(45, "62 lines")));
}

TEST(FunctionLengthTest, LeavesNamespacesAndTablesAlone) {
  EXPECT_THAT(CheckFile(kPath, "namespace sim {\n" + Body(90, "") + "}\n"),
              IsEmpty());
  EXPECT_THAT(
      CheckFile(kPath, "constexpr int kTable[] = {\n" + Body(90) + "};\n"),
      IsEmpty());
}

TEST(FunctionLengthTest, SeesNoBraceInALiteral) {
  EXPECT_THAT(CheckFile(kPath, "void F() {\n" + Body(30) +
                                   "  G(R\"(\n}\n)\");\n" + Body(30) + "}\n"),
              ElementsAre(Found(1, "65 lines")));
}

TEST(CheckFileTest, ReportsInOrderOfLines) {
  EXPECT_THAT(
      CheckFile(kPath, "\tint a;\nassert(a);\n\tint b;\n"),
      ElementsAre(Found(1, "tab"), Found(2, "assert"), Found(3, "tab")));
}

TEST(CheckFileTest, JudgesNamesInCodeOnly) {
  EXPECT_THAT(CheckFile("tools/x.py", "assert(rand())\n"), IsEmpty());
  EXPECT_THAT(CheckFile(kPath, "// rand()\nf(\"rand()\");\nint x = 1'000;\n"),
              IsEmpty());
  EXPECT_THAT(CheckFile(kPath, "int x = 1'000; rand(); int y = 1'0;\n"),
              ElementsAre(Found(1, "rand")));
  EXPECT_THAT(CheckFile(kPath, "f(R\"x(\" rand() )\" )x\"); rand();\n"),
              ElementsAre(Found(1, "rand")));
}

}  // namespace
}  // namespace style
