#pragma once

#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

/// How a stand-in library is to behave, said by the environment variable STANDIN: `key=value` with commas
/// between, where `1.key=value` is for device 1 alone.
namespace standin {

inline std::string setting(std::string_view key, const std::string& otherwise) {
  const char* all = std::getenv("STANDIN");
  std::string_view rest = all == nullptr ? "" : all;
  while (!rest.empty()) {
    const auto one = rest.substr(0, rest.find(','));
    rest.remove_prefix(one.size() == rest.size() ? one.size() : one.size() + 1);
    const auto equals = one.find('=');
    if (one.substr(0, equals) == key && equals != std::string_view::npos)
      return std::string(one.substr(equals + 1));
  }
  return otherwise;
}

inline std::string setting(std::string_view key, int device, const std::string& otherwise) {
  return setting(std::to_string(device) + "." + std::string(key), setting(key, otherwise));
}

inline long long number(std::string_view key, int device, long long otherwise) {
  const std::string text = setting(key, device, "");
  return text.empty() ? otherwise : std::stoll(text, nullptr, 0);
}

/// Hangs as a sick driver does in the kernel: only SIGKILL ends it. When that began is written to the file
/// that `hung=` names, in the ticks of the steady clock, which all processes of the machine share.
[[noreturn]] inline void hang() {
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_BLOCK, &all, nullptr);
  if (const std::string file = setting("hung", ""); !file.empty())
    std::ofstream(file) << std::chrono::steady_clock::now().time_since_epoch().count();
  while (true) ::pause();
}

/// What is said to happen when the function is called for the device, by `at=FUNCTION,fault=WHAT`: `hang`,
/// `crash`, `exit`, or the code to give back.
inline int fault(std::string_view function, int device) {
  if (setting("at", device, "") != function) return 0;
  const std::string what = setting("fault", device, "");
  if (what == "hang") hang();
  if (what == "crash") ::raise(SIGABRT);
  if (what == "exit") ::_exit(3);
  return what.empty() ? 0 : std::stoi(what);
}

}  // namespace standin
