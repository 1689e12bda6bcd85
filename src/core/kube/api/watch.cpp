#include "core/kube/api/watch.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/kube/api/refusal.h"
#include "core/yaml/json.h"

namespace aictl::kube {
namespace {

constexpr int statusForbidden = 403;
constexpr int statusNotAllowed = 405;  // of a kind that cannot be watched at all
constexpr int statusGone = 410;
constexpr int statusTooManyRequests = 429;
constexpr int listChunk = 500;
constexpr int listsBetweenTries = 15;  ///< of watching, which may be allowed by then

std::string identityOf(const Value& object) {
  return fmt::format("{}/{}", findString(object, {"metadata", "namespace"}),
                     findString(object, {"metadata", "name"}));
}

Failure nonsense(const Access& access) {
  return {ExitCode::noAnswer,
          Finding{.rule = "answer",
                  .message = fmt::format("{} answers a watch with what is no event", access.cluster.server)}};
}

}  // namespace

void Losses::tell(const Failure& why) {
  using Clock = std::chrono::steady_clock;
  constexpr std::chrono::seconds oneLoss{10};
  if (told_ != Clock::time_point() && Clock::now() - told_ < oneLoss) return;
  told_ = Clock::now();
  for (Finding finding : why.findings) {
    finding.severity = Severity::info;
    said_(finding);
  }
}

/// Whether asking again has no sense: the user may not, or there is no such kind. A server that starts says
/// so for a while of what it does not know yet.
bool Watch::isFinal(int status) const {
  constexpr int faultsOfStart = 6;
  return status >= 400 && status < 500 && status != statusGone && status != statusTooManyRequests &&
         (version_.empty() || faults_ >= faultsOfStart);
}

Watch::Watch(Client& client, const Discovery& discovery, WatchQuestion question, WatchAnswers answers)
    : client_(client), question_(std::move(question)), answers_(std::move(answers)) {
  if (const Resource* resource = discovery.find(question_.kind)) resource_ = *resource;
}

void Watch::start() {
  if (resource_.plural.empty()) {
    answers_.ended(
        {ExitCode::refused, Finding{.rule = "kind",
                                    .message = fmt::format("the cluster has no kind {} of {}",
                                                           question_.kind.kind, question_.kind.apiVersion)}});
    return;
  }
  list({});
}

Request Watch::request(std::string query) const {
  if (!question_.labels.empty()) query += "&labelSelector=" + escaped(question_.labels);
  if (!question_.fields.empty()) query += "&fieldSelector=" + escaped(question_.fields);
  return {.path = fmt::format("{}?{}", resource_.collection(question_.namespaceName), query)};
}

std::chrono::milliseconds Watch::pause() const {
  if (faults_ == 0) return std::chrono::milliseconds(0);
  return std::min(question_.longestPause, question_.firstPause * (1 << std::min(faults_ - 1, 10)));
}

void Watch::list(const std::string& token) {
  Request listing =
      request(fmt::format("limit={}{}", listChunk, token.empty() ? "" : "&continue=" + escaped(token)));
  if (token.empty()) {
    seen_.clear();
    listing.delay = listsToCome_ > 0 ? std::max(pause(), question_.listPause) : pause();
  }
  client_.submit(std::move(listing), [this](Result<Response> response) {
    if (!response) return again(response.failure());
    if (response->status == statusGone) return relist();  // a chunk of a list that took too long
    if (isFinal(response->status)) return answers_.ended(refused(*response, "list"));
    if (!response->good()) return again(refused(*response, "list"));
    takeList(*response);
  });
}

void Watch::takeList(const Response& response) {
  const Result<Value> answer = answerOf(response, client_.access());
  if (!answer) return again(answer.failure());
  const Value* items = answer->find("items");
  for (const Value& item : items != nullptr && items->isList() ? items->items() : std::span<const Value>()) {
    seen_.insert(identityOf(item));
    take(item);
  }
  const std::string_view token = findString(*answer, {"metadata", "continue"});
  if (!token.empty()) return list(std::string(token));
  version_ = findString(*answer, {"metadata", "resourceVersion"});
  isLost_ = false;
  mustList_ = false;
  endList();
  if (listsToCome_ == 0) return watch();
  faults_ = 0;
  if (--listsToCome_ == 0) return watch();
  list({});
}

/// What was known and is in the list no more went while nobody looked.
void Watch::endList() {
  std::vector<std::string> missing;
  for (const auto& [identity, known] : known_) {
    if (!seen_.contains(identity)) missing.push_back(identity);
  }
  for (const std::string& identity : missing) forget(identity);
  seen_.clear();
  answers_.complete();
}

void Watch::watch() {
  heard_ = Heard::nothing;
  begun_ = std::chrono::steady_clock::now();
  Request watching =
      request(fmt::format("watch=1&allowWatchBookmarks=true&resourceVersion={}&timeoutSeconds={}",
                          escaped(version_), question_.lasting.count()));
  watching.repeat = Repeat::never;
  watching.delay = pause();
  watching.timeout = question_.lasting + question_.grace;
  watching.line = [this](std::string_view line) { return takeLine(line); };
  client_.submit(std::move(watching), [this](Result<Response> response) { endWatch(response); });
}

bool Watch::takeLine(std::string_view line) {
  const Result<Value> event = yaml::readJson(line);
  const Value* object = event ? event->find("object") : nullptr;
  const std::string_view type = event ? findString(*event, {"type"}) : "";
  if (object == nullptr || !object->isMap() || type.empty()) {
    heard_ = Heard::nonsense;
    return false;
  }
  if (type == "ERROR") return takeServerFault(*object);
  const std::string_view version = findString(*object, {"metadata", "resourceVersion"});
  if (version.empty()) {
    heard_ = Heard::nonsense;
    return false;
  }
  version_ = version;
  heard_ = Heard::changes;
  faults_ = 0;
  isLost_ = false;
  if (type == "DELETED") {
    forget(identityOf(*object));
  } else if (type != "BOOKMARK") {
    take(*object);
  }
  return true;
}

/// A Status in the stream ends it: most often what we know is too old.
bool Watch::takeServerFault(const Value& status) {
  const Value* code = status.find("code");
  const bool tooOld = code != nullptr && code->isInteger() && code->integer() == statusGone;
  heard_ = tooOld || findString(status, {"reason"}) == "Expired" ? Heard::tooOld : Heard::nonsense;
  return false;
}

void Watch::endWatch(Result<Response>& response) {
  if (response && (response->status == statusGone || heard_ == Heard::tooOld)) return relist();
  if (response && (response->status == statusForbidden || response->status == statusNotAllowed))
    return listAgainAndAgain(refused(*response, "watch"));
  if (response && isFinal(response->status)) return answers_.ended(refused(*response, "watch"));
  if (response && response->good() && heard_ == Heard::nonsense) response = nonsense(client_.access());
  if (response && !response->good()) response = refused(*response, "watch");
  if (!response && heard_ != Heard::changes) return again(response.failure());
  if (!response && response.failure().code == ExitCode::interrupted)
    return answers_.ended(response.failure());
  // Its time was over, or it was cut, which is as good. A server that does so at once gets a pause.
  const bool early = std::chrono::steady_clock::now() - begun_ < std::chrono::seconds(1);
  if (early) {
    faults_ = heard_ == Heard::changes ? 1 : faults_ + 1;
  } else {
    faults_ = 0;
  }
  watch();
}

void Watch::take(const Value& item) {
  const std::string identity = identityOf(item);
  Known now{std::string(findString(item, {"metadata", "uid"})),
            std::string(findString(item, {"metadata", "resourceVersion"}))};
  const auto before = known_.find(identity);
  if (before != known_.end()) {
    if (before->second.uid != now.uid) {
      forget(identity);
    } else if (before->second.version == now.version) {
      return;
    }
  }
  known_.insert_or_assign(identity, std::move(now));
  Value object = item;
  // Lists of built-in kinds leave them out.
  object.set("apiVersion", Value(question_.kind.apiVersion));
  object.set("kind", Value(question_.kind.kind));
  answers_.there(object);
}

void Watch::forget(const std::string& identity) {
  const auto known = known_.find(identity);
  if (known == known_.end()) return;
  const std::size_t slash = identity.find('/');
  const ObjectName name{.kind = question_.kind,
                        .namespaceName = identity.substr(0, slash),
                        .name = identity.substr(slash + 1),
                        .uid = known->second.uid};
  known_.erase(known);
  answers_.gone(name);
}

/// After a fault: watching goes on from what is known. Where that does not help, a list may. A server that
/// never answered is not one that went away.
void Watch::again(const Failure& why) {
  if (version_.empty() || why.code == ExitCode::interrupted || why.code == ExitCode::badInput)
    return answers_.ended(why);
  constexpr int faultsBeforeList = 3;
  ++faults_;
  if (!isLost_) tellLoss(why, "trying again");
  isLost_ = true;
  if (faults_ % faultsBeforeList == 0) mustList_ = true;
  if (mustList_) return list({});
  watch();
}

void Watch::tellLoss(const Failure& why, const std::string& remedy) {
  if (!answers_.lost) return;
  Failure told = why;
  for (Finding& finding : told.findings) finding.remedy = remedy;
  answers_.lost(told);
}

/// A server that starts says to everybody that they may not, so watching is tried again later.
void Watch::listAgainAndAgain(const Failure& why) {
  if (!mayNotWatch_) {
    const std::chrono::duration<double> pause = question_.listPause;
    tellLoss(why, fmt::format("asking every {} s instead", pause.count()));
  }
  mayNotWatch_ = true;
  mustList_ = true;
  listsToCome_ = listsBetweenTries;
  list({});
}

void Watch::relist() {
  ++faults_;
  mustList_ = true;
  list({});
}

ObjectName Watch::name() const { return {.kind = question_.kind, .namespaceName = question_.namespaceName}; }

Failure Watch::refused(const Response& response, std::string_view verb) const {
  return refusal(response, client_.access(), {.verb = verb, .object = name()});
}

}  // namespace aictl::kube
