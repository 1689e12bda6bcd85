#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/pack/pack.h"
#include "core/pack/wanted.h"

namespace aictl::pack {

/// What a reason is asked of: the object, or one of the items that it found in it.
struct Suspicion {
  Value item;  ///< null where it looks for none
  std::vector<Wanted> wanted;
};

/// What was seen of the object and around it.
struct Circumstances {
  std::map<std::string, Value> found;  ///< by Wanted::as: an object or null, or a list
  Value events = Value::list();        ///< about the object, the latest first
  std::vector<std::string> lines;      ///< the last lines of its log
  std::int64_t now = 0;                ///< seconds since 1970
};

/// What a reason says of an object.
struct Diagnosis {
  std::int64_t rank = 0;  ///< the lower, the nearer to the cause
  std::string message;
  std::string evidence;  ///< "" for none, as is the remedy
  std::string remedy;
};

/// A known trouble, or where to look for more: one document of `why/NAME.yaml` of a pack. templates/README.md
/// has the table of its keys.
class Reason {
 public:
  /// Faults of the reason itself become findings.
  Reason(const Value& document, Findings& findings);

  bool isAbout(std::string_view group, std::string_view kind) const;
  /// Whether it is a trouble, and not only a way to other objects.
  bool tells() const { return document_.find("message") != nullptr; }
  Origin origin() const { return document_.origin(); }
  bool readsEvents() const { return readsEvents_; }
  bool readsLog() const { return readsLog_; }

  /// Other objects that are to be looked at with this one.
  Result<std::vector<Wanted>> related(const Value& object) const;

  /// What it suspects of an object, from the object alone. A fault of the pack is a Failure, here and below.
  Result<std::vector<Suspicion>> suspicions(const Value& object, std::int64_t now) const;

  /// What it says; none where the trouble is another one.
  Result<std::optional<Diagnosis>> judge(const Value& object, const Suspicion& suspicion,
                                         const Circumstances& circumstances) const;

 private:
  bool isGiven(const jsone::Scope& scope) const;
  Diagnosis diagnosis(const jsone::Scope& scope) const;

  Value document_;
  std::string group_;
  std::string kind_;  ///< "" for all kinds
  bool readsEvents_ = false;
  bool readsLog_ = false;
};

/// All reasons of the packs; a file of a later pack hides one of the same name in an earlier one.
Result<std::vector<Reason>> readReasons(Packs& packs);

}  // namespace aictl::pack
