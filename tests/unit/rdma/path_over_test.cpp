// The loops of all tests, over an endpoint that notes what is asked of it.

#include "core/rdma/bench/transport/path_over.h"

#include <string>

#include "catch.h"

using namespace aictl::rdma::bench;

namespace {

/// Hears a stream of two messages, of which the second ends it.
class NotingEndpoint {
 public:
  explicit NotingEndpoint(std::string& notes) : notes_(notes) {}

  void send(Mark) { notes_ += "send "; }
  Mark receive() {
    notes_ += "receive ";
    return ++count_ == 1 ? Mark{1} : Mark{2 | endsWindow};
  }
  bool isIntact() const { return true; }
  std::int64_t retransmissions() const { return -1; }

 private:
  std::string& notes_;
  int count_ = 0;
};

class ConfirmingEndpoint : public NotingEndpoint {
 public:
  explicit ConfirmingEndpoint(std::string& notes) : NotingEndpoint(notes), own_(notes) {}
  void confirm(Mark) { own_ += "confirm "; }
  Mark confirmation() { return 0; }

 private:
  std::string& own_;
};

}  // namespace

TEST_CASE("a stream is answered with a mark alone, whose way takes no time, where an endpoint has one") {
  std::string notes;
  PathOver<ConfirmingEndpoint> path(notes);
  CHECK_FALSE(path.answerStream());
  CHECK(notes == "receive receive confirm ");
}

TEST_CASE("a stream is answered with a message, where an endpoint has nothing shorter") {
  std::string notes;
  PathOver<NotingEndpoint> path(notes);
  CHECK_FALSE(path.answerStream());
  CHECK(notes == "receive receive send ");
}
