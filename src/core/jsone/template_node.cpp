#include "core/jsone/template_node.h"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "core/jsone/identifier.h"
#include "core/jsone/jsone.h"
#include "core/jsone/operators.h"

namespace aictl::jsone {

namespace {

class Recogniser {
 public:
  TemplateNode recognise(const Value& source) {
    if (source.isString()) return recogniseString(source);
    if (!source.isList() && !source.isMap()) return literal(source);
    if (depth_ == Limits{}.depth)
      return {source, Faulty{fmt::format("the template nests more than {} deep", depth_)}};
    ++depth_;
    TemplateNode node = source.isList() ? recogniseList(source) : recogniseMap(source);
    --depth_;
    return node;
  }

 private:
  static TemplateNode literal(const Value& source) { return {source, TemplateNode::Literal{}}; }

  static bool isLiteral(const TemplateNode& node) {
    return std::holds_alternative<TemplateNode::Literal>(node.form);
  }

  static TemplateNode recogniseString(const Value& source) {
    if (Text::needed(source.string())) return {source, Text(source)};
    return literal(source);
  }

  std::unique_ptr<TemplateNode> inner(const Value& source) {
    return std::make_unique<TemplateNode>(recognise(source));
  }

  TemplateNode recogniseList(const Value& source) {
    ListForm list;
    list.items.reserve(source.size());
    for (const Value& item : source.items()) list.items.push_back(recognise(item));
    if (std::ranges::all_of(list.items, isLiteral)) return literal(source);
    return {source, std::move(list)};
  }

  TemplateNode recogniseMap(const Value& source) {
    const Entry* operation = nullptr;
    const Operator* row = nullptr;
    for (const Entry& entry : source.entries()) {
      const Operator* found = findOperator(entry.key.string());
      if (found == nullptr) continue;
      if (row != nullptr) return {source, Faulty{"only one operator allowed"}};
      row = found;
      operation = &entry;
    }
    return row != nullptr ? recogniseOperation(source, *row, *operation) : recognisePlainMap(source);
  }

  TemplateNode recognisePlainMap(const Value& source) {
    MapForm map;
    map.entries.reserve(source.size());
    bool literalOnly = true;
    for (const Entry& entry : source.entries()) {
      map.entries.push_back(recogniseEntry(entry));
      const auto& made = map.entries.back();
      literalOnly = literalOnly && made.form == MapForm::Key::plain && isLiteral(*made.value);
    }
    if (literalOnly) return literal(source);
    return {source, std::move(map)};
  }

  MapForm::Entry recogniseEntry(const Entry& entry) {
    const auto key = entry.key.string();
    MapForm::Entry result{entry.key, MapForm::Key::plain, entry.key, nullptr, inner(entry.value)};
    if (key.starts_with("$$")) {
      result.form = MapForm::Key::escaped;
      result.result = Value(key.substr(1), entry.key.origin());
    } else if (key.starts_with('$') && isAlphanumericName(key.substr(1))) {
      result.form = MapForm::Key::reserved;
    } else if (Text::needed(key)) {
      result.form = MapForm::Key::interpolated;
      result.text = std::make_unique<Text>(entry.key);
    }
    return result;
  }

  TemplateNode recogniseOperation(const Value& source, const Operator& row, const Entry& operation) {
    Operation result;
    result.row = &row;
    result.argument = operation.value;
    result.size = source.size();
    recogniseArgument(result);
    std::vector<std::string_view> undefined;
    for (const Entry& entry : source.entries()) {
      if (&entry != &operation && !recogniseProperty(result, entry)) undefined.push_back(entry.key.string());
    }
    if (undefined.empty()) return {source, std::move(result)};
    std::ranges::sort(undefined);
    return {source,
            Faulty{fmt::format("{} has undefined properties: {}", row.name, fmt::join(undefined, " "))}};
  }

  void recogniseArgument(Operation& operation) {
    switch (operation.row->argument) {
      case Operator::Form::none:
        break;
      case Operator::Form::renderable:
        operation.operand = inner(operation.argument);
        break;
      case Operator::Form::expression:
        operation.expression.source = operation.argument;
        break;
      case Operator::Form::branches:
        recogniseBranches(operation);
        break;
    }
  }

  void recogniseBranches(Operation& operation) {
    if (!operation.argument.isMap()) return;
    for (const Entry& entry : operation.argument.entries()) {
      if (operation.row->name == "$switch" && entry.key.string() == "$default") {
        operation.otherwise = inner(entry.value);
      } else {
        operation.branches.push_back({{entry.key, nullptr}, inner(entry.value)});
      }
    }
    std::ranges::sort(operation.branches, {},
                      [](const auto& branch) { return branch.condition.source.string(); });
  }

  // False where the operator has no such property.
  bool recogniseProperty(Operation& operation, const Entry& entry) {
    const auto key = entry.key.string();
    for (std::size_t i = 0; i < operation.row->properties.size(); ++i) {
      if (operation.row->properties[i].empty() || operation.row->properties[i] != key) continue;
      operation.properties[i] = inner(entry.value);
      return true;
    }
    if (operation.row->name == "$if" && key == "$then") return true;  // has an error of its own
    const auto variables = boundVariables(key, operation.row->binder);
    if (variables.size() < operation.row->fewestVariables ||
        variables.size() > operation.row->mostVariables || variables.empty()) {
      return false;
    }
    if (!operation.variables.empty()) return true;  // a second one: the operator counts its properties
    operation.variables.assign(variables.begin(), variables.end());
    if (operation.row->body == Operator::Form::expression) {
      operation.expression.source = entry.value;
    } else {
      operation.body = inner(entry.value);
    }
    return true;
  }

  std::size_t depth_ = 0;
};

}  // namespace

TemplateNode recognise(const Value& source) { return Recogniser().recognise(source); }

}  // namespace aictl::jsone
