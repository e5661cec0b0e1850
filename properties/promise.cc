#include "properties/promise.h"

namespace orderly {
namespace {

constexpr std::array<std::string_view, kPromiseCount> kNames = {
    "acked-survives",     "goodbye-heard", "agree",
    "rupture-rolls-back", "stream-intact", "both-finish"};

constexpr std::array<std::string_view, kPromiseCount> kSentences = {
    "A record that was acknowledged to the client is durable at the server, "
    "once and in order.",
    "Without a kill, power loss or partition, each side hears the other's last "
    "message.",
    "Client and server never end with committed on one side and rolled back on "
    "the other; only a rupture may leave the client not knowing.",
    "Without the client's goodbye the server does not commit.",
    "Bytes read are a prefix of the bytes written, in order and once, and the "
    "end of the stream comes only after all of them.",
    "After the network heals both sides end, and nothing is left: no "
    "descriptor, no connection, no orphan, no timer."};

}  // namespace

std::string CauseSentence(Cause cause, std::string_view who) {
  const std::string side(who);
  switch (cause) {
    case Cause::kNone:
      return "";
    case Cause::kUnreadAtClose:
      return "The " + side +
             " closed with unread data, which resets the connection and drops "
             "what it had sent.";
    case Cause::kDataAfterClose:
      return "Data came for the " + side +
             " after it had closed, which resets the connection and drops what "
             "it had sent.";
    case Cause::kLinger0:
      return "The " + side +
             " closed with SO_LINGER {1, 0}, which resets the connection and "
             "drops what it had sent.";
    case Cause::kGaveUp:
      return "The " + side + "'s TCP gave up sending.";
  }
  return "";
}

std::string_view PromiseName(Promise promise) {
  return kNames[static_cast<size_t>(promise)];
}

std::string_view PromiseSentence(Promise promise) {
  return kSentences[static_cast<size_t>(promise)];
}

std::optional<Promise> ParsePromise(std::string_view name) {
  for (const Promise promise : kAllPromises) {
    if (PromiseName(promise) == name) return promise;
  }
  return std::nullopt;
}

}  // namespace orderly
