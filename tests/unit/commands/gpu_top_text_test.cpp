#include "commands/gpu/top_text.h"

#include "catch.h"
#include "core/base/display_width.h"

using namespace aictl;
using aictl::commands::sparkline;
using aictl::commands::TopTable;

namespace {

std::vector<gpu::Device> sample(gpu::Measure busy) {
  return {{.vendor = "nvidia",
           .index = 0,
           .model = "NVIDIA H100 80GB HBM3",
           .memoryTotalBytes = 80.0 * (1 << 30),
           .memoryUsedBytes = 1.0 * (1 << 30),
           .utilizationPercent = busy,
           .temperatureCelsius = 54,
           .powerWatts = 310,
           .clockMegahertz = 1755}};
}

}  // namespace

TEST_CASE("a sparkline has a bar for each of the last values, and a gap where there is none") {
  CHECK(sparkline({0.0, 50.0, 100.0, std::nullopt, 12.5}, 10) == "▁▅█ ▂");
  CHECK(sparkline({0.0, 50.0, 100.0}, 2) == "▅█");
  CHECK(sparkline({250.0, -5.0}, 2) == "█▁");
}

TEST_CASE("gpu top shows the past of each device in the room that is left") {
  TopTable table;
  table.add(sample(0));
  table.add(sample(100));
  CHECK(table.text(120) ==
        "DEVICE   BUSY  MEMORY        TEMP   POWER  CLOCK     MODEL                  LIMITED BY  PAST\n"
        "nvidia0  100%  1.0/80.0 GiB  54 °C  310 W  1755 MHz  NVIDIA H100 80GB HBM3              ▁█\n");
}

TEST_CASE("on a narrow terminal the columns of less importance are left out") {
  for (const std::size_t columns : {20U, 40U, 60U, 80U, 100U}) {
    TopTable table;
    for (int i = 0; i < 100; ++i) table.add(sample(i));
    std::string text = table.text(columns);
    INFO(text);
    while (!text.empty()) {
      const auto end = text.find('\n');
      CHECK(displayWidth(text.substr(0, end)) <= columns);
      text.erase(0, end + 1);
    }
  }
}
