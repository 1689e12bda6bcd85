#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/base/finding.h"
#include "core/base/value.h"
#include "core/pack/pack.h"

namespace aictl::pack {

/// An entry whose spec is whole (normalised, checked, filled), and where it stands.
struct Subject {
  Packs::Found found;
  std::string name;
  std::string nameSpace;  ///< never empty: some manifests hold URLs with it
  std::string stack;
  std::string environment;  ///< "" where none is chosen
  Value spec;
  Origin origin;  ///< of the entry's key

  /// `train/resnet50`
  std::string label() const { return found.definition->name + "/" + name; }
};

/// What `ref` gives: the offers of the entry of that name in the first of the templates that has it; none
/// where there is no such entry.
using Reference =
    std::function<std::optional<Value>(const std::vector<std::string>& templates, std::string_view name)>;

/// Evaluates the parts of a template for one entry. What goes wrong in a template is a finding at the
/// template's own place.
class EntryRenderer {
 public:
  /// `functions` is what addFunctions gives, for all entries alike. It and `subject` must outlive this.
  EntryRenderer(const Subject& subject, const jsone::Scope& functions, Reference reference);

  /// A map of what the entry offers to those that refer to it.
  Value offers(Findings& findings);

  /// Adds what the template's rules have to say.
  void checkRules(Findings& findings);

  /// The manifests of all variants that hold, in order, without what vanishes.
  std::vector<Value> manifests(Findings& findings);

 private:
  Value include(const jsone::Call& call);
  Value reference(const jsone::Call& call);
  void checkRule(const Rule& rule, Findings& findings);
  void checkOnce(const Rule& rule, const jsone::Scope& scope, Findings& findings);
  void checkAssertion(const Rule& rule, const jsone::Scope& scope, Findings& findings);
  void checkFindings(const Rule& rule, const jsone::Scope& scope, Findings& findings);
  Finding finding(const Rule& rule, Origin place, std::string_view message) const;
  void addManifest(Value manifest, std::vector<Value>& manifests, Findings& findings);
  Finding templateFault(const jsone::Error& error) const;

  const Subject& subject_;
  Reference reference_;
  jsone::Scope scope_;
  std::map<std::string, Value, std::less<>> included_;  ///< what parts without arguments came to
};

/// The labels that every object of an entry carries (design, section 6), without `part-of`.
Value ownLabels(std::string_view stack, std::string_view templateName, std::string_view name, Origin origin);

}  // namespace aictl::pack
