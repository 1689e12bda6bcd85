// A stack as the cluster keeps it.
#include "core/kube/apply/apply_set.h"

#include "catch.h"
#include "core/yaml/json.h"

using namespace aictl;
using namespace aictl::kube;

// The constants were computed apart from this program:
//   printf 'aictl-fraud.ml.ConfigMap.' | openssl dgst -sha256 -binary | basenc --base64url | tr -d =
// after the formula of KEP-3659: applyset-<base64(sha256(<name>.<namespace>.<kind>.<group>))>-v1, with the
// URL-safe alphabet of RFC 4648; the group of a ConfigMap is empty.
TEST_CASE("the id of a stack's ApplySet is that of KEP-3659") {
  CHECK(ApplySet{"fraud", "ml"}.id() == "applyset-H6-WGBeYky5XoDHks4ZxLkfvx0t6wt1KUv9_esV5PIg-v1");
  CHECK(ApplySet{"s", "default"}.id() == "applyset-FpLEqOliuhAJgccVJVxzqYmRZv_g00EmB74w6I7ZSmQ-v1");
}

TEST_CASE("the parent names group kinds and other namespaces, sorted, as kubectl reads them") {
  ApplySetParent parent;
  parent.kinds = {{"v1", "Service"}, {"apps/v1", "Deployment"}, {"v1", "ConfigMap"}};
  parent.namespaces = {"b", "a"};
  parent.specs = Value::map({{"train/a", Value::map({{"workers", 2}})}});
  const Value object = parentObject({"fraud", "ml"}, parent);
  const auto annotation = [&](const char* key) {
    return findString(object, {"metadata", "annotations", key});
  };
  CHECK(annotation("applyset.kubernetes.io/contains-group-kinds") == "ConfigMap,Deployment.apps,Service");
  CHECK(annotation("applyset.kubernetes.io/additional-namespaces") == "a,b");
  CHECK(findString(object, {"metadata", "name"}) == "aictl-fraud");
  CHECK(findString(object, {"data", "specs"}) == "{\"train/a\":{\"workers\":2}}");
}

TEST_CASE("the digests of what was sent are left out where they would not fit into a ConfigMap") {
  ApplySetParent parent;
  for (int i = 0; i < 20'000; ++i) {
    parent.sent.set(Value("apps/Deployment/some-namespace/name-" + std::to_string(i)),
                    Value("0123456789abcdef"));
  }
  CHECK(find(parentObject({"fraud", "ml"}, parent), {"data", "sent"}) == nullptr);
}

TEST_CASE("what two say who apply a stack at once is the scope of both, and else what we say") {
  ApplySetParent theirs;
  theirs.exists = true;
  theirs.resourceVersion = "7";
  theirs.kinds = {{"v1", "Secret"}, {"v1", "ConfigMap"}};
  theirs.namespaces = {"a"};
  theirs.specs = Value::map({{"train/a", 1}, {"train/b", 1}});
  theirs.runs = Value::map({{"Job/a", 1}});
  ApplySetParent ours;
  ours.kinds = {{"v1", "ConfigMap"}, {"apps/v1", "Deployment"}};
  ours.namespaces = {"b"};
  ours.specs = Value::map({{"train/b", 2}});
  ours.source = Value("here");
  const ApplySetParent both = united(theirs, ours);
  CHECK(both.resourceVersion == "7");
  CHECK(both.kinds == std::vector<Kind>{{"v1", "ConfigMap"}, {"apps/v1", "Deployment"}, {"v1", "Secret"}});
  CHECK(both.namespaces == std::set<std::string>{"a", "b"});
  CHECK(both.specs == Value::map({{"train/a", 1}, {"train/b", 2}}));
  CHECK(both.runs == Value::map({{"Job/a", 1}}));
  CHECK(both.source == Value("here"));
}
