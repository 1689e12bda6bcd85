#include "core/kube/api/refusal.h"

#include "catch.h"

using namespace aictl;

TEST_CASE("of a creation that the server cannot read, why is told, and no byte of the object") {
  const kube::Response response{
      .status = 400,
      .body = R"({"kind": "Status", "message": "Secret in version \"v1\" cannot be handled as a Secret: )"
              R"(v1.Secret.Type: ReadString: expects \" or n, but found 5, error found in #10 byte of )"
              R"(...|y\":\"sesame\"}}|..."})"};
  const Failure failure =
      kube::refusal(response, {}, {.verb = "create", .object = {.kind = {"v1", "Secret"}, .name = "s"}});
  CHECK(failure.code == ExitCode::refused);
  REQUIRE(failure.findings.size() == 1);
  CHECK(failure.findings.front().message ==
        "Secret s: the server cannot read it: v1.Secret.Type: ReadString: expects \" or n, but found 5");
}
