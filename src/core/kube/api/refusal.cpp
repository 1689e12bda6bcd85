#include "core/kube/api/refusal.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/kube/api/field_path.h"
#include "core/kube/api/unreadable.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace aictl::kube {
namespace {

constexpr int unauthorized = 401;
constexpr int forbidden = 403;
constexpr int notFound = 404;
constexpr int conflict = 409;
constexpr int gone = 410;
constexpr int tooManyRequests = 429;

/// What a server says where a value of an object cannot be read, of an apply and of a creation; then the
/// kind, a colon, and why.
constexpr std::array<std::string_view, 2> cannotRead{"unable to convert unstructured object to ",
                                                     " cannot be handled as a "};

/// The text between two others, "" where they are not there.
std::string_view between(std::string_view text, std::string_view before, std::string_view after) {
  const std::size_t begin = text.find(before);
  if (begin == std::string_view::npos) return {};
  text.remove_prefix(begin + before.size());
  const std::size_t end = text.find(after);
  return end == std::string_view::npos ? std::string_view() : text.substr(0, end);
}

std::string_view after(std::string_view text, std::string_view mark) {
  const std::size_t begin = text.find(mark);
  return begin == std::string_view::npos ? text : text.substr(begin + mark.size());
}

/// The server's sentence as the end of ours: a small letter first, no expression that it checks with.
std::string lowered(std::string_view text) {
  constexpr std::string_view pattern = "regex used for validation is '";
  std::string result(text);
  if (const std::size_t begin = result.find(pattern); begin != std::string::npos) {
    const std::size_t end = result.find("')", begin);
    std::size_t from = result.find_last_not_of(", ", begin - 1) + 1;
    if (end != std::string::npos) {
      if (result[from - 1] == '(') {
        from = result.find_last_not_of(' ', from - 2) + 1;
        result.erase(from, end + 2 - from);
      } else {
        result.erase(from, end + 1 - from);
      }
    }
  }
  const bool word = result.size() > 1 && result[1] >= 'a' && result[1] <= 'z';
  if (word && result[0] >= 'A' && result[0] <= 'Z') result[0] = static_cast<char>(result[0] | 0x20);
  return result;
}

/// Whether the server says that a field is as it is for ever. Each kind has its own words.
bool isFixed(std::string_view why) {
  constexpr std::string_view words[] = {"immutable", "cannot change", "may not be changed", "may not change",
                                        "updates to "};
  return std::ranges::any_of(words,
                             [&](std::string_view word) { return why.find(word) != std::string_view::npos; });
}

/// One field that the server does not take.
struct Fault {
  std::string field;
  std::string why;
};

class Words {
 public:
  Words(const Response& response, const Access& access, const Asked& asked)
      : response_(response), access_(access), asked_(asked), what_(describe(asked.object)) {
    if (Result<Value> read = yaml::readJson(response.body)) status_ = *std::move(read);
    message_ = findString(status_, {"message"});
  }

  Failure failure() {
    switch (response_.status) {
      case unauthorized:
        return refused(credentials());
      case forbidden:
        return refused(right());
      case notFound:
        return refused(absent());
      case conflict:
        return conflicts();
      case gone:
        return refused(
            one("gone", fmt::format("the server has forgotten the state that was asked for"), "try again"));
      case tooManyRequests:
        return trouble(fmt::format("{} has too much to do and refuses requests", access_.cluster.server));
      default:
        break;
    }
    if (const std::vector<Fault> faults = fieldFaults(); !faults.empty()) return fields(faults);
    for (const std::string_view words : cannotRead) {
      if (message_.find(words) != std::string_view::npos)
        return refused(unreadable(after(after(message_, words), ": ")));
    }
    if (response_.status >= 300 && response_.status < 400) {
      return trouble(fmt::format("{} sends requests elsewhere, which an API server does not do",
                                 access_.cluster.server));
    }
    if (response_.status >= 500) {
      return trouble(fmt::format("{} could not answer ({}){}", access_.cluster.server, response_.status,
                                 message_.empty() ? "" : fmt::format(": {}", lowered(message_))));
    }
    return refused(
        one("refused", fmt::format("the server refuses to {} {}: {}", asked_.verb, what_, reason())));
  }

 private:
  static Failure refused(Finding finding) { return {ExitCode::refused, std::move(finding)}; }

  Failure trouble(std::string message) const {
    return {ExitCode::noAnswer,
            Finding{.rule = "server",
                    .message = std::move(message),
                    .entry = asked_.object.entry,
                    .remedy = "try again, and look at the cluster's own state where it goes on"}};
  }

  Finding one(std::string rule, std::string message, std::string remedy = {},
              std::string_view field = "metadata.name") const {
    Origin origin;
    if (asked_.manifest != nullptr) origin = locate(*asked_.manifest, field).origin;
    return {.rule = std::move(rule),
            .message = std::move(message),
            .origin = origin,
            .entry = asked_.object.entry,
            .remedy = std::move(remedy)};
  }

