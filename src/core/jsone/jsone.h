#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/origin.h"
#include "core/base/value.h"

/// JSON-e (https://json-e.js.org): templates that are data. The whole language of its specification, with
/// three things of ours: origins are kept (a value taken from a scope keeps its own, a literal has the
/// template's, a computed value has that of the first operand from another file, else of the expression),
/// functions of the host, and bounds.
///
/// Where the reference implementation would go on with what is no JSON value, this one gives an error: a
/// result that is NaN or infinite, a time that is none, a function or a map made into text. Whole numbers
/// are exact within 64 bits. Strings count by Unicode code points throughout.
namespace aictl::jsone {

/// What an evaluation is bounded by; beyond is an Error, never a crash or a hang.
struct Limits {
  std::size_t depth = 300;         ///< templates, expressions and calls inside each other
  std::size_t steps = 20'000'000;  ///< template nodes and expression nodes evaluated
  std::size_t size = 256U << 20U;  ///< bytes of text and 24-byte values made
};

/// Why a template could not be evaluated. Caught at the edge of this library's callers.
struct Error {
  std::string kind;   ///< `TemplateError`, `InterpreterError`, `SyntaxError`, `BuiltinError`
  std::string place;  ///< as the specification has it: `template.a[0]`, or ""
  std::string message;
  Origin origin;       ///< of the template's node, or of the string that the expression stands in
  std::string before;  ///< what of that string stands before the fault

  /// `<kind>[ at <place>]: <message>`, as the specification's cases have it.
  std::string text() const;

  /// The place of the fault inside its string, where the line in `sources` shows it (a string on one line
  /// without escapes); else `origin`.
  Origin position(const Sources& sources) const;
};

class Evaluation;
class Interpreter;
class SyntaxTrees;  // syntax_trees.h

/// A call of a host's function.
struct Call {
  Evaluation& evaluation;  ///< for evaluating further templates within the same bounds
  std::span<const Value> arguments;
  Origin origin;  ///< of the expression that calls

  /// Throws an Error of kind BuiltinError at the call's origin.
  [[noreturn]] void fail(std::string message) const;
};
using Function = std::function<Value(const Call&)>;

/// Names in scope. A scope may have an outer one, which must outlive it; inner names hide outer ones.
/// The built-ins stand outside all; `now` is only there where a scope sets it.
class Scope {
 public:
  explicit Scope(const Scope* outer = nullptr);
  ~Scope();
  Scope(Scope&&) noexcept;
  Scope& operator=(Scope&&) noexcept;

  /// Sets a name, or replaces what it stands for. Throws Error (TemplateError) where it is no identifier.
  void set(std::string_view name, Value value);
  void set(std::string_view name, Function function);

  struct Binding {
    Value value;
    std::shared_ptr<const Function> function;  ///< where it is one; then `value` means nothing
  };
  /// The binding of a name, nullptr where there is none.
  const Binding* find(std::string_view name) const;

 private:
  void set(std::string_view name, Binding binding);

  const Scope* outer_;
  std::vector<std::pair<std::string, Binding>> bindings_;
};

/// Whether the name is that of a built-in function.
bool isBuiltin(std::string_view name);

/// A template made ready for many evaluations: its expressions are parsed once, at first use, or taken from
/// those that were parsed ahead, which must outlive it.
class Template {
 public:
  explicit Template(Value source, const SyntaxTrees* trees = nullptr);
  ~Template();
  Template(Template&&) noexcept;
  Template& operator=(Template&&) noexcept;

 private:
  friend class Evaluation;
  struct Node;
  std::unique_ptr<Node> root_;
};

/// An expression (`spec.workers > 1`) made ready for many evaluations.
class Expression {
 public:
  /// `source` is a string; its origin is that of the expression. Throws Error (SyntaxError).
  explicit Expression(const Value& source, const SyntaxTrees* trees = nullptr);
  ~Expression();
  Expression(Expression&&) noexcept;
  Expression& operator=(Expression&&) noexcept;

 private:
  friend class Evaluation;
  struct Node;
  std::unique_ptr<Node> root_;
};

/// One bounded evaluation: all that is evaluated through it, also by host functions, counts together.
class Evaluation {
 public:
  explicit Evaluation(const Limits& limits = {});

  /// Throws Error. A template that gives nothing (an `$if` without the branch) gives null.
  Value evaluate(const Template& source, const Scope& scope);
  Value evaluate(const Expression& source, const Scope& scope);

 private:
  friend class Interpreter;
  friend struct Call;
  Limits limits_;
  const Interpreter* interpreter_ = nullptr;  // the innermost one at work
  std::size_t depth_ = 0;
  std::size_t steps_ = 0;
  std::size_t size_ = 0;
};

/// JSON-e's idea of truth: false, null, 0, "" and what is empty are not.
bool truthy(const Value& value);

}  // namespace aictl::jsone
