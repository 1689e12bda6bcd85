#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/kube/api/objects.h"
#include "core/kube/connection/client.h"

namespace aictl::kube {

/// What a request asked for, to say what was refused.
struct Asked {
  std::string_view verb;  ///< `apply`, `delete`, `read`, `list`
  ObjectName object;
  const Value* manifest = nullptr;  ///< what was sent, with the places it came from; nullptr for nothing
};

/// Why a server refused a request, in a person's words; of fields that it named, each stands at the place
/// of its value in the manifest. ExitCode::refused; noAnswer where the server itself is in trouble
/// (overloaded, its storage away). No value of a Secret is in it.
Failure refusal(const Response& response, const Access& access, const Asked& asked);

/// What to do about a namespace that is not there, beside that of the stack or that very one.
std::string remedyOfAbsence(std::string_view nameSpace, std::string_view ofStack);

/// The server's warnings about an object, as findings.
Findings warningsOf(const Response& response, const Asked& asked);

/// A good answer as a Value; noAnswer where it is no JSON, so not of an API server.
Result<Value> answerOf(const Response& response, const Access& access);

}  // namespace aictl::kube
