#include "core/kube/connection/http.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include "core/kube/connection/server_url.h"

namespace aictl::kube {
namespace {

constexpr long connectionsAtMost = 8;
constexpr std::string_view methods[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};

/// Go's proxies of the scheme socks5 resolve names themselves; curl says that by another scheme.
std::string proxyOf(const std::string& url) {
  constexpr std::string_view socks = "socks5://";
  if (url.starts_with(socks)) return "socks5h://" + url.substr(socks.size());
  return url;
}

/// Whether a header line begins with a name (in small letters), whatever its letters are.
bool startsWith(std::string_view line, std::string_view name) {
  constexpr char small = 0x20;
  return line.size() >= name.size() && std::equal(name.begin(), name.end(), line.begin(), [](char a, char b) {
           return a == b || (b >= 'A' && b <= 'Z' && a == (b | small));
         });
}

/// A network that has gone (a laptop that moved, a VPN that ended) says nothing: what the other side's kernel
/// does not take, and probes of a connection at rest that it does not answer, end it. client-go does so after
/// as long.
int limitSilence(void*, curl_socket_t socket, curlsocktype) {
  const unsigned int milliseconds = 30'000;
  ::setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &milliseconds, sizeof milliseconds);
  return CURL_SOCKOPT_OK;
}

}  // namespace

/// A handle of curl and what it is busy with.
struct Http::Transfer {
  const Curl& curl;
  CURL* handle;
  const Request* request = nullptr;
  curl_slist* headers = nullptr;
  std::size_t limit;
  Attempt attempt;
  Done done;
  std::array<char, CURL_ERROR_SIZE> words{};

  Transfer(const Curl& functions, std::size_t responseLimit)
      : curl(functions), handle(functions.easyInit()), limit(responseLimit) {}
  ~Transfer() {
    curl.easyCleanup(handle);
    curl.slistFreeAll(headers);
  }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  template <class T>
  CURLcode set(CURLoption option, T value) {
    return curl.easySetopt(handle, option, value);
  }

  void addHeader(const std::string& line) {
    if (curl_slist* longer = curl.slistAppend(headers, line.c_str())) headers = longer;
  }

  static std::size_t receive(char* bytes, std::size_t, std::size_t size, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    std::string& body = transfer.attempt.response.body;
    if (body.size() + size > transfer.limit) {
      transfer.attempt.tooLarge = true;
      return 0;
    }
    body.append(bytes, size);
    if (transfer.takesLines() && !transfer.giveLines(body.size() - size)) return 0;
    return size;
  }

  /// Whether this is a good answer that somebody takes line by line.
  bool takesLines() const {
    if (!request->line) return false;
    long status = 0;
    curl.easyGetinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return status >= 200 && status < 300;
  }

  /// Gives the lines that are whole by now; what is new begins at a position. False where it is enough.
  bool giveLines(std::size_t newAt) {
    std::string& body = attempt.response.body;
    std::size_t begin = 0;
    for (std::size_t end = body.find('\n', newAt); end != std::string::npos; end = body.find('\n', begin)) {
      if (!request->line(std::string_view(body).substr(begin, end - begin))) {
        attempt.enough = true;
        return false;
      }
      begin = end + 1;
    }
    body.erase(0, begin);
    return true;
  }

  /// The last line may have no end; of an answer that was cut off it is not whole.
  void giveRest(CURLcode code) {
    std::string& body = attempt.response.body;
    if (code == CURLE_OK && !body.empty()) request->line(body);
    body.clear();
  }

  static std::size_t receiveHeader(char* bytes, std::size_t, std::size_t size, void* self) {
    constexpr std::string_view warning = "warning:";
    constexpr std::size_t warningsAtMost = 50;
    auto& transfer = *static_cast<Transfer*>(self);
    const std::string_view line(bytes, size);
    if (!startsWith(line, warning)) return size;
    // `Warning: 299 - "policy/v1beta1 PodSecurityPolicy is deprecated"`
    const std::size_t begin = line.find('"');
    const std::size_t end = line.rfind('"');
    auto& warnings = transfer.attempt.response.warnings;
    if (begin < end && end != std::string_view::npos && warnings.size() < warningsAtMost) {
      warnings.emplace_back(line.substr(begin + 1, end - begin - 1));
    }
    return size;
  }
};

