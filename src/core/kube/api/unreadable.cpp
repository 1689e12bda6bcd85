#include "core/kube/api/unreadable.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/quantity.h"
#include "core/kube/access/base64.h"
#include "core/kube/api/discovery.h"

namespace aictl::kube {
namespace {

/// Under these the API server writes quantities in its own form: `1000m` becomes `1`.
constexpr std::array<std::string_view, 6> quantityFields{"limits",   "requests", "hard",
                                                         "capacity", "overhead", "sizeLimit"};

std::optional<Unreadable> quantityAt(const std::string& path, const Value& value) {
  if (value.isMap() || value.isList() || value.isNull() || quantity(value.scalarText())) return std::nullopt;
  const std::string found = value.scalarText();
  const std::string meant = quantityMeant(found);
  return Unreadable{
      path, fmt::format("'{}'", found),
      meant.empty() ? "write a quantity such as 500m, 2 or 16Gi" : fmt::format("did you mean '{}'?", meant)};
}

std::optional<Unreadable> firstQuantity(const std::string& path, const Value& value) {
  if (!value.isMap()) return quantityAt(path, value);
  for (const Entry& entry : value.entries()) {
    if (auto found = quantityAt(fmt::format("{}.{}", path, entry.key.string()), entry.value)) return found;
  }
  return std::nullopt;
}

std::optional<Unreadable> firstIn(const std::string& path, const Value& value) {
  if (value.isList()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (auto found = firstIn(fmt::format("{}[{}]", path, i), value[i])) return found;
    }
  }
  if (!value.isMap()) return std::nullopt;
  for (const Entry& entry : value.entries()) {
    const std::string_view key = entry.key.string();
    const std::string at = path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
    if (auto found = isQuantityField(key) ? firstQuantity(at, entry.value) : firstIn(at, entry.value))
      return found;
  }
  return std::nullopt;
}

std::optional<Unreadable> firstNoBase64(std::string_view field, const Value& manifest) {
  const Value* data = manifest.find(field);
  if (data == nullptr || !data->isMap()) return std::nullopt;
  for (const Entry& entry : data->entries()) {
    if (!entry.value.isString() || fromBase64(entry.value.string())) continue;
    return Unreadable{fmt::format("{}.{}", field, entry.key.string()), "it",
                      field == "data" ? "write base64, or the text itself under stringData" : "write base64"};
  }
  return std::nullopt;
}

}  // namespace

bool isQuantityField(std::string_view key) {
  return std::ranges::find(quantityFields, key) != quantityFields.end();
}

std::optional<Unreadable> firstUnreadable(const Value& manifest) {
  if (kindOf(manifest) == Kind{"v1", "Secret"}) return firstNoBase64("data", manifest);
  if (kindOf(manifest) == Kind{"v1", "ConfigMap"}) return firstNoBase64("binaryData", manifest);
  return firstIn("", manifest);
}

}  // namespace aictl::kube
