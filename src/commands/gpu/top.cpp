#include <CLI/CLI.hpp>
#include <chrono>

#include "commands/fleet/on_nodes.h"
#include "commands/gpu/gpu.h"
#include "commands/gpu/input.h"
#include "commands/gpu/text.h"
#include "commands/gpu/top_text.h"
#include "commands/live_text.h"
#include "commands/options.h"
#include "core/yaml/json.h"

namespace aictl::commands {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

/// The view on a terminal, which is drawn in its place until `q` or Ctrl-C.
class TopView {
 public:
  TopView(Context& context, gpu::InventoryQuestion question, std::vector<std::string> names,
          milliseconds interval)
      : context_(context), question_(std::move(question)), names_(std::move(names)), interval_(interval) {
    question_.isStopped = [this] { return isOver(milliseconds(0)); };
  }

  ExitCode run() {
    while (true) {
      const auto next = Clock::now() + interval_;
      const gpu::Inventory inventory = gpu::takeInventory(question_);
      if (isOver_) break;
      const Choice choice = choose(inventory, names_);
      // A driver that does not answer may do so the next time.
      if (choice.code == ExitCode::notHere) return fail({choice.code, choice.findings});
      take(choice);
      while (Clock::now() < next && !isOver(std::min(look_, milliseconds(interval_)))) {
        if (!draw()) return ExitCode::done;
      }
      if (isOver_) break;
    }
    return context_.stop ? ExitCode::interrupted : ExitCode::done;
  }

 private:
  static constexpr milliseconds look_{100};  ///< how often the size of the screen is looked at

  void take(const Choice& choice) {
    table_.add(choice.devices);
    notes_.clear();
    for (const Finding& finding : choice.findings) notes_ += text(finding, context_.sources) + "\n";
    draw();
  }

  /// False where nobody reads it any more.
  bool draw() {
    const auto screen = context_.terminal.screen();
    if (!screen) return false;
    if (screen->columns != drawn_.columns || screen->lines != drawn_.lines) {
      // The terminal has broken the lines that it held anew: nobody knows where they stand.
      if (drawn_.columns != 0) context_.terminal.write("\033[H\033[2J");
      live_ = {};
      drawn_ = *screen;
    }
    context_.terminal.write(live_.show(table_.text(screen->columns) + notes_, *screen));
    return context_.terminal.flush() == 0;
  }

  bool isOver(milliseconds wait) {
    const char key = context_.terminal.key(wait);
    isOver_ = isOver_ || context_.stop || key == 'q' || key == 'Q';
    return isOver_;
  }

  ExitCode fail(const Failure& failure) {
    context_.terminal.show(failure.findings, context_.sources);
    return failure.code;
  }

  Context& context_;
  gpu::InventoryQuestion question_;
  std::vector<std::string> names_;
  milliseconds interval_;
  TopTable table_;
  LiveText live_;
  Screen drawn_{.columns = 0, .lines = 0};
  std::string notes_;
  bool isOver_ = false;
};

/// One sample, for what is no terminal.
ExitCode sample(Context& context, const gpu::InventoryQuestion& question,
                const std::vector<std::string>& names, const std::string& format) {
  constexpr std::size_t room = 200;
  const gpu::Inventory inventory = gpu::takeInventory(question);
  if (context.stop) return ExitCode::interrupted;
  Choice choice = choose(inventory, names);
  if (format == "json") {
    context.terminal.write(yaml::writeJson(devicesValue(inventory, choice.devices)) + "\n");
  } else if (!choice.devices.empty()) {
    TopTable table;
    table.add(choice.devices);
    context.terminal.write(table.text(room));
  }
  context.terminal.show(std::move(choice.findings), context.sources);
  return choice.code;
}

}  // namespace

ExitCode runGpuTop(Context& context, std::vector<std::string> arguments) {
  GpuOptions options;
  std::vector<std::string> names;
  std::string format = "table";
  FleetOptions onNodes;
  std::string interval = "1";
  const auto app =
      makeApp("gpu top", "[DEVICE...] [OPTIONS]",
              "Show what the accelerators of this machine do, in place, until q or Ctrl-C. Where "
              "the output is no terminal, one sample.");
  app->add_option("DEVICE", names, "Devices to show, by name, number, UUID or PCI address (all)");
  addOutputOption(*app, context, format, {"table", "json"}, "How (table); json is one sample in a line");
  app->add_option("--interval", interval, "How long from one sample to the next (1)")
      ->type_name("SECONDS")
      ->check(timeLimitFault);
  addGpuOptions(*app, options);
  addFleetOptions(*app, onNodes);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  if (onNodes.isWanted()) return runOnNodes(context, *app, onNodes, format);

  gpu::InventoryQuestion question = inventoryQuestion(context, options);
  if (format == "json" || !context.terminal.screen()) return sample(context, question, names, format);
  const auto time = std::chrono::ceil<milliseconds>(std::chrono::duration<double>(std::stod(interval)));
  return TopView(context, std::move(question), std::move(names), time).run();
}

}  // namespace aictl::commands
