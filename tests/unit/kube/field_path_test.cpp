#include "core/kube/api/field_path.h"

#include "catch.h"
#include "core/yaml/yaml.h"

using namespace aictl;
using aictl::kube::locate;
using aictl::kube::Located;

namespace {

const Value& manifest() {
  static const Value value = [] {
    Findings findings;
    return yaml::readDocument(R"(kind: Pod
metadata:
  annotations:
    a.b/c: one
    a: two
spec:
  containers:
    - name: m
      ports: [{containerPort: 80}, {containerPort: 80, protocol: UDP}]
      resources:
        limits:
          nvidia.com/gpu: 2
          nvidia: 3
  finalizers: [x, y]
data:
  "a]b": found
)",
                              1, findings);
  }();
  return value;
}

std::size_t lineOf(std::string_view path) { return locate(manifest(), path).origin.line; }

}  // namespace

TEST_CASE("paths as API servers write them lead to their values") {
  CHECK(locate(manifest(), "").value == &manifest());
  CHECK(locate(manifest(), "spec.containers[0].name").value->string() == "m");
  CHECK(locate(manifest(), ".spec.containers[name=\"m\"].name").value->string() == "m");
  CHECK(locate(manifest(), "spec.containers[name=m].name").whole);
  CHECK(locate(manifest(), ".spec.containers[name=\"m\"].resources.limits.nvidia.com/gpu").value->integer() ==
        2);
  CHECK(locate(manifest(), "spec.containers[0].resources.limits[nvidia.com/gpu]").value->integer() == 2);
  CHECK(locate(manifest(), "metadata.annotations[a.b/c]").value->string() == "one");
  CHECK(locate(manifest(), "metadata.annotations.a").value->string() == "two");
  CHECK(locate(manifest(), ".data[\"a]b\"]").value->string() == "found");
  CHECK(locate(manifest(), ".spec.finalizers[=\"y\"]").value->string() == "y");
  CHECK(locate(manifest(), ".spec.containers[name=\"m\"].ports[containerPort=80,protocol=\"UDP\"]")
            .origin.column == 36);
}

TEST_CASE("a path that ends before its end stands at the deepest value that is there") {
  CHECK(lineOf("spec.containers[0].image") == 8);
  CHECK(!locate(manifest(), "spec.containers[0].image").whole);
  CHECK(lineOf("spec.containers[7].image") == 8);
  CHECK(lineOf("spec.template.annotations") == 7);
  CHECK(locate(manifest(), "nothing").value == &manifest());
}

TEST_CASE("a value without a place stands at the nearest one around it that has a place") {
  Value value = Value::map({{"spec", Value::map({{"a", 1}}, Origin{5, 3, 1})}}, Origin{1, 1, 1});
  CHECK(locate(value, "spec.a").origin == Origin{5, 3, 1});
}

TEST_CASE("any text is a path that leads somewhere") {
  for (const char* path :
       {"[", "[]", "[[", ".", "..", "spec[", "spec.containers[", "spec.containers[\"", "spec.containers[=]",
        "spec.containers[name]", "spec.containers[99999999999999999999]", "spec.containers[-1]", "<nil>",
        "kind.x", "spec.containers.x", "spec.containers[0].name.x", "spec..x", "data[\"a\\", "]"}) {
    INFO(path);
    CHECK(locate(manifest(), path).value != nullptr);
  }
}