Http::Http(const Curl& curl, const Access& access, const ClientOptions& options)
    : curl_(curl), access_(access), options_(options), multi_(curl.multiInit()) {
  curl_.multiSetopt(multi_, CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_MULTIPLEX));
  limitConnections();
  curl_.multiSetopt(multi_, CURLMOPT_MAXCONNECTS, connectionsAtMost);
  const Cluster& cluster = access.cluster;
  if (!cluster.certificateAuthority.empty()) authority_ = MemoryFile(cluster.certificateAuthority);
  base_ = cluster.server;
  if (cluster.tlsServerName.empty()) return;
  // The certificate is checked against the host of the URL, so that has to be the other name.
  const ServerUrl server = serverUrl(cluster.server);
  const bool six = server.host.find(':') != std::string::npos;
  base_ = fmt::format("{}://{}:{}{}", server.scheme, cluster.tlsServerName, server.port, server.path);
  hostHeader_ = "Host: " + server.authority;
  const std::string to = fmt::format("::{}{}{}:{}", six ? "[" : "", server.host, six ? "]" : "", server.port);
  connectTo_ = curl_.slistAppend(nullptr, to.c_str());
}

Http::~Http() {
  cancel();
  transfers_.clear();
  curl_.multiCleanup(multi_);
  curl_.slistFreeAll(connectTo_);
}

void Http::start(const Request& request, const Identity& identity, Done done) {
  takeIdentity(identity);
  Transfer& transfer = freeTransfer();
  transfer.request = &request;
  transfer.done = std::move(done);
  transfer.attempt = {};
  transfer.words[0] = '\0';

  transfer.set(CURLOPT_URL, (base_ + request.path).c_str());
  const bool withBody = request.method != Method::get && !request.body.empty();
  if (withBody) {
    transfer.set(CURLOPT_POST, 1L);
    transfer.set(CURLOPT_POSTFIELDS, request.body.data());
    transfer.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  } else {
    transfer.set(CURLOPT_HTTPGET, 1L);
  }
  const auto timeout = request.timeout.count() > 0 ? request.timeout : options_.requestTimeout;
  transfer.set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
  transfer.set(CURLOPT_CUSTOMREQUEST, std::string(methods[static_cast<int>(request.method)]).c_str());

  curl_.slistFreeAll(transfer.headers);
  transfer.headers = nullptr;
  transfer.addHeader("Accept: " + request.accept);
  if (withBody) transfer.addHeader("Content-Type: " + request.contentType);
  if (withBody) transfer.addHeader("Expect:");  // no waiting for `100 Continue`
  if (!hostHeader_.empty()) transfer.addHeader(hostHeader_);
  if (!identity.authorization.empty()) transfer.addHeader("Authorization: " + identity.authorization);
  const User& user = access_.user;
  if (!user.as.empty()) transfer.addHeader("Impersonate-User: " + user.as);
  if (!user.asUid.empty()) transfer.addHeader("Impersonate-Uid: " + user.asUid);
  for (const std::string& group : user.asGroups) transfer.addHeader("Impersonate-Group: " + group);
  for (const auto& [key, text] : user.asExtras) {
    transfer.addHeader(fmt::format("Impersonate-Extra-{}: {}", escaped(key), text));
  }
  transfer.set(CURLOPT_HTTPHEADER, transfer.headers);
  if (!certificates_.empty()) {
    transfer.set(CURLOPT_SSLCERT, certificates_.back().certificate.path().c_str());
    transfer.set(CURLOPT_SSLKEY, certificates_.back().key.path().c_str());
  }
  ++underWay_;
  if (request.line) ++listening_;
  limitConnections();
  curl_.multiAddHandle(multi_, transfer.handle);
}

/// Over HTTP/1.1 a stream has its connection for itself: some that go on would keep all others waiting.
void Http::limitConnections() {
  curl_.multiSetopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, connectionsAtMost + static_cast<long>(listening_));
}

Http::Transfer& Http::freeTransfer() {
  if (free_.empty()) {
    transfers_.push_back(std::make_unique<Transfer>(curl_, options_.responseLimit));
    prepare(*transfers_.back());
    free_.push_back(transfers_.back().get());
  }
  Transfer& transfer = *free_.back();
  free_.pop_back();
  return transfer;
}

