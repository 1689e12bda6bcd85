#include "core/pack/pack.h"

#include <algorithm>
#include <set>

namespace aictl::pack {
namespace {

Failure fault(std::string message, Origin origin) {
  return {ExitCode::badInput, Finding{.rule = "template", .message = std::move(message), .origin = origin}};
}

/// `args: [of, name, {labels: {}}]`; a map gives a default.
bool readArguments(const Value& head, std::vector<Part::Argument>& arguments) {
  const Value* list = head.find("args");
  if (list == nullptr || !list->isList() || head.size() != 1) return false;
  for (const Value& item : list->items()) {
    if (item.isString()) {
      arguments.push_back({std::string(item.string()), std::nullopt});
    } else if (item.isMap() && item.size() == 1) {
      const Entry& entry = item.entries().front();
      arguments.push_back({std::string(entry.key.string()), entry.value});
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace

Pack::Pack(std::string name, std::unique_ptr<Files> files, Pack* base)
    : name_(std::move(name)),
      files_(std::move(files)),
      base_(base),
      trees_(base == nullptr ? files_->trees() : base->trees_) {}

const std::vector<std::string>& Pack::templates() {
  if (!names_) names_ = files_->templates();
  return *names_;
}

Result<const Template*> Pack::find(std::string_view name) {
  const auto known = templates_.find(name);
  if (known != templates_.end()) return &known->second;
  if (!std::ranges::binary_search(templates(), name, std::less<>{}))
    return static_cast<const Template*>(nullptr);

  Findings findings;
  const auto documents = files_->read(std::string(name) + "/template.yaml", findings);
  if (hasErrors(findings)) return Failure(ExitCode::badInput, findings);
  if (!documents || documents->size() != 1) {
    return fault("the pack '" + name_ + "': " + std::string(name) + "/template.yaml has to hold one document",
                 {});
  }
  const schema::Files schemaFiles{.read = [this, &findings](std::string_view path) -> std::optional<Value> {
                                    const auto file = read(path, findings);
                                    if (!file || file->empty()) return std::nullopt;
                                    return file->front();
                                  },
                                  .list = [this](std::string_view folder) { return list(folder); }};
  Template definition = readTemplate(std::string(name), documents->front(), schemaFiles, trees_, findings);
  if (base_ != nullptr) checkExpressions(definition, findings);
  if (hasErrors(findings)) return Failure(ExitCode::badInput, findings);
  return &templates_.emplace(std::string(name), std::move(definition)).first->second;
}

Result<const Part*> Pack::part(std::string_view path) {
  const auto known = parts_.find(path);
  if (known != parts_.end()) return &known->second;
  Findings findings;
  auto documents = read(std::string(path) + ".yaml", findings);
  if (hasErrors(findings)) return Failure(ExitCode::badInput, findings);
  if (!documents || documents->empty()) return static_cast<const Part*>(nullptr);
  return readPart(std::string(path), std::move(*documents));
}

Result<const Part*> Pack::readPart(const std::string& path, std::vector<Value> documents) {
  std::vector<Part::Argument> arguments;
  const Origin origin = documents.front().origin();
  if (documents.size() > 2)
    return fault("a part is one document, after one with 'args' if it takes some", origin);
  if (documents.size() == 2 && !readArguments(documents.front(), arguments)) {
    return fault("a part's first document is 'args: [name, {name: default}]'", origin);
  }
  Part part{std::move(arguments), jsone::Template(std::move(documents.back()), trees_)};
  return &parts_.emplace(path, std::move(part)).first->second;
}

std::optional<std::vector<Value>> Pack::read(std::string_view path, Findings& findings) {
  auto documents = readOwn(path, findings);
  return documents || base_ == nullptr ? documents : base_->readOwn(path, findings);
}

std::optional<std::vector<Value>> Pack::readOwn(std::string_view path, Findings& findings) {
  if (const auto known = documents_.find(path); known != documents_.end()) return known->second;
  const auto before = findings.size();
  auto documents = files_->read(path, findings);
  if (documents && findings.size() == before) documents_.emplace(path, *documents);
  return documents;
}

std::vector<std::string> Pack::list(std::string_view folder) {
  auto names = files_->list(folder);
  if (base_ == nullptr) return names;
  std::vector<std::string> all;
  std::ranges::set_union(names, base_->list(folder), std::back_inserter(all));
  return all;
}

Packs::Packs(Sources& sources) {
  packs_.push_back(std::make_unique<Pack>("built-in", builtinFiles(sources), nullptr));
}

void Packs::add(std::string name, std::unique_ptr<Files> files) {
  packs_.push_back(std::make_unique<Pack>(std::move(name), std::move(files), packs_.front().get()));
}

std::vector<std::string> Packs::templates() {
  std::set<std::string> names;
  for (const auto& pack : packs_) names.insert(pack->templates().begin(), pack->templates().end());
  return {names.begin(), names.end()};
}

std::optional<std::vector<Value>> Packs::read(std::string_view path, Findings& findings) {
  for (auto pack = packs_.rbegin(); pack != packs_.rend(); ++pack) {
    if (auto documents = (*pack)->readOwn(path, findings)) return documents;
  }
  return std::nullopt;
}

std::vector<std::string> Packs::list(std::string_view folder) {
  std::set<std::string> names;
  for (const auto& pack : packs_) {
    for (std::string& name : pack->list(folder)) names.insert(std::move(name));
  }
  return {names.begin(), names.end()};
}

Result<Packs::Found> Packs::find(std::string_view templateName) {
  for (auto pack = packs_.rbegin(); pack != packs_.rend(); ++pack) {
    auto found = (*pack)->find(templateName);
    if (!found) return found.failure();
    if (*found != nullptr) return Found{pack->get(), *found};
  }
  return Found{};
}

}  // namespace aictl::pack
