#include "core/kube/access/credentials.h"

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/kube/access/base64.h"
#include "core/kube/access/exec_plugin.h"

namespace aictl::kube {
namespace {

/// In seconds: what never expires lies beyond what the clock's own unit can count.
std::chrono::sys_seconds now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

constexpr std::size_t tokenLimit = 1U << 20U;
constexpr std::chrono::seconds tokenFileAge{60};  // as client-go has it
constexpr std::chrono::seconds expiryMargin{10};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(blank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blank) - begin + 1);
}

Failure badToken(std::string message) {
  return {ExitCode::badInput, Finding{.rule = "credentials", .message = std::move(message)}};
}

/// A header's value ends at a line end, so a token that has one would forge headers.
bool plain(std::string_view token) {
  return std::all_of(token.begin(), token.end(), [](unsigned char c) { return c > ' ' && c != 0x7f; });
}

}  // namespace

Result<const Identity*> Credentials::current() {
  if (generation_ == 0 || now() >= goodUntil_) {
    if (std::optional<Failure> failure = renew()) return *std::move(failure);
  }
  return &identity_;
}

bool Credentials::refused(std::uint32_t generation) {
  if (access_.user.tokenFile.empty() && !access_.user.plugin) return false;
  if (generation == generation_) goodUntil_ = {};
  return true;
}

std::optional<Failure> Credentials::renew() {
  const User& user = access_.user;
  Identity next{.clientCertificate = user.clientCertificate, .clientKey = user.clientKey};
  goodUntil_ = std::chrono::sys_seconds::max();
  std::string token = user.token;
  if (!user.tokenFile.empty()) {
    Result<std::string> text = readFile(user.tokenFile, tokenLimit);
    if (!text && token.empty()) {
      return badToken(
          fmt::format("the token of user '{}': {}", user.name, text.failure().findings.front().message));
    }
    if (text) token = trimmed(*text);
    goodUntil_ = now() + tokenFileAge;
  } else if (token.empty() && user.plugin) {
    Result<PluginCredentials> given = runExecPlugin(*user.plugin, access_.cluster, {.stop = stop_});
    if (!given) return std::move(given.failure());
    token = std::move(given->token);
    if (!given->clientCertificate.empty()) {
      next.clientCertificate = std::move(given->clientCertificate);
      next.clientKey = std::move(given->clientKey);
    }
    if (given->expires != 0) {
      // At least a moment, so that a plugin which gives what has expired is not run for each request.
      goodUntil_ = std::max(std::chrono::sys_seconds(std::chrono::seconds(given->expires)) - expiryMargin,
                            now() + expiryMargin);
    }
  }
  if (!plain(token))
    return badToken(fmt::format("the token of user '{}' has characters that no token has", user.name));
  if (!token.empty()) {
    next.authorization = "Bearer " + token;
  } else if (!user.userName.empty()) {
    next.authorization = "Basic " + toBase64(user.userName + ":" + user.password);
  }
  identity_ = std::move(next);
  ++generation_;
  return std::nullopt;
}

}  // namespace aictl::kube
