#include "core/jsone/interpreter.h"

#include <fmt/format.h>

#include <utility>

#include "core/jsone/canonical_json.h"
#include "core/jsone/identifier.h"
#include "core/jsone/level.h"
#include "core/jsone/operations.h"
#include "core/jsone/parser.h"
#include "core/jsone/syntax_trees.h"

namespace aictl::jsone {

class Interpreter::AtPlace {
 public:
  AtPlace(Interpreter& interpreter, const Value* key, std::size_t index)
      : interpreter_(interpreter), place_{key, index, interpreter.place_} {
    interpreter.place_ = &place_;
  }
  ~AtPlace() { interpreter_.place_ = place_.outer; }
  AtPlace(const AtPlace&) = delete;
  AtPlace& operator=(const AtPlace&) = delete;

 private:
  Interpreter& interpreter_;
  Place place_;
};

Interpreter::Interpreter(Evaluation& evaluation, const Scope& scope, const SyntaxTrees* trees)
    : evaluation_(evaluation),
      scope_(scope),
      trees_(trees),
      outer_(std::exchange(evaluation.interpreter_, this)) {}

Interpreter::~Interpreter() { evaluation_.interpreter_ = outer_; }

Value Interpreter::run(const TemplateNode& node) {
  Rendered result = render(node);
  return finish(result ? std::move(*result) : Value(nullptr, node.source.origin()), node.source.origin());
}

Value Interpreter::run(const ParsedExpression& expression) {
  return finish(evaluate(expression, expression[expression.root]), expression.source.origin());
}

Value Interpreter::finish(Value result, Origin origin) {
  if (outer_ == nullptr) measure(result);  // what a host's function evaluates is a part of that
  if (containsFunction(result))
    fail("TemplateError", "evaluated template contained uncalled functions", origin);
  return result;
}

Rendered Interpreter::render(const TemplateNode& node) {
  const Level level(*this, node.source.origin());
  if (node.isLiteral()) return node.source;
  return std::visit([&](const auto& form) { return renderForm(node, form); }, *node.form);
}

Value Interpreter::renderOperand(const TemplateNode& node) {
  Rendered result = render(node);
  return result ? std::move(*result) : Value::map({}, node.source.origin());
}

Rendered Interpreter::renderForm(const TemplateNode& /*node*/, const Text& text) { return interpolate(text); }

Rendered Interpreter::renderForm(const TemplateNode& node, const ListForm& list) {
  makeItems(list.items.size());
  Value result = Value::list({}, node.source.origin());
  result.reserve(list.items.size());
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    const AtPlace at(*this, nullptr, i);
    if (Rendered item = render(list.items[i])) result.push(std::move(*item));
  }
  return result;
}

Rendered Interpreter::renderForm(const TemplateNode& node, const MapForm& map) {
  makeItems(2 * map.entries.size());
  Value result = Value::map({}, node.source.origin());
  result.reserve(map.entries.size());
  bool mayRepeat = false;  // plain keys differ
  for (const auto& entry : map.entries) {
    Rendered value;
    {
      const AtPlace at(*this, &entry.key, 0);
      value = render(entry.value);
    }
    if (!value) continue;
    mayRepeat |= entry.form != MapForm::Key::plain;
    Value key = renderKey(entry);
    if (mayRepeat) {
      result.set(std::move(key), std::move(*value));
    } else {
      result.append(std::move(key), std::move(*value));
    }
  }
  return result;
}

Value Interpreter::renderKey(const MapForm::Entry& entry) {
  switch (entry.form) {
    case MapForm::Key::plain:
    case MapForm::Key::escaped:
      return entry.result;
    case MapForm::Key::interpolated:
      return interpolate(*entry.text);
    case MapForm::Key::reserved:
      break;
  }
  fail("TemplateError", "$<identifier> is reserved; use $$<identifier>", entry.key.origin());
}

Rendered Interpreter::renderForm(const TemplateNode& node, const Operation& operation) {
  return operation.row->render(*this, node, operation);
}

