#include "core/kube/fit/queue_reading.h"

#include <fmt/format.h>

#include <optional>
#include <span>

#include "core/kube/api/objects.h"
#include "core/kube/apply/live_objects.h"
#include "core/pack/queue_kinds.h"

namespace aictl::kube {
namespace {

class Reader {
 public:
  Reader(Client& client, Discovery& discovery) : client_(client), discovery_(discovery) {}

  std::optional<Failure> take(const pack::QueueKind& kind, const Workload& workload) {
    const auto name = kind.nameFor(workload.object);
    if (!name) return name.failure();
    if (name->empty()) return std::nullopt;
    const std::string identity = identityOf(workload.name);
    const std::string key = fmt::format("{}/{}", workload.name.namespaceName, *name);
    auto known = queues_.find({&kind, key});
    if (known == queues_.end()) {
      auto room = read(kind, workload.name.namespaceName, *name);
      if (!room) return room.failure();
      std::optional<std::size_t> position;
      if (*room) {
        position = reading.rooms.size();
        reading.rooms.push_back(**std::move(room));
      }
      known = queues_.emplace(std::pair(&kind, key), position).first;
    }
    if (known->second) {
      reading.roomOf.emplace(identity, *known->second);
    } else {
      reading.unknown.insert(identity);
    }
    return std::nullopt;
  }

  QueueReading reading;

 private:
  using Room = std::optional<QueueRoom>;

  /// None where this user may not read what it depends on.
  Result<Room> read(const pack::QueueKind& kind, const std::string& space, const std::string& name) {
    pack::QueueKind::Found found;
    for (std::size_t i = 0; i < kind.steps(); ++i) {
      const auto wanted = kind.step(i, name, found);
      if (!wanted) return wanted.failure();
      const auto object = get(
          {.kind = {wanted->apiVersion, wanted->kind}, .namespaceName = space, .name = wanted->name}, name);
      if (!object) return object.failure();
      if (!*object) return Room();
      if ((*object)->isNull()) {
        auto missing = kind.missing(i, name, found);
        if (!missing) return std::move(missing.failure());
        return Room({.name = name, .closed = *std::move(missing)});
      }
      found.emplace(wanted->as, **object);
    }
    const auto room = kind.room(name, found);
    if (!room) return room.failure();
    return Room(queueRoomOf(name, *room));
  }

  /// Null where there is no such object, or no such kind; none where this user may not read it.
  Result<std::optional<Value>> get(const ObjectName& object, const std::string& queue) {
    if (auto failure = discovery_.learn(std::span(&object.kind, 1))) return *std::move(failure);
    if (discovery_.find(object.kind) == nullptr) return std::optional<Value>(Value());
    auto got = kube::get(client_, discovery_, object);
    if (got) return std::optional<Value>(*std::move(got));
    if (got.failure().code != ExitCode::refused) return std::move(got.failure());
    reading.notRead.push_back(
        fmt::format("this user may not read {} {}: whether the queue '{}' has room is not judged",
                    object.kind.kind, object.name, queue));
    return std::optional<Value>();
  }

  Client& client_;
  Discovery& discovery_;
  std::map<std::pair<const pack::QueueKind*, std::string>, std::optional<std::size_t>> queues_;
};

}  // namespace

Result<QueueReading> readQueues(Client& client, Discovery& discovery, pack::Packs& packs,
                                const FitQuestion& question) {
  const auto kinds = pack::readQueueKinds(packs);
  if (!kinds) return kinds.failure();
  Reader reader(client, discovery);
  for (const EntryQuestion& entry : question.entries) {
    for (const Workload& workload : entry.workloads) {
      for (const pack::QueueKind& kind : *kinds) {
        if (auto failure = reader.take(kind, workload)) return *std::move(failure);
      }
    }
  }
  return std::move(reader.reading);
}

}  // namespace aictl::kube
