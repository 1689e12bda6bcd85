#include "core/pack/lock.h"

#include <algorithm>
#include <filesystem>

#include "core/base/file.h"
#include "core/base/value.h"
#include "core/yaml/yaml.h"

namespace aictl::pack {

std::optional<std::string> Lock::commit(const std::string& url, const std::string& ref) const {
  const auto pin = std::ranges::find_if(pins, [&](const Pin& one) { return one.url == url && one.ref == ref; });
  return pin == pins.end() ? std::nullopt : std::optional(pin->commit);
}

Lock readLock(const std::string& path, Sources& sources, Findings& findings) {
  Lock lock;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return lock;
  auto text = readFile(path, yaml::Limits{}.bytes);
  if (!text) {
    findings.insert(findings.end(), text.failure().findings.begin(), text.failure().findings.end());
    return lock;
  }
  const Value document = yaml::readDocument(*text, sources.add(path, *text), findings);
  const Value* packs = document.find("packs");
  if (packs == nullptr || !packs->isList()) return lock;
  for (const Value& pin : packs->items()) {
    lock.pins.push_back({std::string(findString(pin, {"git"})), std::string(findString(pin, {"ref"})),
                         std::string(findString(pin, {"commit"}))});
  }
  return lock;
}

std::string writeLock(const Lock& lock) {
  Value packs = Value::list();
  for (const auto& pin : lock.pins) {
    packs.push(Value::map({{"git", pin.url}, {"ref", pin.ref}, {"commit", pin.commit}}));
  }
  return "# Written by 'aictl pack lock'. Keep it beside the stack, under version control.\n" +
         yaml::write(Value::map({{"packs", packs}}));
}

}  // namespace aictl::pack
