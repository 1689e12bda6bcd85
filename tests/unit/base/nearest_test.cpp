#include "core/base/nearest.h"

#include "catch.h"

using aictl::nearest;

namespace {

const std::vector<std::string> keys{"gpus",  "image",   "workers", "memory", "serviceAccount",
                                    "ports", "retries", "env",     "min",    "max"};

}  // namespace

TEST_CASE("a word with a letter more, less, other or exchanged is known again") {
  CHECK(nearest("gpu", keys) == "gpus");
  CHECK(nearest("imagee", keys) == "image");
  CHECK(nearest("inage", keys) == "image");
  CHECK(nearest("iamge", keys) == "image");
  CHECK(nearest("wrkers", keys) == "workers");
}

TEST_CASE("case, hyphens and underscores make no difference") {
  CHECK(nearest("service-account", keys) == "serviceAccount");
  CHECK(nearest("SERVICE_ACCOUNT", keys) == "serviceAccount");
  CHECK(nearest("Workers", keys) == "workers");
}

TEST_CASE("a word that lacks its ending is nearer than one with another letter") {
  CHECK(nearest("gpu", std::vector<std::string>{"cpu", "gpus"}) == "gpus");
}

TEST_CASE("a beginning stands for the word") {
  CHECK(nearest("mem", keys) == "memory");
  CHECK(nearest("work", keys) == "workers");
}

TEST_CASE("a word that is too far from all is left alone") {
  CHECK(nearest("colour", keys).empty());
  CHECK(nearest("x", keys).empty());
  CHECK(nearest("", keys).empty());
  CHECK(nearest("mix", std::vector<std::string>{"cpu"}).empty());
  CHECK(nearest(std::string(100'000, 'a'), keys).empty());
  CHECK(nearest("gpus", std::vector<std::string>{}).empty());
}

TEST_CASE("of several that are near the nearest is given, and of equals the first") {
  CHECK(nearest("mac", std::vector<std::string>{"mic", "max"}) == "mic");
  CHECK(nearest("retrie", std::vector<std::string>{"restore", "retries"}) == "retries");
}

TEST_CASE("a word is not offered in place of itself") { CHECK(nearest("gpus", {"gpus", "gpu"}) == "gpu"); }
