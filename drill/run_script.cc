// From the text of a script to its run.
#include <optional>
#include <string>
#include <utility>

#include "drill/features.h"
#include "drill/parser.h"
#include "drill/run_on_stage.h"
#include "drill/runner.h"
#include "drill/settings.h"
#include "drill/stage.h"
#include "sim/tcp/stack_profile.h"

namespace orderly::drill {
namespace {

RunResult NoRun(Verdict verdict) {
  RunResult result;
  result.verdict = std::move(verdict);
  return result;
}

}  // namespace

RunResult RunScript(const Script& script, const RunOptions& options) {
  if (const std::optional<std::string> missing = MissingFeature(script))
    return NoRun(Skipped(*missing));
  const absl::StatusOr<Settings> settings = SettingsOf(script, options.options);
  if (!settings.ok()) return NoRun(RejectedOr(settings.status()));
  absl::StatusOr<TcpConfig> config = StageOf(script, *settings);
  if (!config.ok()) return NoRun(RejectedOr(config.status()));
  TakeStack(options.stack, *config);
  return RunOnStage(script, options, *settings, *config);
}

RunResult RunText(std::string_view text, const RunOptions& options) {
  const absl::StatusOr<Script> script = ParseScript(text);
  if (!script.ok()) return NoRun(RejectedOr(script.status()));
  return RunScript(*script, options);
}

}  // namespace orderly::drill
