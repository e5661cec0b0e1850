#include "search/token.h"

#include <gtest/gtest.h>

#include <string>

namespace orderly {
namespace {

Token Sample() {
  return {{protocol::GoodbyeKind::kCloseOk, protocol::Ending::kClose,
           protocol::Ending::kShutdownWrDrainClose},
          Promise::kGoodbyeHeard,
          Tape({{Site::kFate, 5, 3, 1, 6}, {Site::kScenario, 9, 0, 2, 6}})};
}

std::string ErrorOf(const std::string& text) {
  const absl::StatusOr<Token> token = ParseToken(text);
  return token.ok() ? "accepted" : std::string(token.status().message());
}

TEST(TokenTest, TextIsOneReadableWord) {
  const std::string text = TokenText(Sample());
  EXPECT_EQ(text.substr(0, text.rfind(':')),
            "o1:close-ok:close:shutdown-wr,drain,close:goodbye-heard:"
            "fate.5.3=1/6+scenario.9.0=2/6");
  EXPECT_EQ(text.find_first_of(" '\"$&;|<>()*?[]{}~`\\#!"), std::string::npos);
}

TEST(TokenTest, TextParsesBack) {
  const absl::StatusOr<Token> token = ParseToken(TokenText(Sample()));
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(*token, Sample());
}

TEST(TokenTest, TokenOfNoPromiseAndNoStepsParsesBack) {
  Token plain = Sample();
  plain.promise.reset();
  plain.tape = Tape();
  const absl::StatusOr<Token> token = ParseToken(TokenText(plain));
  ASSERT_TRUE(token.ok()) << token.status();
  EXPECT_EQ(*token, plain);
}

// Tokens from before there were stacks say nothing of them.
TEST(TokenTest, AStackOtherThanLinuxIsPartOfTheToken) {
  EXPECT_EQ(TokenText(Sample()),
            "o1:close-ok:close:shutdown-wr,drain,close:goodbye-heard:"
            "fate.5.3=1/6+scenario.9.0=2/6:49f5");
  for (const Stack client : kAllStacks) {
    for (const Stack server : kAllStacks) {
      Token token = Sample();
      token.row.stacks = {.client = client, .server = server};
      const absl::StatusOr<Token> parsed = ParseToken(TokenText(token));
      ASSERT_TRUE(parsed.ok()) << parsed.status();
      EXPECT_EQ(*parsed, token);
    }
  }
  Token token = Sample();
  token.row.stacks = {.client = Stack::kWindows, .server = Stack::kBsd};
  const std::string text = TokenText(token);
  EXPECT_EQ(text.substr(0, text.rfind(':')),
            "o1:close-ok:close@bsd:shutdown-wr,drain,close@windows:"
            "goodbye-heard:fate.5.3=1/6+scenario.9.0=2/6");
  EXPECT_EQ(ErrorOf("o1:eof:close@linux:close:-:-:0000"),
            "token part 3 (server's ending) 'close@linux': expected no "
            "'@linux'; leave it out");
  EXPECT_EQ(ErrorOf("o1:eof:close:close@beos:-:-:0000"),
            "token part 4 (client's ending) 'close@beos': 'beos': there is no "
            "such stack; there are linux, rfc9293, windows and bsd, and the "
            "nearest is bsd");
}

TEST(TokenTest, EveryLostOrChangedCharacterIsNoticed) {
  const std::string text = TokenText(Sample());
  for (size_t i = 0; i < text.size(); ++i) {
    std::string lost = text;
    lost.erase(i, 1);
    EXPECT_NE(ErrorOf(lost), "accepted") << lost;
    std::string changed = text;
    changed[i] = changed[i] == '1' ? '2' : '1';
    EXPECT_NE(ErrorOf(changed), "accepted") << changed;
  }
}

TEST(TokenTest, ErrorsNameThePlaceAndWhatToDo) {
  EXPECT_EQ(
      ErrorOf("o9:x"),
      "token part 1 (version) 'o9': expected o1; this token is of another "
      "version or no token: take one from 'orderly compare'");
  EXPECT_EQ(
      ErrorOf("o1:close-ok:close"),
      "token part 3 (server's ending) 'close': expected 7 parts joined by "
      "':', and there are 3; paste the whole token");
  EXPECT_EQ(ErrorOf("o1:bye:close:close:-:-:0000"),
            "token part 2 (goodbye) 'bye': expected eof or close-ok; "
            "paste the token again");
  EXPECT_EQ(ErrorOf("o1:eof:close:close:-:fate.5.3=7/6:0000"),
            "token part 6 (tape), step 1 'fate.5.3=7/6': expected "
            "0 < value < bound; paste the token again");
  EXPECT_EQ(ErrorOf("o1:eof:close:close:-:-:0000"),
            "token part 7 (check) '0000': does not fit what is before it: a "
            "character was lost or changed; paste the token again");
}

TEST(TokenTest, ErrorsAreShortAndShowNoControlCharacters) {
  const std::string message = ErrorOf(std::string(5000, 'x') + "\x1b[31m");
  EXPECT_EQ(message.substr(0, 70),
            "token part 1 (version) '" + std::string(40, 'x') + "...': ");
  EXPECT_LT(message.size(), 250U);
  EXPECT_EQ(ErrorOf("o1:\x1b[31m:close:close:-:-:0000")
                .rfind("token part 2 (goodbye) '\\x1b[31m': ", 0),
            0U);
  const std::string step =
      ErrorOf("o1:eof:close:close:-:" + std::string(5000, 'x') + ":0000");
  EXPECT_LT(step.size(), 250U) << step;
  EXPECT_NE(ErrorOf("o1:eof:close:foo:-:-:0000")
                .find("'foo': expected close or shutdown-wr,close or "),
            std::string::npos);
}

TEST(TokenTest, UnknownPromiseIsAnsweredWithTheNames) {
  EXPECT_EQ(ErrorOf("o1:eof:close:close:agreed:-:0000"),
            "token part 5 (promise) 'agreed': expected acked-survives, "
            "goodbye-heard, agree, rupture-rolls-back, stream-intact, "
            "both-finish or -; paste the token again");
}

TEST(TokenTest, SpacesAndQuotesAroundAreNoPartOfAToken) {
  const std::string text = TokenText(Sample());
  for (const std::string& pasted : {" " + text + "\r\n", "'" + text + "'",
                                    "\"" + text + "\" ", "`" + text + "`"}) {
    const absl::StatusOr<Token> token = ParseToken(pasted);
    ASSERT_TRUE(token.ok()) << token.status();
    EXPECT_EQ(*token, Sample());
  }
}

}  // namespace
}  // namespace orderly
