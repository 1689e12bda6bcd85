#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/kube/api/discovery.h"
#include "core/kube/api/objects.h"
#include "core/kube/connection/client.h"
#include "core/kube/logs/logs.h"

namespace aictl::kube {

/// Reads many things at once, and goes on where this user may not read one of them: that becomes a warning,
/// and who asked hears nothing. What is asked for is sent by `run`.
class Lookup {
 public:
  Lookup(Client& client, Discovery& discovery) : client_(client), discovery_(discovery) {}

  /// The object, or null where there is none or the cluster has no such kind.
  void get(const ObjectName& object, std::function<void(const Value&)> answer);

  /// All objects of the selection; none where the cluster has no such kind.
  void list(const Selection& selection, std::function<void(const std::vector<Value>&)> answer);

  /// The last lines of a container's log, without their times; nothing where there is none.
  void log(const Value& pod, const std::string& container, const LogOptions& options,
           std::function<void(const std::vector<std::string>& lines, std::string_view lastTime)> answer);

  /// Sends what was asked for and waits for it. A Failure where no answer came, or none that can be read.
  std::optional<Failure> run();

  /// What could not be read, each kind and namespace once.
  const Findings& unread() const { return unread_; }

 private:
  using ListAnswer = std::function<void(const std::vector<Value>&)>;
  struct Listing {
    Selection selection;
    ListAnswer answer;
    std::vector<Value> items;
  };

  void send(const ObjectName& object, const std::function<void(const Value&)>& answer);
  void send(const std::shared_ptr<Listing>& listing, const std::string& token);
  void take(const std::shared_ptr<Listing>& listing, const Response& response);
  bool taken(Result<Response>& response, const ObjectName& object, std::string_view verb);
  void hide(const ObjectName& object, std::string_view verb);

  Client& client_;
  Discovery& discovery_;
  std::vector<std::pair<ObjectName, std::function<void(const Value&)>>> objects_;
  std::vector<std::shared_ptr<Listing>> listings_;
  Findings unread_;
  std::optional<Failure> failure_;
};

}  // namespace aictl::kube
