#include "core/stack/merge.h"

namespace aictl::stack {

Value merge(const Value& base, const Value& over) {
  if (!over.isMap() || over.writtenEmpty()) return over.isMap() && base.isMap() ? base : over;
  Value result = base.isMap() ? base : Value::map({}, over.origin());
  for (const Entry& entry : over.entries()) {
    const auto key = entry.key.string();
    if (entry.value.isNull()) {
      result.erase(key);
    } else if (const Value* known = result.find(key)) {
      result.at(key) = merge(*known, entry.value);
    } else {
      result.set(entry.key, merge(Value(), entry.value));
    }
  }
  return result;
}

}  // namespace aictl::stack
