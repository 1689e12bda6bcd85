#pragma once

#include <yaml-cpp/eventhandler.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/yaml/assembly.h"
#include "core/yaml/fault.h"
#include "core/yaml/inspection.h"
#include "core/yaml/place.h"
#include "core/yaml/report.h"
#include "core/yaml/source.h"

namespace aictl::yaml {

/// Takes yaml-cpp's events: gives each its place, reads scalars and tags, and checks what yaml-cpp lets
/// pass. Assembly makes the Values.
class Events : public YAML::EventHandler {
 public:
  Events(std::string_view text, std::uint16_t file, const Limits& limits, const Inspection& inspection,
         Source& source, Report& report);

  const Progress& progress() const { return progress_; }
  /// To be called when the parser has come to the end.
  void finish();
  /// The documents before the first that has a fault.
  std::vector<Value> takeDocuments() { return std::move(documents_); }

  void OnDocumentStart(const YAML::Mark& mark) override;
  void OnDocumentEnd() override;
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override;
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override;
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value style) override;
  void OnSequenceEnd() override { end(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value style) override;
  void OnMapEnd() override { end(); }

 private:
  std::size_t offsetOf(const YAML::Mark& mark) const;
  std::size_t lineStartOf(const YAML::Mark& mark) const;
  Origin placeOf(const YAML::Mark& mark);
  Origin dashPlace(const YAML::Mark& mark);
  Origin begin(const YAML::Mark& mark);
  void begin(Value empty, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
             YAML::EmitterStyle::value style);
  void end();
  std::size_t keyEnd(std::size_t offset, std::string_view key) const;
  bool lacksColon(std::string_view key) const;
  void complainOfColon(const Value& key);
  Origin unwrittenNullPlace(const YAML::Mark& mark, std::size_t offset);
  void checkIndentation(std::size_t lineStart, int line);
  void addScalar(const std::string& tag, YAML::anchor_t anchor, std::string_view text, Origin origin);
  void addKey(const std::string& tag, YAML::anchor_t anchor, std::string_view text, Origin origin);
  Value read(const std::string& tag, std::string_view text, Origin origin);
  void refuseTag(std::string_view tag, Origin origin);

  Source& source_;
  Report& report_;
  Assembly assembly_;
  Places places_;
  Progress progress_;
  bool shortEscapes_;
  std::vector<Value> documents_;
  Origin documentStart_;
  std::size_t bracketDepth_ = 0;
  int checkedLine_ = -1;
  bool firstDocument_ = true;
  bool onlyEnds_ = false;  // the document is nothing but `...`
};

}  // namespace aictl::yaml
