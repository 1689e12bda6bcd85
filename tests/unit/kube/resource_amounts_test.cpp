// Amounts of resources, as the scheduler counts them.

#include "core/kube/fit/resource_amounts.h"

#include "unit/kube/written.h"

using namespace aictl;
using namespace aictl::kube;
using aictl::test::written;

TEST_CASE("processors are counted in thousandths, memory in bytes, devices in pieces, each rounded up") {
  const Amounts amounts = amountsOf(
      written("{cpu: 1500m, memory: 1.5Gi, nvidia.com/gpu: 8, pods: '110', tiny: 1m, wrong: 16GB}"));
  CHECK(amounts ==
        Amounts{{"cpu", 1500}, {"memory", 3LL << 29}, {"nvidia.com/gpu", 8}, {"pods", 110}, {"tiny", 1}});
}

TEST_CASE("decimal fractions of a core are exact: none becomes a thousandth more") {
  for (std::int64_t thousandths = 1; thousandths <= 4000; ++thousandths) {
    const std::string text = std::to_string(thousandths) + "e-3";
    REQUIRE(amountOf("cpu", Value(text)) == thousandths);
    REQUIRE(amountOf("cpu", Value(std::to_string(thousandths) + "m")) == thousandths);
  }
  CHECK(amountOf("cpu", Value("1n")) == 1);
  CHECK(amountOf("cpu", Value(0.29)) == 290);
}

TEST_CASE("names of quotas count as the resource that they limit") {
  CHECK(amountOf("limits.cpu", Value("2")) == 2000);
  CHECK(amountOf("requests.nvidia.com/gpu", Value("2")) == 2);
  CHECK(quantityText("requests.memory", 1LL << 30) == "1Gi");
}

TEST_CASE("an amount is written as an exact quantity, and for sentences in its largest unit") {
  CHECK(quantityText("cpu", 4000) == "4");
  CHECK(quantityText("cpu", 4001) == "4001m");
  CHECK(quantityText("memory", 12LL << 30) == "12Gi");
  CHECK(quantityText("memory", (12LL << 30) + 1) == "12884901889");
  CHECK(quantityText("memory", 0) == "0");
  CHECK(amountText("memory", (12LL << 30) + (1LL << 29) + 1) == "12.5Gi");
  CHECK(amountText("nvidia.com/gpu", 4096) == "4096");
  CHECK(amountsText({{"cpu", 1500}, {"nvidia.com/gpu", 2}, {"pods", 1}, {"memory", 1 << 20}}) ==
        "2 nvidia.com/gpu, 1500m cpu, 1Mi memory");
}

TEST_CASE("sums and products of what anybody may write do not overflow") {
  Amounts amounts = amountsOf(written("{memory: 16Ei, cpu: 16Ei}"));
  add(amounts, amounts, 1000);
  CHECK(amounts["memory"] == std::numeric_limits<std::int64_t>::max());
  add(amounts, {{"memory", std::numeric_limits<std::int64_t>::max()}}, -2);
  CHECK(amounts["memory"] < 0);
}
