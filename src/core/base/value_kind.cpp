#include "core/base/value.h"

namespace aictl {

std::string_view name(Value::Kind kind) {
  switch (kind) {
    case Value::Kind::null:
      return "null";
    case Value::Kind::boolean:
      return "boolean";
    case Value::Kind::integer:
      return "integer";
    case Value::Kind::number:
      return "number";
    case Value::Kind::string:
      return "string";
    case Value::Kind::list:
      return "list";
    case Value::Kind::map:
      break;
  }
  return "map";
}

std::string withArticle(Value::Kind kind) {
  if (kind == Value::Kind::null) return "null";
  return (kind == Value::Kind::integer ? "an " : "a ") + std::string(name(kind));
}

}  // namespace aictl
