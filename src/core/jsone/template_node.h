#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/value.h"
#include "core/jsone/text.h"

namespace aictl::jsone {

struct Operator;

/// An expression that is parsed when evaluation first comes to it.
struct LazyExpression {
  Value source;
  mutable std::optional<ParsedExpression> parsed;
};

/// A node of a template, its kind recognised and its inside made ready. What has nothing to evaluate inside
/// is a literal, of no form: it gives its source as it is.
struct TemplateNode {
  struct Form;

  explicit TemplateNode(Value literal);
  TemplateNode(Value whole, Form made);
  TemplateNode(Value whole, std::unique_ptr<Form> made);
  ~TemplateNode();
  TemplateNode(TemplateNode&&) noexcept;
  TemplateNode& operator=(TemplateNode&&) noexcept;

  bool isLiteral() const { return form == nullptr; }

  Value source;
  std::unique_ptr<Form> form;
};

/// A list of the template.
struct ListForm {
  std::vector<TemplateNode> items;
};

/// A map of the template that is no operator.
struct MapForm {
  enum class Key : std::uint8_t { plain, escaped, reserved, interpolated };
  struct Entry {
    Value key;     ///< as it stands in the template
    Value result;  ///< the key that comes out, where it is plain or escaped
    Key form;
    std::unique_ptr<Text> text;  ///< where it is interpolated
    TemplateNode value;
  };
  std::vector<Entry> entries;
};

/// A map of the template with an operator in it.
struct Operation {
  /// A condition of `$match` or `$switch` with what it gives.
  struct Branch {
    LazyExpression condition;
    TemplateNode value;
  };

  const Operator* row = nullptr;
  Value argument;                                         ///< what stands under the operator's key
  std::optional<TemplateNode> operand;                    ///< the same as a template, where it is one
  LazyExpression expression;                              ///< the one that the operator evaluates, if any
  std::vector<Branch> branches;                           ///< sorted by their texts
  std::optional<TemplateNode> otherwise;                  ///< `$default`
  std::array<std::optional<TemplateNode>, 2> properties;  ///< as the operator's row names them
  std::vector<std::string> variables;                     ///< of `each(x, i)`
  std::optional<TemplateNode> body;                       ///< under it
  std::size_t size = 0;                                   ///< how many properties the map has
};

/// What cannot be evaluated, told when evaluation comes to it.
struct Faulty {
  std::string message;
};

struct TemplateNode::Form : std::variant<Text, ListForm, MapForm, Operation, Faulty> {
  using variant::variant;
};

/// Recognises what a template is made of. Expressions are not parsed yet.
TemplateNode recognise(const Value& source);

}  // namespace aictl::jsone
