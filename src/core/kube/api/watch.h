#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/kube/api/discovery.h"
#include "core/kube/api/objects.h"
#include "core/kube/connection/client.h"

namespace aictl::kube {

/// What is watched.
struct WatchQuestion {
  Kind kind;
  std::string namespaceName;  ///< "" for all namespaces
  std::string labels;         ///< a label selector; "" for all
  std::string fields;         ///< a field selector, as in `metadata.name=web`; "" for all

  /// How long one request may last: the server ends it by then, and where it says nothing it is cut off.
  std::chrono::seconds lasting{240};
  std::chrono::milliseconds grace{10'000};    ///< for the server to end it
  std::chrono::milliseconds firstPause{200};  ///< after a fault; it doubles
  std::chrono::milliseconds longestPause{5'000};
  std::chrono::milliseconds listPause{2'000};  ///< between lists, for a user who may list and not watch

  friend bool operator==(const WatchQuestion&, const WatchQuestion&) = default;
};

/// Takes what a watch tells, from Client::run.
struct WatchAnswers {
  std::function<void(const Value& object)> there;    ///< one that is there, or has changed
  std::function<void(const ObjectName& name)> gone;  ///< one that was there; with its uid
  std::function<void()> complete;                    ///< all that is there was told
  /// The server cannot be heard: it is asked again. Told once until it is heard again; and once of a user who
  /// may not watch. The findings say what is done about it.
  std::function<void(const Failure&)> lost = {};
  std::function<void(const Failure&)> ended;  ///< it refuses: nothing more comes
};

/// Tells that the server cannot be heard, and is asked again: once for all watches of a connection.
class Losses {
 public:
  explicit Losses(std::function<void(const Finding&)> said) : said_(std::move(said)) {}
  void tell(const Failure& why);

 private:
  std::function<void(const Finding&)> said_;
  std::chrono::steady_clock::time_point told_{};
};

/// Keeps telling what there is of a kind: lists it, then watches from there on. Where the connection is cut
/// it goes on from the last change it knows; where that is too old for the server (410) it lists again and
/// tells the difference. So no change is missed but one that was undone meanwhile. For a user who may list
/// and not watch it lists again and again.
class Watch {
 public:
  Watch(Client& client, const Discovery& discovery, WatchQuestion question, WatchAnswers answers);

  /// Begins; all else happens in Client::run, which does not end by itself while a watch goes on. The Watch
  /// has to stay until Client::drop or the client's end.
  void start();

 private:
  struct Known {
    std::string uid;
    std::string version;
  };
  enum class Heard : std::uint8_t { nothing, changes, tooOld, nonsense };

  void list(const std::string& token);
  void takeList(const Response& response);
  void endList();
  void watch();
  bool takeLine(std::string_view line);
  bool takeServerFault(const Value& status);
  void endWatch(Result<Response>& response);
  void take(const Value& object);
  void forget(const std::string& identity);
  void again(const Failure& why);
  bool isFinal(int status) const;
  void relist();
  void listAgainAndAgain(const Failure& why);
  void tellLoss(const Failure& why, const std::string& remedy);
  Request request(std::string query) const;
  std::chrono::milliseconds pause() const;
  ObjectName name() const;
  Failure refused(const Response& response, std::string_view verb) const;

  Client& client_;
  Resource resource_;
  WatchQuestion question_;
  WatchAnswers answers_;
  std::map<std::string, Known> known_;  ///< by namespace and name
  std::set<std::string> seen_;          ///< in the list that comes
  std::string version_;                 ///< what is known; "" for nothing
  Heard heard_ = Heard::nothing;
  int faults_ = 0;  ///< since something was heard
  std::chrono::steady_clock::time_point begun_;
  bool mustList_ = false;  ///< what is known is no place to go on from
  bool isLost_ = false;
  int listsToCome_ = 0;  ///< before watching is tried again, for a user who may not
  bool mayNotWatch_ = false;
};

}  // namespace aictl::kube
