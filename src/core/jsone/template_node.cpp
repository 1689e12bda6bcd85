#include "core/jsone/template_node.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/jsone/identifier.h"
#include "core/jsone/jsone.h"
#include "core/jsone/operators.h"

namespace aictl::jsone {

namespace {

class Recogniser {
 public:
  TemplateNode recognise(const Value& source) {
    if (source.isString()) return recogniseString(source);
    if (source.empty()) return TemplateNode(source);
    if (depth_ == Limits{}.depth)
      return {source, Faulty{fmt::format("the template nests more than {} deep", depth_)}};
    ++depth_;
    TemplateNode node = source.isList() ? recogniseList(source) : recogniseMap(source);
    --depth_;
    return node;
  }

 private:
  static TemplateNode recogniseString(const Value& source) {
    if (Text::needed(source.string())) return {source, Text(source)};
    return TemplateNode(source);
  }

  // Items before the first one that is no literal are made ready when it is found: most lists and maps have
  // none, and cost nothing.
  TemplateNode recogniseList(const Value& source) {
    ListForm list;
    for (std::size_t i = 0; i < source.size(); ++i) {
      TemplateNode item = recognise(source[i]);
      if (item.isLiteral() && list.items.empty()) continue;
      if (list.items.empty()) {
        list.items.reserve(source.size());
        for (std::size_t before = 0; before < i; ++before) list.items.emplace_back(source[before]);
      }
      list.items.push_back(std::move(item));
    }
    if (list.items.empty()) return TemplateNode(source);
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
    const auto entries = source.entries();
    MapForm map;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      TemplateNode value = recognise(entries[i].value);
      const auto key = keyForm(entries[i].key.string());
      if (value.isLiteral() && key == MapForm::Key::plain && map.entries.empty()) continue;
      if (map.entries.empty()) {
        map.entries.reserve(entries.size());
        for (const Entry& entry : entries.subspan(0, i))
          addEntry(map, entry.key, MapForm::Key::plain, TemplateNode(entry.value));
      }
      addEntry(map, entries[i].key, key, std::move(value));
    }
    if (map.entries.empty()) return TemplateNode(source);
    return {source, std::move(map)};
  }

  static MapForm::Key keyForm(std::string_view key) {
    if (key.starts_with("$$")) return MapForm::Key::escaped;
    if (key.starts_with('$') && isAlphanumericName(key.substr(1))) return MapForm::Key::reserved;
    return Text::needed(key) ? MapForm::Key::interpolated : MapForm::Key::plain;
  }

  static void addEntry(MapForm& map, const Value& key, MapForm::Key form, TemplateNode value) {
    MapForm::Entry entry{key, key, form, nullptr, std::move(value)};
    if (form == MapForm::Key::escaped) entry.result = Value(key.string().substr(1), key.origin());
    if (form == MapForm::Key::interpolated) entry.text = std::make_unique<Text>(key);
    map.entries.push_back(std::move(entry));
  }

  TemplateNode recogniseOperation(const Value& source, const Operator& row, const Entry& operation) {
    auto form = std::make_unique<TemplateNode::Form>(std::in_place_type<Operation>);
    auto& result = std::get<Operation>(*form);  // large: it is not moved about
    result.row = &row;
    result.argument = operation.value;
    result.size = source.size();
    recogniseArgument(result);
    std::vector<std::string_view> undefined;
    for (const Entry& entry : source.entries()) {
      if (&entry != &operation && !recogniseProperty(result, entry)) undefined.push_back(entry.key.string());
    }
    if (undefined.empty()) return {source, std::move(form)};
    std::ranges::sort(undefined);
    return {source,
            Faulty{fmt::format("{} has undefined properties: {}", row.name, fmt::join(undefined, " "))}};
  }

  void recogniseArgument(Operation& operation) {
    switch (operation.row->argument) {
      case Operator::Form::none:
        break;
      case Operator::Form::renderable:
        operation.operand = recognise(operation.argument);
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
        operation.otherwise = recognise(entry.value);
      } else {
        operation.branches.push_back({{entry.key, std::nullopt}, recognise(entry.value)});
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
      operation.properties[i] = recognise(entry.value);
      return true;
    }
    if (operation.row->name == "$if" && key == "$then") return true;  // has an error of its own
    const auto variables = boundVariables(key, operation.row->binder);
    if (variables.empty() || variables.size() < operation.row->fewestVariables ||
        variables.size() > operation.row->mostVariables) {
      return false;
    }
    if (!operation.variables.empty()) return true;  // a second one: the operator counts its properties
    operation.variables.assign(variables.begin(), variables.end());
    if (operation.row->body == Operator::Form::expression) {
      operation.expression.source = entry.value;
    } else {
      operation.body = recognise(entry.value);
    }
    return true;
  }

  std::size_t depth_ = 0;
};

}  // namespace

TemplateNode::TemplateNode(Value literal) : source(std::move(literal)) {}
TemplateNode::TemplateNode(Value whole, Form made)
    : source(std::move(whole)), form(std::make_unique<Form>(std::move(made))) {}
TemplateNode::TemplateNode(Value whole, std::unique_ptr<Form> made)
    : source(std::move(whole)), form(std::move(made)) {}
TemplateNode::~TemplateNode() = default;
TemplateNode::TemplateNode(TemplateNode&&) noexcept = default;
TemplateNode& TemplateNode::operator=(TemplateNode&&) noexcept = default;

TemplateNode recognise(const Value& source) { return Recogniser().recognise(source); }

}  // namespace aictl::jsone
