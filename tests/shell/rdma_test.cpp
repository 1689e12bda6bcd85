// aictl rdma: devices and checks from a tree of files, and benchmarks between processes of this machine.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <thread>
#include <utility>

#include "catch.h"
#include "shell/fixture/lines.h"
#include "shell/fixture/workspace.h"

using aictl::test::Command;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::Process;
using aictl::test::Workspace;

namespace {

/// The files of a node with one RoCE device, below `node`.
void writeNode(const Workspace& work) {
  const std::string port = "node/sys/class/infiniband/mlx5_0/ports/1/";
  const auto write = [&](const std::string& path, const std::string& text) { work.write(path, text + "\n"); };
  write("node/sys/class/infiniband/mlx5_0/fw_ver", "28.39.1002");
  write(port + "state", "4: ACTIVE");
  write(port + "phys_state", "5: LinkUp");
  write(port + "link_layer", "Ethernet");
  write(port + "rate", "100 Gb/sec (4X EDR)");
  write(port + "counters/symbol_error", "0");
  write(port + "gids/0", "0000:0000:0000:0000:0000:ffff:c000:0201");
  write(port + "gid_attrs/types/0", "IB/RoCE v1");
  write(port + "gid_attrs/ndevs/0", "eth2");
  write(port + "gids/1", "0000:0000:0000:0000:0000:ffff:c000:0201");
  write(port + "gid_attrs/types/1", "RoCE v2");
  write(port + "gid_attrs/ndevs/1", "eth2");
  write("node/sys/class/net/eth2/mtu", "9000");
  write("node/sys/class/infiniband_verbs/uverbs0/ibdev", "mlx5_0");
  write("node/sys/module/ib_uverbs/refcnt", "1");
  write("node/sys/module/rdma_ucm/refcnt", "1");
  write("node/dev/infiniband/uverbs0", "");
  write("node/dev/infiniband/rdma_cm", "");
  write("node/proc/self/limits",
        "Max locked memory         unlimited            unlimited            bytes     ");
}

std::string freePort() {
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(socket, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(socket);
  return std::to_string(ntohs(address.sin_port));
}

/// So short that a test has time for it.
const std::vector<std::string> quick{"--transport", "tcp", "--iterations", "50",
                                     "--rounds",    "3",   "--warm-up",    "0.01"};

std::vector<std::string> bench(std::vector<std::string> words) {
  words.insert(words.begin(), {"rdma", "bench"});
  words.insert(words.end(), quick.begin(), quick.end());
  return words;
}

/// The client's end, once the server listens.
Outcome measured(const Workspace& work, const std::vector<std::string>& words) {
  Outcome run;
  for (int i = 0; i < 100; ++i) {
    run = work.aictl(bench(words));
    if (run.err.find("nothing listens there") == std::string::npos) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  return run;
}

}  // namespace

TEST_CASE("rdma list shows a device with the GID that is right to use") {
  const Workspace work;
  writeNode(work);
  const Outcome run = work.aictl({"rdma", "list", "--root", "node"});
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  CHECK(run.out ==
        "DEVICE  PORT  STATE   LINK      RATE                 MTU   INTERFACE  GID                   NUMA  "
        "PCI       "
        "FIRMWARE\n"
        "mlx5_0  1     ACTIVE  Ethernet  100 Gb/sec (4X EDR)  4096  eth2       1: 192.0.2.1 RoCE v2  -     "
        "software  "
        "28.39.1002\n");
  CHECK(work.aictl({"rdma", "list", "--root", "node", "-o", "name"}).out == "mlx5_0\n");
  const std::string wide = work.aictl({"rdma", "list", "--root", "node", "-o", "wide"}).out;
  CHECK(linesWith("192.0.2.1  RoCE v2 ", wide) == "mlx5_0  1     1    192.0.2.1  RoCE v2     eth2       *\n");
}

TEST_CASE("on a terminal rdma list is no wider than that, but for what is asked for whole") {
  const Workspace work;
  writeNode(work);
  auto command = work.command({"rdma", "list", "--root", "node"});
  command.output = aictl::test::Output::terminal;
  CHECK(linesWith("mlx5_0", aictl::test::run(command).out).find("1: 192.0.…") != std::string::npos);
  command = work.command({"rdma", "list", "--root", "node", "-o", "wide"});
  command.output = aictl::test::Output::terminal;
  CHECK(linesWith("mlx5_0", aictl::test::run(command).out).find("28.39.1002") != std::string::npos);
}

TEST_CASE("without an RDMA device rdma list and check end with 5 and one sentence") {
  const Workspace work;
  work.write("node/sys/class/net/lo/mtu", "65536\n");
  for (const char* verb : {"list", "check"}) {
    const Outcome run = work.aictl({"rdma", verb, "--root", "node"});
    CHECK(run.code == 5);
    CHECK(run.out.empty());
    CHECK(linesWith("this machine has no RDMA device", run.err) == run.err);
  }
  const Outcome json = work.aictl({"rdma", "list", "--root", "node", "-o", "json"});
  CHECK(json.code == 5);
  CHECK(json.out == "{\n  \"devices\": []\n}\n");
}

TEST_CASE("rdma check ends with 0 where a node is ready, and with 1 where a check fails, with the remedy") {
  const Workspace work;
  writeNode(work);
  const Outcome ready = work.aictl({"rdma", "check", "--root", "node"});
  INFO(ready.out);
  CHECK(ready.code == 0);
  CHECK(linesWith(" 0 failed", ready.out).find("0 with warnings") != std::string::npos);
  work.remove("node/dev/infiniband/uverbs0");
  const Outcome failed = work.aictl({"rdma", "check", "--root", "node"});
  CHECK(failed.code == 1);
  CHECK(linesWith("device-files", failed.out).find("/dev/infiniband/uverbs0 is not here") !=
        std::string::npos);
  CHECK(linesWith("→", failed.out).find("ask for the resource of its device plugin") != std::string::npos);
}

TEST_CASE("a GID index that NCCL is told is held against the table") {
  Workspace work;
  writeNode(work);
  work.environment["NCCL_IB_GID_INDEX"] = "5";
  const Outcome run = work.aictl({"rdma", "check", "--root", "node", "-o", "junit"});
  CHECK(run.code == 1);
  CHECK(linesWith("NCCL_IB_GID_INDEX=5 is no entry", run.out).find("<failure") == 0);
}

TEST_CASE("what a check of RDMA found goes into the report of the run, beside what a person reads") {
  Workspace work;
  writeNode(work);
  work.environment["NCCL_IB_GID_INDEX"] = "5";
  const Outcome run = work.aictl(
      {"rdma", "check", "--root", "node", "--error-format", "sarif", "--error-file", "report.sarif"});
  CHECK(run.code == 1);
  CHECK(run.err.empty());
  CHECK(linesWith("NCCL_IB_GID_INDEX=5 is no entry", run.out).starts_with("fail "));
  CHECK(linesWith("NCCL_IB_GID_INDEX=5 is no entry", work.read("report.sarif")).find("\"text\"") == 0);
  CHECK(linesWith("\"id\": \"aictl", work.read("report.sarif")) == "\"id\": \"aictl rdma check\"\n");
}

TEST_CASE("a client measures with a server, and both say so") {
  const Workspace work;
  const std::string port = freePort();
  Process server(work.command({"rdma", "bench", "--server", "--port", port}));
  const Outcome run = measured(work, {"127.0.0.1:" + port, "-o", "csv"});
  INFO(run.err);
  CHECK(run.code == 0);
  CHECK(linesWith("latency,tcp,send,one way,8,3,", run.out).find(",ns,") != std::string::npos);
  CHECK(linesWith("bandwidth,tcp,send,one way,65536,3,", run.out).find(",bytes/s,") != std::string::npos);
  server.signal(SIGINT);
  const Outcome ended = server.wait();
  CHECK(ended.code == 130);
  CHECK(linesWith("127.0.0.1: 2 tests in 3 rounds", ended.err) == "127.0.0.1: 2 tests in 3 rounds\n");
}

TEST_CASE("a token has to be the same on both sides") {
  const Workspace work;
  const std::string port = freePort();
  work.write("token", "a secret word\n");
  work.write("other", "another\n");
  Process server(work.command({"rdma", "bench", "--server", "--port", port, "--token-file", "token"}));
  const Outcome without = measured(work, {"127.0.0.1:" + port});
  CHECK(without.code == 3);
  CHECK(without.err ==
        "the other side: it wants a token, and none or another one was given; give both sides the same "
        "--token-file\n");
  CHECK(work.aictl(bench({"127.0.0.1:" + port, "--token-file", "other"})).code == 3);
  CHECK(work.aictl(bench({"127.0.0.1:" + port, "--token-file", "token"})).code == 0);
  CHECK(work.aictl(bench({"127.0.0.1:" + port, "--token-file", "gone"})).code == 2);
}

TEST_CASE("a port that is taken is told, and how to choose another") {
  const Workspace work;
  const std::string port = freePort();
  Process server(work.command({"rdma", "bench", "--server", "--port", port}));
  measured(work, {"127.0.0.1:" + port});
  const Outcome second = work.aictl({"rdma", "bench", "--server", "--port", port});
  CHECK(second.code == 4);
  CHECK(second.err ==
        "port " + port +
            " cannot be listened at: another program has the port; choose another with --port\n");
}

TEST_CASE("a limit that is broken ends with 1, one that holds with 0") {
  const Workspace work;
  CHECK(work.aictl(bench({"--loopback", "--min-bandwidth", "0.000001"})).code == 0);
  const Outcome slow = work.aictl(bench({"--loopback", "--min-bandwidth", "1000000"}));
  CHECK(slow.code == 1);
  CHECK(linesWith("were wanted", slow.err).find("tcp send bandwidth, 64 KiB: ") == 0);
  CHECK(work.aictl(bench({"--loopback", "--measure", "latency", "--max-latency-p99", "1"})).code == 1);
}

TEST_CASE("a run is held against the document of an earlier one") {
  const Workspace work;
  const Outcome first =
      work.aictl(bench({"--loopback", "--save", "before.json", "--html", "page.html", "-q"}));
  CHECK(first.code == 0);
  CHECK(first.err.empty());
  CHECK(work.read("page.html").find("<svg") != std::string::npos);
  const Outcome again = work.aictl(bench({"--loopback", "--baseline", "before.json"}));
  CHECK((again.code == 0 || again.code == 1));  // the machine may be busier now
  CHECK_FALSE(linesWith("tcp send latency, 8 B: ", again.err).empty());
  work.write("no.json", "{}");
  const Outcome wrong = work.aictl(bench({"--loopback", "--baseline", "no.json"}));
  CHECK(wrong.code == 2);
  CHECK(wrong.err.find("no.json: it is no document of the form aictl.dev/rdma-bench/v1") == 0);
  CHECK(wrong.out.empty());
}

TEST_CASE("RDMA that is asked for and not here ends with 5, before anything is measured") {
  const Workspace work;
  const Outcome run = work.aictl({"rdma", "bench", "--loopback", "--device", "mlx5_99"});
  CHECK(run.code == 5);
  CHECK(run.out.empty());
}

TEST_CASE("where messages lie has one word, and a GPU's memory is for RDMA alone") {
  const Workspace work;
  for (const char* word : {"gpu", "cuda:", "cuda:x", "cuda:-1", "cuda:1.5", "cudax"}) {
    const Outcome wrong = work.aictl(bench({"--loopback", "--memory", word}));
    INFO(word);
    CHECK(wrong.code == 2);
    CHECK(wrong.err.find("is none of host, huge-pages, cuda and cuda:INDEX") != std::string::npos);
  }
  CHECK(work.aictl(bench({"--loopback", "--gpu", "--huge-pages"})).code == 2);
  CHECK(work.aictl(bench({"--loopback", "--memory", "cuda", "--gpu"})).code == 2);
  CHECK(work.aictl(bench({"--loopback", "--memory", "host"})).code == 0);
  // No machine of the tests has an RDMA device.
  for (const std::vector<std::string>& memory :
       {std::vector<std::string>{"--gpu"}, std::vector<std::string>{"--memory", "cuda:1"}}) {
    std::vector<std::string> words{"--loopback"};
    words.insert(words.end(), memory.begin(), memory.end());
    const Outcome run = work.aictl(bench(words));
    CHECK(run.code == 5);
    CHECK(run.err.starts_with("this machine has no RDMA device"));
  }
}

TEST_CASE("one other side has to be named, and sizes have their bounds") {
  const Workspace work;
  CHECK(work.aictl({"rdma", "bench"}).code == 2);
  CHECK(work.aictl({"rdma", "bench", "node-1", "--loopback"}).code == 2);
  CHECK(work.aictl({"rdma", "bench", "--loopback", "--size", "0"}).code == 2);
  CHECK(work.aictl({"rdma", "bench", "--loopback", "--size", "1Ti"}).code == 2);
  CHECK(work.aictl(bench({"--loopback", "--depth", "0"})).code == 2);
  CHECK(work.aictl({"rdma", "bench", "node:0"}).code == 2);
  const Outcome read = work.aictl(bench({"--loopback", "--operation", "read"}));
  CHECK(read.code == 2);
  CHECK(read.err == "tcp has no read; tcp has send\n");
  CHECK(work.aictl({"rdma"}).code == 2);
  CHECK(work.aictl({"rdma", "lst"}).err == "unknown verb 'lst' of rdma; did you mean 'list'?\n");
}

TEST_CASE("numbers that are none, or no limit, are refused before anything is measured") {
  const Workspace work;
  const auto refusal = [&](const char* option, const char* value) {
    const Outcome run = work.aictl(bench({"--loopback", option, value}));
    CHECK(run.code == 2);
    CHECK(run.out.empty());
    return run.err.substr(0, run.err.find(';'));
  };
  CHECK(refusal("--iterations", "-3") == "--iterations: '-3' is no whole number");
  CHECK(refusal("--depth", "1.5") == "--depth: '1.5' is no whole number");
  CHECK(refusal("--rounds", "99999999999999999999") == "--rounds: '99999999999999999999' is no whole number");
  CHECK(refusal("--min-bandwidth", "nan") == "--min-bandwidth: 'nan' is no number above 0");
  CHECK(refusal("--max-latency-p99", "-1") == "--max-latency-p99: '-1' is no number above 0");
  CHECK(refusal("--core", "5000").starts_with("this process may not run on core 5000: it may on "));
}

TEST_CASE("Ctrl-C ends a benchmark with 130") {
  const Workspace work;
  Process run(work.command({"rdma", "bench", "--loopback", "--transport", "tcp", "--duration", "60"}));
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  run.signal(SIGINT);
  CHECK(run.wait(std::chrono::seconds(20)).code == 130);
}
