#include "core/pack/lock.h"

#include <algorithm>
#include <filesystem>

#include "core/base/file.h"
#include "core/base/value.h"
#include "core/yaml/yaml.h"

namespace aictl::pack {
namespace {

bool isCommit(std::string_view text) {
  constexpr std::size_t sha1 = 40;
  constexpr std::size_t sha256 = 64;
  return (text.size() == sha1 || text.size() == sha256) &&
         text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

void readPin(const Value& source, Lock& lock, Findings& findings) {
  Lock::Pin pin{std::string(findString(source, {"git"})), std::string(findString(source, {"ref"})),
                std::string(findString(source, {"commit"}))};
  if (!pin.url.empty() && !pin.ref.empty() && isCommit(pin.commit)) {
    lock.pins.push_back(std::move(pin));
    return;
  }
  findings.push_back({.rule = "lock",
                      .message = "a pin has git, ref and the commit in full",
                      .origin = source.origin(),
                      .remedy = "run 'aictl pack lock' to write the file anew"});
}

}  // namespace

std::optional<std::string> Lock::commit(const std::string& url, const std::string& ref) const {
  const auto pin =
      std::ranges::find_if(pins, [&](const Pin& one) { return one.url == url && one.ref == ref; });
  return pin == pins.end() ? std::nullopt : std::optional(pin->commit);
}

Lock readLock(const std::string& path, Sources& sources, Findings& findings) {
  Lock lock;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return lock;
  auto text = readFile(path, yaml::Limits{}.bytes);
  if (!text) {
    append(findings, std::move(text.failure().findings));
    return lock;
  }
  const Value document = yaml::readDocument(*text, sources.add(path, *text), findings);
  const Value* packs = document.find("packs");
  if (packs == nullptr || !packs->isList()) return lock;
  for (const Value& pin : packs->items()) readPin(pin, lock, findings);
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
