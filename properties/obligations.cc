#include "properties/obligations.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace orderly {
namespace {

constexpr std::array kAllDuties = {Duty::kAcknowledgements, Duty::kFinalMessage,
                                   Duty::kServerEnd,        Duty::kGoodbye,
                                   Duty::kJournal,          Duty::kClientEnd};

Side WhoseWait(Duty duty) {
  switch (duty) {
    case Duty::kAcknowledgements:
    case Duty::kFinalMessage:
    case Duty::kServerEnd:
      return Side::kClient;
    case Duty::kGoodbye:
    case Duty::kJournal:
    case Duty::kClientEnd:
      return Side::kServer;
  }
  return Side::kClient;
}

std::string_view What(Duty duty, protocol::GoodbyeKind goodbye) {
  const bool eof = goodbye == protocol::GoodbyeKind::kEof;
  switch (duty) {
    case Duty::kAcknowledgements:
      return "what the server says to its records";
    case Duty::kFinalMessage:
      return eof ? "BYE of the server" : "CLOSE_OK of the server";
    case Duty::kServerEnd:
      return "the server's end";
    case Duty::kGoodbye:
      return eof ? "the end of the client's stream" : "CLOSE of the client";
    case Duty::kJournal:
      return "its journal";
    case Duty::kClientEnd:
      return "the client's end";
  }
  return "";
}

std::string_view Name(Side side) {
  return side == Side::kClient ? "the client" : "the server";
}

double Seconds(Instant at) { return static_cast<double>(at.nanos()) / 1e9; }

}  // namespace

Obligations::Obligations() {
  Owe(Duty::kAcknowledgements, Instant());
  Owe(Duty::kGoodbye, Instant());
}

// An obligation that is hot stays as old as it is.
void Obligations::Owe(Duty duty, Instant since) {
  if (!hot(duty)) since_[static_cast<size_t>(duty)] = since;
}

void Obligations::Meet(Duty duty) { since_[static_cast<size_t>(duty)].reset(); }

void Obligations::End(Side side) {
  for (const Duty duty : kAllDuties) {
    if (WhoseWait(duty) == side) Meet(duty);
  }
}

std::string Obligations::WhoWaits(Side side,
                                  protocol::GoodbyeKind goodbye) const {
  std::string text;
  for (const Duty duty : kAllDuties) {
    if (!hot(duty) || WhoseWait(duty) != side) continue;
    absl::StrAppend(&text,
                    text.empty() ? std::string(Name(side)) + " waits for "
                                 : std::string(" and for "),
                    std::string(What(duty, goodbye)),
                    absl::StrFormat(" since %.2f s", Seconds(*Of(duty))));
  }
  return text.empty() ? std::string(Name(side)) + " waits for nobody" : text;
}

}  // namespace orderly
