// Pictures of stacks as a code host draws them: by the npm package mermaid, in headless Chromium.

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <string_view>

#include "cluster/fixture/cluster.h"
#include "cluster/fixture/play.h"

using namespace aictl;
using aictl::test::Cluster;
using aictl::test::Outcome;
using aictl::test::Workspace;

namespace {

namespace fs = std::filesystem;

constexpr auto version = "12.3.0";  // of mermaid

[[noreturn]] void skip(const std::string& reason) {
  std::cout << "skipped: " << reason
            << "\nit needs chromium-headless-shell or chromium (of the distribution), and npm for mermaid@"
            << version << "\n";
  std::exit(77);  // as ctest is told
}

std::string browser() {
  for (const char* path : {"/usr/bin/chromium-headless-shell", "/usr/bin/chromium"}) {
    if (fs::exists(path)) return path;
  }
  skip("there is no Chromium");
}

/// How a program ends that runs as the caller would run it: npm may need what is set, such as a proxy.
int code(const std::vector<std::string>& words, const fs::path& folder) {
  std::map<std::string, std::string> environment;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text(*variable);
    environment.emplace(text.substr(0, text.find('=')),
                        text.substr(std::min(text.size(), text.find('=') + 1)));
  }
  try {
    return test::run({.words = words, .folder = folder, .environment = environment}).code;
  } catch (const std::runtime_error& error) {
    skip(error.what());
  }
}

/// The package's one file for pages; fetched where it is not there yet.
std::string script() {
  const char* set = std::getenv("AICTL_BROWSER_FILES");
  const fs::path folder = set != nullptr ? set : (fs::temp_directory_path() / "aictl-browser").string();
  const fs::path file = folder / "package/dist/mermaid.min.js";
  if (fs::exists(file)) return file;
  fs::create_directories(folder);
  const std::string archive = std::string("mermaid-") + version + ".tgz";
  if (code({"npm", "pack", "--silent", std::string("mermaid@") + version}, folder) != 0 ||
      code({"tar", "-xzf", archive, "package/dist/mermaid.min.js"}, folder) != 0)
    skip("npm gives no mermaid");
  return file;
}

/// Draws as a code host does, with nothing set, and tells what stands in the drawing.
const std::string page = R"(<!DOCTYPE html><meta charset="utf-8"><body><script src="mermaid.min.js"></script>
<script type="text/plain" id="text">PICTURE</script><script>
mermaid.initialize({startOnLoad: false});
mermaid.render('picture', document.getElementById('text').textContent).then(({svg}) => {
  document.body.innerHTML = svg;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const drawn = {
    boxes: all('g.node').map((box) => ({
      text: box.textContent.trim(),
      fill: getComputedStyle(box.querySelector('.label-container')).fill,
      width: Math.round(box.getBBox().width)})),
    frames: all('g.cluster').map((frame) => frame.textContent.trim()),
    arrows: all('path.flowchart-link').length};
  document.body.textContent = 'DRAWN ' + JSON.stringify(drawn) + ' DRAWN';
}, (error) => { document.body.textContent = 'DRAWN ' + JSON.stringify({error: String(error)}) + ' DRAWN'; });
</script></body>)";

/// What the browser made of a text: {boxes: [{text, fill, width}], frames, arrows}.
Value drawn(const Workspace& work, const std::string& picture) {
  INFO(picture);
  const std::string program = browser();
  fs::copy_file(script(), work.path("mermaid.min.js"), fs::copy_options::skip_existing);
  work.write("page.html", test::replaced(page, "PICTURE", picture));
  const Outcome run =
      work.program({program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                    "--virtual-time-budget=20000", "--user-data-dir=" + work.path("profile"), "--dump-dom",
                    "file://" + work.path("page.html")});
  INFO(run.err);
  const auto begin = run.out.find("DRAWN {");
  const auto end = run.out.rfind(" DRAWN");
  REQUIRE((begin != std::string::npos && end > begin));
  const auto answer = yaml::readJson(run.out.substr(begin + 6, end - begin - 6));
  REQUIRE(answer);
  INFO(yaml::writeJson(*answer));
  REQUIRE(answer->find("error") == nullptr);
  return *answer;
}

/// The box whose text begins so.
Value boxOf(const Value& drawing, std::string_view begin) {
  for (const Value& box : drawing.find("boxes")->items()) {
    if (findString(box, {"text"}).starts_with(begin)) return box;
  }
  return {};
}

}  // namespace

TEST_CASE("a browser draws the stack that render writes: frames, boxes with all their text, arrows",
          "[.browser]") {
  const Workspace work;
  const Outcome run =
      work.aictl({"render", "-o", "mermaid", "-f", AICTL_SOURCE "/tests/golden/mission/aictl.yaml"});
  REQUIRE(run.code == 0);
  const Value drawing = drawn(work, run.out);
  CHECK(drawing.find("frames")->size() == 2);
  CHECK(drawing.find("boxes")->size() == 6);
  CHECK(*drawing.find("arrows") == Value(4));
  CHECK(findString(boxOf(drawing, "train/resnet50"), {"text"}) ==
        "train/resnet50tfjob.kubeflow.org/resnet50");
  for (const Value& box : drawing.find("boxes")->items()) CHECK(box.find("width")->integer() > 50);
}

TEST_CASE("a browser draws the status of a stack, each entry in the colour of its state", "[.browser]") {
  Cluster cluster;
  cluster.work.write("aictl.yaml",
                     "stack: s\ncache: {d: {from: ['s3://a/b'], runtime: jindo}}\n"
                     "train: {a: {image: 'x:1', caches: [d]}}\nserve: {web: {image: 'x:1', port: 80, engine: "
                     "deployment}}\n");
  REQUIRE(cluster.aictl({"apply", "-q", "a"}).code == 0);
  test::endJob(cluster, "Failed");
  const Outcome run = cluster.aictl({"status", "-o", "mermaid"});
  REQUIRE(run.code == 1);
  const Value drawing = drawn(cluster.work, run.out);
  CHECK(drawing.find("frames")->size() == 2);
  CHECK(*drawing.find("arrows") == Value(1));
  CHECK(findString(boxOf(drawing, "train/a"), {"text"}).starts_with("train/ajob.batch/a: failed"));
  const auto fill = [&](std::string_view entry) { return findString(boxOf(drawing, entry), {"fill"}); };
  CHECK(fill("train/a") == "rgb(248, 215, 218)");
  CHECK(fill("serve/web") == "rgb(248, 215, 218)");
  CHECK(fill("cache/d") != fill("train/a"));
}
