#pragma once

#include <span>
#include <string>
#include <string_view>

#include "commands/terminal.h"
#include "core/kube/status/wait.h"

namespace aictl::commands {

/// `failed`, or the state of what goes on.
std::string_view wordOf(const kube::Awaited& awaited);

/// Why it is so, in the words of the server or of its pods; "" where nobody says.
std::string whyOf(const kube::Awaited& awaited);

/// What is waited for, for a person: where there is a canvas, a table in its place, which stays as it was
/// last; else a line for each change.
class WaitView {
 public:
  WaitView(Terminal& terminal, const Sources& sources) : terminal_(terminal), sources_(sources) {}

  /// Tells by this view, which has to be there for as long.
  kube::WaitReports reports();
  /// The same, by lines alone: beside other lines.
  kube::WaitReports reportsAsLines();

  /// The waiting is over. How these are is the last that there is of it; none for what was shown last.
  void end(std::span<const kube::Awaited> results);

 private:
  void show(std::span<const kube::Awaited> objects);

  Terminal& terminal_;
  const Sources& sources_;
  std::string table_;  ///< that was shown last, whole
};

}  // namespace aictl::commands
