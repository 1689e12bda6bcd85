#include "core/rdma/bench/message.h"

#include "catch.h"

using namespace aictl;
using namespace aictl::rdma::bench;

namespace {

Value hello() { return Value::map({{"type", Value("hello")}, {"protocol", Value(1)}}); }

}  // namespace

TEST_CASE("a message comes out as it was sent, also a byte at a time") {
  MessageReader reader(strangersLimit);
  const std::string bytes = encode(hello());
  for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
    reader.feed(bytes.substr(i, 1));
    const auto message = reader.next();
    REQUIRE(message);
    CHECK(message->isNull());
  }
  reader.feed(bytes.substr(bytes.size() - 1));
  CHECK(*reader.next() == hello());
}

TEST_CASE("several messages in one piece come out one after the other") {
  MessageReader reader(strangersLimit);
  reader.feed(encode(hello()) + encode(Value::map({{"type", Value("end")}})));
  CHECK(*reader.next() == hello());
  CHECK(findString(*reader.next(), {"type"}) == "end");
  CHECK(reader.next()->isNull());
}

TEST_CASE("another protocol is told from its first bytes") {
  for (const char* words : {"GET / HTTP/1.1\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "\x16\x03\x01\x02"}) {
    MessageReader reader(strangersLimit);
    reader.feed(words);
    const auto message = reader.next();
    REQUIRE_FALSE(message);
    CHECK(message.failure().code == ExitCode::noAnswer);
  }
}

TEST_CASE("a message beyond the limit is refused before it has come") {
  MessageReader reader(16);
  reader.feed(std::string("\0\0\0\x11", 4));
  CHECK_FALSE(reader.next());
}

TEST_CASE("a message that is no map with a type is refused") {
  for (const std::string text : {"[]", "7", "{}", "{\"type\":1}", "{\"type\":\"\"}", "{\"type\"", ""}) {
    INFO(text);
    MessageReader reader(strangersLimit);
    reader.feed(std::string("\0\0\0", 3) + static_cast<char>(text.size()) + text);
    CHECK_FALSE(reader.next());
  }
}

TEST_CASE("lists inside of lists without end are refused") {
  const std::string text = "{\"type\":\"hello\",\"x\":" + std::string(50, '[') + std::string(50, ']') + "}";
  MessageReader reader(strangersLimit);
  reader.feed(std::string("\0\0\0", 3) + static_cast<char>(text.size()) + text);
  CHECK_FALSE(reader.next());
}
