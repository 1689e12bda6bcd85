#include <chrono>

#include "catch.h"
#include "core/yaml/json.h"
#include "gpu/fixture/machine.h"
#include "gpu/fixture/terminal_session.h"

using aictl::test::H100;
using aictl::test::Outcome;
using aictl::test::TerminalSession;

TEST_CASE("gpu top prints one sample where the output is no terminal") {
  H100 machine;
  machine.standin = "1.reasons=0x40,1.utilization=100";
  const Outcome run = machine.gpu({"top"});
  CHECK(run.out ==
        "DEVICE   BUSY  MEMORY         TEMP   POWER  CLOCK     MODEL                  LIMITED BY             "
        "    "
        "PAST\n"
        "nvidia0  37%   12.5/79.6 GiB  54 °C  310 W  1755 MHz  NVIDIA H100 80GB HBM3                         "
        "    "
        "▃\n"
        "nvidia1  100%  12.5/79.6 GiB  54 °C  310 W  1755 MHz  NVIDIA H100 80GB HBM3  hardware thermal "
        "slowdown  "
        "█\n");
  CHECK(run.code == 0);
}

TEST_CASE("gpu top -o json is a line with what gpu list has") {
  H100 machine;
  const Outcome run = machine.gpu({"top", "1", "-o", "json"});
  REQUIRE(run.out.find('\n') == run.out.size() - 1);
  const auto value = aictl::yaml::readJson(run.out);
  REQUIRE(value);
  CHECK(value->find("devices")->size() == 1);
}

TEST_CASE("gpu top is written in the form that the person prefers, where it has that") {
  const H100 machine;
  auto command = machine.command({"top"});
  command.environment["AICTL_OUTPUT"] = "json";
  CHECK(aictl::yaml::readJson(aictl::test::run(command).out));
  command.environment["AICTL_OUTPUT"] = "name";
  CHECK(aictl::test::run(command).out.starts_with("DEVICE "));
}

TEST_CASE("gpu top with more devices than the terminal has lines says how many more there are") {
  H100 machine;
  machine.standin = "devices=64,processes=0";
  TerminalSession session(machine.command({"top", "--interval", "60"}), 80, 24);
  session.await("nvidia20");
  session.await("… and 43 more");
  session.resize(80, 70);
  session.await("nvidia63");
  session.press("q");
  CHECK(session.end() == 0);
}

TEST_CASE("gpu top is drawn in its place until q") {
  H100 machine;
  TerminalSession session(machine.command({"top", "--interval", "0.2"}), 120, 24);
  session.await("nvidia1  37%");
  session.await("▃▃");  // the second sample
  session.press("q");
  CHECK(session.end() == 0);
  CHECK(session.screen().find("\033[3A\r") != std::string::npos);
}

TEST_CASE("Ctrl-C ends gpu top, also while a driver hangs") {
  H100 machine;
  machine.standin = "at=init,fault=hang";
  TerminalSession session(machine.command({"top", "--timeout", "1", "--interval", "0.1"}), 80, 24);
  session.await("the driver gave no answer within 1 s");
  const auto begin = std::chrono::steady_clock::now();
  session.press("\x03");
  CHECK(session.end() == 130);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
}

TEST_CASE("gpu top on a narrow terminal has what fits, and is drawn anew when that is resized") {
  H100 machine;
  TerminalSession session(machine.command({"top", "--interval", "60"}), 40, 24);
  session.await("nvidia1  37%   12.5/79.6 GiB  54 °C");
  CHECK(session.screen().find("CLOCK") == std::string::npos);
  session.resize(100, 24);
  session.await("\033[H\033[2J");
  session.await("CLOCK");
  session.press("q");
  CHECK(session.end() == 0);
}

TEST_CASE("gpu top ends with what was wrong where there is nothing to show") {
  H100 machine;
  TerminalSession session(machine.command({"top", "nvidia7"}), 80, 24);
  CHECK(session.end() == 5);
  CHECK(session.screen().find("there is no device 'nvidia7' in this machine") != std::string::npos);
}
