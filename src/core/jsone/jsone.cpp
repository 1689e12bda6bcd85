#include "core/jsone/jsone.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/jsone/characters.h"
#include "core/jsone/identifier.h"
#include "core/jsone/interpreter.h"
#include "core/jsone/parser.h"
#include "core/jsone/syntax_trees.h"
#include "core/jsone/template_node.h"

namespace aictl::jsone {

std::string Error::text() const {
  return place.empty() ? fmt::format("{}: {}", kind, message)
                       : fmt::format("{} at {}: {}", kind, place, message);
}

// Escapes, folding and block scalars move text about; so the line has to show what stands before the fault.
Origin Error::position(const Sources& sources) const {
  const auto line = sources.line(origin);
  if (origin.column == 0) return origin;
  auto rest = characters(line, origin.column - 1U, line.size());
  const std::size_t quote = rest.starts_with('"') || rest.starts_with('\'') ? 1 : 0;
  rest.remove_prefix(quote);
  const std::size_t column = origin.column + quote + countCharacters(before);
  if (!rest.starts_with(before) || column > UINT16_MAX) return origin;
  return {origin.line, static_cast<std::uint16_t>(column), origin.file};
}

void Call::fail(std::string message) const {
  evaluation.interpreter_->fail("BuiltinError", std::move(message), origin);
}

Scope::Scope(const Scope* outer) : outer_(outer) {}
Scope::~Scope() = default;
Scope::Scope(Scope&&) noexcept = default;
Scope& Scope::operator=(Scope&&) noexcept = default;

void Scope::set(std::string_view name, Value value) { set(name, Binding{std::move(value), nullptr}); }

void Scope::set(std::string_view name, Function function) {
  set(name, Binding{{}, std::make_shared<const Function>(std::move(function))});
}

void Scope::set(std::string_view name, Binding binding) {
  if (!isIdentifier(name)) {
    throw Error{"TemplateError", "", "top level keys of context must follow /[a-zA-Z_][a-zA-Z0-9_]*/",
                binding.value.origin(), ""};
  }
  const auto known = std::ranges::find(bindings_, name, &std::pair<std::string, Binding>::first);
  if (known != bindings_.end()) {
    known->second = std::move(binding);
  } else {
    constexpr std::size_t few = 8;
    if (bindings_.empty()) bindings_.reserve(few);
    bindings_.emplace_back(name, std::move(binding));
  }
}

const Scope::Binding* Scope::find(std::string_view name) const {
  for (const Scope* scope = this; scope != nullptr; scope = scope->outer_) {
    for (const auto& [known, binding] : scope->bindings_) {
      if (known == name) return &binding;
    }
  }
  return nullptr;
}

struct Template::Node {
  Value source;
  const SyntaxTrees* trees;
  std::optional<TemplateNode> made;
};

Template::Template(Value source, const SyntaxTrees* trees)
    : root_(std::make_unique<Node>(Node{std::move(source), trees, {}})) {}
Template::~Template() = default;
Template::Template(Template&&) noexcept = default;
Template& Template::operator=(Template&&) noexcept = default;

struct Expression::Node {
  ParsedExpression parsed;
};

Expression::Expression(const Value& source, const SyntaxTrees* trees) {
  try {
    root_ = std::make_unique<Node>(Node{parseExpression(source, trees)});
  } catch (const SyntaxError& error) {
    throw Error{"SyntaxError", "", error.message, source.origin(),
                std::string(source.string().substr(0, error.offset))};
  }
}
Expression::~Expression() = default;
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;

Evaluation::Evaluation(const Limits& limits) : limits_(limits) {}

Value Evaluation::evaluate(const Template& source, const Scope& scope) {
  auto& root = *source.root_;
  if (!root.made) root.made = recognise(root.source);
  return Interpreter(*this, scope, root.trees).run(*root.made);
}

Value Evaluation::evaluate(const Expression& source, const Scope& scope) {
  return Interpreter(*this, scope).run(source.root_->parsed);
}

}  // namespace aictl::jsone
