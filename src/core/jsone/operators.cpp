#include "core/jsone/operators.h"

namespace aictl::jsone {

namespace {

using Form = Operator::Form;

constexpr std::array<Operator, 16> operators{{
    {.name = "$eval", .argument = Form::expression, .render = renderEval},
    {.name = "$find",
     .binder = "each",
     .fewestVariables = 1,
     .mostVariables = 2,
     .body = Form::expression,
     .render = renderFind},
    {.name = "$flatten", .render = renderFlatten},
    {.name = "$flattenDeep", .render = renderFlattenDeep},
    {.name = "$fromNow", .properties = {"from"}, .render = renderFromNow},
    {.name = "$if", .argument = Form::expression, .properties = {"then", "else"}, .render = renderIf},
    {.name = "$json", .render = renderJson},
    {.name = "$let", .properties = {"in"}, .render = renderLet},
    {.name = "$map",
     .binder = "each",
     .fewestVariables = 1,
     .mostVariables = 2,
     .body = Form::renderable,
     .render = renderMap},
    {.name = "$match", .argument = Form::branches, .render = renderMatch},
    {.name = "$merge", .render = renderMerge},
    {.name = "$mergeDeep", .render = renderMergeDeep},
    {.name = "$reduce",
     .properties = {"initial"},
     .binder = "each",
     .fewestVariables = 2,
     .mostVariables = 3,
     .body = Form::renderable,
     .render = renderReduce},
    {.name = "$reverse", .render = renderReverse},
    {.name = "$sort",
     .binder = "by",
     .fewestVariables = 1,
     .mostVariables = 1,
     .body = Form::expression,
     .render = renderSort},
    {.name = "$switch", .argument = Form::branches, .render = renderSwitch},
}};

}  // namespace

const Operator* findOperator(std::string_view name) {
  if (name.size() < 3 || name[0] != '$') return nullptr;
  for (const auto& row : operators) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

}  // namespace aictl::jsone
