#include "core/fleet/token_secret.h"

#include <fmt/format.h>

#include "core/kube/api/refusal.h"
#include "core/yaml/json.h"
#include "core/yaml/utf8.h"

namespace aictl::fleet {
namespace {

const kube::Kind secretKind{"v1", "Secret"};
const kube::Resource secretResource{secretKind, "secrets", true};
constexpr int statusNotFound = 404;
constexpr int statusConflict = 409;

kube::ObjectName nameIn(const Fleet& fleet) {
  return {.kind = secretKind, .namespaceName = fleet.nameSpace, .name = fleet.tokenSecret};
}

/// By a connection of its own: this program may be about to stop.
std::optional<Failure> remove(Fleet& fleet) {
  constexpr std::chrono::seconds requestTimeout{10};
  auto client = kube::Client::open(fleet.client.access(), {.requestTimeout = requestTimeout, .tries = 3});
  if (!client) return client.failure();
  const auto response = (*client)->send(
      {.method = kube::Method::remove, .path = secretResource.object(fleet.nameSpace, fleet.tokenSecret)});
  if (!response) return response.failure();
  if (response->good() || response->status == statusNotFound) return std::nullopt;
  return kube::refusal(*response, (*client)->access(), {.verb = "delete", .object = nameIn(fleet)});
}

}  // namespace

TokenSecret::TokenSecret(Fleet& fleet) : fleet_(fleet) {
  fleet_.tokenSecret = fmt::format("aictl-{}-token", fleet_.run);
}

TokenSecret::~TokenSecret() {
  if (!mayBeThere_) return;
  const auto failure = remove(fleet_);
  if (!failure) return;
  for (const Finding& finding : failure->findings) fleet_.said(finding);
  fleet_.said({.rule = "fleet",
               .message = fmt::format("{} with the token may be left", kube::describe(nameIn(fleet_))),
               .remedy = fmt::format("'kubectl delete secret -n {} {}' deletes it", fleet_.nameSpace,
                                     fleet_.tokenSecret)});
}

std::optional<Failure> TokenSecret::create(const std::string& token) {
  if (!yaml::isUtf8(token)) {
    return Failure(ExitCode::badInput,
                   Finding{.rule = "token",
                           .message = "the token is no text in UTF-8, which alone a Secret takes from here",
                           .remedy = "take a word of letters and digits"});
  }
  auto manifest = fleet_.form.secret(wishFor(fleet_, "", ""));
  if (!manifest) return manifest.failure();
  Value data = Value::map();
  data.set("token", Value(token));
  manifest->set("stringData", std::move(data));
  mayBeThere_ = true;  // also where no answer comes
  const auto response = fleet_.client.send({.method = kube::Method::post,
                                            .path = secretResource.collection(fleet_.nameSpace),
                                            .body = yaml::writeJson(*manifest)});
  if (!response) return response.failure();
  if (response->good() || response->status == statusConflict)
    return std::nullopt;  // its first sending was heard
  mayBeThere_ = false;
  return kube::refusal(*response, fleet_.client.access(), {.verb = "create", .object = nameIn(fleet_)});
}

}  // namespace aictl::fleet
