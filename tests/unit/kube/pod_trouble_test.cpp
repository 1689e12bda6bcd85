#include "core/kube/status/pod_trouble.h"

#include "core/yaml/json.h"
#include "unit/kube/surroundings.h"

using namespace aictl;

namespace {

/// Of a pod with one container in this state.
std::string troubleOf(const std::string& container, const std::string& list = "containerStatuses") {
  const auto pod =
      yaml::readJson(R"({"status": {")" + list + R"(": [{"name": "main", )" + container + "}]}}");
  REQUIRE(pod);
  return kube::podTrouble(*pod);
}

}  // namespace

TEST_CASE("an image that cannot be pulled is trouble, with what the kubelet says") {
  CHECK(troubleOf(R"("state": {"waiting": {"reason": "ErrImagePull", "message": "no such image"}})") ==
        "main: ErrImagePull: no such image");
  CHECK(troubleOf(R"("state": {"waiting": {"reason": "ImagePullBackOff"}})", "initContainerStatuses") ==
        "main: ImagePullBackOff");
}

TEST_CASE("a crash loop is trouble, with the last end of the program") {
  CHECK(troubleOf(R"("state": {"waiting": {"reason": "CrashLoopBackOff", "message": "back-off"}},
                     "lastState": {"terminated": {"exitCode": 137, "reason": "OOMKilled"}})") ==
        "main: CrashLoopBackOff: exit code 137, OOMKilled");
}

TEST_CASE("between two crashes a container is in trouble still") {
  CHECK(troubleOf(R"("ready": false, "restartCount": 2, "state": {"running": {}},
                     "lastState": {"terminated": {"exitCode": 1, "reason": "Error"}})") ==
        "main: it crashes: exit code 1, 2 restarts");
}

TEST_CASE("a container that starts, runs or has recovered is in no trouble") {
  CHECK(troubleOf(R"("state": {"waiting": {"reason": "ContainerCreating"}})").empty());
  CHECK(troubleOf(R"("ready": true, "state": {"running": {}})").empty());
  CHECK(troubleOf(R"("ready": true, "restartCount": 1, "state": {"running": {}},
                     "lastState": {"terminated": {"exitCode": 1}})")
            .empty());
  CHECK(kube::podTrouble(Value::map()).empty());
}

TEST_CASE("the trouble of pods counts from its beginning until it is over") {
  const auto pod = [](const std::string& name, const std::string& reason) {
    return *yaml::readJson(
        R"({"metadata": {"name": ")" + name +
        R"("}, "status": {"containerStatuses": [{"name": "main", "state": {"waiting": {"reason": ")" +
        reason + "\"}}}]}}");
  };
  const kube::PodTroubles::Time start{};
  kube::PodTroubles troubles;
  CHECK(troubles.oldest() == nullptr);
  troubles.hear(pod("b", "ErrImagePull"), start);
  troubles.hear(pod("a", "ErrImagePull"), start + std::chrono::seconds(1));
  troubles.hear(pod("b", "ImagePullBackOff"), start + std::chrono::seconds(2));
  REQUIRE(troubles.oldest() != nullptr);
  CHECK(troubles.oldest()->text == "pod b: main: ImagePullBackOff");
  CHECK(troubles.oldest()->since == start);
  troubles.hear(pod("b", "ContainerCreating"), start + std::chrono::seconds(3));
  CHECK(troubles.oldest()->text == "pod a: main: ErrImagePull");
  troubles.forget("a");
  CHECK(troubles.oldest() == nullptr);
}
