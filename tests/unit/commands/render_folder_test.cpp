// Rendered manifests as files of a folder.
#include "commands/stack/render_folder.h"

#include <sys/stat.h>

#include "commands/stack/render_text.h"
#include "core/yaml/yaml.h"
#include "recording.h"

using namespace aictl;
using commands::RenderedFile;
using Lines = std::vector<std::string>;
namespace fs = std::filesystem;

namespace {

stack::Rendered rendered(std::string_view object, std::string entry = {}) {
  Findings findings;
  stack::Rendered result{yaml::readDocument(object, 1, findings), std::move(entry)};
  REQUIRE(findings.empty());
  return result;
}

stack::Rendered object(const std::string& kind, const std::string& name, std::string entry = {},
                       const std::string& nameSpace = "ns", const std::string& version = "v1") {
  return rendered("{apiVersion: " + version + ", kind: " + kind + ", metadata: {name: " + name +
                      ", namespace: " + nameSpace + "}}",
                  std::move(entry));
}

Lines namesOf(const std::vector<stack::Rendered>& manifests) {
  Lines names;
  for (const auto& file : commands::renderedFiles(manifests, "yaml")) names.push_back(file.name);
  return names;
}

Lines filesIn(const TemporaryFolder& folder) {
  Lines names;
  for (const auto& file : fs::directory_iterator(folder.path()))
    names.push_back(file.path().filename().string());
  std::ranges::sort(names);
  return names;
}

}  // namespace

TEST_CASE("a file is named by entry and kind") {
  CHECK(namesOf({object("TFJob", "resnet50", "train/resnet50"),
                 object("Service", "resnet50", "train/resnet50")}) ==
        Lines{"train-resnet50-tfjob.yaml", "train-resnet50-service.yaml"});
  CHECK(commands::renderedFiles({object("Job", "a", "train/a")}, "json").front().name == "train-a-job.json");
}

TEST_CASE("where that is not enough, the object's name comes too, for all that share it") {
  CHECK(namesOf({object("Service", "a", "serve/x"), object("Deployment", "x", "serve/x"),
                 object("Service", "b", "serve/x")}) ==
        Lines{"serve-x-service-a.yaml", "serve-x-deployment.yaml", "serve-x-service-b.yaml"});
}

TEST_CASE("a plain manifest is named by kind and object, then by namespace and group") {
  CHECK(namesOf({object("ConfigMap", "a"), object("ConfigMap", "b")}) ==
        Lines{"configmap-a.yaml", "configmap-b.yaml"});
  CHECK(namesOf({object("ConfigMap", "a", "", "one"), object("ConfigMap", "a", "", "two")}) ==
        Lines{"configmap-a-one.yaml", "configmap-a-two.yaml"});
  CHECK(namesOf({object("Service", "a"), object("Service", "a", "", "ns", "serving.example.com/v1")}) ==
        Lines{"service-a-ns-v1.yaml", "service-a-ns-serving.example.com.yaml"});
}

TEST_CASE("no two files have one name, whatever the manifests are called") {
  const std::vector<stack::Rendered> manifests{
      object("Job", "a", "train/x"),         object("train", "x-job"),
      object("Job", "a-b", "train/x"),       object("Service", "a", "train/x-job"),
      object("Service", "b", "train/x-job"), object("x", "job-service")};
  auto names = namesOf(manifests);
  std::ranges::sort(names);
  CHECK(std::ranges::adjacent_find(names) == names.end());
}

TEST_CASE("names do not change when other entries come or go") {
  const auto one = object("Job", "a", "train/a");
  CHECK(namesOf({one}).front() ==
        namesOf({one, object("Job", "b", "train/b"), object("ConfigMap", "a")}).front());
}

TEST_CASE("files are written, with a list of their names, and nothing is left of an earlier run") {
  const TemporaryFolder folder;
  REQUIRE(commands::writeFolder(folder.path(), {{"a.yaml", "1\n"}, {"b.yaml", "2\n"}}));
  CHECK(filesIn(folder) == Lines{".aictl-files", "a.yaml", "b.yaml"});
  CHECK(folder.read("a.yaml") == "1\n");
  REQUIRE(commands::writeFolder(folder.path(), {{"b.yaml", "3\n"}, {"c.yaml", "4\n"}}));
  CHECK(filesIn(folder) == Lines{".aictl-files", "b.yaml", "c.yaml"});
  CHECK(folder.read("b.yaml") == "3\n");
}

TEST_CASE("a folder is made where it is missing, with those above it") {
  const TemporaryFolder folder;
  REQUIRE(commands::writeFolder(folder.path("deep/er"), {{"a.yaml", "1\n"}}));
  CHECK(folder.read("deep/er/a.yaml") == "1\n");
}

