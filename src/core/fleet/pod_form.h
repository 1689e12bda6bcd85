#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/pack/pack.h"
#include "core/pack/wanted.h"

namespace aictl::fleet {

/// How far a pod reaches.
enum class Access : std::uint8_t {
  pod,  ///< what every pod has
  node  ///< the devices, files, processes and network of its node
};

/// A pod that is to be.
struct PodWish {
  std::string name;
  std::string nameSpace;
  std::string node;
  std::string image;
  std::vector<std::string> words;  ///< the command line of this program in it
  Value labels = Value::map();
  std::int64_t seconds = 0;           ///< that it may live, whoever started it
  std::optional<std::uint16_t> port;  ///< it is ready once something listens there
  Access access = Access::pod;
  bool usesGpu = false;                    ///< of its node, and does not ask for it
  std::string tokenSecret = {};            ///< a Secret that has a token; "" for none
  std::string network = {};                ///< beside that of the cluster; "" for none
  std::map<std::string, Value> read = {};  ///< what `PodForm::toRead` asks for, by its name
};

/// What the pack says of such pods: `fleet/pod.yaml`. templates/README.md has the table of its keys.
/// All functions give a Failure with the pack's own place where it is at fault.
class PodForm {
 public:
  static Result<PodForm> read(pack::Packs& packs);

  Result<Value> manifest(const PodWish& wish) const;
  /// Objects of the cluster that all else has to know.
  Result<std::vector<pack::Wanted>> toRead(const PodWish& wish) const;
  /// What such a pod needs of a cluster, in words.
  Result<std::vector<std::string>> needs(const PodWish& wish) const;
  /// Where the files of its node lie in it; "" for nowhere.
  Result<std::string> root(const PodWish& wish) const;
  /// The Secret that a token is to be put into.
  Result<Value> secret(const PodWish& wish) const { return evaluated("secret", wish); }
  /// Where a pod with a token has it; "" for nowhere.
  Result<std::string> tokenFile(const PodWish& wish) const;
  /// Where others reach a pod that is there; "" as long as that is not known.
  Result<std::string> address(const PodWish& wish, const Value& pod) const;

 private:
  explicit PodForm(Value document) : document_(std::move(document)) {}
  Result<Value> evaluated(std::string_view key, const PodWish& wish, const Value& object = {}) const;

  Value document_;
};

}  // namespace aictl::fleet
