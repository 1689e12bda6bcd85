#include "cli/stream_terminal.h"

#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "core/base/display_width.h"

namespace aictl::cli {
namespace {

constexpr std::size_t piece = 65536;

/// The error of the write that failed; 0 for none.
int writeAll(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

/// Whether a question is seen and can be answered.
bool isAnybodyThere() { return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1; }

/// Holds SIGINT and SIGTERM back but while input is waited for, so that one that comes just before ends that
/// waiting too.
class HeldSignals {
 public:
  HeldSignals() {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &ends, &before_);
  }
  ~HeldSignals() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  HeldSignals(const HeldSignals&) = delete;
  HeldSignals& operator=(const HeldSignals&) = delete;

  /// False where a signal came.
  bool waitForInput() const {
    pollfd keyboard{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    return ::ppoll(&keyboard, 1, nullptr, &before_) > 0;
  }

 private:
  sigset_t before_{};
};

/// How large a terminal is, as far as it says.
commands::Screen sizeOf(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0)
    return {size.ws_col, size.ws_row};
  return {};
}

/// A line with a caret below it, behind so many columns of it. Of a line that is wider than the terminal the
/// part around the caret.
std::string pointedAt(std::string_view line, std::size_t before, std::size_t columns) {
  constexpr std::size_t indent = 4;
  constexpr std::size_t least = 16;
  const std::size_t room = std::max(columns, indent + least) - indent;
  std::string begin(indent, ' ');
  if (displayWidth(line) > room && before > room / 2) {
    const std::string_view left = firstColumns(line, before - room / 2);
    line.remove_prefix(left.size());
    before -= displayWidth(left);
    begin += "…";
  }
  const std::size_t rest = room - (displayWidth(begin) - indent);
  const bool fits = displayWidth(line) <= rest;
  const std::string caret(displayWidth(begin) + before, ' ');
  return begin + std::string(fits ? line : firstColumns(line, rest - 1)) + (fits ? "\n" : "…\n") + caret +
         "^\n";
}

std::string_view colorOf(Severity severity) {
  switch (severity) {
    case Severity::info:
      return "\033[36m";
    case Severity::warning:
      return "\033[33m";
    case Severity::error:
      break;
  }
  return "\033[31m";
}

}  // namespace

StreamTerminal::StreamTerminal(OutputStyle style, bool quiet) : style_(style), quiet_(quiet) {}

StreamTerminal::~StreamTerminal() {
  draw("");
  flush();
  if (settings_) ::tcsetattr(STDIN_FILENO, TCSANOW, &*settings_);
}

int StreamTerminal::flush() {
  if (held_.empty()) return error_;
  // Results may go to the same terminal.
  const std::string drawing = drawing_;
  draw("");
  if (error_ == 0) error_ = writeAll(STDOUT_FILENO, held_);
  held_.clear();
  draw(drawing);
  return error_;
}

std::optional<commands::Screen> StreamTerminal::canvas() const {
  // In the background, somebody else writes there meanwhile.
  if (!style_.drawn || quiet_ || ::tcgetpgrp(STDERR_FILENO) != ::getpgrp()) return std::nullopt;
  return sizeOf(STDERR_FILENO);
}

void StreamTerminal::draw(std::string_view text) {
  drawing_ = text;
  writeAll(STDERR_FILENO, live_.show(drawing_, sizeOf(STDERR_FILENO)));
}

/// Writes messages, above what is drawn.
void StreamTerminal::say(std::string_view text) {
  const commands::Screen screen = sizeOf(STDERR_FILENO);
  writeAll(STDERR_FILENO, live_.show("", screen).append(text) + live_.show(drawing_, screen));
}

void StreamTerminal::write(std::string_view text) {
  held_ += text;
  if (held_.size() >= piece) flush();
}

void StreamTerminal::message(std::string_view line) {
  if (quiet_) return;
  flush();
  say(std::string(line) + "\n");
}

void StreamTerminal::show(Findings findings, const Sources& sources) {
  if (findings.empty()) return;
  flush();
  sortByPlace(findings);
  std::string lines;
  for (const Finding& finding : findings) {
    if (quiet_ && finding.severity != Severity::error) continue;
    const std::string line = text(finding, sources);
    if (style_.color) {
      lines.append(colorOf(finding.severity)).append(line).append("\033[0m\n");
    } else {
      lines.append(line).append("\n");
    }
    if (style_.excerpt) lines += excerpt(finding, sources);
  }
  say(lines);
}

commands::Answer StreamTerminal::ask(std::string_view question) {
  if (!isAnybodyThere()) return commands::Answer::nobody;
  const auto line = askForLine(std::string(question) + " [y/N]");
  return line == "y" || line == "Y" || line == "yes" ? commands::Answer::yes : commands::Answer::no;
}

std::optional<std::string> StreamTerminal::askForLine(std::string_view question) {
  if (!isAnybodyThere()) return std::nullopt;
  flush();
  const HeldSignals signals;
  writeAll(STDERR_FILENO, std::string(question) + " ");
  std::string line;
  char c = 0;
  while (line.size() < piece && signals.waitForInput() && ::read(STDIN_FILENO, &c, 1) == 1) {
    if (c == '\n') return line;
    line += c;
  }
  writeAll(STDERR_FILENO, "\n");  // what comes next is no part of the question
  return std::nullopt;
}

std::optional<commands::Screen> StreamTerminal::screen() const {
  if (::isatty(STDOUT_FILENO) == 0) return std::nullopt;
  return sizeOf(STDOUT_FILENO);
}

char StreamTerminal::key(std::chrono::milliseconds wait) {
  termios settings{};
  if (!settings_ && ::tcgetattr(STDIN_FILENO, &settings) == 0 && ::tcgetpgrp(STDIN_FILENO) == ::getpgrp()) {
    settings_ = settings;
    settings.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    ::tcsetattr(STDIN_FILENO, TCSANOW, &settings);
  }
  pollfd keyboard{.fd = settings_ ? STDIN_FILENO : -1, .events = POLLIN, .revents = 0};
  if (::poll(&keyboard, 1, static_cast<int>(wait.count())) <= 0) return 0;
  char pressed = 0;
  return ::read(STDIN_FILENO, &pressed, 1) == 1 ? pressed : '\0';
}

/// The line that the finding is about, with a caret below its place.
std::string StreamTerminal::excerpt(const Finding& finding, const Sources& sources) const {
  const auto line = sources.line(finding.origin);
  constexpr std::size_t longest = 400;
  if (line.empty() || finding.origin.column == 0 || line.size() > longest) return {};
  std::string shown(line);
  std::ranges::replace_if(
      shown, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }, ' ');
  const std::size_t before = displayWidth(firstCharacters(shown, finding.origin.column - 1U));
  const bool isTerminal = ::isatty(STDERR_FILENO) == 1;
  return pointedAt(shown, before, isTerminal ? sizeOf(STDERR_FILENO).columns : 2 * longest);
}

}  // namespace aictl::cli
