#pragma once

#include <atomic>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "catch.h"
#include "commands/command.h"
#include "commands/commands.h"
#include "temporary_folder.h"

/// A terminal that keeps what a command says.
class RecordingTerminal : public aictl::commands::Terminal {
 public:
  std::string written;
  std::vector<std::string> messages;
  std::vector<std::string> findings;

  void write(std::string_view text) override { written += text; }
  void message(std::string_view line) override { messages.emplace_back(line); }
  /// What is said to questions, which are kept.
  aictl::commands::Answer answer = aictl::commands::Answer::nobody;
  std::vector<std::string> questions;
  aictl::commands::Answer ask(std::string_view question) override {
    questions.emplace_back(question);
    return answer;
  }
  void show(aictl::Findings all, const aictl::Sources& sources) override {
    aictl::sortByPlace(all);
    for (const auto& finding : all) findings.push_back(aictl::text(finding, sources));
  }
};

/// Commands run from inside a temporary folder.
class Recording {
 public:
  using Lines = std::vector<std::string>;
  using Run = aictl::ExitCode (*)(aictl::commands::Context&, std::vector<std::string>);

  Recording() : before_(std::filesystem::current_path()) { std::filesystem::current_path(folder.path()); }
  ~Recording() { std::filesystem::current_path(before_); }
  Recording(const Recording&) = delete;
  Recording& operator=(const Recording&) = delete;

  aictl::ExitCode run(Run command, std::vector<std::string> arguments) {
    return command(context_, std::move(arguments));
  }
  aictl::ExitCode runTemplate(const std::string& name, std::vector<std::string> arguments) {
    return aictl::commands::runTemplate(context_, name, std::move(arguments));
  }

  TemporaryFolder folder;
  RecordingTerminal terminal;
  aictl::Sources sources;

 private:
  std::atomic<bool> stop_{false};
  aictl::commands::Context context_{terminal, sources, stop_};
  std::filesystem::path before_;
};
