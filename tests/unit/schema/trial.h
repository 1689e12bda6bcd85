#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "catch.h"
#include "core/schema/schema.h"
#include "core/yaml/yaml.h"

/// A schema written in a test, with the other files of its pack, and what it says of specs.
class Trial {
 public:
  using Lines = std::vector<std::string>;
  using Texts = std::map<std::string, std::string, std::less<>>;

  explicit Trial(std::string_view schema, Texts files = {},
                 aictl::schema::Dialect dialect = aictl::schema::Dialect::templates)
      : files_(std::move(files)), document_(read("t", schema)), schema_(load(dialect)) {}

  /// What was found on loading, each as `file:line:column: message; remedy`.
  Lines loading() const { return lines(findings_); }

  /// What is found by the step for whole packs.
  Lines validation() const {
    aictl::Findings findings;
    schema_.validate(findings);
    return lines(findings);
  }

  aictl::Value normalised(std::string_view spec) { return schema_.normalise(read("s", spec)); }
  aictl::Value filled(std::string_view spec) { return schema_.fill(normalised(spec)); }

  /// What is wrong with a spec, each as `line:column: message; remedy`.
  Lines said(std::string_view spec) {
    aictl::Findings findings;
    schema_.check(normalised(spec), "", findings);
    Lines result;
    for (const auto& line : lines(findings)) result.push_back(line.starts_with("s:") ? line.substr(2) : line);
    return result;
  }

  /// The only thing that is wrong with a spec.
  std::string fault(std::string_view spec) {
    const auto all = said(spec);
    CHECK(all.size() == 1);
    return all.empty() ? std::string() : all.front();
  }

  const aictl::schema::Schema& schema() const { return schema_; }
  aictl::Value spec(std::string_view text) { return read("s", text); }

 private:
  aictl::Value read(std::string name, std::string_view text) {
    aictl::Findings findings;
    const auto file = sources_.add(std::move(name), std::string(text));
    aictl::Value value = aictl::yaml::readDocument(text, file, findings);
    for (const auto& finding : findings) FAIL_CHECK(aictl::text(finding, sources_));
    return value;
  }

  aictl::schema::Schema load(aictl::schema::Dialect dialect) {
    const aictl::schema::Files files{
        .read = [this](std::string_view path) -> std::optional<aictl::Value> {
          const auto found = files_.find(path);
          if (found == files_.end()) return std::nullopt;
          return read(std::string(path), found->second);
        },
        .list =
            [this](std::string_view folder) {
              std::vector<std::string> names;
              const auto prefix = std::string(folder) + "/";
              for (const auto& [path, text] : files_) {
                if (path.starts_with(prefix))
                  names.push_back(path.substr(prefix.size(), path.size() - prefix.size() - 5));
              }
              return names;
            }};
    const aictl::Value* inner = document_.find("schema");
    return aictl::schema::Schema::load(inner == nullptr ? document_ : *inner, document_, files, findings_,
                                       dialect);
  }

  Lines lines(const aictl::Findings& findings) const {
    Lines result;
    for (const auto& finding : findings) result.push_back(aictl::text(finding, sources_));
    return result;
  }

  aictl::Sources sources_;
  Texts files_;
  aictl::Findings findings_;
  aictl::Value document_;
  aictl::schema::Schema schema_;
};