Rendered Interpreter::renderForm(const TemplateNode& node, const Faulty& faulty) {
  failTemplate(node, faulty.message);
}

Value Interpreter::interpolate(const Text& text) {
  const auto source = text.source().string();
  const Origin origin = text.source().origin();
  Origin placed = origin;
  std::string result;
  try {
    Value room;
    std::size_t index = 0;
    while (const TextPart* part = text.part(index)) {
      ++index;
      const std::size_t before = result.size();
      result += part->literal;
      const Value& value = reach(part->expression, part->expression[part->expression.root], room);
      switch (type(value)) {
        case Type::array:
        case Type::object:
          fail("TemplateError",
               fmt::format("interpolation of '{}' produced an array or object",
                           source.substr(part->begin, part->end - 1 - part->begin)),
               origin, source.substr(0, part->begin));
        case Type::function:
          fail("TemplateError", "evaluated template contained uncalled functions", origin,
               source.substr(0, part->begin));
        default:
          result += interpolated(value);
          placed = cause(origin, {placed, value.origin()});
      }
      make(result.size() - before);
    }
    result += text.tail();
    return {result, placed};
  } catch (const SyntaxError& error) {
    fail("SyntaxError", error.message, origin, source.substr(0, error.offset));
  }
}

const ParsedExpression& Interpreter::parsed(const LazyExpression& expression) {
  if (!expression.parsed) {
    try {
      expression.parsed = parseExpression(expression.source, trees_);
    } catch (const SyntaxError& error) {
      fail("SyntaxError", error.message, expression.source.origin(),
           expression.source.string().substr(0, error.offset));
    }
  }
  return *expression.parsed;
}

Value Interpreter::evaluate(const LazyExpression& expression) {
  const ParsedExpression& parsedExpression = parsed(expression);
  return evaluate(parsedExpression, parsedExpression[parsedExpression.root]);
}

bool Interpreter::holds(const LazyExpression& expression) {
  const ParsedExpression& parsedExpression = parsed(expression);
  Value room;
  return truthy(reach(parsedExpression, parsedExpression[parsedExpression.root], room));
}

const Value* Interpreter::findLocal(std::string_view name) const {
  for (const Variable* variable = variables_; variable != nullptr; variable = variable->outer) {
    if (variable->name == name) return &variable->value;
  }
  return nullptr;
}

const Value* Interpreter::findVariable(std::string_view name) const {
  if (const Value* local = findLocal(name)) return local;
  const Scope::Binding* binding = scope_.find(name);
  return binding != nullptr && !binding->function ? &binding->value : nullptr;
}

bool Interpreter::defines(std::string_view name) const {
  return findVariable(name) != nullptr || scope_.find(name) != nullptr || isBuiltin(name);
}

std::string Interpreter::place() const {
  std::string text;
  for (const Place* at = place_; at != nullptr; at = at->outer) {
    if (at->key == nullptr) {
      text.insert(0, fmt::format("[{}]", at->index));
    } else if (const auto key = at->key->string(); isAlphanumericName(key)) {
      text.insert(0, fmt::format(".{}", key));
    } else {
      text.insert(0, fmt::format("[{}]", jsonString(key)));
    }
  }
  return text.empty() ? text : "template" + text;
}

void Interpreter::fail(std::string_view kind, std::string message, Origin origin,
                       std::string_view before) const {
  throw Error{std::string(kind), place(), std::move(message), origin, std::string(before)};
}

void Interpreter::failTemplate(const TemplateNode& node, std::string message) const {
  fail("TemplateError", std::move(message), node.source.origin());
}

LocalVariables::LocalVariables(Interpreter& interpreter, std::size_t count)
    : interpreter_(interpreter), outer_(interpreter.variables_) {
  variables_.reserve(count);
}

LocalVariables::~LocalVariables() { interpreter_.variables_ = outer_; }

void LocalVariables::add(std::string_view name, Value value) {
  variables_.push_back({name, std::move(value), interpreter_.variables_});
  interpreter_.variables_ = &variables_.back();
}

}  // namespace aictl::jsone
