#include "commands/cluster/status_picture.h"

#include <array>

#include "commands/cluster/status_text.h"
#include "commands/stack/render_text.h"
#include "core/kube/apply/live_objects.h"

namespace aictl::commands {
namespace {

/// By state. Text is dark on a light ground in each, so that it can be read on pages of both kinds.
constexpr std::array looks{
    Look{"absent", "fill:#f8d7da,stroke:#b02a37,stroke-dasharray:4,color:#58151c"},
    Look{"hidden", "fill:#e9ecef,stroke:#6c757d,stroke-dasharray:4,color:#212529"},
    Look{"deleting", "fill:#e9ecef,stroke:#6c757d,color:#212529"},
    Look{"failed", "fill:#f8d7da,stroke:#b02a37,color:#58151c"},
    Look{"progressing", "fill:#fff3cd,stroke:#997404,color:#332701"},
    Look{"suspended", "fill:#e2d9f3,stroke:#59359a,color:#2c1a4d"},
    Look{"ready", "fill:#d1e7dd,stroke:#146c43,color:#0a3622"},
    Look{"succeeded", "fill:#cfe2ff,stroke:#0a58ca,color:#052c65"},
};

Look lookOf(kube::State state) { return looks.at(static_cast<std::size_t>(state)); }

/// `job.batch/a: ready, pods: 1 active of 1`
std::string lineOf(const kube::ObjectStatus& status) {
  const std::string progress = progressText(status.progress);
  return objectName(status.name) + ": " + std::string(stateText(status.state)) +
         (progress.empty() ? "" : ", " + progress);
}

}  // namespace

std::vector<Box> boxesOf(std::span<const kube::Member> members, const Subjects& subjects) {
  const auto manifests = manifestsByIdentity(subjects);
  std::vector<Box> boxes;
  std::vector<kube::State> states;
  std::map<std::string, std::size_t> known;  // by entry
  for (const kube::Member& member : members) {
    const kube::ObjectStatus& status = member.status;
    const auto [at, isNew] = known.emplace(status.name.entry, boxes.size());
    if (isNew || status.name.entry.empty()) {
      at->second = boxes.size();
      const auto manifest = manifests.find(kube::identityOf(status.name));
      boxes.push_back({.entry = status.name.entry});
      if (manifest != manifests.end()) boxes.back().wave = manifest->second->wave;
      states.push_back(status.state);
    }
    boxes[at->second].objects.push_back(lineOf(status));
    states[at->second] = std::min(states[at->second], status.state);
  }
  for (std::size_t i = 0; i < boxes.size(); ++i) boxes[i].look = lookOf(states[i]);
  return boxes;
}

}  // namespace aictl::commands
