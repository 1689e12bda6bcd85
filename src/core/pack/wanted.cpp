#include "core/pack/wanted.h"

namespace aictl::pack {

Wanted wantedOf(std::string as, const Value& written) {
  Wanted wanted{.as = std::move(as),
                .apiVersion = std::string(findString(written, {"apiVersion"})),
                .kind = std::string(findString(written, {"kind"})),
                .name = std::string(findString(written, {"name"}))};
  if (const Value* labels = written.find("labels")) wanted.labels = *labels;
  const Value* optional = written.find("optional");
  wanted.isOptional = optional != nullptr && optional->isBoolean() && optional->boolean();
  return wanted;
}

}  // namespace aictl::pack
