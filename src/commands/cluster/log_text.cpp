#include "commands/cluster/log_text.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>

namespace aictl::commands {
namespace {

/// Without red, which is for errors, and with nothing that black or white hides.
constexpr std::array<int, 10> palette{36, 33, 32, 35, 34, 96, 93, 92, 95, 94};

/// Names of pods of one run differ in their last letters alone; FNV-1a spreads them.
std::uint32_t digest(std::string_view text) {
  std::uint32_t value = 2166136261;
  for (const unsigned char byte : text) value = (value ^ byte) * 16777619;
  return value;
}

}  // namespace

std::string logText(std::string_view pod, std::string_view line, Colours colours) {
  if (colours == Colours::off) return fmt::format("{} | {}\n", pod, line);
  return fmt::format("\033[{}m{} |\033[0m {}\n", palette[digest(pod) % palette.size()], pod, line);
}

kube::LogReports logReports(Context& context) {
  return {.line =
              [&context](std::string_view pod, std::string_view line) {
                context.terminal.write(logText(pod, line, context.terminal.colours()));
                return context.terminal.flush() == 0;
              },
          .said = [&context](const Finding& finding) { context.terminal.show({finding}, context.sources); }};
}

}  // namespace aictl::commands
