#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/finding.h"
#include "core/base/nearest.h"
#include "core/base/pattern.h"
#include "core/base/value.h"

/// JSON Schema (draft 2020-12, the keywords that templates and CRDs use) over Values, with seven words of
/// ours: `x-short`, `x-for`, `x-entry`, `x-names`, `x-extends`, `x-part`, `x-instead`. They mean what
/// shared/template-sketch/README.md says; ARCHITECTURE.md has it in short.
namespace aictl::schema {

/// Who wrote a schema, and so what its words mean.
enum class Dialect : std::uint8_t {
  templates,  ///< a pack: our seven words, known formats are checked, an object with `properties` is closed
  cluster,    ///< a CRD or the API server's OpenAPI: `x-kubernetes-…`, closed as strict field validation is
  standard    ///< JSON Schema as published: objects are open, `format` says nothing
};

/// One schema, with references and `x-extends` resolved. Read by the commands, which make flags and help
/// of it. Nodes may be cyclic (a schema that recurs through lists or maps); Schema owns them.
struct Node {
  struct Property {
    std::string name;
    const Node* schema = nullptr;
    Value key;  ///< with the place where the template names it
  };
  /// `x-for`: the property counts only where its sibling has one of these values.
  struct Condition {
    std::string sibling;
    Value values;  ///< a list
  };

  struct Assertions;  // what only the check reads

  Value source;                  ///< the schema as it was written, with its origin
  bool any = false;              ///< `true` or `{}`: everything is allowed, and passed through raw
  bool never = false;            ///< `false`
  std::uint32_t number = 0;      ///< counts the nodes of a schema
  std::uint8_t types = 0;        ///< a bit each Value::Kind; 0: all
  std::string_view description;  ///< good as long as the Schema
  std::optional<Value> defaultValue;
  std::vector<Property> properties;  ///< in the order of the template
  std::vector<std::string> required;
  const Node* additional = nullptr;  ///< `additionalProperties` as a schema
  bool closed = false;               ///< no other properties: said so, or what Dialect makes of silence
  const Node* items = nullptr;
  std::string shortProperty;                ///< `x-short`
  std::vector<Condition> conditions;        ///< `x-for`
  std::vector<std::string> entryTemplates;  ///< `x-entry`
  std::string names;                        ///< `x-names`: the file of names/ that says where names are
  std::string part;                         ///< `x-part`: the folder
  std::vector<Value> enumeration;           ///< `enum` or the names of the part's files
  const Assertions* assertions = nullptr;   ///< all other keywords; nullptr where there are none

  const Property* property(std::string_view name) const;
  bool allows(Value::Kind kind) const {
    return types == 0 || (types & (1U << static_cast<unsigned>(kind))) != 0;
  }
};

/// Where a schema finds what it refers to: other files of its pack.
struct Files {
  /// The schema in a file of the pack (`lib/schemas/pod.yaml`); none where there is no such file.
  std::function<std::optional<Value>(std::string_view path)> read;
  /// The names (without `.yaml`) of the files in a folder of the pack, sorted.
  std::function<std::vector<std::string>(std::string_view folder)> list;
};

/// A reference from one entry to another, found in a spec by `x-entry`.
struct Reference {
  std::vector<std::string> templates;  ///< of which template the entry must be: the first that has it
  std::string name;
  Origin origin;
  bool external = false;  ///< `external: true` beside it: the check is off
};

class Schema {
 public:
  /// Loads a schema. `source` is the schema, `document` the file that `#/…` references point into (often
  /// the template.yaml that holds the schema). Unknown keywords and references that lead nowhere are
  /// findings at their place; a schema with findings must not be used.
  static Schema load(const Value& source, const Value& document, const Files& files, Findings& findings,
                     Dialect dialect = Dialect::templates);

  /// What `load` leaves to the day that a pack is checked, since each use would pay for it: that patterns
  /// compile, and that defaults are what their own schemas allow.
  void validate(Findings& findings) const;

  Schema(Schema&&) noexcept;
  Schema& operator=(Schema&&) noexcept;
  ~Schema();

  const Node& root() const;

  /// The one shape that templates, rules and checks see: null properties go, then, from outside in, a value
  /// that is no map where an object with `x-short` is expected becomes a map of that property. Empty lists
  /// and maps keep Value::writtenEmpty only where the schema passes them through raw.
  Value normalise(const Value& value) const;

  /// Adds a finding for all that the (normalised) value and the schema disagree on, in the order of the
  /// value's places. `entry` is what findings name (`train/resnet50`); paths in messages are relative to it.
  void check(const Value& value, std::string_view entry, Findings& findings) const;

  /// Defaults for what was not given: a property takes its default; without one it is null, a list is
  /// empty, an object has all its properties absent (their own defaults only where the object is given or
  /// its schema says `default: {}`). Filled values have the origin of the object that lacks them.
  Value fill(const Value& value) const;

  /// The references of a normalised value, in order.
  std::vector<Reference> references(const Value& value) const;

 private:
  struct Content;
  explicit Schema(std::unique_ptr<Content> content);
  std::unique_ptr<Content> content_;
};

using aictl::nearest;

}  // namespace aictl::schema
