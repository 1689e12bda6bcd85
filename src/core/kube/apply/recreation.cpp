#include "core/kube/apply/recreation.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "core/kube/api/objects.h"
#include "core/kube/api/refusal.h"
#include "core/yaml/json.h"

namespace aictl::kube {
namespace {

constexpr int statusConflict = 409;

/// What a server says where it would perhaps take the object once the old one is gone: of quotas, of ports
/// and addresses of services, and of webhooks that cannot tell without side effects.
constexpr std::array<std::string_view, 3> perhapsLater{"exceeded quota", "already allocated",
                                                       "does not support dry run"};

bool isNoObstacle(const Response& response) {
  return response.good() || response.status == statusConflict ||
         std::ranges::any_of(perhapsLater, [&](std::string_view words) {
           return response.body.find(words) != std::string::npos;
         });
}

struct Question {
  Client& client;
  const Resource& resource;
  const Step& step;
  std::string query;
  std::function<void(std::optional<Failure>)> answer;

  Failure refusalOf(const Response& response) const {
    return refusal(response, client.access(),
                   {.verb = "create", .object = step.name, .manifest = &step.object});
  }
};

void askCreation(Question question) {
  Request request{.method = Method::post,
                  .path = question.resource.collection(question.step.name.namespaceName) + question.query,
                  .body = yaml::writeJson(question.step.object)};
  Client& client = question.client;
  client.submit(std::move(request), [question = std::move(question)](Result<Response> response) {
    if (!response) return question.answer(std::move(response.failure()));
    if (isNoObstacle(*response)) return question.answer(std::nullopt);
    question.answer(question.refusalOf(*response));
  });
}

/// Servers before 1.25 leave out of a creation what the kind has not, and say nothing.
void askApply(Question question) {
  const ObjectName& name = question.step.name;
  Request request{
      .method = Method::patch,
      .path = question.resource.object(name.namespaceName, name.name) + question.query + "&force=true",
      .body = yaml::writeJson(question.step.object),
      .contentType = "application/apply-patch+yaml"};
  Client& client = question.client;
  client.submit(std::move(request), [question = std::move(question)](Result<Response> response) mutable {
    if (!response) return question.answer(std::move(response.failure()));
    if (isOfManifest(*response)) return question.answer(question.refusalOf(*response));
    askCreation(std::move(question));
  });
}

}  // namespace

void askRecreation(Client& client, const Resource& resource, const Step& step, const std::string& manager,
                   std::function<void(std::optional<Failure>)> answer) {
  askApply({client, resource, step,
            fmt::format("?fieldManager={}&fieldValidation=Strict&dryRun=All", escaped(manager)),
            std::move(answer)});
}

}  // namespace aictl::kube
