#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>

#include "core/kube/api/watch.h"
#include "core/kube/apply/live_objects.h"
#include "core/kube/logs/logs.h"
#include "core/kube/logs/pod_log.h"

namespace aictl::kube {
namespace {

const Kind podKind{"v1", "Pod"};
constexpr std::chrono::hours longest{24 * 365};
constexpr std::chrono::milliseconds pauseAfterCut{1'000};

/// The log of one run of one container.
struct Stream {
  Value pod;
  std::string container;
  std::string last;             ///< the time of the last line
  std::size_t linesAtLast = 0;  ///< that have this time
  bool isOpen = true;
};

class Following {
 public:
  Following(Client& client, Discovery& discovery, pack::Kinds& kinds, const LogOptions& options,
            const LogReports& reports)
      : client_(client),
        discovery_(discovery),
        kinds_(kinds),
        options_(options),
        reports_(reports),
        losses_(reports.said) {}
  ~Following() { client_.drop(); }
  Following(const Following&) = delete;
  Following& operator=(const Following&) = delete;

  std::optional<Failure> run(std::span<const Member> members) {
    if (auto failure = start(members)) return failure;
    client_.runUntil([this] { return hasFailed() || isOver(); });
    return std::move(failure_);
  }

  /// All else happens in Client::run.
  std::optional<Failure> start(std::span<const Member> members) {
    if (auto failure = discovery_.learn(std::span(&podKind, 1))) return failure;
    for (const PodSelection& selection : podSelections(members)) watchPods(selection);
    for (const Member& member : members) watchOwner(member);
    return std::nullopt;
  }

  /// It cannot go on, or nobody reads it.
  bool hasFailed() const { return failure_ || !isRead_; }
  const std::optional<Failure>& failure() const { return failure_; }

  bool isOver() const {
    return listing_ == 0 && going_.empty() &&
           std::ranges::none_of(streams_, [](const auto& stream) { return stream.second.isOpen; });
  }

 private:
  void begin(WatchQuestion question, WatchAnswers answers) {
    ++listing_;
    answers.complete = [this, first = true, rest = std::move(answers.complete)]() mutable {
      if (first) --listing_;
      first = false;
      if (rest) rest();
    };
    answers.lost = [this](const Failure& why) { losses_.tell(why); };
    answers.ended = [this](const Failure& why) {
      if (!failure_) failure_ = why;
    };
    watches_.push_back(std::make_unique<Watch>(client_, discovery_, std::move(question), std::move(answers)));
    watches_.back()->start();
  }

  /// What starts while we listen is read from its beginning.
  void watchPods(const PodSelection& selection) {
    const auto options = std::make_shared<LogOptions>(options_);
    begin({.kind = podKind,
           .namespaceName = selection.namespaceName,
           .labels = selection.labels,
           .fields = selection.fields},
          {.there = [this, selection, options](const Value& pod) { hear(pod, selection, *options); },
           .gone = [](const ObjectName&) {},
           .complete = [options] { options->tail = options->since = std::nullopt; }});
  }

  /// What has pods tells when there will be no more.
  void watchOwner(const Member& member) {
    const ObjectName& name = member.status.name;
    if (member.status.pods.isNull()) return;
    const auto facts = kinds_.find(groupOf(name.kind.apiVersion), name.kind.kind);
    if (!facts || *facts == nullptr || !(*facts)->has("pods")) return;
    const std::string owner = identityOf(name);
    going_.insert(owner);
    begin({.kind = name.kind, .namespaceName = name.namespaceName, .fields = "metadata.name=" + name.name},
          {.there =
               [this, owner, known = *facts](const Value& object) {
                 const auto status = statusOf(object, known);
                 const bool ended = status && known->has("succeeded") &&
                                    (status->state == State::succeeded || status->state == State::failed);
                 if (ended) {
                   going_.erase(owner);
                 } else {
                   going_.insert(owner);
                 }
               },
           .gone = [this, owner](const ObjectName&) { going_.erase(owner); },
           .complete = {}});
  }

  void hear(const Value& pod, const PodSelection& selection, const LogOptions& options) {
    const auto container = containerOf(pod, selection, options);
    const std::string uid(findString(pod, {"metadata", "uid"}));
    if (!container) {
      if (!told_.insert(uid).second) return;
      for (const Finding& finding : container.failure().findings) reports_.said(finding);
      return;
    }
    const std::string run = runOf(pod, *container);
    if (run.empty() || streams_.contains(run)) return;
    Stream& stream = streams_.emplace(run, Stream{.pod = pod, .container = *container}).first->second;
    open(stream, logRequest(pod, *container, options, "&follow=true"));
  }

  void open(Stream& stream, Request request) {
    const std::string name(findString(stream.pod, {"metadata", "name"}));
    request.timeout = longest;
    request.line = [this, &stream, name, cutAt = stream.last,
                    toldAtCut = stream.linesAtLast](std::string_view line) mutable {
      const LogLine parts = logLine(line);
      if (parts.time < cutAt) return true;  // was told before the cut, as the first ones of its last moment
      if (parts.time == cutAt && toldAtCut > 0) {
        --toldAtCut;
        return true;
      }
      stream.linesAtLast = parts.time == stream.last ? stream.linesAtLast + 1 : 1;
      stream.last = parts.time;
      isRead_ = isRead_ && reports_.line(name, parts.text);
      return isRead_;
    };
    client_.submit(std::move(request), [this, &stream, name](Result<Response> response) {
      if (!response) return goOn(stream, response.failure());
      stream.isOpen = false;
      if (response->good()) return;
      for (Finding finding : noLog(*response, client_.access(), nameOf(stream.pod)).findings) {
        finding.severity = Severity::warning;
        reports_.said(finding);
      }
    });
  }

  /// A stream that was cut begins again at the second of its last line; what was told of it is passed over.
  void goOn(Stream& stream, const Failure& why) {
    if (why.code == ExitCode::interrupted || why.code == ExitCode::badInput) {
      if (!failure_) failure_ = why;
      return;
    }
    LogOptions options = options_;
    if (!stream.last.empty()) options.tail = options.since = std::nullopt;
    Request request = logRequest(stream.pod, stream.container, options, "&follow=true");
    if (!stream.last.empty()) request.path += "&sinceTime=" + escaped(stream.last);
    request.delay = pauseAfterCut;
    open(stream, std::move(request));
  }

  Client& client_;
  Discovery& discovery_;
  pack::Kinds& kinds_;
  const LogOptions& options_;
  const LogReports& reports_;
  std::vector<std::unique_ptr<Watch>> watches_;
  std::map<std::string, Stream> streams_;  ///< by the run of a container
  std::set<std::string> told_;             ///< pods without the container asked for
  std::set<std::string> going_;            ///< objects that may have more pods, by identity
  std::size_t listing_ = 0;                ///< watches that have not listed yet
  std::optional<Failure> failure_;
  Losses losses_;
  bool isRead_ = true;
};

}  // namespace

std::optional<Failure> followLogs(Client& client, Discovery& discovery, pack::Kinds& kinds,
                                  std::span<const Member> members, const LogOptions& options,
                                  const LogReports& reports) {
  return Following(client, discovery, kinds, options, reports).run(members);
}

Result<std::vector<Awaited>> waitWithLogs(Client& client, Discovery& discovery, pack::Kinds& kinds,
                                          std::span<const Member> members, const LogOptions& logOptions,
                                          const LogReports& logReports, WaitOptions options,
                                          const WaitReports& reports) {
  Following logs(client, discovery, kinds, logOptions, logReports);
  if (auto failure = logs.start(members)) return *std::move(failure);
  options.beside = {.hasFailed = [&logs] { return logs.hasFailed(); },
                    .isOver = [&logs] { return logs.isOver(); }};
  auto results = wait(client, discovery, kinds, members, options, reports);
  if (logs.failure()) return *logs.failure();
  return results;
}

}  // namespace aictl::kube
