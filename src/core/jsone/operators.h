#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/jsone/template_node.h"

namespace aictl::jsone {

class Interpreter;

/// What a template gives; nothing where an `$if` lacks the branch: its key or item then vanishes.
using Rendered = std::optional<Value>;

/// An operator of the template language: a row of the table in operators.cpp, and its function.
struct Operator {
  /// What the operator's argument, or what stands under `each(…)`, is made ready as.
  enum class Form : std::uint8_t { none, renderable, expression, branches };

  std::string_view name;
  Form argument = Form::renderable;
  std::array<std::string_view, 2> properties{};  ///< others that it takes
  std::string_view binder{};                     ///< `each` or `by`, which binds variables
  std::size_t fewestVariables = 0;
  std::size_t mostVariables = 0;
  Form body = Form::none;  ///< under the binder
  Rendered (*render)(Interpreter&, const TemplateNode&, const Operation&) = nullptr;
};

/// The operator of that name, nullptr where there is none.
const Operator* findOperator(std::string_view name);

// One function an operator, in the files by what they work on: operators_choice.cpp, operators_list.cpp,
// operators_map.cpp, operators_value.cpp.
Rendered renderEval(Interpreter&, const TemplateNode&, const Operation&);
Rendered renderFind(Interpreter&, const TemplateNode&, const Operation&);
Rendered renderFlatten(Interpreter&, const TemplateNode&, const Operation&);
Rendered renderFlattenDeep(Interpreter&, const TemplateNode&, const Operation&);
Rendered renderFromNow(Interpreter&, const TemplateNode&, const Operation&);
Rendered renderIf(Interpreter&, const TemplateNode&, const Operation&);
Rendered renderJson(Interpreter&, const TemplateNode&, const Operation&);
Rendered renderLet(Interpreter&, const TemplateNode&, const Operation&);
Rendered renderMap(Interpreter&, const TemplateNode&, const Operation&);
Rendered renderMatch(Interpreter&, const TemplateNode&, const Operation&);
Rendered renderMerge(Interpreter&, const TemplateNode&, const Operation&);
Rendered renderMergeDeep(Interpreter&, const TemplateNode&, const Operation&);
Rendered renderReduce(Interpreter&, const TemplateNode&, const Operation&);
Rendered renderReverse(Interpreter&, const TemplateNode&, const Operation&);
Rendered renderSort(Interpreter&, const TemplateNode&, const Operation&);
Rendered renderSwitch(Interpreter&, const TemplateNode&, const Operation&);

}  // namespace aictl::jsone
