#include <fmt/format.h>

#include <cctype>
#include <cmath>

#include "core/schema/checker.h"
#include "core/schema/formats.h"
#include "core/schema/words.h"

namespace aictl::schema {
namespace {

constexpr std::size_t deepest = 1000;
constexpr std::size_t mostSteps = 10'000'000;

/// Whether a value of a kind that the schema does not name counts as an integer all the same: 1.0 does, but
/// not in a spec, whose text would reach a manifest as it is.
bool isWholeNumber(const Graph& graph, const Node& node, const Value& value) {
  return value.kind() == Value::Kind::number && node.allows(Value::Kind::integer) &&
         std::trunc(value.number()) == value.number() &&
         (graph.dialect != Dialect::templates || std::abs(value.number()) >= 0x1p53);
}

bool isLess(const Value& a, const Value& b) {
  return a.isInteger() && b.isInteger() ? a.integer() < b.integer() : a.number() < b.number();
}

bool isMultiple(const Value& value, const Value& of) {
  if (of.number() == 0) return false;
  if (value.isInteger() && of.isInteger()) return of.integer() == -1 || value.integer() % of.integer() == 0;
  constexpr double relative = 1e-12;  // what division of two decimal fractions may be off
  const double quotient = value.number() / of.number();
  return std::isfinite(quotient) &&
         std::abs(quotient - std::round(quotient)) <= relative * std::abs(quotient);
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// What the schema says of the value, for those who gave something else.
std::string meaning(const Node& node) {
  return node.description.empty() ? std::string() : "it is: " + std::string(node.description);
}

/// The words of a text as a list, as of a command; "" where that takes a shell to read, or quotes to write.
std::string listOf(std::string_view text) {
  const auto isPlain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view(":-_./=+").find(c) != std::string_view::npos;
  };
  std::string list;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    if (!std::ranges::all_of(word, isPlain) || word.ends_with(':')) return {};
    if (!word.empty()) list.append(list.empty() ? "[" : ", ").append(word);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return list.empty() ? list : list + "]";
}

/// What to write where a value of another kind is wanted, as far as that is plain.
std::string kindRemedy(const Node& node, const Value& value) {
  const auto wants = [&](Value::Kind kind) { return node.types != 0 && node.allows(kind); };
  if (value.isString()) {
    const std::string text(value.string());
    const bool isNumeric = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    if (isNumeric && wants(Value::Kind::integer)) return "write " + text + " without quotes";
    constexpr std::array<std::string_view, 4> yes{"yes", "on", "true", "True"};
    constexpr std::array<std::string_view, 4> no{"no", "off", "false", "False"};
    if (wants(Value::Kind::boolean) && std::ranges::find(yes, text) != yes.end()) return "write true";
    if (wants(Value::Kind::boolean) && std::ranges::find(no, text) != no.end()) return "write false";
  }
  const bool isScalar = !value.isList() && !value.isMap() && !value.isNull();
  if (isScalar && wants(Value::Kind::list)) {
    const std::string list = listOf(value.scalarText());
    return list.empty() ? meaning(node) : "write " + list;
  }
  if (isScalar && wants(Value::Kind::string)) return "write it in quotes: '" + value.scalarText() + "'";
  if (wants(Value::Kind::map) && !node.properties.empty()) {
    std::vector<std::string> names;
    names.reserve(node.properties.size());
    for (const auto& property : node.properties) names.push_back(property.name);
    return "its keys are " + both(names);
  }
  return meaning(node);
}

/// A pattern such as `^/` says how a text begins.
std::string patternWords(std::string_view pattern) {
  const auto rest = pattern.substr(pattern.starts_with('^') ? 1 : 0);
  const bool isPlain = !rest.empty() && rest.find_first_of("\\^$.|?*+()[]{}") == std::string_view::npos;
  if (!isPlain) return "match " + std::string(pattern);
  return (pattern.starts_with('^') ? "begin with '" : "contain '") + std::string(rest) + "'";
}

}  // namespace

bool Checker::check(const Node& node, const Value& value) {
  Place place{.node = &node, .value = &value};
  return at(node, place);
}

bool Checker::below(const Node& node, const Place& parent, const Value& value, const Value* key,
                    std::size_t index) {
  if (node.any) return true;
  Place place{&parent, &node, &value, key, index};
  return at(node, place);
}

bool Checker::at(const Node& node, Place& place) {
  if (node.any) return true;
  if (work_.gaveUp || work_.depth == deepest || ++work_.steps > mostSteps) {
    work_.gaveUp = true;
    return false;
  }
  ++work_.depth;
  const bool holds = withinBounds(node, place);
  --work_.depth;
  return holds;
}

bool Checker::withinBounds(const Node& node, Place& place) {
  if (node.never) return wrong(place, "not-allowed", "is not allowed");
  if (!node.allows(place.value->kind()) && !isWholeNumber(graph_, node, *place.value))
    return kind(node, place);
  return inside(node, place);
}

bool Checker::inside(const Node& node, Place& place) {
  bool holds = enumeration(node, place);
  if (!holds && isSilent()) return false;
  switch (place.value->kind()) {
    case Value::Kind::integer:
    case Value::Kind::number:
      holds &= number(node, place);
      break;
    case Value::Kind::string:
      if (node.assertions != nullptr) holds &= string(*node.assertions, place);
      break;
    case Value::Kind::list:
      holds &= list(node, place);
      break;
    case Value::Kind::map:
      holds &= map(node, place);
      break;
    case Value::Kind::null:
    case Value::Kind::boolean:
      break;
  }
  if (!holds && isSilent()) return false;
  return (node.assertions == nullptr || choices(node, place)) && holds;
}

bool Checker::kind(const Node& node, const Place& place) {
  if (isSilent()) return false;
  const Value& value = *place.value;
  if (value.kind() == Value::Kind::number && node.allows(Value::Kind::integer)) {
    const bool isWhole = std::trunc(value.number()) == value.number();
    return wrong(place, "wrong-type", "must be a whole number, not " + plain(value),
                 isWhole ? "write " + fmt::format("{:.0f}", value.number()) : meaning(node));
  }
  return wrong(place, "wrong-type", "must be " + kinds(node.types) + ", not " + found(value),
               kindRemedy(node, value));
}

bool Checker::enumeration(const Node& node, const Place& place) {
  if (node.assertions != nullptr && node.assertions->constant && *node.assertions->constant != *place.value) {
    if (isSilent()) return false;
    const auto& constant = *node.assertions->constant;
    if (constant.isList() || constant.isMap())
      return wrong(place, "not-allowed-value", "must be what its schema says ('const')");
    return wrong(place, "not-allowed-value", "must be " + found(constant) + ", not " + found(*place.value));
  }
  const bool isListed = node.source.find("enum") != nullptr || !node.part.empty();
  if (!isListed || std::ranges::find(node.enumeration, *place.value) != node.enumeration.end()) return true;
  if (isSilent()) return false;
  std::vector<std::string> allowed;
  allowed.reserve(node.enumeration.size());
  for (const Value& value : node.enumeration) allowed.push_back(plain(value));
  const auto given = place.value->isString() ? quoted(place.value->string()) : found(*place.value);
  return wrong(place, "not-allowed-value", "must be " + either(allowed) + ", not " + given,
               place.value->isString() ? didYouMean({nearest(place.value->string(), allowed)}) : "");
}

bool Checker::number(const Node& node, const Place& place) {
  if (node.assertions != nullptr && !inRange(*node.assertions, place)) return false;
  // Beyond 64 bits no API can hold an integer.
  const Value& value = *place.value;
  if (graph_.dialect != Dialect::standard && !value.isInteger() && !node.allows(Value::Kind::number)) {
    return wrong(place, "out-of-range", "must be within 64 bits; found " + value.scalarText());
  }
  return true;
}

bool Checker::inRange(const Node::Assertions& assertions, const Place& place) {
  const Value& value = *place.value;
  const auto outOfRange = [&](std::string_view bound, const Value& limit) {
    if (isSilent()) return false;
    return wrong(place, "out-of-range",
                 fmt::format("must be {} {}; found {}", bound, limit.scalarText(), value.scalarText()));
  };
  const auto& [minimum, maximum, above, below] = std::tie(
      assertions.minimum, assertions.maximum, assertions.exclusiveMinimum, assertions.exclusiveMaximum);
  if (!minimum.isNull() && isLess(value, minimum)) return outOfRange("at least", minimum);
  if (!maximum.isNull() && isLess(maximum, value)) return outOfRange("at most", maximum);
  if (!above.isNull() && !isLess(above, value)) return outOfRange("more than", above);
  if (!below.isNull() && !isLess(value, below)) return outOfRange("less than", below);
  if (!assertions.multipleOf.isNull() && !isMultiple(value, assertions.multipleOf)) {
    return outOfRange("a multiple of", assertions.multipleOf);
  }
  return assertions.format == nullptr || !assertions.format->ofNumbers ||
         format(*assertions.format, place, value.scalarText());
}

bool Checker::string(const Node::Assertions& assertions, const Place& place) {
  const auto text = place.value->string();
  bool holds = amount(assertions.length, characters(text), "character", place);
  if (assertions.pattern && !assertions.pattern->compiled().found(text)) {
    if (isSilent()) return false;
    const auto& pattern = *assertions.pattern;
    if (!pattern.compiled().error().empty()) {
      return tell({.rule = "schema-pattern",
                   .message = "broken pattern: " + pattern.compiled().error(),
                   .origin = pattern.text().origin()});
    }
    const bool isKey = place.key == place.value;  // then the sentence has it already
    holds = wrong(place, "pattern",
                  "must " + patternWords(pattern.text().string()) + (isKey ? "" : "; found " + quoted(text)),
                  meaning(*place.node));
  }
  return (assertions.format == nullptr || format(*assertions.format, place, std::string(text))) && holds;
}

bool Checker::format(const Format& format, const Place& place, const std::string& text) {
  if (format.holds(text)) return true;
  if (isSilent()) return false;
  return wrong(place, "wrong-format", fmt::format("must be {}; found {}", format.expected, quoted(text)),
               format.remedy == nullptr ? "" : format.remedy(text));
}

bool Checker::amount(const Amount& allowed, std::size_t number, std::string_view what, const Place& place) {
  const bool isTooFew = number < allowed.least;
  if (!isTooFew && number <= allowed.most) return true;
  if (isSilent()) return false;
  if (isTooFew && number == 0 && allowed.least == 1) return wrong(place, "wrong-length", "must not be empty");
  return wrong(place, "wrong-length",
               fmt::format("must have {} {}; it has {}", isTooFew ? "at least" : "at most",
                           count(isTooFew ? allowed.least : allowed.most, what),
                           number == 0 ? "none" : std::to_string(number)));
}

bool Checker::holdsSilently(const Node& node, const Place& place) const {
  Place silent = place;
  return Checker(graph_, entry_, nullptr, work_).at(node, silent);
}

bool Checker::wrong(const Place& place, std::string rule, std::string message, std::string remedy) {
  if (isSilent()) return false;
  const auto path = pathOf(place);
  return tell({.rule = std::move(rule),
               .message = path.empty() ? std::move(message) : path + " " + message,
               .origin = place.value->origin(),
               .remedy = std::move(remedy)});
}

bool Checker::tell(Finding finding) {
  if (isSilent()) return false;
  finding.entry = entry_;
  findings_->push_back(std::move(finding));
  return false;
}

void check(const Graph& graph, const Node& node, const Value& value, std::string_view entry,
           Findings& findings) {
  Work work;
  Checker(graph, entry, &findings, work).check(node, value);
  if (!work.gaveUp) return;
  findings.push_back(
      {.rule = "too-much",
       .message = "the check was given up: this is too deep, or has too many choices within choices",
       .origin = value.origin(),
       .entry = std::string(entry)});
}

}  // namespace aictl::schema
