#include "core/kube/api/secret.h"

#include "core/kube/access/base64.h"

namespace aictl::kube {

bool isSecret(const ObjectName& name) { return name.kind == Kind{"v1", "Secret"}; }

Value withTextsAsData(const Value& manifest) {
  if (kindOf(manifest) != Kind{"v1", "Secret"}) return manifest;
  const Value* texts = manifest.find("stringData");
  const Value* data = manifest.find("data");
  if (texts == nullptr || !texts->isMap() || (data != nullptr && !data->isMap())) return manifest;
  Value encoded = data != nullptr ? *data : Value::map({}, texts->origin());
  Value refused = Value::map();  // what is no text stays, for the server to say so
  for (const Entry& entry : texts->entries()) {
    if (entry.value.isString()) {
      encoded.set(entry.key, Value(toBase64(entry.value.string()), entry.value.origin()));
    } else {
      refused.set(entry.key, entry.value);
    }
  }
  Value object = manifest;
  object.set("data", std::move(encoded));
  object.erase("stringData");
  if (!refused.empty()) object.set("stringData", std::move(refused));
  return object;
}

}  // namespace aictl::kube
