#include "commands/fleet/in_pod.h"

#include "core/fleet/told.h"

namespace aictl::commands {
namespace {

class PodTerminal : public Terminal {
 public:
  explicit PodTerminal(Terminal& terminal) : terminal_(terminal) {}

  void write(std::string_view text) override {
    line_ += text;
    std::size_t begin = 0;
    for (auto end = line_.find('\n'); end != std::string::npos; end = line_.find('\n', begin)) {
      terminal_.write(fleet::resultLine(std::string_view(line_).substr(begin, end - begin)) + "\n");
      begin = end + 1;
    }
    line_.erase(0, begin);
  }

  int flush() override { return terminal_.flush(); }
  void message(std::string_view /*line*/) override {}

  void show(Findings findings, const Sources& /*sources*/) override {
    for (const Finding& finding : findings) terminal_.write(fleet::findingLine(finding) + "\n");
  }

  Answer ask(std::string_view /*question*/) override { return Answer::nobody; }

  /// What has no line end.
  void finish() {
    if (!line_.empty()) write("\n");
  }

 private:
  Terminal& terminal_;
  std::string line_;
};

}  // namespace

ExitCode runInPod(Context& context, std::vector<std::string> arguments,
                  const std::function<ExitCode(Context& context, std::vector<std::string> arguments)>& run) {
  PodTerminal terminal(context.terminal);
  Context inner{terminal, context.sources, context.stop, {}, nullptr, context.config};
  const ExitCode code = run(inner, std::move(arguments));
  terminal.finish();
  return code;
}

}  // namespace aictl::commands
