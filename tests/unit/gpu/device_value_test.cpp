#include "core/gpu/device_value.h"

#include "catch.h"
#include "core/gpu/device_fields.h"
#include "core/yaml/json.h"

using namespace aictl;
using namespace aictl::gpu;

namespace {

/// A device that tells everything.
Device whole() {
  Device device;
  double number = 1.5;
  for (const TextField& field : textFields()) device.*field.member = "text of " + std::string(field.key);
  for (const MeasureField& field : measureFields()) device.*field.member = number++;
  device.clockReasons = {{"hardware slowdown", true}};
  device.processes = {{.pid = 7, .name = "python3", .kind = "compute", .memoryBytes = 5, .podName = "a"}};
  device.instances = {{.uuid = "MIG-1", .model = "1g", .gpuInstance = 3}};
  device.links = {{.number = 2, .kind = "NVLink", .active = true, .version = 4, .remote = "0000:05:00.0"}};
  device.unavailable = {{"powerWatts", "no permission"}};
  return device;
}

}  // namespace

TEST_CASE("a device that was written and read is the same in each field") {
  const Value value = deviceValue(whole());
  CHECK(deviceValue(deviceOf(value)) == value);
  for (const Entry& entry : value.entries()) CHECK_FALSE(entry.value.isNull());
}

TEST_CASE("a device that tells nothing has all its keys, with null") {
  const Value value = deviceValue({});
  CHECK(value.size() == deviceValue(whole()).size());
  CHECK(value.find("powerWatts")->isNull());
  CHECK(value.find("processes")->empty());
}

TEST_CASE("what has another form than a device's is left out") {
  const auto value = yaml::readJson(
      R"({"model": 5, "index": "x", "processes": {"a": 1}, "links": [1, null, {"active": "yes"}],
          "unavailable": [1], "clockReasons": null})");
  REQUIRE(value);
  const Device device = deviceOf(*value);
  CHECK(device.model.empty());
  CHECK_FALSE(device.index);
  CHECK(device.processes.empty());
  REQUIRE(device.links.size() == 1);
  CHECK_FALSE(device.links[0].active);
}
