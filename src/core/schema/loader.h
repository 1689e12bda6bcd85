#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/schema/graph.h"

namespace aictl::schema {

struct Reading;

/// What a subschema is for: the shape of a value, or only a further condition on it (`oneOf`, `if`). One
/// that is a condition does not close an object; one whose inside others check (`metadata`) neither.
enum class Role : std::uint8_t { shape, condition, open };

/// Reads a schema and all that it refers to into a graph. Subschemas wait in a queue, so that neither deep
/// nor cyclic schemas need a deep stack.
class Loader {
 public:
  Loader(const Files& files, Graph& graph, Findings& findings)
      : files_(files), graph_(graph), findings_(findings) {}

  void load(const Value& source, const Value& document);

  Dialect dialect() const { return graph_.dialect; }
  const Files& files() const { return files_; }
  Node::Assertions& newAssertions() { return graph_.assertions.add(); }
  void complain(std::string rule, std::string message, Origin origin, std::string remedy = {});

  /// The node of a subschema that stands in a document.
  const Node* node(const Value& source, std::size_t document, Role role);

  struct Target {
    const Value* schema;
    std::size_t document;
  };
  /// What a reference (`file#/pointer`, `#/pointer`) leads to, seen from a document; none with a finding.
  std::optional<Target> resolve(const Value& reference, std::size_t document);

 private:
  struct Work {
    Node* node;
    std::size_t document;
    Role role;
  };
  struct Document {
    std::string path;
    Value root;
  };
  /// A `$ref` with words beside it: a copy of its target, once that is read, which these words change.
  struct Copy {
    Node* node;
    const Node* target;
    const Node* own;  ///< of the words that allow less; nullptr where there are none
    std::size_t document;
  };

  Node& newNode(const Value& source);
  const Node* referring(const Value& source, const Value& reference, std::size_t document);
  const Node* referred(Target target, const Value& reference);
  const Node* ownWords(const Value& source, std::size_t document);
  std::optional<std::size_t> open(std::string_view path);
  void read(const Work& work);
  void readWords(Reading& reading, const Value& source);
  void complete(Reading& reading);
  void nameObjectFields(Reading& reading);
  void close(const Reading& reading);
  void extend(Reading& reading);
  /// Whether so many properties more may be copied: a small pack must not make a large schema.
  bool affords(std::size_t properties, const Value& reference);
  void takeIn(const std::vector<Node::Property>& offered, std::vector<Node::Property>& properties,
              const Value& reference);
  /// The properties of a schema that others extend, with those that it takes in itself.
  const std::vector<Node::Property>& offered(Target target, const Value& reference);
  void copyTarget(const Copy& copy);

  const Files& files_;
  Graph& graph_;
  Findings& findings_;
  std::deque<Document> documents_;
  std::deque<Work> queue_;
  std::vector<Copy> copies_;
  std::unordered_map<const void*, const Node*> targets_;  ///< nullptr while it is being followed
  std::unordered_map<const void*, std::vector<Node::Property>> offered_;  ///< by what is extended
  std::size_t following_ = 0;
  std::size_t taken_ = 0;
};

/// What the keywords of one schema are read with and into.
struct Reading {
  Loader& loader;
  Node& node;
  std::size_t document;
  Role role;

  // What can only be said when all words are read, since they stand in any order.
  Node::Assertions* assertions = nullptr;
  bool asserts = false;
  bool saysAdditional = false;     ///< `additionalProperties`
  bool keepsUnknown = false;       ///< `x-kubernetes-preserve-unknown-fields`
  bool isIntegerOrString = false;  ///< `x-kubernetes-int-or-string`
  bool isResource = false;         ///< the root of a kind, or `x-kubernetes-embedded-resource`
  bool nullable = false;
  bool minimumIsExclusive = false;  ///< OpenAPI's form
  bool maximumIsExclusive = false;
  std::vector<Value> extends;

  Node::Assertions& assertion() {
    if (assertions == nullptr) {
      assertions = &loader.newAssertions();
      if (node.assertions != nullptr) *assertions = *node.assertions;  // a target's, which others share
      node.assertions = assertions;
    }
    return *assertions;
  }
  const Node* shape(const Value& source) {
    return loader.node(source, document, role == Role::condition ? Role::condition : Role::shape);
  }
  const Node* condition(const Value& source) { return loader.node(source, document, Role::condition); }
  void wrong(const Value& value, std::string expected);
};

}  // namespace aictl::schema
