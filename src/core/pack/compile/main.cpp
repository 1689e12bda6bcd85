// A step of the build: reads a pack with the reader that the program has, and writes it as the bytes that
// are compiled in. A fault in a template stops the build with its place.

#include <cstdio>
#include <filesystem>
#include <map>

#include "core/base/file.h"
#include "core/jsone/syntax_trees.h"
#include "core/pack/encoding.h"
#include "core/yaml/yaml.h"

namespace fs = std::filesystem;
using namespace aictl;

namespace {

int complain(const Findings& findings, const Sources& sources) {
  for (const auto& finding : findings) std::fprintf(stderr, "%s\n", text(finding, sources).c_str());
  return 2;
}

using Documents = std::map<std::string, std::vector<Value>>;  // by path, as the reader searches

std::string encoded(const Documents& files) {
  std::vector<Value> all;
  for (const auto& [path, documents] : files) all.insert(all.end(), documents.begin(), documents.end());
  const pack::Encoder encoder(all);
  std::string bytes;
  encoder.encodeTable(bytes);
  pack::encodeText(jsone::encodeTrees(all), bytes);
  pack::encodeCount(files.size(), bytes);
  for (const auto& [path, documents] : files) {
    std::string content;
    pack::encodeCount(documents.size(), content);
    for (const auto& document : documents) encoder.encode(document, content);
    pack::encodeText(path, bytes);
    pack::encodeText(content, bytes);
  }
  return bytes;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) {
    std::fputs("usage: pack-compile FOLDER OUTPUT\n", stderr);
    return 2;
  }
  const fs::path root = arguments[1];
  Sources sources;
  Findings findings;
  Documents files;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    if (entry.path().extension() != ".yaml") continue;
    auto text = readFile(entry.path().string(), yaml::Limits{}.bytes);
    if (!text) return complain(text.failure().findings, sources);
    const auto number = sources.add(entry.path().string(), *text);
    files[fs::relative(entry.path(), root).generic_string()] = yaml::read(*text, number, findings);
  }
  if (!findings.empty()) return complain(findings, sources);
  const auto written = writeFile(arguments[2], encoded(files));
  return written ? 0 : complain(written.failure().findings, sources);
}
