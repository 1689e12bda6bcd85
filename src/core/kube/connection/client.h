#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/kube/access/kubeconfig.h"

namespace aictl::kube {

enum class Method : std::uint8_t { get, post, put, patch, remove };

/// Whether sending a request twice has the effect of sending it once.
enum class Repeat : std::uint8_t { never, safe };

struct Request {
  Method method = Method::get;
  std::string path;  ///< after the server's URL, with its query: `/api/v1/namespaces/ml/pods?limit=500`
  std::string body;
  std::string contentType = "application/json";
  std::string accept = "application/json";
  Repeat repeat = Repeat::safe;
  std::chrono::milliseconds timeout{0};  ///< instead of ClientOptions::requestTimeout; 0: that one
  std::chrono::milliseconds delay{0};    ///< to wait before it is sent

  /// Takes a good answer line by line as it comes, without the line ends; false ends the request, which is
  /// then a good answer. The Response has no body then. What was taken cannot be taken back, so such a
  /// request is never to be repeated (`repeat`).
  std::function<bool(std::string_view line)> line = {};
};

/// An answer of the server, whatever its status.
struct Response {
  int status = 0;
  std::string body;
  std::vector<std::string> warnings;  ///< what the server says in Warning headers
  bool good() const { return status >= 200 && status < 300; }
};

/// Whether a bad answer is of the manifest that was sent: it has a field that its kind has not, or a value
/// that cannot be read. API servers say 500 of that, too.
bool isOfManifest(const Response& response);

struct ClientOptions {
  std::chrono::milliseconds requestTimeout{30'000};  ///< for each try of a request; 0: no limit
  std::chrono::milliseconds connectTimeout{10'000};
  std::size_t concurrency = 100;            ///< requests under way at once, beside those that listen
  std::size_t responseLimit = 256U << 20U;  ///< bytes of one answer
  int tries = 5;                            ///< of a request that is safe to repeat
  std::string userAgent = "aictl";
  const std::atomic<bool>* stop = nullptr;  ///< looked at between polls: true ends all that is under way
};

/// The server of one cluster: requests in, answers out, many at once over one HTTP/2 connection.
///
/// Requests that are safe to repeat are sent again, with growing pauses, where the server says 429, 500,
/// 502, 503 or 504, where the connection was lost, and where it is refused after it has worked once.
/// Belongs to one thread.
class Client {
 public:
  using Done = std::function<void(Result<Response>)>;

  /// ExitCode::notHere where libcurl is not installed. Nothing is sent yet.
  static Result<std::unique_ptr<Client>> open(Access access, const ClientOptions& options);
  ~Client();

  /// Adds a request. `done` is called from `run`, once: with the server's answer of any status, or with a
  /// Failure (noAnswer; interrupted; badInput or noAnswer where a plugin gives no credentials). It may
  /// submit more.
  void submit(Request request, Done done);

  /// Sends what was submitted until nothing is left.
  void run();

  /// The same, until `enough` gives true, which is asked ten times a second and whenever something came. What
  /// is under way stays so: a later call goes on with it.
  void runUntil(const std::function<bool()>& enough);

  /// Ends all that was submitted; nothing of it is called any more.
  void drop();

  /// One request, and waits for its answer; others that were submitted go on meanwhile.
  Result<Response> send(Request request);

  const Access& access() const;

 private:
  class Transfers;
  explicit Client(std::unique_ptr<Transfers> transfers);
  std::unique_ptr<Transfers> transfers_;
};

/// A text as a part of a URL's path or query: all but letters, digits and `-._~` as %XX.
std::string escaped(std::string_view text);

}  // namespace aictl::kube
