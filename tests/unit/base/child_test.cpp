#include "core/base/child.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "catch.h"

using aictl::Child;
using aictl::ChildEnd;
using aictl::ChildStreams;
using aictl::runChild;
using aictl::runChildren;
using std::chrono::milliseconds;

namespace {

Child shell(const std::string& script, milliseconds time = milliseconds(20'000)) {
  return {.command = "/bin/sh", .arguments = {"-c", script}, .time = time};
}

}  // namespace

TEST_CASE("a program's output and its exit code are taken") {
  const ChildEnd end = runChild(shell("echo hello; exit 3"));
  CHECK(end.kind == ChildEnd::Kind::exited);
  CHECK(end.number == 3);
  CHECK(end.output == "hello\n");
}

TEST_CASE("a program that is late is ended with all that it started, and what it wrote is kept") {
  const auto begin = std::chrono::steady_clock::now();
  const ChildEnd end = runChild(shell("echo first; sleep 60 & sleep 60", milliseconds(200)));
  CHECK(end.kind == ChildEnd::Kind::late);
  CHECK(end.output == "first\n");
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}

TEST_CASE("a program that a signal ends is told") {
  const ChildEnd end = runChild(shell("kill -TERM $$"));
  CHECK(end.kind == ChildEnd::Kind::killed);
  CHECK(end.number == SIGTERM);
}

TEST_CASE("several programs run at once, and one that is late does not take the time of another") {
  // More than a pipe holds, so that it has to be read from while the first one hangs.
  const Child hanging = shell("sleep 60", milliseconds(300));
  const Child talking = shell(
      "i=0; while [ $i -lt 3000 ]; do echo 'a line of fifty characters, or nearly so many'; "
      "i=$((i + 1)); done");
  const auto ends = runChildren(std::vector{hanging, talking});
  REQUIRE(ends.size() == 2);
  CHECK(ends[0].kind == ChildEnd::Kind::late);
  CHECK(ends[1].kind == ChildEnd::Kind::exited);
  CHECK(ends[1].output.size() == 3000 * 46);
}

TEST_CASE("a program without streams of ours has no descriptor of ours at all") {
  const int kept = ::open("/dev/null", O_RDONLY);  // without O_CLOEXEC
  Child child = shell(
      "for fd in 0 1 2 3 4 5 6 7 8 9 10 11 12; do "
      "[ -e /proc/$$/fd/$fd ] && echo $fd $(readlink /proc/$$/fd/$fd | sed 's/:.*//'); done; true");
  child.streams = ChildStreams::none;
  const ChildEnd end = runChild(child);
  ::close(kept);
  CHECK(end.output == "0 /dev/null\n1 pipe\n2 /dev/null\n");
}

TEST_CASE("a program is ended when the one who waits is asked to stop") {
  Child child = shell("sleep 60");
  child.isStopped = [] { return true; };
  CHECK(runChild(child).kind == ChildEnd::Kind::stopped);
}
