#ifndef ORDERLY_DRILL_RUN_ON_STAGE_H_
#define ORDERLY_DRILL_RUN_ON_STAGE_H_

#include "drill/runner.h"
#include "drill/script.h"
#include "drill/settings.h"
#include "sim/tcp/tcp_config.h"

namespace orderly::drill {

// RunScript() once its stage is set.
RunResult RunOnStage(const Script& script, const RunOptions& options,
                     const Settings& settings, const TcpConfig& config);

}  // namespace orderly::drill

#endif  // ORDERLY_DRILL_RUN_ON_STAGE_H_
