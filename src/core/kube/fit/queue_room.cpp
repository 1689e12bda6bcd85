#include "core/kube/fit/queue_room.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace aictl::kube {
namespace {

constexpr std::string_view anyAmount = "any";

QueueRoom::Share shareOf(const std::string& resource, const Value& written) {
  QueueRoom::Share share;
  const auto read = [&](const char* key) -> std::int64_t {
    const Value* quantity = written.find(key);
    return quantity == nullptr ? 0 : amountOf(resource, *quantity).value_or(0);
  };
  share.limit = read("limit");
  share.used = read("used");
  share.lent = findString(written, {"lent"}) == anyAmount ? QueueRoom::Share::anything : read("lent");
  return share;
}

QueueRoom::Flavor flavorOf(const Value& written) {
  QueueRoom::Flavor flavor{.name = std::string(findString(written, {"name"}))};
  const Value* resources = written.find("resources");
  if (resources == nullptr || !resources->isList()) return flavor;
  for (const Value& resource : resources->items()) {
    const std::string name(findString(resource, {"name"}));
    flavor.shares.emplace(name, shareOf(name, resource));
  }
  return flavor;
}

/// How a flavor meets a demand, from the best to the worst.
enum class Means : std::uint8_t { room, loan, wait, never };

/// Asks one queue for the demand of one set of pods.
class Question {
 public:
  Question(QueueRoom& room, QueueAnswer& answer) : room_(room), answer_(answer) {}

  void ask(const Amounts& demand) {
    std::set<std::string, std::less<>> covered;
    for (QueueRoom::Group& group : room_.groups) {
      const Amounts part = partOf(demand, group);
      for (const auto& [resource, amount] : part) covered.insert(resource);
      if (!part.empty()) ask(group, part);
    }
    if (!room_.isComplete) return;
    for (const auto& [resource, amount] : demand) {
      // A queue that has no quota for pods counts none.
      if (amount > 0 && resource != "pods" && !covered.contains(resource))
        say(answer_.faults, fmt::format("has no quota for {}", resource));
    }
  }

 private:
  /// What of the demand the flavors of a group are for.
  static Amounts partOf(const Amounts& demand, const QueueRoom::Group& group) {
    Amounts part;
    for (const auto& one : demand) {
      const bool isCovered = std::ranges::any_of(
          group, [&](const QueueRoom::Flavor& flavor) { return flavor.shares.contains(one.first); });
      if (isCovered && one.second > 0) part.insert(one);
    }
    return part;
  }

  static Means meansOf(const QueueRoom::Share& share, std::int64_t amount) {
    if (share.used + amount <= share.limit) return Means::room;
    if (share.lent == QueueRoom::Share::anything || amount <= share.limit - share.used + share.lent)
      return Means::loan;
    return amount <= share.limit + share.lent ? Means::wait : Means::never;
  }

  static Means meansOf(const QueueRoom::Flavor& flavor, const Amounts& demand) {
    Means worst = Means::room;
    for (const auto& [resource, amount] : demand) {
      const auto share = flavor.shares.find(resource);
      worst = std::max(worst, share == flavor.shares.end() ? Means::never : meansOf(share->second, amount));
    }
    return worst;
  }

  void ask(QueueRoom::Group& group, const Amounts& demand) {
    QueueRoom::Flavor* best = nullptr;
    Means means = Means::never;
    for (QueueRoom::Flavor& flavor : group) {
      const Means found = meansOf(flavor, demand);
      if (best != nullptr && found >= means) continue;
      best = &flavor;
      means = found;
    }
    if (means == Means::room || means == Means::loan) {
      if (means == Means::loan)
        say(answer_.unsure, fmt::format("has not enough for {}, unless other queues lend it some: {}",
                                        needsText(group, demand), shareTexts(group, demand)));
      for (const auto& [resource, amount] : demand) best->shares.find(resource)->second.used += amount;
      return;
    }
    say(answer_.faults,
        fmt::format("{} {}: {}", means == Means::never ? "can never admit" : "has no room for",
                    needsText(group, demand), shareTexts(group, demand)));
  }

  /// Whether some flavor has not enough of the resource.
  static bool isShort(const QueueRoom::Group& group, const std::string& resource, std::int64_t amount) {
    return std::ranges::any_of(group, [&](const QueueRoom::Flavor& flavor) {
      const auto share = flavor.shares.find(resource);
      return share == flavor.shares.end() || meansOf(share->second, amount) != Means::room;
    });
  }

  /// Of a demand what is scarce: `8 nvidia.com/gpu`.
  static std::string needsText(const QueueRoom::Group& group, const Amounts& demand) {
    std::string text;
    for (const auto& [resource, amount] : demand) {
      if (isShort(group, resource, amount))
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", amountText(resource, amount), resource);
    }
    return text;
  }

  /// `12 of 16 nvidia.com/gpu in use (h100), 0 of 4 nvidia.com/gpu in use (a100)`
  static std::string shareTexts(const QueueRoom::Group& group, const Amounts& demand) {
    std::string text;
    for (const QueueRoom::Flavor& flavor : group) {
      for (const auto& [resource, amount] : demand) {
        const auto share = flavor.shares.find(resource);
        if (share == flavor.shares.end() || !isShort(group, resource, amount)) continue;
        text += fmt::format("{}{} of {} {} in use{}", text.empty() ? "" : ", ",
                            amountText(resource, std::max<std::int64_t>(0, share->second.used)),
                            amountText(resource, share->second.limit), resource,
                            flavor.name.empty() ? "" : " (" + flavor.name + ")");
      }
    }
    return text;
  }

  void say(std::vector<std::string>& texts, const std::string& what) const {
    std::string text = fmt::format("the queue '{}' {}", room_.name, what);
    if (std::ranges::find(texts, text) == texts.end()) texts.push_back(std::move(text));
  }

  QueueRoom& room_;
  QueueAnswer& answer_;
};

}  // namespace

void QueueRoom::giveBack(const Amounts& amounts) {
  for (Group& group : groups) {
    for (Flavor& flavor : group) {
      for (auto& [resource, share] : flavor.shares) share.used -= amount(amounts, resource);
    }
  }
}

QueueRoom queueRoomOf(std::string name, const Value& room) {
  QueueRoom result{.name = std::move(name), .closed = std::string(findString(room, {"closed"}))};
  const Value* complete = room.find("complete");
  result.isComplete = complete != nullptr && complete->isBoolean() && complete->boolean();
  const Value* groups = room.find("groups");
  if (groups == nullptr || !groups->isList()) return result;
  for (const Value& group : groups->items()) {
    QueueRoom::Group& flavors = result.groups.emplace_back();
    if (!group.isList()) continue;
    for (const Value& flavor : group.items()) flavors.push_back(flavorOf(flavor));
  }
  return result;
}

QueueAnswer admit(QueueRoom& room, const std::vector<Amounts>& demands) {
  QueueAnswer answer;
  if (!room.closed.empty()) {
    answer.faults.push_back(fmt::format("the queue '{}' takes nothing: {}", room.name, room.closed));
    return answer;
  }
  QueueRoom before = room;
  Question question(room, answer);
  for (const Amounts& demand : demands) question.ask(demand);
  if (!answer.faults.empty()) room = std::move(before);
  return answer;
}

}  // namespace aictl::kube
