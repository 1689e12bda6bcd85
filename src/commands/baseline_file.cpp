#include "commands/baseline_file.h"

#include "core/base/file.h"
#include "core/yaml/json.h"

namespace aictl::commands {

Result<Value> readBaseline(const std::string& path,
                           const std::function<Findings(const Value& document)>& faultsOf) {
  if (path.empty()) return Value();
  constexpr std::size_t limit = 256U << 20U;
  const auto text = readFile(path, limit);
  if (!text) return text.failure();
  auto document = yaml::readJson(*text);
  Findings faults = document ? faultsOf(*document) : document.failure().findings;
  if (faults.empty()) return document;
  for (Finding& fault : faults) fault.message = path + ": " + fault.message;
  return Failure(ExitCode::badInput, std::move(faults));
}

}  // namespace aictl::commands
