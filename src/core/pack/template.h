#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/finding.h"
#include "core/jsone/jsone.h"
#include "core/schema/schema.h"

namespace aictl::pack {

/// An expression of a template, parsed when it is asked for: most rules never come to all of theirs.
class LazyExpression {
 public:
  LazyExpression(Value source, const jsone::SyntaxTrees* trees) : source_(std::move(source)), trees_(trees) {}

  const Value& source() const { return source_; }
  /// Throws jsone::Error (SyntaxError).
  const jsone::Expression& operator*() const {
    if (!parsed_) parsed_.emplace(source_, trees_);
    return *parsed_;
  }

 private:
  Value source_;
  const jsone::SyntaxTrees* trees_;
  mutable std::optional<jsone::Expression> parsed_;
};

/// One of the outputs of a template: its manifests, where `when` holds.
struct Variant {
  std::optional<LazyExpression> when;
  std::vector<std::string> manifests;  ///< paths from the pack's root, without `.yaml`
};

/// What a schema cannot say: an assertion, or JSON-e that gives a list of findings `{at, message, key,
/// severity}`, once or for each item of a list or map.
struct Rule {
  std::string id;
  Severity severity = Severity::error;
  std::optional<LazyExpression> when;
  std::optional<LazyExpression> each;
  std::string as;  ///< the name of the item in the other expressions; its index or key is `key`
  std::optional<LazyExpression> assertion;
  std::optional<LazyExpression> at;  ///< the finding stands where its value comes from
  std::optional<jsone::Template> message;
  std::optional<jsone::Template> findings;
  Origin origin;
};

/// A spec that shows how a template is used; shown by help, and tested.
struct Example {
  std::string title;
  Value spec;
};

/// A template as its `template.yaml` says it.
struct Template {
  std::string name;
  std::string description;
  std::unique_ptr<schema::Schema> schema;
  std::vector<Variant> variants;
  std::vector<Rule> rules;
  std::optional<jsone::Template> offers;
  std::vector<std::string> offered;  ///< the names of what it offers
  std::vector<Example> examples;
  Origin origin;
};

/// Reads a template from the document of its `template.yaml`. What is wrong with it is added to `findings`
/// with its place in the pack; such a template must not be used.
/// Its expressions are not parsed: checkExpressions does so, for packs that the build has not seen. They are
/// looked for in `trees`, which must outlive the template.
Template readTemplate(std::string name, const Value& document, const schema::Files& files,
                      const jsone::SyntaxTrees* trees, Findings& findings);

/// Says which expressions of a template do not parse.
void checkExpressions(const Template& definition, Findings& findings);

}  // namespace aictl::pack
