#pragma once

#include "commands/command.h"

/// The commands, one file each.
namespace aictl::commands {

ExitCode runInit(Context& context, std::vector<std::string> arguments);
ExitCode runApply(Context& context, std::vector<std::string> arguments);
ExitCode runPlan(Context& context, std::vector<std::string> arguments);
ExitCode runFit(Context& context, std::vector<std::string> arguments);
ExitCode runDiff(Context& context, std::vector<std::string> arguments);
ExitCode runStatus(Context& context, std::vector<std::string> arguments);
ExitCode runWait(Context& context, std::vector<std::string> arguments);
ExitCode runWhy(Context& context, std::vector<std::string> arguments);
ExitCode runLogs(Context& context, std::vector<std::string> arguments);
ExitCode runSuspend(Context& context, std::vector<std::string> arguments);
ExitCode runResume(Context& context, std::vector<std::string> arguments);
ExitCode runScale(Context& context, std::vector<std::string> arguments);
ExitCode runRestart(Context& context, std::vector<std::string> arguments);
ExitCode runList(Context& context, std::vector<std::string> arguments);
ExitCode runDelete(Context& context, std::vector<std::string> arguments);
ExitCode runRender(Context& context, std::vector<std::string> arguments);
ExitCode runValidate(Context& context, std::vector<std::string> arguments);
ExitCode runGpu(Context& context, std::vector<std::string> arguments);
ExitCode runExplain(Context& context, std::vector<std::string> arguments);
ExitCode runSchema(Context& context, std::vector<std::string> arguments);
ExitCode runTemplateCommand(Context& context, std::vector<std::string> arguments);
ExitCode runRdma(Context& context, std::vector<std::string> arguments);
ExitCode runConfig(Context& context, std::vector<std::string> arguments);
ExitCode runCompletion(Context& context, std::vector<std::string> arguments);
ExitCode runPack(Context& context, std::vector<std::string> arguments);
ExitCode runVersion(Context& context, std::vector<std::string> arguments);

}  // namespace aictl::commands
