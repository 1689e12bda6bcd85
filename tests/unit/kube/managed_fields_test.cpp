// What an apply would change, told from managedFields. The live objects are of a real server, shortened.
#include "core/kube/apply/managed_fields.h"

#include "catch.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

using namespace aictl;
using aictl::kube::FieldChange;
using aictl::kube::fieldChanges;
using Lines = std::vector<std::string>;

namespace {

Value read(const std::string& text) {
  Findings findings;
  Value value = yaml::readDocument(text, 1, findings);
  REQUIRE(findings.empty());
  return value;
}

/// `path: before -> after (owners)`
Lines changes(const std::string& manifest, const Value& live) {
  Lines lines;
  for (const FieldChange& change : fieldChanges(read(manifest), live, "aictl")) {
    std::string line =
        change.path + ": " + yaml::writeJson(change.before) + " -> " + yaml::writeJson(change.after);
    for (const std::string& owner : change.owners) line += " " + owner;
    lines.push_back(line);
  }
  return lines;
}

const std::string deployment = R"(
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - name: m
        image: x:1
        env: [{name: A, value: a}, {name: B, value: $(A)}]
        ports: [{containerPort: 80}]
        resources: {limits: {cpu: 1000m}}
      volumes: [{name: v, emptyDir: {}}]
)";

const std::string owned = R"(
f:metadata: {f:labels: {f:app: {}}}
f:spec:
  f:replicas: {}
  f:selector: {}
  f:template:
    f:metadata: {f:labels: {f:app: {}}}
    f:spec:
      f:containers:
        'k:{"name":"m"}':
          .: {}
          f:name: {}
          f:image: {}
          f:env:
            'k:{"name":"A"}': {.: {}, f:name: {}, f:value: {}}
            'k:{"name":"B"}': {.: {}, f:name: {}, f:value: {}}
          f:ports: {'k:{"containerPort":80,"protocol":"TCP"}': {.: {}, f:containerPort: {}}}
          f:resources: {f:limits: {f:cpu: {}}}
      f:volumes: {'k:{"name":"v"}': {.: {}, f:name: {}, f:emptyDir: {}}}
)";

/// The Deployment as the server has it: with defaults, quantities in its own form, and its status.
Value live() {
  Value object = read(R"(
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: ml, uid: u, resourceVersion: '7', generation: 1, labels: {app: web}}
spec:
  progressDeadlineSeconds: 600
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {creationTimestamp: null, labels: {app: web}}
    spec:
      containers:
      - name: m
        image: x:1
        imagePullPolicy: IfNotPresent
        env: [{name: A, value: a}, {name: B, value: $(A)}]
        ports: [{containerPort: 80, protocol: TCP}]
        resources: {limits: {cpu: '1'}}
      restartPolicy: Always
      volumes: [{name: v, emptyDir: {}}]
status: {observedGeneration: 1}
)");
  Value entry = Value::map({{"manager", "aictl"}, {"operation", "Apply"}, {"apiVersion", "apps/v1"}});
  entry.set("fieldsV1", read(owned));
  object.at("metadata").set("managedFields", Value::list({entry}));
  return object;
}

/// With the fields of another manager beside ours.
Value liveWith(const std::string& manager, const std::string& operation, const std::string& fields) {
  Value object = live();
  Value entry =
      Value::map({{"manager", Value(manager)}, {"operation", Value(operation)}, {"apiVersion", "apps/v1"}});
  entry.set("fieldsV1", read(fields));
  object.at("metadata").at("managedFields").push(entry);
  return object;
}

std::string with(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("what the server made of a manifest is no change: defaults, quantities, its own bookkeeping") {
  CHECK(changes(deployment, live()) == Lines{});
}

TEST_CASE("another value is a change of its field alone") {
  CHECK(changes(with(deployment, "x:1", "x:2"), live()) ==
        Lines{"spec.template.spec.containers[name=\"m\"].image: \"x:1\" -> \"x:2\""});
  CHECK(changes(with(deployment, "1000m", "2"), live()) ==
        Lines{"spec.template.spec.containers[name=\"m\"].resources.limits.cpu: \"1\" -> 2"});
}

TEST_CASE("a new field, a new item of a list and a new label have nothing before") {
  CHECK(changes(with(deployment, "replicas: 2", "replicas: 2\n  minReadySeconds: 5"), live()) ==
        Lines{"spec.minReadySeconds: null -> 5"});
  CHECK(changes(with(deployment, "value: a}", "value: a}, {name: C, value: c}"), live()) ==
        Lines{"spec.template.spec.containers[name=\"m\"].env[1]: null -> {\"name\":\"C\",\"value\":\"c\"}"});
  CHECK(changes(with(deployment, "{app: web}}", "{app: web, a.b/c: d}}"), live()) ==
        Lines{"metadata.labels[\"a.b/c\"]: null -> \"d\""});
}

TEST_CASE("what is ours and no longer said is taken out") {
  CHECK(changes(with(deployment, "  replicas: 2\n", ""), live()) == Lines{"spec.replicas: 2 -> null"});
  CHECK(changes(with(deployment, ", {name: B, value: $(A)}", ""), live()) ==
        Lines{"spec.template.spec.containers[name=\"m\"].env[name=\"B\"]: "
              "{\"name\":\"B\",\"value\":\"$(A)\"} -> null"});
}

TEST_CASE("where others own a field too, or one beside it, only ours goes") {
  Value object = liveWith("kubectl", "Update", "f:metadata: {f:labels: {f:theirs: {}}}");
  object.at("metadata").at("labels").set("theirs", "x");
  CHECK(changes(with(deployment, ", labels: {app: web}}\nspec", "}\nspec"), object) ==
        Lines{"metadata.labels.app: \"web\" -> null"});
  const auto found = fieldChanges(read(with(deployment, "  replicas: 2\n", "")),
                                  liveWith("hpa", "Apply", "f:spec: {f:replicas: {}}"), "aictl");
  REQUIRE(found.size() == 1);
  CHECK(found[0].ownershipAlone);
  CHECK(found[0].after == Value(2));
}

TEST_CASE("what others add beside ours is no change") {
  CHECK(changes(deployment, liveWith("kubectl", "Update", "f:metadata: {f:annotations: {f:x: {}}}")) ==
        Lines{});
}

TEST_CASE("a field that another manager has set to another value is a conflict with it") {
  Value object = liveWith("hpa", "Update", "f:spec: {f:replicas: {}}");
  object.at("spec").set("replicas", Value(5));
  const auto found = fieldChanges(read(deployment), object, "aictl");
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == "spec.replicas");
  CHECK(found[0].owners == Lines{"hpa"});
  CHECK(found[0].conflicts());
}

