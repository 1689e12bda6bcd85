#include <array>

#include "commands/commands.h"

namespace aictl::commands {
namespace {

constexpr auto table = std::to_array<Command>({
    {"init", "Stack", "Begin a stack with what is found here", runInit, "new"},
    {"apply", "Stack", "Apply the stack, or the entries named, to the cluster", runApply,
     "create deploy install run submit sync up upgrade"},
    {"plan", "Stack", "Show what an apply would do", runPlan},
    {"fit", "Stack", "Say whether the cluster has room for the stack", runFit},
    {"diff", "Stack", "Show what differs between the stack and the cluster", runDiff},
    {"status", "Stack", "Show how the objects of the stack are", runStatus, "get ps show watch"},
    {"why", "Stack", "Say what holds entries up, and what to do", runWhy, "describe events"},
    {"wait", "Stack", "Wait until the stack is ready, has failed, or is gone", runWait},
    {"logs", "Stack", "Show the logs of all pods of the entries", runLogs, "tail"},
    {"suspend", "Stack", "Stop entries for now", runSuspend, "pause stop"},
    {"resume", "Stack", "Go on with entries that were suspended", runResume, "continue start unpause"},
    {"scale", "Stack", "Give entries another number of pods", runScale},
    {"restart", "Stack", "Give entries new pods", runRestart, "rollout"},
    {"list", "Stack", "Show the stacks that a namespace has", runList, "ls"},
    {"delete", "Stack", "Delete the stack's objects, or those of the entries named", runDelete,
     "destroy down kill remove rm undeploy uninstall"},
    {"render", "Stack", "Write the manifests that the stack becomes", runRender,
     "build generate manifest manifests"},
    {"validate", "Stack", "Say all that is wrong with the stack", runValidate, "check lint"},
    {"explain", "Templates", "Say what a property of a spec takes, and what it reaches", runExplain,
     "doc docs"},
    {"template", "Templates", "Show the templates at hand, or take one to change it", runTemplateCommand},
    {"schema", "Templates", "Write the JSON Schema of stack files, for editors", runSchema},
    {"pack", "Templates", "Check a folder of templates, or lock packs from git", runPack},
    {"gpu", "Machine", "Look at the accelerators of this machine", runGpu},
    {"rdma", "Machine", "Look at the RDMA devices of this machine, and measure with them", runRdma},
    {"config", "Other", "Show what holds here, and who says so", runConfig, "context"},
    {"completion", "Other", "Print the script that completes in a shell", runCompletion},
    {"version", "Other", "Show the version", runVersion},
});

}  // namespace

std::span<const Command> all() { return table; }

}  // namespace aictl::commands
