#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <istream>
#include <limits>
#include <optional>
#include <string>

#include "core/yaml/events.h"
#include "core/yaml/yaml.h"

namespace aictl::yaml {
namespace {

/// yaml-cpp counts bytes with an int.
constexpr std::size_t mostBytes = std::numeric_limits<int>::max() / 2;

/// Whether yaml-cpp gave up inside a quoted text, at the end of the document or of the text.
bool isInQuote(const YAML::Exception& exception, std::string_view text) {
  namespace Messages = YAML::ErrorMsg;
  const std::string_view message = exception.msg;
  const bool atEnd = static_cast<std::size_t>(exception.mark.pos) >= text.size();
  if (!atEnd) return message == Messages::DOC_IN_SCALAR;
  return !text.ends_with('\n') && (message == Messages::EOF_IN_SCALAR || message == Messages::INVALID_HEX ||
                                   message.starts_with(Messages::INVALID_ESCAPE));
}

/// Feeds the events with the text. Gives the offset where a quoted text was given up, for which there is no
/// finding then: yaml-cpp does not tell where the quote began.
std::optional<std::size_t> parse(Events& events, Source& source, std::string_view text, Report& report) {
  std::istream stream(&source);
  YAML::Parser parser(stream);
  try {
    while (parser.HandleNextDocument(events)) {
    }
    events.finish();
  } catch (const YAML::Exception& exception) {
    if (isInQuote(exception, text)) return static_cast<std::size_t>(exception.mark.pos);
    report.add(syntaxFault(exception, events.progress()));
  }
  return {};
}

/// The text without blanks at its end that no line end follows: yaml-cpp takes them for part of a folded
/// text (`>`).
std::string_view withoutBlankEnd(std::string_view text) {
  const std::size_t last = text.find_last_not_of(' ') + 1;  // npos + 1 is 0
  return last == 0 || text[last - 1] == '\n' ? text.substr(0, last) : text;
}

std::vector<Value> readChecked(std::string_view text, const Inspection& inspection, std::uint16_t file,
                               Findings& findings, const Limits& limits) {
  const std::size_t before = findings.size();
  Report report(findings);
  Source source(text, limits.values);
  Events events(text, file, limits, inspection, source, report);
  std::optional<std::size_t> givenUp;
  try {
    givenUp = parse(events, source, text, report);
  } catch (const Report::Stop&) {
  } catch (const Source::TooManyTokens&) {
    findings.push_back(Report::make("yaml-bounds", placeAt(text, events.progress().node, file),
                                    fmt::format("the text has more than {} values", limits.values),
                                    "split it"));
  }
  if (!givenUp) return events.takeDocuments();
  // Cut off there, and with a line end, the quoted text is an event, which has its place.
  findings.resize(before);
  std::string shortened(text.substr(0, *givenUp));
  if (!shortened.ends_with('\n')) shortened += '\n';
  return readChecked(shortened, inspection, file, findings, limits);
}

}  // namespace

std::vector<Value> read(std::string_view text, std::uint16_t file, Findings& findings, const Limits& limits) {
  if (text.size() > std::min(limits.bytes, mostBytes)) {
    constexpr double mebibyte = 1U << 20U;
    findings.push_back(Report::make("yaml-bounds", Origin{0, 0, file},
                                    fmt::format("the text has {:.1f} MiB; at most {:.1f} MiB are read",
                                                static_cast<double>(text.size()) / mebibyte,
                                                static_cast<double>(limits.bytes) / mebibyte),
                                    "split it"));
    return {};
  }
  const Inspection inspection = inspect(text, file);
  if (inspection.fault) {
    findings.push_back(*inspection.fault);
    return {};
  }
  text = withoutBlankEnd(text);
  if (text.empty()) return {};
  return readChecked(text, inspection, file, findings, limits);
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
