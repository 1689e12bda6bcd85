#pragma once

#include <CLI/FormatterFwd.hpp>
#include <string>

namespace aictl::commands {

/// Writes a command's help: what it does, `Usage: aictl NAME USAGE`, its options by groups in the order in
/// which they were added, and the footer. Options of the group "" are not shown.
class Help : public CLI::FormatterBase {
 public:
  explicit Help(std::string usage) : usage_(std::move(usage)) {}
  std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;

 private:
  std::string usage_;
};

}  // namespace aictl::commands
