#include "core/base/file.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "catch.h"
#include "temporary_folder.h"

using namespace aictl;
namespace fs = std::filesystem;

namespace {

std::string faultOf(const std::string& path, std::size_t limit = 100) {
  const auto text = readFile(path, limit);
  if (text) return "no fault";
  const auto& message = text.failure().findings.front().message;
  return message.substr(message.rfind(path, 0) == 0 ? path.size() + 2 : 0);
}

}  // namespace

TEST_CASE("a file is read whole, whatever is in it") {
  const TemporaryFolder folder;
  const std::string content("a\0b\r\n\xff", 6);
  CHECK(*readFile(folder.write("f", content), 100) == content);
  CHECK(readFile(folder.write("empty", ""), 100)->empty());
  const std::string large(200'000, 'x');
  CHECK(*readFile(folder.write("large", large), 200'000) == large);
}

TEST_CASE("what cannot be read says why, in words") {
  const TemporaryFolder folder;
  CHECK(faultOf(folder.path("none")) == "no such file");
  CHECK(faultOf(folder.path()) == "it is a folder");
  folder.write("f", "");
  CHECK(faultOf(folder.path("f/deeper")) == "a part of the path is no folder");
}

TEST_CASE("no more is read than is allowed, also of what has no end") {
  const TemporaryFolder folder;
  CHECK(*readFile(folder.write("f", std::string(100, 'x')), 100) == std::string(100, 'x'));
  CHECK(faultOf(folder.write("f", std::string(101, 'x'))).find("larger than") == 0);
  CHECK(faultOf("/dev/zero", 3U << 20U) == "larger than the 3 MiB that are read");
}

TEST_CASE("a pipe is read to its end") {
  const TemporaryFolder folder;
  REQUIRE(::mkfifo(folder.path("pipe").c_str(), 0600) == 0);
  std::thread writer([&] { std::ofstream(folder.path("pipe")) << "through the pipe"; });
  CHECK(*readFile(folder.path("pipe"), 100) == "through the pipe");
  writer.join();
}

TEST_CASE("waiting for a pipe that nobody writes to ends with a signal") {
  const TemporaryFolder folder;
  REQUIRE(::mkfifo(folder.path("pipe").c_str(), 0600) == 0);
  struct sigaction action {};
  action.sa_handler = [](int) {};
  struct sigaction before {};
  ::sigaction(SIGUSR1, &action, &before);
  const auto reader = ::pthread_self();
  std::atomic<bool> done{false};
  // The first signal may come before the waiting begins.
  std::thread killer([&] {
    while (!done) {
      ::pthread_kill(reader, SIGUSR1);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
  });
  const auto text = readFile(folder.path("pipe"), 100);
  done = true;
  killer.join();
  ::sigaction(SIGUSR1, &before, nullptr);
  REQUIRE_FALSE(text);
  CHECK(text.failure().code == ExitCode::interrupted);
}

TEST_CASE("a file is written whole, in the place of one that was there, and leaves nothing beside it") {
  const TemporaryFolder folder;
  REQUIRE(writeFile(folder.path("f"), "one"));
  REQUIRE(writeFile(folder.path("f"), "two"));
  CHECK(folder.read("f") == "two");
  CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 1);
}

TEST_CASE("a device, a pipe and a link stay what they are: it is written into them") {
  const TemporaryFolder folder;
  REQUIRE(::mkfifo(folder.path("pipe").c_str(), 0600) == 0);
  const int reader = ::open(folder.path("pipe").c_str(), O_RDWR | O_NONBLOCK);
  CHECK(writeFile(folder.path("pipe"), "through the pipe"));
  std::string got(100, ' ');
  got.resize(static_cast<std::size_t>(std::max<ssize_t>(0, ::read(reader, got.data(), got.size()))));
  ::close(reader);
  CHECK(got == "through the pipe");

  folder.write("file", "what was there, and longer");
  fs::create_symlink("file", folder.path("link"));
  CHECK(writeFile(folder.path("link"), "new"));
  CHECK(fs::is_symlink(folder.path("link")));
  CHECK(folder.read("file") == "new");

  fs::create_symlink("/dev/full", folder.path("full"));
  const auto written = writeFile(folder.path("full"), "x");
  REQUIRE_FALSE(written);
  CHECK(written.failure().findings.front().message == folder.path("full") + ": no space left");
}

TEST_CASE("a new file is written where nothing is of that name, not even a link that leads nowhere") {
  const TemporaryFolder folder;
  REQUIRE(writeNewFile(folder.path("f"), "one"));
  fs::create_symlink(folder.path("nowhere"), folder.path("link"));
  for (const char* name : {"f", "link"}) {
    const auto written = writeNewFile(folder.path(name), "two");
    REQUIRE_FALSE(written);
    CHECK(written.failure().findings.front().rule == "exists");
    CHECK(written.failure().findings.front().message == folder.path(name) + " is there already");
  }
  CHECK(folder.read("f") == "one");
  CHECK(!folder.has("nowhere"));
  CHECK_FALSE(writeNewFile(folder.path("none/f"), "x"));
}

TEST_CASE("a written file has the rights that others of the person have") {
  const TemporaryFolder folder;
  const auto mask = ::umask(0027);
  REQUIRE(writeFile(folder.path("f"), "x"));
  ::umask(mask);
  CHECK(fs::status(folder.path("f")).permissions() == fs::perms(0640));
}

TEST_CASE("a file that cannot be written says why, and the one that was there stays") {
  const TemporaryFolder folder;
  CHECK_FALSE(writeFile(folder.path("none/f"), "x"));
  fs::create_directories(folder.path("folder/inside"));
  const auto written = writeFile(folder.path("folder"), "x");
  REQUIRE_FALSE(written);
  CHECK(written.failure().findings.front().message == folder.path("folder") + ": it is a folder");
  CHECK(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()) == 1);
}
