#include "commands/document.h"

#include <fmt/format.h>

namespace aictl::commands {

Value document(std::string_view form, const Value& body) {
  Value result = Value::map({{"schema", Value(fmt::format("aictl.dev/{}/v1", form))}});
  for (const Entry& entry : body.entries()) result.set(entry.key, entry.value);
  return result;
}

}  // namespace aictl::commands
