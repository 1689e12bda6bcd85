#include "commands/cluster/status_changes.h"

#include "catch.h"

using namespace aictl;
using aictl::commands::Columns;
using aictl::commands::StatusChanges;
using aictl::kube::Member;
using aictl::kube::State;

namespace {

Member member(const std::string& name, State state, const std::string& message = "") {
  return {
      {"s", "ml"},
      {.name = {.kind = {"batch/v1", "Job"}, .namespaceName = "ml", .name = name, .entry = "train/" + name},
       .state = state,
       .message = message,
       .created = "1970-01-01T00:00:00Z"}};
}

std::string told(StatusChanges& changes, const std::vector<Member>& members, std::int64_t now = 5) {
  return changes.lines(changes.take(members), now);
}

}  // namespace

TEST_CASE("at first all is told below a head, then what changed alone, in the same columns") {
  StatusChanges changes(Columns::usual);
  CHECK(told(changes, {member("a", State::progressing), member("b", State::ready)}) ==
        "ENTRY    OBJECT       STATE        PROGRESS  AGE  MESSAGE\n"
        "train/a  job.batch/a  progressing  -         5s\n"
        "train/b  job.batch/b  ready        -         5s\n");
  CHECK(told(changes, {member("a", State::failed, "so it is"), member("b", State::ready)}) ==
        "train/a  job.batch/a  failed       -         5s   so it is\n");
}

TEST_CASE("an age that goes on is no change") {
  StatusChanges changes(Columns::usual);
  CHECK_FALSE(told(changes, {member("a", State::ready)}, 5).empty());
  CHECK(told(changes, {member("a", State::ready)}, 500).empty());
}

TEST_CASE("an object that is gone is told once") {
  StatusChanges changes(Columns::usual);
  CHECK_FALSE(told(changes, {member("a", State::ready)}).empty());
  CHECK(told(changes, {}) == "train/a  job.batch/a  not there  -         -\n");
  CHECK(told(changes, {}).empty());
}

TEST_CASE("an object that was made anew is told, also where it is as the one before") {
  StatusChanges changes(Columns::usual);
  Member first = member("a", State::ready);
  first.status.name.uid = "1";
  Member second = first;
  second.status.name.uid = "2";
  CHECK(changes.take(std::vector{first}).size() == 1);
  CHECK(changes.take(std::vector{second}).size() == 1);
}