TEST_CASE("files of others are left alone") {
  const TemporaryFolder folder;
  folder.write("kustomization.yaml", "mine\n");
  folder.write("deep/a.yaml", "mine too\n");
  REQUIRE(commands::writeFolder(folder.path(), {{"a.yaml", "1\n"}}));
  REQUIRE(commands::writeFolder(folder.path(), {}));
  CHECK(folder.read("kustomization.yaml") == "mine\n");
  CHECK(folder.read("deep/a.yaml") == "mine too\n");
  CHECK_FALSE(folder.has("a.yaml"));
}

TEST_CASE("a file of others that is in the way is not written over, and then nothing is written") {
  const TemporaryFolder folder;
  folder.write("b.yaml", "mine\n");
  const auto written = commands::writeFolder(folder.path(), {{"a.yaml", "1\n"}, {"b.yaml", "2\n"}});
  REQUIRE_FALSE(written);
  CHECK(written.failure().findings.front().message ==
        folder.path("b.yaml") + " is there and was not written by aictl");
  CHECK(folder.read("b.yaml") == "mine\n");
  CHECK_FALSE(folder.has("a.yaml"));
}

TEST_CASE("a list that was tampered with leads out of no folder") {
  const TemporaryFolder folder;
  folder.write("victim", "keep\n");
  folder.write("inside/.aictl-files", "../victim\n..\n/etc/passwd\n.\n\n");
  (void)commands::writeFolder(folder.path("inside"), {{"a.yaml", "1\n"}});
  CHECK(folder.read("victim") == "keep\n");
}

TEST_CASE("a file that is right already keeps its time") {
  const TemporaryFolder folder;
  const std::vector<RenderedFile> files{{"a.yaml", "1\n"}, {"b.yaml", "2\n"}};
  REQUIRE(commands::writeFolder(folder.path(), files));
  const auto old = fs::file_time_type::clock::now() - std::chrono::hours(1);
  for (const auto& name : filesIn(folder)) fs::last_write_time(folder.path(name), old);
  REQUIRE(commands::writeFolder(folder.path(), {{"a.yaml", "1\n"}, {"b.yaml", "changed\n"}}));
  CHECK(fs::last_write_time(folder.path("a.yaml")) == old);
  CHECK(fs::last_write_time(folder.path(".aictl-files")) == old);
  CHECK(fs::last_write_time(folder.path("b.yaml")) != old);
}

TEST_CASE("the differences of a folder are told, a line each") {
  const TemporaryFolder folder;
  REQUIRE(commands::writeFolder(
      folder.path(),
      {{"same.yaml", "1\n"}, {"other.yaml", "2\n"}, {"old.yaml", "3\n"}, {"gone.yaml", "4\n"}}));
  fs::remove(folder.path("gone.yaml"));
  CHECK(commands::folderDifferences(
            folder.path(),
            {{"same.yaml", "1\n"}, {"other.yaml", "new\n"}, {"gone.yaml", "4\n"}, {"fresh.yaml", "5\n"}}) ==
        Lines{"differs other.yaml", "missing gone.yaml", "missing fresh.yaml", "stale   old.yaml"});
  CHECK(folder.read("other.yaml") == "2\n");
}

TEST_CASE("a folder that is as it shall be has no differences") {
  const TemporaryFolder folder;
  const std::vector<RenderedFile> files{{"a.yaml", "1\n"}};
  REQUIRE(commands::writeFolder(folder.path(), files));
  CHECK(commands::folderDifferences(folder.path(), files).empty());
}

TEST_CASE("manifests are YAML documents, JSON, or names as kubectl has them") {
  const std::vector<stack::Rendered> two{object("Job", "a", "train/a", "ns", "batch/v1"),
                                         object("ConfigMap", "b")};
  CHECK(commands::renderedText(two, "name") == "job.batch/a\nconfigmap/b\n");
  CHECK(commands::renderedText(std::span(two).first(1), "yaml") ==
        "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: a\n  namespace: ns\n");
  CHECK(commands::renderedText(two, "yaml").find("\n---\napiVersion: v1\n") != std::string::npos);
  CHECK(commands::renderedText(two, "json").find("\"kind\": \"List\"") != std::string::npos);
  CHECK(commands::renderedText(std::span(two).first(1), "json").find("\"kind\": \"Job\"") !=
        std::string::npos);
  CHECK(commands::renderedText({}, "yaml").empty());
}

TEST_CASE("each line of a manifest is told with where it came from") {
  Sources sources;
  const auto file = sources.add("aictl.yaml");
  Value manifest = Value::map({}, {1, 1, file});
  manifest.set(Value("kind", {3, 2, file}), Value("Job", {3, 8, file}));
  manifest.set(Value("list", {}), Value::list({Value("x", {14, 7, file})}, {}));
  CHECK(commands::withOrigins({{manifest, ""}}, sources) ==
        "aictl.yaml:3:8  | kind: Job\n                | list:\naictl.yaml:14:7 | - x\n");
}