  std::string reason() const {
    if (!message_.empty()) return lowered(message_);
    return fmt::format("HTTP status {}", response_.status);
  }

  Finding credentials() const {
    const User& user = access_.user;
    const bool none = user.name.empty();
    Finding finding =
        one("unauthorized",
            none ? fmt::format("{} asks for credentials, and the context has no user", access_.cluster.server)
                 : fmt::format("{} does not accept the credentials of user '{}'", access_.cluster.server,
                               user.name),
            none ? "give the context a user, or choose one with --user"
                 : "they may have expired: log in again, or get a new kubeconfig");
    finding.origin = {};
    return finding;
  }

  /// `configmaps "a" is forbidden: User "u" cannot patch resource "configmaps" in API group "" in the
  /// namespace "ml"`, or words of an admission check.
  Finding right() const {
    const std::string_view user = between(message_, "User \"", "\"");
    const std::string_view verb = between(message_, "\" cannot ", " ");
    const std::string_view resource = between(message_, " resource \"", "\"");
    if (user.empty() || verb.empty() || resource.empty()) {
      return one("forbidden", fmt::format("the server does not admit {}: {}", what_,
                                          lowered(after(message_, "is forbidden: "))));
    }
    const std::string_view group = between(message_, "in API group \"", "\"");
    const std::string_view space = between(message_, "in the namespace \"", "\"");
    const std::string of = group.empty() ? std::string(resource) : fmt::format("{}.{}", resource, group);
    const std::string where =
        space.empty() ? "in the whole cluster" : fmt::format("in namespace '{}'", space);
    return one("forbidden", fmt::format("user '{}' may not {} {} {}", user, verb, of, where),
               "ask who runs the cluster for that right, or choose another --context or --namespace");
  }

  Finding absent() const {
    if (findString(status_, {"details", "kind"}) == "namespaces") {
      const std::string_view name = findString(status_, {"details", "name"});
      return one("namespace", fmt::format("namespace '{}' is not there", name),
                 remedyOfAbsence(name, access_.namespaceName), "metadata.namespace");
    }
    if (status_.isNull() || findString(status_, {"details", "name"}).empty()) {
      return one("kind",
                 fmt::format("the cluster has no kind {} of {}", asked_.object.kind.kind,
                             asked_.object.kind.apiVersion),
                 "install what brings it", "kind");
    }
    return one("not-found", fmt::format("{} is not there", what_));
  }

  Failure conflicts() const {
    Failure failure;
    failure.code = ExitCode::refused;
    for (const Fault& cause : causes("FieldManagerConflict")) {
      const std::string_view manager = between(cause.why, "conflict with \"", "\"");
      failure.findings.push_back(one(
          "conflict", fmt::format("{}: {} has another value, which '{}' set", what_, cause.field, manager),
          fmt::format("leave the field to '{}', or take it with --force-conflicts", manager), cause.field));
    }
    if (failure.findings.empty()) {
      failure.findings.push_back(
          one("conflict", fmt::format("the server refuses to {} {}: {}", asked_.verb, what_, reason())));
    }
    return failure;
  }

  Finding unreadable(std::string_view why) const {
    if (const auto found = asked_.manifest == nullptr ? std::nullopt : firstUnreadable(*asked_.manifest)) {
      return one("invalid",
                 fmt::format("{}: {}: the server cannot read {}", what_, found->path, found->found),
                 found->remedy, found->path);
    }
    // What follows are bytes of the object, which may be secret.
    const std::string_view shown = why.substr(0, why.find(", error found in #"));
    return one("invalid", fmt::format("{}: the server cannot read it: {}", what_, lowered(shown)));
  }

  std::vector<Fault> causes(std::string_view reason = {}) const {
    std::vector<Fault> faults;
    const Value* list = aictl::find(status_, {"details", "causes"});
    if (list == nullptr || !list->isList()) return faults;
    for (const Value& cause : list->items()) {
      if (!reason.empty() && findString(cause, {"reason"}) != reason) continue;
      std::string_view field = findString(cause, {"field"});
      if (field.empty() || field == "<nil>") continue;
      if (field.starts_with('.')) field.remove_prefix(1);
      faults.push_back({std::string(field), std::string(findString(cause, {"message"}))});
    }
    return faults;
  }

  std::vector<Fault> fieldFaults() const {
    std::vector<Fault> faults = causes();
    if (faults.empty()) faults = schemaFaults();
    if (faults.empty()) faults = strictFaults();
    return faults;
  }

