#include "core/rdma/bench/loopback.h"

#include <thread>

#include "core/rdma/bench/server.h"
#include "core/rdma/bench/token.h"

namespace aictl::rdma::bench {

Result<Report> measureLoopback(Request request, Side client, Side server, const Value& machine) {
  auto listener = listenAt({"127.0.0.1", 0});
  if (!listener) return listener.failure();
  request.server = {"127.0.0.1", portOf(*listener)};
  request.token = randomWord();  // nobody else is served

  Rings rings;
  client.rings = &rings;
  server.rings = &rings;
  std::atomic<bool> isOver{false};
  Reception reception(*std::move(listener), request.token, isOver);
  std::thread serving([&] {
    if (auto visitor = reception.next()) serve(*std::move(visitor), reception, server, machine);
  });
  auto report = measure(request, client, machine);
  isOver = true;
  serving.join();
  if (report) report->isLoopback = true;
  return report;
}

}  // namespace aictl::rdma::bench