TEST_CASE("what we set otherwise than by an apply is ours to set back, and no conflict") {
  Value object = liveWith("aictl", "Update", "f:spec: {f:replicas: {}}");
  object.at("spec").set("replicas", Value(5));
  const auto found = fieldChanges(read(deployment), object, "aictl");
  REQUIRE(found.size() == 1);
  CHECK(found[0].path == "spec.replicas");
  CHECK(found[0].owners.empty());
  CHECK_FALSE(found[0].conflicts());
  CHECK(kube::otherManagers(object, "aictl").empty());
}

TEST_CASE("a field that another manager set to the value that we say is no conflict, and is ours too then") {
  const std::string more = with(deployment, "replicas: 2", "replicas: 2\n  paused: true");
  Value object = liveWith("kubectl", "Update", "f:spec: {f:paused: {}}");
  object.at("spec").set("paused", Value(true));
  const auto found = fieldChanges(read(more), object, "aictl");
  REQUIRE(found.size() == 1);
  CHECK(found[0].ownershipAlone);
  CHECK_FALSE(found[0].conflicts());
}

TEST_CASE("the order of a list counts: a variable may use one before it") {
  const std::string swapped = with(deployment, "{name: A, value: a}, {name: B, value: $(A)}",
                                   "{name: B, value: $(A)}, {name: A, value: a}");
  const Lines found = changes(swapped, live());
  REQUIRE(found.size() == 1);
  CHECK(found[0].starts_with("spec.template.spec.containers[name=\"m\"].env: ["));
}

TEST_CASE("a port without a protocol is the one that the server has with the default") {
  CHECK(
      changes(with(deployment, "{containerPort: 80}", "{containerPort: 80, name: http}"), live()) ==
      Lines{
          "spec.template.spec.containers[name=\"m\"].ports[containerPort=80,protocol=\"TCP\"].name: null -> "
          "\"http\""});
}

TEST_CASE("a selector, which is owned as a whole, changes as a whole") {
  CHECK(
      changes(with(deployment, "selector: {matchLabels: {app: web}}", "selector: {matchLabels: {app: api}}"),
              live()) == Lines{"spec.selector: {\"matchLabels\":{\"app\":\"web\"}} -> "
                               "{\"matchLabels\":{\"app\":\"api\"}}"});
}

TEST_CASE("an object that we never applied is taken over field by field") {
  Value object = live();
  object.at("metadata").at("managedFields").at(std::size_t{0}).set("manager", "kubectl");
  const auto found = fieldChanges(read(deployment), object, "aictl");
  REQUIRE_FALSE(found.empty());
  for (const FieldChange& change : found) {
    INFO(change.path);
    CHECK(change.ownershipAlone);
    CHECK(change.owners == Lines{"kubectl"});
  }
}

TEST_CASE("items of a set are added and taken out one by one") {
  Value object = read("{apiVersion: v1, kind: Pod, metadata: {name: p, finalizers: [a/x, b/y]}}");
  Value entry = Value::map({{"manager", "aictl"}, {"operation", "Apply"}, {"apiVersion", "v1"}});
  entry.set("fieldsV1", read("f:metadata: {f:finalizers: {'v:\"a/x\"': {}, 'v:\"b/y\"': {}}}"));
  object.at("metadata").set("managedFields", Value::list({entry}));
  CHECK(changes("{apiVersion: v1, kind: Pod, metadata: {name: p, finalizers: [a/x, c/z]}}", object) ==
        Lines{"metadata.finalizers[=\"c/z\"]: null -> \"c/z\"",
              "metadata.finalizers[=\"b/y\"]: \"b/y\" -> null"});
}

TEST_CASE(
    "what is ours, is not there and is empty, false or 0 was left out by the server, and is no change") {
  const std::string said = with(deployment, "  replicas: 2\n", "  replicas: 2\n  paused: false\n");
  CHECK(changes(said, live()) == Lines{"spec.paused: null -> false"});
  Value object = live();
  object.at("metadata").at("managedFields").at(0).at("fieldsV1").at("f:spec").set("f:paused", Value::map());
  CHECK(changes(said, object) == Lines{});
  CHECK(changes(with(said, "false", "true"), object) == Lines{"spec.paused: null -> true"});
}

TEST_CASE("a status that a manifest brings is nobody's wish, though a server may keep it as ours") {
  Value object = live();
  object.at("metadata")
      .at("managedFields")
      .at(0)
      .at("fieldsV1")
      .set("f:status", Value::map({{"f:observedGeneration", Value::map()}}));
  CHECK(changes(deployment + "status: {observedGeneration: 7}\n", object) == Lines{});
}
