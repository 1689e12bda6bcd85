#include "core/kube/logs/logs.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/kube/logs/pod_log.h"
#include "core/kube/status/pod_trouble.h"

namespace aictl::kube {
namespace {

const Kind podKind{"v1", "Pod"};

std::string nameIn(const Value& pod) { return std::string(findString(pod, {"metadata", "name"})); }

/// A pod and the container of it whose log is meant.
struct Source {
  Value pod;
  std::string container;
};

/// Lists the pods of a selection; each pod counts once, by its uid.
std::optional<Failure> listPods(Client& client, const Discovery& discovery, const PodSelection& selection,
                                const LogOptions& options, const LogReports& reports,
                                std::map<std::string, Source>& byName, std::set<std::string>& seen) {
  const Selection listing{.kind = podKind,
                          .namespaceName = selection.namespaceName,
                          .labels = selection.labels,
                          .fields = selection.fields};
  const auto listed = list(client, discovery, listing, [&](const Value& pod) {
    if (!seen.insert(std::string(findString(pod, {"metadata", "uid"}))).second) return;
    const auto container = containerOf(pod, selection, options);
    if (container) {
      byName.emplace(nameIn(pod), Source{pod, *container});
    } else {
      for (const Finding& finding : container.failure().findings) reports.said(finding);
    }
  });
  if (!listed) return listed.failure();
  return std::nullopt;
}

/// With what holds it up, where that is known.
Finding notBegun(const Source& source) {
  const std::string trouble = podTrouble(source.pod);
  return {.severity = Severity::warning,
          .rule = "not-started",
          .message = fmt::format("pod {}: {}", nameIn(source.pod),
                                 trouble.empty() ? source.container + " has not started" : trouble)};
}

/// A log that cannot be had is no reason to show no other: it is told.
void tell(const Failure& why, const LogReports& reports) {
  for (Finding finding : why.findings) {
    finding.severity = Severity::warning;
    reports.said(finding);
  }
}

}  // namespace

Result<std::size_t> readLogs(Client& client, Discovery& discovery, std::span<const Member> members,
                             const LogOptions& options, const LogReports& reports) {
  if (auto failure = discovery.learn(std::span(&podKind, 1))) return *failure;
  std::map<std::string, Source> byName;
  std::set<std::string> seen;
  for (const PodSelection& selection : podSelections(members)) {
    if (auto failure = listPods(client, discovery, selection, options, reports, byName, seen))
      return *failure;
  }
  for (const auto& pair : byName) {
    const std::string& name = pair.first;
    const Source& source = pair.second;
    if (!hasLog(source.pod, source.container)) {
      reports.said(notBegun(source));
      continue;
    }
    bool isRead = true;
    Request request = logRequest(source.pod, source.container, options, "");
    request.line = [&](std::string_view line) {
      isRead = reports.line(name, logLine(line).text);
      return isRead;
    };
    const auto response = client.send(std::move(request));
    if (!response && response.failure().code == ExitCode::interrupted) return response.failure();
    if (!response) {
      tell(response.failure(), reports);
    } else if (!response->good()) {
      tell(noLog(*response, client.access(), nameOf(source.pod)), reports);
    }
    if (!isRead) break;
  }
  return seen.size();
}

}  // namespace aictl::kube
