#pragma once

#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/kube/connection/client.h"
#include "core/kube/logs/logs.h"

namespace aictl::kube {

/// The pods of an object, by what the API selects: labels, or the name of one.
struct PodSelection {
  std::string namespaceName;
  std::string labels;
  std::string fields;
  std::string container;  ///< whose log matters; "" for the first

  friend bool operator==(const PodSelection&, const PodSelection&) = default;
};

/// The pods of objects, each selection once. Objects without pods have none.
std::vector<PodSelection> podSelections(std::span<const Member> members);

/// The container whose log is meant; a Failure where the pod has none of the name asked for.
Result<std::string> containerOf(const Value& pod, const PodSelection& selection, const LogOptions& options);

/// Which run of a container goes on or has ended, as in `UID/main/2`; "" where it has to wait.
std::string runOf(const Value& pod, const std::string& container);

/// Whether any run of the container has begun.
bool hasLog(const Value& pod, const std::string& container);

/// The request for a log, each line with its time. `follow` is `&follow=true` or "".
Request logRequest(const Value& pod, const std::string& container, const LogOptions& options,
                   std::string_view follow);

/// Why the server gives no log.
Failure noLog(const Response& response, const Access& access, ObjectName pod);

/// A line of such a log: when it was written, and what.
struct LogLine {
  std::string_view time;
  std::string_view text;
};
LogLine logLine(std::string_view line);

}  // namespace aictl::kube
