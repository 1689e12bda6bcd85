#include "trial.h"

namespace {

/// What is said of a text in a format; "" where nothing is.
std::string said(std::string_view format, const aictl::Value& value) {
  Trial trial("format: " + std::string(format));
  aictl::Findings findings;
  trial.schema().check(value, "", findings);
  return findings.empty() ? "" : aictl::text(findings.front(), aictl::Sources());
}

void holds(std::string_view format, std::initializer_list<std::string_view> texts) {
  for (const auto text : texts) {
    INFO(format << " " << text);
    CHECK(said(format, aictl::Value(text)) == "");
  }
}

void fails(std::string_view format, std::initializer_list<std::string_view> texts) {
  for (const auto text : texts) {
    INFO(format << " " << text);
    CHECK(said(format, aictl::Value(text)) != "");
  }
}

}  // namespace

TEST_CASE("a quantity is what Kubernetes takes, and not negative; a bare number is one") {
  holds("quantity", {"16Gi", "500m", "0", "1e3", ".5", "2"});
  fails("quantity", {"", "16GB", "Gi", "-1", "1 Gi"});
  CHECK(said("quantity", aictl::Value(2)) == "");
  CHECK(said("quantity", aictl::Value(-2)) != "");
  CHECK(said("quantity", "16GB") ==
        "must be a quantity such as 500m, 2 or 16Gi; found '16GB'; did you mean '16G' or '16Gi'?");
  CHECK(said("quantity", "16gib").ends_with("did you mean '16Gi'?"));
  CHECK(said("quantity", "64KB").ends_with("did you mean '64k' or '64Ki'?"));
  CHECK(said("quantity", "-1Gi").ends_with("it cannot be negative"));
}

TEST_CASE("a duration has units, and is not negative; a bare number is seconds") {
  holds("duration", {"90s", "1h30m", "600", "1d"});
  fails("duration", {"", "ten", "-5s", "5 min", "1y"});
  CHECK(said("duration", aictl::Value(600)) == "");
  CHECK(said("duration", aictl::Value(-1)) != "");
  CHECK(said("duration", "5 min") ==
        "must be a duration such as 90s, 12h or 1d; found '5 min'; did you mean '5m'?");
  CHECK(said("duration", "10 Hours").ends_with("did you mean '10h'?"));
}

TEST_CASE("names are those of Kubernetes, with the nearest right one") {
  holds("dns-label", {"a", "my-model", "v1"});
  fails("dns-label", {"", "My-Model", "a.b", "-a", "a_b"});
  CHECK(said("dns-label", "My_Model").ends_with("did you mean 'my-model'?"));
  holds("dns-subdomain", {"a", "models.example.com"});
  fails("dns-subdomain", {"", "a..b", "A.b"});
  holds("label-key", {"app", "example.com/app"});
  fails("label-key", {"", "a/b/c", "-a"});
  holds("label-value", {"", "v1.2_x"});
  fails("label-value", {"a b", "-a"});
  holds("env-name", {"PATH", "log.level", "_x-y"});
  fails("env-name", {"", "1A", "A B", "A=B"});
}

TEST_CASE("an image has a repository in lower case, with registry, tag and digest or without") {
  const std::string digest = "@sha256:" + std::string(64, 'a');
  holds("image",
        {"a", "a:1", "nginx:1.25-alpine", "tensorflow/tensorflow:2.8.0-gpu",
         "registry.example.com/team/model:v1", "localhost/x", "localhost:5000/x:y", "registry:5000/a/b",
         "Registry.Example.COM/x", "a__b/c.d/e--f", "[fd00::1]:5000/x", "127.0.0.1:5000/x:TAG_1.x"});
  CHECK(said("image", aictl::Value("a" + digest)) == "");
  CHECK(said("image", aictl::Value("r.io/a:v1" + digest)) == "");
  fails("image",
        {"", "a:", ":1", "a b", "Team/model", "team/Model:v1", "https://r.io/a", "a//b", "a/", "/a", "a:-x",
         "a@x", "a@sha256:12", "a..b", "a___b", "-a", "r.io:x/a", "_a", "${registry}/model:v1"});
  fails("image", {std::string(64, 'a'), "a:" + std::string(129, 'x'), "a/" + std::string(260, 'x')});
}