  /// `failed to create typed patch object (…): .spec.foo: field not declared in schema`, or several after
  /// `errors:`, each on its line.
  std::vector<Fault> schemaFaults() const {
    std::vector<Fault> faults;
    std::string_view text = after(message_, "typed patch object");
    if (text.size() == message_.size()) return faults;
    while (!text.empty()) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, end);
      text.remove_prefix(std::min(end + 1, text.size()));
      const std::size_t dot = line.starts_with("  .") ? 2 : line.find(": .");
      if (dot == std::string_view::npos) continue;
      line.remove_prefix(line.find('.', dot) + 1);
      const std::size_t colon = line.find(": ");
      if (colon != std::string_view::npos) {
        faults.push_back({std::string(line.substr(0, colon)), std::string(line.substr(colon + 2))});
      }
    }
    return faults;
  }

  /// `strict decoding error: unknown field "spec.x", unknown field "spec.y"`.
  std::vector<Fault> strictFaults() const {
    std::vector<Fault> faults;
    for (const std::string_view kind : {"unknown field \"", "duplicate field \""}) {
      std::string_view text = message_;
      while (text.find(kind) != std::string_view::npos) {
        text = after(text, kind);
        const std::size_t end = text.find('"');
        if (end == std::string_view::npos) break;
        faults.push_back({std::string(text.substr(0, end)), std::string(kind.substr(0, kind.size() - 2))});
        text.remove_prefix(end + 1);
      }
    }
    return faults;
  }

  Failure fields(const std::vector<Fault>& faults) const {
    Failure failure;
    failure.code = ExitCode::refused;
    for (const Fault& fault : faults) failure.findings.push_back(field(fault));
    return failure;
  }

  /// `element 0: associative list with keys has an element that omits key field "protocol"`: servers before
  /// 1.21 want what newer ones fill in.
  static Fault withKey(Fault fault) {
    const std::string_view key = between(fault.why, "omits key field \"", "\"");
    if (key.empty()) return fault;
    return {fmt::format("{}[{}]", fault.field, between(fault.why, "element ", ":")),
            fmt::format("this server wants '{}' to be said", key)};
  }

  Finding field(const Fault& said) const {
    const Fault fault = withKey(said);
    Finding finding = one("invalid", {}, {}, fault.field);
    const bool secret = asked_.object.kind.kind == "Secret";
    std::string why = lowered(fault.why);
    const bool fixed = isFixed(why);
    if (fixed && asked_.verb == "apply")
      finding.remedy = fmt::format("'--replace {}' deletes it and makes it anew", nameFor(asked_.object));
    if (why == "field not declared in schema" || why == "unknown field") {
      why = "the server does not know this field";
    } else if (why.starts_with("expected ") && why.find(", got ") != std::string::npos) {
      why = wrongType(fault, std::string(between(why, "expected ", ", got ")), secret, finding);
    } else if (secret && (fault.field.starts_with("data") || fault.field.starts_with("stringData"))) {
      why = fixed ? "it cannot be changed" : "the value is not valid";
    }
    finding.message = fmt::format("{}: {}: {}", what_, fault.field, why);
    return finding;
  }

  std::string wrongType(const Fault& fault, std::string expected, bool secret, Finding& finding) const {
    if (expected.starts_with("numeric")) expected = "number";
    std::string why = fmt::format("expected a {}", expected);
    if (asked_.manifest == nullptr || secret) return why;
    const Located located = locate(*asked_.manifest, fault.field);
    if (!located.whole) return why;
    const std::string found = yaml::writeInline(*located.value);
    if (expected == "string" && located.value->isNumber()) {
      finding.remedy = fmt::format("write \"{}\", in quotes", found);
    }
    return fmt::format("{}, found {}", why, found);
  }

  const Response& response_;
  const Access& access_;
  const Asked& asked_;
  const std::string what_;
  Value status_;
  std::string_view message_;
};

}  // namespace

Failure refusal(const Response& response, const Access& access, const Asked& asked) {
  return Words(response, access, asked).failure();
}

std::string remedyOfAbsence(std::string_view nameSpace, std::string_view ofStack) {
  return nameSpace == ofStack ? "--create-namespace makes it"
                              : "a manifest of the Namespace in the stack makes it";
}

Findings warningsOf(const Response& response, const Asked& asked) {
  Findings findings;
  for (const std::string& warning : response.warnings) {
    findings.push_back(
        {.severity = Severity::warning,
         .rule = "server-warning",
         .message = fmt::format("{}: {}", describe(asked.object), warning),
         .origin = asked.manifest == nullptr ? Origin() : locate(*asked.manifest, "kind").origin,
         .entry = asked.object.entry});
  }
  return findings;
}

Result<Value> answerOf(const Response& response, const Access& access) {
  Result<Value> value = yaml::readJson(response.body);
  if (value && value->isMap()) return value;
  return Failure(ExitCode::noAnswer,
                 Finding{.rule = "answer",
                         .message = fmt::format("what {} answers is not of a Kubernetes API server",
                                                access.cluster.server),
                         .remedy = "check the server's address in the kubeconfig, and proxies on the way"});
}

}  // namespace aictl::kube
