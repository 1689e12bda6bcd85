#include "core/base/names.h"

#include "catch.h"

using namespace aictl;

TEST_CASE("a DNS label has lower case letters, digits and inner hyphens, 63 at most") {
  CHECK(isDnsLabel("a"));
  CHECK(isDnsLabel("resnet-50"));
  CHECK(isDnsLabel("50"));
  CHECK(isDnsLabel(std::string(63, 'a')));
  CHECK_FALSE(isDnsLabel(std::string(64, 'a')));
  for (const auto* text : {"", "-a", "a-", "A", "a.b", "a_b", "a b", "é"}) {
    INFO(text);
    CHECK_FALSE(isDnsLabel(text));
  }
}

TEST_CASE("a DNS subdomain is labels joined by dots, 253 characters at most") {
  CHECK(isDnsSubdomain("a"));
  CHECK(isDnsSubdomain("a.b-c.d"));
  CHECK(isDnsSubdomain(std::string(253, 'a')));
  CHECK_FALSE(isDnsSubdomain(std::string(254, 'a')));
  for (const auto* text : {"", ".", "a.", ".a", "a..b", "a.-b", "A.b"}) {
    INFO(text);
    CHECK_FALSE(isDnsSubdomain(text));
  }
}

TEST_CASE("a label's key is a name, with a DNS subdomain before it or without") {
  CHECK(isQualifiedName("app"));
  CHECK(isQualifiedName("app.kubernetes.io/name"));
  CHECK(isQualifiedName("My_Name.x"));
  CHECK(isQualifiedName("example.com/" + std::string(63, 'x')));
  CHECK_FALSE(isQualifiedName(std::string(64, 'x')));
  for (const auto* text : {"", "/a", "a/", "a/b/c", "A.com/x", "-a", "a b"}) {
    INFO(text);
    CHECK_FALSE(isQualifiedName(text));
  }
}

TEST_CASE("a label's value is empty or like a name") {
  CHECK(isLabelValue(""));
  CHECK(isLabelValue("v1.2_3-x"));
  CHECK_FALSE(isLabelValue("a/b"));
  CHECK_FALSE(isLabelValue("-a"));
  CHECK_FALSE(isLabelValue(std::string(64, 'x')));
}

TEST_CASE("a name for Kubernetes is made of any text, and two texts stay two names") {
  CHECK(kubeName("resnet-50") == "resnet-50");
  CHECK(isDnsLabel(kubeName("My Model!")));
  CHECK(kubeName("My Model!").starts_with("my-model-"));
  CHECK(kubeName("a_b") != kubeName("a.b"));
  CHECK(isDnsLabel(kubeName(std::string(200, 'x'))));
  CHECK(kubeName(std::string(200, 'x')) != kubeName(std::string(201, 'x')));
  CHECK(isDnsLabel(kubeName("")));
  CHECK(isDnsLabel(kubeName("模型")));
}
