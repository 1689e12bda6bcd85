#include "commands/stack/program_folder.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/pack/beginning.h"
#include "core/yaml/utf8.h"

namespace aictl::commands {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t mostFiles = 1000;
constexpr std::size_t fileLimit = 1U << 20U;

std::string_view stripped(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const auto begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.push_back(stripped(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// The word that a text begins with; it is taken off.
std::string_view takeWord(std::string_view& text) {
  text = stripped(text);
  const auto end = std::min(text.find_first_of(" \t"), text.size());
  const auto word = text.substr(0, end);
  text = stripped(text.substr(end));
  return word;
}

std::string textOf(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return {};
  auto text = readFile(file.string(), fileLimit);
  return text && yaml::isUtf8(*text) ? *std::move(text) : std::string();
}

std::vector<std::string> filesOf(const fs::path& folder) {
  std::set<std::string> names;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    std::string name = at->path().filename().string();
    if (at->is_regular_file(error) && yaml::isUtf8(name)) names.insert(std::move(name));
    if (names.size() >= mostFiles) break;
  }
  return {names.begin(), names.end()};
}

std::string labelOf(const std::string& folder) {
  constexpr std::size_t longest = 40;  // objects have names that are longer than their entry's
  std::string label;
  for (const char c : lowered(folder)) {
    const bool isKept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (isKept) label += c;
    if (!isKept && !label.empty() && label.back() != '-') label += '-';
  }
  if (label.empty() || label.front() < 'a') label.insert(0, label.empty() ? "app" : "app-");
  if (label.size() > longest) label.resize(longest);
  while (label.back() == '-') label.pop_back();
  return label;
}

/// Adds the package that a requirement (PEP 508) begins with.
void addPackage(std::string_view requirement, std::set<std::string>& packages) {
  requirement = stripped(requirement);
  std::string name;
  for (const char c : requirement) {
    const bool isWord = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (isWord) {
      name += c;
    } else if (c != '-' && c != '_' && c != '.') {
      break;
    } else if (!name.empty() && name.back() != '-') {
      name += '-';
    }
  }
  while (name.ends_with('-')) name.pop_back();
  if (!name.empty()) packages.insert(lowered(name));
}

/// requirements.txt: a requirement a line, beside comments and options.
void addRequirements(std::string_view text, std::set<std::string>& packages) {
  for (const auto line : linesOf(text)) {
    if (!line.starts_with('-') && !line.starts_with('#')) addPackage(line, packages);
  }
}

/// The quoted texts of a line of TOML, each a requirement. Gives whether a list ends in it, outside of these.
bool takeQuoted(std::string_view line, std::set<std::string>& packages) {
  while (!line.empty()) {
    const auto at = line.find_first_of("\"'#]");
    if (at == std::string_view::npos || line[at] == '#') return false;
    if (line[at] == ']') return true;
    const auto end = line.find(line[at], at + 1);
    if (end == std::string_view::npos) return false;
    addPackage(line.substr(at + 1, end - at - 1), packages);
    line.remove_prefix(end + 1);
  }
  return false;
}

/// pyproject.toml: the lists of `[project]` and its extras, and Poetry's tables, whose keys are packages.
void addProject(std::string_view text, std::set<std::string>& packages) {
  std::string section;
  bool isInList = false;
  for (const auto line : linesOf(text)) {
    if (isInList) {
      isInList = !takeQuoted(line, packages);
      continue;
    }
    if (line.starts_with('[')) {
      section = line;
      continue;
    }
    const auto equals = line.find('=');
    if (equals == std::string_view::npos || line.starts_with('#')) continue;
    const auto key = stripped(line.substr(0, equals));
    const auto value = stripped(line.substr(equals + 1));
    const bool isList = (section == "[project]" && key == "dependencies") ||
                        section == "[project.optional-dependencies]" || section == "[dependency-groups]";
    if (isList && value.starts_with('[')) {
      isInList = !takeQuoted(value.substr(1), packages);
    } else if (section.starts_with("[tool.poetry.") && section.ends_with("dependencies]") &&
               key != "python") {
      addPackage(key, packages);
    }
  }
}

Value listOf(const auto& texts) {
  Value list = Value::list();
  for (const auto& text : texts) list.push(Value(text));
  return list;
}

/// The lines of a Dockerfile, those that go on with a backslash in one.
std::vector<std::string> instructionsOf(const std::string& text) {
  std::vector<std::string> instructions;
  bool goesOn = false;
  for (auto line : linesOf(text)) {
    if (line.empty() || line.starts_with('#')) continue;
    if (!goesOn) instructions.emplace_back();
    goesOn = line.ends_with('\\');
    if (goesOn) line.remove_suffix(1);
    instructions.back().append(line).append(" ");
  }
  return instructions;
}

/// The port of `8080` or `8080/tcp`; none of a variable.
std::optional<int> portOf(std::string_view word) {
  int port = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), port);
  const bool isWhole = end == word.data() + word.size() || *end == '/';
  constexpr int most = 65535;
  return error == std::errc() && isWhole && port >= 1 && port <= most ? std::optional(port) : std::nullopt;
}

/// What the last stage of a Dockerfile says; a stage that begins with another has what that one says.
struct Stage {
  std::string from;
  std::optional<int> port;
  bool command = false;
};

Stage stageOf(std::string_view rest, std::map<std::string, Stage>& named) {
  auto word = takeWord(rest);
  while (word.starts_with("--")) word = takeWord(rest);  // --platform=…
  const auto earlier = named.find(lowered(word));
  return earlier == named.end() ? Stage{.from = std::string(word)} : earlier->second;
}

Value dockerfileOf(const std::string& text) {
  Stage stage;
  std::string name;
  std::map<std::string, Stage> named;
  for (const std::string& instruction : instructionsOf(text)) {
    std::string_view rest = instruction;
    const std::string word = lowered(takeWord(rest));
    if (word == "from") {
      if (!name.empty()) named[name] = stage;
      stage = stageOf(rest, named);
      const std::string words = lowered(rest);
      const auto as = words.rfind(" as ");
      name = as == std::string::npos ? std::string()
                                     : std::string(stripped(std::string_view(words).substr(as + 4)));
    } else if (word == "expose" && !stage.port) {
      stage.port = portOf(takeWord(rest));
    } else if (word == "cmd" || word == "entrypoint") {
      stage.command = true;
    }
  }
  const bool isKnown = !stage.from.empty() && stage.from.find('$') == std::string::npos;
  return Value::map({{"there", Value(true)},
                     {"from", isKnown ? Value(stage.from) : Value()},
                     {"port", stage.port ? Value(*stage.port) : Value()},
                     {"command", Value(stage.command)}});
}

}  // namespace

Value lookAtFolder(const std::string& folder) {
  std::error_code error;
  const fs::path path = fs::absolute(folder.empty() ? "." : folder, error).lexically_normal();
  const auto files = filesOf(path);
  std::set<std::string> packages;
  std::string dockerfile;
  for (const std::string& name : files) {
    if (name.starts_with("requirements") && name.ends_with(".txt"))
      addRequirements(textOf(path / name), packages);
    if (name == "pyproject.toml") addProject(textOf(path / name), packages);
    if ((name == "Dockerfile" || name == "Containerfile") && dockerfile.empty())
      dockerfile = textOf(path / name);
  }
  const fs::path last = path.has_filename() ? path.filename() : path.parent_path().filename();
  Value found = pack::nothingFound(labelOf(last.string()));
  found.set("files", listOf(files));
  found.set("packages", listOf(packages));
  if (!dockerfile.empty()) found.set("dockerfile", dockerfileOf(dockerfile));
  return found;
}

}  // namespace aictl::commands
