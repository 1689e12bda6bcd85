#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/kube/access/credentials.h"
#include "core/kube/connection/client.h"
#include "core/kube/connection/curl.h"
#include "core/kube/connection/memory_file.h"

namespace aictl::kube {

/// What came of sending a request once: an answer, or why there is none.
struct Attempt {
  Response response;  ///< status 0: none came
  std::chrono::seconds retryAfter{0};
  CURLcode code = CURLE_OK;
  int systemError = 0;  ///< errno of the connection, 0 for none
  bool tooLarge = false;
  bool connected = false;  ///< a connection was there for it
  bool enough = false;     ///< who takes its lines has ended it
  std::string words;       ///< curl's own
};

/// Requests over the connections to one server, each sent once. One HTTP/2 connection carries all; to a
/// server that has only HTTP/1.1 there are a few, and one more for each that listens.
class Http {
 public:
  using Done = std::function<void(Attempt&)>;

  Http(const Curl& curl, const Access& access, const ClientOptions& options);
  ~Http();
  Http(const Http&) = delete;
  Http& operator=(const Http&) = delete;

  /// Begins to send. The request has to stay until `done` was called, from `poll`.
  void start(const Request& request, const Identity& identity, Done done);
  std::size_t underWay() const { return underWay_; }
  /// Of them, those that listen (Request::line), whose answers may have no end.
  std::size_t listening() const { return listening_; }

  /// Sends and receives, for at most that long where nothing happens.
  void poll(std::chrono::milliseconds longest);

  /// Ends all that is under way; nothing more is called.
  void cancel();

 private:
  struct Transfer;

  Transfer& freeTransfer();
  void prepare(Transfer& transfer);
  void takeIdentity(const Identity& identity);
  void finish(CURL* handle, CURLcode code);
  void limitConnections();

  const Curl& curl_;
  const Access& access_;
  const ClientOptions& options_;
  CURLM* multi_ = nullptr;
  std::vector<std::unique_ptr<Transfer>> transfers_;
  std::vector<Transfer*> free_;
  std::size_t underWay_ = 0;
  std::size_t listening_ = 0;

  std::string base_;        ///< the URL that curl is given: with tls-server-name as its host
  std::string hostHeader_;  ///< `Host: …` where that is another than the URL's
  curl_slist* connectTo_ = nullptr;
  MemoryFile authority_;
  struct ClientCertificate {
    MemoryFile certificate;
    MemoryFile key;
  };
  std::string certificatePem_;  ///< the newest
  /// All are kept: curl knows connections by the path of the certificate, so none may be used again.
  std::vector<ClientCertificate> certificates_;
};

}  // namespace aictl::kube