/// What is the same for all requests.
void Http::prepare(Transfer& transfer) {
  const Cluster& cluster = access_.cluster;
  transfer.set(CURLOPT_PRIVATE, &transfer);
  transfer.set(CURLOPT_ERRORBUFFER, transfer.words.data());
  transfer.set(CURLOPT_WRITEFUNCTION, &Transfer::receive);
  transfer.set(CURLOPT_WRITEDATA, &transfer);
  transfer.set(CURLOPT_HEADERFUNCTION, &Transfer::receiveHeader);
  transfer.set(CURLOPT_HEADERDATA, &transfer);
  transfer.set(CURLOPT_NOSIGNAL, 1L);
  transfer.set(CURLOPT_FOLLOWLOCATION, 0L);
  transfer.set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  // Without TLS there is no HTTP/2 to wait for; behind a stream that goes on, curl would wait for ever.
  transfer.set(CURLOPT_PIPEWAIT, cluster.server.starts_with("https:") ? 1L : 0L);
  transfer.set(CURLOPT_TCP_KEEPALIVE, 1L);
  transfer.set(CURLOPT_TCP_KEEPIDLE, 15L);
  transfer.set(CURLOPT_TCP_KEEPINTVL, 5L);
  transfer.set(CURLOPT_SOCKOPTFUNCTION, &limitSilence);
  // Each request under way has one; curl's own choice is four times as much, for uploads of files.
  transfer.set(CURLOPT_UPLOAD_BUFFERSIZE, 16L * 1024);
  transfer.set(CURLOPT_ACCEPT_ENCODING, "gzip");
  transfer.set(CURLOPT_USERAGENT, options_.userAgent.c_str());
  transfer.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connectTimeout.count()));
  transfer.set(CURLOPT_SSL_VERIFYPEER, cluster.verified ? 1L : 0L);
  transfer.set(CURLOPT_SSL_VERIFYHOST, cluster.verified ? 2L : 0L);
  if (!authority_.path().empty()) {
    // Only that authority: not those of the machine beside it.
    transfer.set(CURLOPT_CAINFO, authority_.path().c_str());
    transfer.set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
  if (connectTo_ != nullptr) transfer.set(CURLOPT_CONNECT_TO, connectTo_);
  if (!cluster.proxyUrl.empty()) {
    transfer.set(CURLOPT_PROXY, proxyOf(cluster.proxyUrl).c_str());
    transfer.set(CURLOPT_NOPROXY, "");
  } else if (serverUrl(cluster.server).local()) {
    transfer.set(CURLOPT_PROXY, "");
  }
}

void Http::takeIdentity(const Identity& identity) {
  if (identity.clientCertificate == certificatePem_) return;
  certificatePem_ = identity.clientCertificate;
  certificates_.push_back({MemoryFile(identity.clientCertificate), MemoryFile(identity.clientKey)});
}

void Http::poll(std::chrono::milliseconds longest) {
  int running = 0;
  curl_.multiPerform(multi_, &running);
  if (static_cast<std::size_t>(running) == underWay_) {
    curl_.multiPoll(multi_, nullptr, 0, static_cast<int>(longest.count()), nullptr);
    curl_.multiPerform(multi_, &running);
  }
  int left = 0;
  while (const CURLMsg* message = curl_.multiInfoRead(multi_, &left)) {
    if (message->msg == CURLMSG_DONE) finish(message->easy_handle, message->data.result);
  }
}

void Http::finish(CURL* handle, CURLcode code) {
  char* self = nullptr;
  curl_.easyGetinfo(handle, CURLINFO_PRIVATE, &self);
  auto& transfer = *reinterpret_cast<Transfer*>(self);
  if (transfer.takesLines()) transfer.giveRest(code);
  Attempt attempt = std::move(transfer.attempt);
  long status = 0;
  long systemError = 0;
  curl_off_t retryAfter = 0;
  curl_off_t connected = 0;
  curl_.easyGetinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  curl_.easyGetinfo(handle, CURLINFO_OS_ERRNO, &systemError);
  curl_.easyGetinfo(handle, CURLINFO_RETRY_AFTER, &retryAfter);
  curl_.easyGetinfo(handle, CURLINFO_PRETRANSFER_TIME_T, &connected);
  attempt.code = code;
  attempt.systemError = static_cast<int>(systemError);
  attempt.retryAfter = std::chrono::seconds(retryAfter);
  attempt.connected = connected > 0;
  if (code == CURLE_OK || attempt.enough) {
    attempt.response.status = static_cast<int>(status);
  } else {
    attempt.words = transfer.words[0] != '\0' ? transfer.words.data() : curl_.easyStrerror(code);
  }
  curl_.multiRemoveHandle(multi_, handle);
  --underWay_;
  if (transfer.request->line) --listening_;
  limitConnections();
  const Done done = std::move(transfer.done);
  free_.push_back(&transfer);
  done(attempt);
}

void Http::cancel() {
  for (const auto& transfer : transfers_) {
    if (!transfer->done) continue;
    curl_.multiRemoveHandle(multi_, transfer->handle);
    transfer->done = nullptr;
    free_.push_back(transfer.get());
  }
  underWay_ = 0;
  listening_ = 0;
}

}  // namespace aictl::kube
