#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <istream>
#include <limits>

#include "core/yaml/events.h"
#include "core/yaml/yaml.h"

namespace aictl::yaml {
namespace {

/// yaml-cpp counts bytes with an int.
constexpr std::size_t mostBytes = std::numeric_limits<int>::max() / 2;

void parse(Events& events, Source& source, Report& report) {
  std::istream stream(&source);
  YAML::Parser parser(stream);
  try {
    while (parser.HandleNextDocument(events)) {
    }
  } catch (const YAML::Exception& exception) {
    report.add(syntaxFault(exception, events.progress()));
  }
}

}  // namespace

std::vector<Value> read(std::string_view text, std::uint16_t file, Findings& findings, const Limits& limits) {
  if (text.empty()) return {};
  Report report(findings);
  try {
    if (text.size() > std::min(limits.bytes, mostBytes)) {
      report.stop("yaml-bounds", Origin{0, 0, file},
                  fmt::format("the text has {:.1f} MiB; at most {:.1f} MiB are read",
                              static_cast<double>(text.size()) / (1U << 20U),
                              static_cast<double>(limits.bytes) / (1U << 20U)),
                  "split it");
    }
    const Inspection inspection = inspect(text, file);
    if (inspection.fault) report.stop(*inspection.fault);
    Source source(text, limits.values);
    Events events(text, file, limits, inspection, source, report);
    try {
      parse(events, source, report);
    } catch (const Report::Stop&) {
    } catch (const Source::TooManyTokens&) {
      report.stop("yaml-bounds", placeAt(text, events.progress().node, file),
                  fmt::format("the text has more than {} values", limits.values), "split it");
    }
    return events.takeDocuments();
  } catch (const Report::Stop&) {
    return {};
  }
}

Value readDocument(std::string_view text, std::uint16_t file, Findings& findings, const Limits& limits) {
  std::vector<Value> documents = read(text, file, findings, limits);
  if (documents.empty()) return Value(nullptr, Origin{0, 0, file});
  if (documents.size() > 1) {
    findings.push_back(Report::make("yaml-documents", documents[1].origin(),
                                    fmt::format("the text has {} documents; expected one", documents.size()),
                                    "put each in a file of its own"));
  }
  return std::move(documents.front());
}

}  // namespace aictl::yaml
