#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/jsone/jsone.h"
#include "core/pack/pack.h"

namespace aictl::pack {

/// What is known of a Kubernetes kind, from `kinds/GROUP_KIND.yaml` of the pack. templates/README.md has
/// the table of the facts.
class KindFacts {
 public:
  KindFacts(Value facts, Origin origin);

  /// Whether the fact is there at all.
  bool has(std::string_view fact) const;

  /// The fact as the file has it, for those that are no expressions (`immutable`, `scale`, `suspend`, …);
  /// nullptr where it is absent.
  const Value* written(std::string_view fact) const;

  /// The operator that brings the kind, "" where it is not known.
  std::string_view bringer() const;

  /// The end of a remedy for an entry where the cluster has not the kind: `; or say 'engine: deployment',
  /// which does without it`. "" where nothing does.
  std::string otherwise() const;

  /// A fact of an object: an expression for `ready`, `succeeded`, `failed`, `suspended` (false where absent),
  /// JSON-e for all else (null where absent). `now` (RFC 3339) is in scope where it is given. A fault of
  /// the facts is a Failure with the pack's own place.
  Result<Value> of(const Value& object, std::string_view fact, std::string_view now = {}) const;

 private:
  Value facts_;
  Origin origin_;
};

/// The kinds that packs have facts of, each read at first use. A pack that brings a template may bring the
/// facts of its kinds too; those of a later pack hide those of an earlier one.
class Kinds {
 public:
  explicit Kinds(Packs& packs) : packs_(packs) {}

  /// nullptr where nothing is known of the kind. `group` is "" for the core group.
  Result<const KindFacts*> find(std::string_view group, std::string_view kind);

 private:
  Packs& packs_;
  std::map<std::string, KindFacts, std::less<>> known_;
};

}  // namespace aictl::pack
