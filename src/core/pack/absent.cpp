#include "core/pack/absent.h"

#include <algorithm>

namespace aictl::pack {

bool isAbsent(const Value& value) {
  if (value.isNull()) return true;
  if (value.writtenEmpty()) return false;
  if (value.isList()) return std::ranges::all_of(value.items(), isAbsent);
  if (value.isMap()) {
    return std::ranges::all_of(value.entries(), [](const Entry& entry) { return isAbsent(entry.value); });
  }
  return false;
}

Value given(const Value& map) {
  Value result = Value::map({}, map.origin());
  for (const Entry& entry : map.entries()) {
    if (!isAbsent(entry.value)) result.append(entry.key, entry.value);
  }
  return result;
}

Value compact(const Value& value) {
  if (value.writtenEmpty()) return value;
  if (value.isMap()) {
    Value result = Value::map({}, value.origin());
    result.reserve(value.size());
    for (const Entry& entry : value.entries()) {
      Value content = compact(entry.value);
      if (!isAbsent(content)) result.append(entry.key, std::move(content));
    }
    return result;
  }
  if (value.isList()) {
    Value result = Value::list({}, value.origin());
    result.reserve(value.size());
    for (const Value& item : value.items()) {
      Value content = compact(item);
      if (!isAbsent(content)) result.push(std::move(content));
    }
    return result;
  }
  return value;
}

}  // namespace aictl::pack
