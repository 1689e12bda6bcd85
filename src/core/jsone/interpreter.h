#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/jsone/jsone.h"
#include "core/jsone/operators.h"
#include "core/jsone/syntax.h"
#include "core/jsone/template_node.h"

namespace aictl::jsone {

struct Builtin;

/// What is callable: a function of the host or a built-in.
struct Callable {
  const Function* host = nullptr;
  const Builtin* builtin = nullptr;
  friend bool operator==(const Callable&, const Callable&) = default;
};

/// The types of the language; whole numbers are numbers.
enum class Type : std::uint8_t { null, boolean, number, string, array, object, function };
std::string_view name(Type type);

/// An expression being evaluated, and the place in it that is at work.
struct Site {
  Interpreter& interpreter;
  const ParsedExpression& expression;
  std::uint32_t offset = 0;

  Origin origin() const { return expression.source.origin(); }
  /// Throws an InterpreterError at this place.
  [[noreturn]] void fail(std::string message) const;
};

/// Evaluates one template or expression in a scope, within the bounds of its Evaluation.
class Interpreter {
 public:
  class Level;

  /// Expressions that are not parsed yet are looked for in `trees`, where there are any.
  Interpreter(Evaluation& evaluation, const Scope& scope, const SyntaxTrees* trees = nullptr);
  ~Interpreter();
  Interpreter(const Interpreter&) = delete;
  Interpreter& operator=(const Interpreter&) = delete;

  /// The whole of it: what gives nothing is null, and functions must not be left in the result.
  Value run(const TemplateNode& node);
  Value run(const ParsedExpression& expression);

  // Templates
  Rendered render(const TemplateNode& node);
  /// As an operand of an operator, where nothing is an empty map (as in the reference implementation).
  Value renderOperand(const TemplateNode& node);

  // Expressions
  Value evaluate(const LazyExpression& expression);
  bool holds(const LazyExpression& expression);

  // Names
  const Value* findVariable(
      std::string_view name) const;  ///< nullptr where there is none or it is a function
  bool defines(std::string_view name) const;

  // Functions travel as values that nothing else can make.
  Type type(const Value& value) const;
  bool containsFunction(const Value& value);

  // Bounds
  /// Counts work that takes time without making anything: so many bytes or values looked at.
  void look(std::size_t bytes) {
    looked_ += bytes;
    if (looked_ < bytesPerStep) return;
    spend(looked_ / bytesPerStep);
    looked_ %= bytesPerStep;
  }
  /// Counts what is about to be made, in bytes.
  void make(std::size_t bytes);
  void makeItems(std::size_t count) { make(count * sizeof(Value)); }
  /// Holds that a value, written out, keeps within the bounds: what is shared inside can be much.
  void measure(const Value& value);

  // Faults
  [[noreturn]] void fail(std::string_view kind, std::string message, Origin origin,
                         std::string_view before = {}) const;
  [[noreturn]] void failTemplate(const TemplateNode& node, std::string message) const;

 private:
  friend class LocalVariables;

  struct Variable {
    std::string_view name;
    Value value;
    const Variable* outer = nullptr;
  };

  // Where in the template evaluation is: a key or an index of each list and map around.
  struct Place {
    const Value* key = nullptr;
    std::size_t index = 0;
    const Place* outer = nullptr;
  };
  class AtPlace;

  static constexpr std::size_t bytesPerStep = 128;  // of work that makes nothing

  void spend(std::size_t steps) {
    evaluation_.steps_ += steps;
    if (evaluation_.steps_ > evaluation_.limits_.steps) failSteps();
  }
  [[noreturn]] void failSteps() const;
  [[noreturn]] void failDepth() const;
  [[noreturn]] void failSize() const;
  std::string place() const;
  Value finish(Value result, Origin origin);

  Rendered renderForm(const TemplateNode& node, const Text& text);
  Rendered renderForm(const TemplateNode& node, const ListForm& list);
  Rendered renderForm(const TemplateNode& node, const MapForm& map);
  Rendered renderForm(const TemplateNode& node, const Operation& operation);
  Rendered renderForm(const TemplateNode& node, const Faulty& faulty);
  // The text, placed as a computed value is (see cause).
  Value interpolate(const Text& text);
  Value renderKey(const MapForm::Entry& entry);

  const ParsedExpression& parsed(const LazyExpression& expression);
  Value evaluate(const ParsedExpression& in, const syntax::Node& node);
  // The value of a node: where it stands already, or in `room` where it had to be made.
  const Value& reach(const ParsedExpression& in, const syntax::Node& node, Value& room);
  const Value& reachName(Site site, const syntax::Node& name, Value& room);
  const Value& reachList(Site site, const syntax::Node& list, Value& room);
  const Value& reachMap(Site site, const syntax::Node& map, Value& room);
  const Value& reachUnary(Site site, const syntax::Node& unary, Value& room);
  const Value& reachBinary(Site site, const syntax::Node& binary, Value& room);
  const Value& reachPower(Site site, const syntax::Node& power, Value& room);
  const Value& reachAccess(Site site, const syntax::Node& access, Value& room);
  const Value& reachStep(Site site, const syntax::Node& step, const Value& subject, Value& room);

  const Value* findLocal(std::string_view name) const;  // of those that operators bind
  Value boxed(const Callable& callable, Origin origin);
  const Callable* unboxed(const Value& value) const;
  const Callable& calledByName(Site site, const syntax::Node& name, Callable& room);
  const Callable& callable(Site site, const Value& value) const;
  Value call(Site site, const Callable& callable, const syntax::Node& step);

  Evaluation& evaluation_;
  const Scope& scope_;
  const SyntaxTrees* trees_;
  const Interpreter* outer_;
  const Variable* variables_ = nullptr;
  const Place* place_ = nullptr;
  std::size_t looked_ = 0;
  Origin origin_;  // of what evaluation came to last
  std::vector<Callable> functions_;
};

/// Variables that an operator binds while it evaluates what stands under it.
class LocalVariables {
 public:
  /// Room for so many; the names must outlive this.
  LocalVariables(Interpreter& interpreter, std::size_t count);
  ~LocalVariables();
  LocalVariables(const LocalVariables&) = delete;
  LocalVariables& operator=(const LocalVariables&) = delete;

  void add(std::string_view name, Value value = {});
  Value& operator[](std::size_t index) { return variables_[index].value; }

 private:
  Interpreter& interpreter_;
  const Interpreter::Variable* outer_;
  std::vector<Interpreter::Variable> variables_;  // never more than there was room made for
};

/// Deep equality as the language has it: functions equal themselves only, NaN nothing.
bool equal(Interpreter& interpreter, const Value& a, const Value& b);

}  // namespace aictl::jsone
