#include "core/gpu/bench/baseline.h"

#include "catch.h"
#include "core/yaml/json.h"

using namespace aictl;
using namespace aictl::gpu::bench;

namespace {

Result<Baseline> read(const std::string& results) {
  return baselineOf(*yaml::readJson(R"({"schema": "aictl.dev/gpu-bench/v1",
      "configuration": {"bytes": 4096, "matrix": 128}, "devices": [{"name": "nvidia0", "model": "A"}],
      "results": )" + results + "}"));
}

std::string result(const std::string& histogram) {
  return R"([{"device": "nvidia0", "peer": null, "measurement": "memory-read", "unit": "bytes/s",
              "amountOfACall": 1000, "figures": {"median": 2e10, "callNanosecondsHistogram": )" +
         histogram + "}}]";
}

}  // namespace

TEST_CASE("an earlier run has the figure of each sample, from the middle of its bucket and the median") {
  const auto baseline = read(result("[[99, 101, 2], [200, 200, 1]]"));
  REQUIRE(baseline);
  CHECK(baseline->bytes == 4096);
  CHECK(baseline->matrix == 128);
  REQUIRE(baseline->measurements.size() == 1);
  CHECK(baseline->measurements[0].model == "A");
  CHECK(baseline->measurements[0].figures == std::vector<double>{2e10, 2e10, 1e10});
}

TEST_CASE("a document with nothing to hold figures against is refused, whatever it has instead") {
  for (const char* histogram :
       {"null", "[]", "[1]", "[[1, 2]]", R"([["1", 2, 3]])", "[[0, 0, 1]]", "[[-5, -3, 1]]", "[[1, 1, -1]]",
        "[[1, 1, 1e300]]", "[[1, 1, 100000], [1, 1, 1]]"}) {
    INFO(histogram);
    const auto baseline = read(result(histogram));
    REQUIRE_FALSE(baseline);
    CHECK(baseline.failure().findings[0].message == "it has no figures");
  }
  for (const char* results : {"null", "{}", "[null]", "[[]]", R"([{"unit": "apples"}])"})
    CHECK_FALSE(read(results));
  for (const char* text : {"{}", "[]", "null", R"({"schema": "aictl.dev/rdma-bench/v1"})"})
    CHECK_FALSE(baselineOf(*yaml::readJson(text)));
}
