#include "core/kube/connection/client.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <random>

#include "core/kube/access/credentials.h"
#include "core/kube/connection/http.h"
#include "core/kube/connection/transport_failure.h"

namespace aictl::kube {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds firstPause{200};
constexpr milliseconds longestPause{10'000};
constexpr std::chrono::seconds longestRetryAfter{30};
constexpr milliseconds interval{100};  ///< how often the stop flag, and whether it is enough, is looked at
constexpr milliseconds stopGrace{2'000};

constexpr int statusUnauthorized = 401;
constexpr int statusTooManyRequests = 429;
constexpr int statusInternalError = 500;
constexpr int statusBadGateway = 502;
constexpr int statusUnavailable = 503;
constexpr int statusGatewayTimeout = 504;

Failure interrupted() {
  return {ExitCode::interrupted, Finding{.rule = "interrupted", .message = "interrupted"}};
}

}  // namespace

bool isOfManifest(const Response& response) {
  return response.body.find("typed patch object") != std::string::npos ||
         response.body.find("unable to convert unstructured object") != std::string::npos;
}

/// The requests that wait, those under way, and those that are tried again later.
class Client::Transfers {
 public:
  Transfers(const Curl& curl, Access access, const ClientOptions& options)
      : access_(std::move(access)),
        options_(options),
        credentials_(access_, options_.stop),
        http_(curl, access_, options_),
        random_(std::random_device{}()) {}

  void submit(Request request, Done done) {
    auto item = std::make_unique<Pending>(Pending{std::move(request), std::move(done)});
    if (item->request.delay.count() > 0) {
      item->due = Clock::now() + item->request.delay;
      delayed_.push_back(std::move(item));
    } else {
      waiting_.push_back(std::move(item));
    }
  }

  /// Until it is enough, or nothing is left.
  void run(const std::function<bool()>& enough) {
    while (!enough || !enough()) {
      if (options_.stop != nullptr && options_.stop->load(std::memory_order_relaxed)) stop();
      takeDelayed();
      startWaiting();
      if (waiting_.empty() && delayed_.empty() && http_.underWay() == 0) return;
      http_.poll(pollTime());
    }
  }

  void drop() {
    http_.cancel();
    underWay_.clear();
    delayed_.clear();
    waiting_.clear();
  }

  const Access& access() const { return access_; }

 private:
  struct Pending {
    Request request;
    Done done;
    int tries = 0;
    std::uint32_t identity = 0;  ///< generation of the credentials that were sent
    bool identityRenewed = false;
    Clock::time_point due{};
  };
  using Item = std::unique_ptr<Pending>;

  void startWaiting() {
    // What listens may have no end, so it counts for none.
    while (!waiting_.empty() && http_.underWay() - http_.listening() < options_.concurrency) {
      Item item = std::move(waiting_.front());
      waiting_.pop_front();
      Result<const Identity*> identity = credentials_.current();
      if (!identity) {
        item->done(std::move(identity.failure()));
        continue;
      }
      ++item->tries;
      item->identity = credentials_.generation();
      Pending* pending = item.get();
      underWay_.emplace(pending, std::move(item));
      http_.start(pending->request, **identity, [this, pending](Attempt& attempt) { end(pending, attempt); });
    }
  }

  void end(Pending* pending, Attempt& attempt) {
    Item item = std::move(underWay_.extract(pending).mapped());
    if (attempt.connected) everConnected_ = true;
    if (const std::optional<milliseconds> pause = pauseBeforeRepeat(*item, attempt)) {
      item->due = Clock::now() + *pause;
      delayed_.push_back(std::move(item));
    } else if (attempt.response.status != 0) {
      item->done(std::move(attempt.response));
    } else {
      item->done(transportFailure(attempt, access_, options_));
    }
  }

  /// None where the attempt counts.
  std::optional<milliseconds> pauseBeforeRepeat(Pending& item, const Attempt& attempt) {
    if (attempt.response.status == statusUnauthorized && !item.identityRenewed) {
      // Nothing was done for an unknown user, so any request may be sent again.
      item.identityRenewed = true;
      if (credentials_.refused(item.identity)) return milliseconds(0);
    }
    if (item.request.repeat == Repeat::never || item.tries >= options_.tries) return std::nullopt;
    if (attempt.retryAfter > longestRetryAfter || !passes(attempt)) return std::nullopt;
    const milliseconds grown = std::min(longestPause, firstPause * (1 << std::min(item.tries - 1, 10)));
    // Between half of it and all of it: those who were refused together shall not come back together.
    std::uniform_int_distribution<std::int64_t> some(grown.count() / 2, grown.count());
    return std::chrono::duration_cast<milliseconds>(attempt.retryAfter) + milliseconds(some(random_));
  }

  /// Whether what went wrong is likely to pass.
  bool passes(const Attempt& attempt) const {
    switch (attempt.response.status) {
      case 0:
        return endedInHandshake(attempt) || passes(attempt.code);
      case statusInternalError:
        return !isOfManifest(attempt.response);
      case statusTooManyRequests:
      case statusBadGateway:
      case statusUnavailable:
      case statusGatewayTimeout:
        return true;
      default:
        return attempt.response.status > statusInternalError && attempt.retryAfter.count() > 0;
    }
  }

  bool passes(CURLcode code) const {
    switch (code) {
      case CURLE_GOT_NOTHING:
      case CURLE_SEND_ERROR:
      case CURLE_RECV_ERROR:
      case CURLE_HTTP2:
      case CURLE_HTTP2_STREAM:
      case CURLE_PARTIAL_FILE:
        return true;
      case CURLE_COULDNT_CONNECT:
        return everConnected_;  // restarted, as opposed to not there at all
      default:
        return false;
    }
  }

  void takeDelayed() {
    const Clock::time_point now = Clock::now();
    for (std::size_t i = 0; i < delayed_.size();) {
      if (delayed_[i]->due > now) {
        ++i;
        continue;
      }
      waiting_.push_front(std::move(delayed_[i]));
      delayed_[i] = std::move(delayed_.back());
      delayed_.pop_back();
    }
  }

  milliseconds pollTime() const {
    milliseconds time = interval;
    const Clock::time_point now = Clock::now();
    for (const Item& item : delayed_) {
      time = std::min(time, std::chrono::ceil<milliseconds>(item->due - now));
    }
    return std::max(time, milliseconds(0));
  }

  /// Nothing more is sent. What is under way may come to its end for a moment, so that it is known what was
  /// done; then it is cut off. What only listens is cut off at once.
  void stop() {
    const Clock::time_point now = Clock::now();
    if (stopped_ == Clock::time_point()) stopped_ = now;
    std::vector<Item> ended;
    const bool onlyListens = std::all_of(underWay_.begin(), underWay_.end(), [](const auto& item) {
      return item.first->request.line != nullptr;
    });
    if (onlyListens || now - stopped_ >= stopGrace) {
      http_.cancel();
      for (auto& [pending, item] : underWay_) ended.push_back(std::move(item));
      underWay_.clear();
    }
    for (Item& item : delayed_) ended.push_back(std::move(item));
    for (Item& item : waiting_) ended.push_back(std::move(item));
    delayed_.clear();
    waiting_.clear();
    for (const Item& item : ended) item->done(interrupted());
  }

  const Access access_;
  const ClientOptions options_;
  Credentials credentials_;
  Http http_;
  std::minstd_rand random_;
  std::deque<Item> waiting_;
  std::vector<Item> delayed_;
  std::unordered_map<Pending*, Item> underWay_;
  bool everConnected_ = false;
  Clock::time_point stopped_{};
};

Client::Client(std::unique_ptr<Transfers> transfers) : transfers_(std::move(transfers)) {}
Client::~Client() = default;

Result<std::unique_ptr<Client>> Client::open(Access access, const ClientOptions& options) {
  const Result<const Curl*> curl = openCurl();
  if (!curl) return curl.failure();
  return std::unique_ptr<Client>(new Client(std::make_unique<Transfers>(**curl, std::move(access), options)));
}

void Client::submit(Request request, Done done) { transfers_->submit(std::move(request), std::move(done)); }

void Client::run() { transfers_->run({}); }

void Client::runUntil(const std::function<bool()>& enough) { transfers_->run(enough); }

void Client::drop() { transfers_->drop(); }

Result<Response> Client::send(Request request) {
  bool finished = false;
  Result<Response> result = interrupted();
  transfers_->submit(std::move(request), [&](Result<Response> answer) {
    result = std::move(answer);
    finished = true;
  });
  transfers_->run([&] { return finished; });
  return result;
}

const Access& Client::access() const { return transfers_->access(); }

std::string escaped(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (const unsigned char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      result += static_cast<char>(c);
    } else {
      result += fmt::format("%{:02X}", c);
    }
  }
  return result;
}

}  // namespace aictl::kube