TEST_CASE("a wrong image is told with what is wrong in it") {
  CHECK(said("image", "team/Model:V1")
            .ends_with("the repository must be lower case; did you mean 'team/model:V1'?"));
  CHECK(said("image", "docker://r.io/a:1").ends_with("an image has no scheme; did you mean 'r.io/a:1'?"));
  CHECK(said("image", "a:b c").find("is no tag") != std::string::npos);
  CHECK(said("image", "a@sha256:12").ends_with("a digest is sha256: and 64 hexadecimal digits"));
  CHECK(said("image", "r_x.io/a").ends_with("'r_x.io' is no registry"));
}

TEST_CASE("a schedule is what Kubernetes' CronJob takes") {
  holds("cron", {"* * * * *", "0 3 * * *", "*/5 0-6 1,15 jan-mar MON-fri", "0 0 1 1 0", "5/15 * ? * ?",
                 "  0  3 * * *  ", "@hourly", "@daily", "@every 1h30m"});
  fails("cron", {"",
                 "* * * *",
                 "* * * * * *",
                 "60 * * * *",
                 "* 24 * * *",
                 "* * 0 * *",
                 "* * * 13 *",
                 "* * * * 7",
                 "*/0 * * * *",
                 "5-1 * * * *",
                 "a * * * *",
                 "1,,2 * * * *",
                 "1/2/3 * * * *",
                 "@noon",
                 "@every day",
                 "@every 1d",
                 "TZ=UTC 0 3 * * *",
                 "CRON_TZ=UTC 0 3 * * *",
                 "-1 * * * *",
                 "*-5 * * * *"});
}

TEST_CASE("a wrong schedule is told with the field that is wrong") {
  CHECK(said("cron", "0 25 * * *").ends_with("the hour cannot be '25': it is from 0 to 23"));
  CHECK(said("cron", "0 3 * * 8")
            .ends_with("the day of the week cannot be '8': it is from 0 to 6, or a name such as mon"));
  CHECK(said("cron", "0 3 * *").ends_with("it has 4 fields"));
  CHECK(said("cron", "TZ=UTC 0 3 * * *").ends_with("Kubernetes takes no time zone here"));
  CHECK(said("cron", "@noon").find("@hourly") != std::string::npos);
}

TEST_CASE("addresses and ranges are of IPv4 or IPv6") {
  holds("cidr", {"192.168.5.0/24", "10.0.0.0/8", "fd00::/64", "0.0.0.0/0", "::/128"});
  fails("cidr", {"", "192.168.5.0", "192.168.5.0/33", "192.168.5/24", "fd00::/129", "a/8", "1.2.3.4/",
                 "1.2.3.4/08", "1.2.3.4/-1", "1.2.3.4/8/8"});
  CHECK(said("cidr", "192.168.5.7").ends_with("for this one address write 192.168.5.7/32"));
  holds("ip", {"192.168.5.1", "fd00::1", "::"});
  fails("ip", {"", "192.168.5", "256.1.1.1", "fd00::1%eth0", "x", "1.2.3.4/8"});
  CHECK(said("ip", aictl::Value(std::string("1.2.3.4\0x", 9))) != "");
}

TEST_CASE("a URI has a scheme and no blanks") {
  holds("uri", {"https://example.com/data", "oss://bucket/x", "hf:model", "juicefs:///a"});
  fails("uri", {"", "example.com", "://x", "1x://y", "a:", "http://a b", "http://a\nb"});
}

TEST_CASE("a port is from 1 to 65535, as a number or as text") {
  holds("port", {"1", "80", "65535"});
  fails("port", {"0", "65536", "http", "", "8 0", "+80"});
  CHECK(said("port", aictl::Value(8080)) == "");
  CHECK(said("port", aictl::Value(70000)) == "must be a port from 1 to 65535; found '70000'");
}

TEST_CASE("a format says nothing of values of other kinds") {
  CHECK(said("image", aictl::Value(3)) == "");
  CHECK(said("quantity", aictl::Value(true)) == "");
  CHECK(said("cidr", aictl::Value::list({1})) == "");
}

TEST_CASE("formats are checked in templates alone, where they are known") {
  for (const auto dialect : {aictl::schema::Dialect::standard, aictl::schema::Dialect::cluster}) {
    Trial trial("format: int64\n", {}, dialect);
    CHECK(trial.loading().empty());
    Trial quantity("format: quantity\n", {}, dialect);
    CHECK(quantity.said("16GB").empty());
  }
}
