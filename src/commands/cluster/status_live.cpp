#include "commands/cluster/status_live.h"

#include <ctime>

#include "commands/cluster/status_changes.h"
#include "commands/live_text.h"
#include "core/kube/status/status_watch.h"
#include "core/yaml/json.h"

namespace aictl::commands {
namespace {

Columns columnsOf(const std::string& format) { return format == "wide" ? Columns::wide : Columns::usual; }

class LiveStatus {
 public:
  LiveStatus(Context& context, const std::string& format)
      : context_(context), columns_(columnsOf(format)), isJson_(format == "json"), changes_(columns_) {}

  /// False where nobody reads it any more.
  bool show(const std::vector<kube::Member>& members) {
    const auto screen = context_.terminal.screen();
    context_.terminal.write(screen && !isJson_ ? drawing(members, *screen) : lines(members));
    return context_.terminal.flush() == 0;
  }

  /// Above the table that is drawn in place.
  void say(const Finding& finding) {
    draw("");
    context_.terminal.show({finding}, context_.sources);
    draw(table_);
    context_.terminal.flush();
  }

 private:
  void draw(std::string_view text) {
    if (const auto screen = context_.terminal.screen()) context_.terminal.write(live_.show(text, *screen));
  }

  std::string drawing(const std::vector<kube::Member>& members, const Screen& screen) {
    table_ = statusTable(members, columns_, std::time(nullptr),
                         {.columns = screen.columns, .colours = context_.terminal.colours()});
    return live_.show(table_, screen);
  }

  std::string lines(const std::vector<kube::Member>& members) {
    const auto changes = changes_.take(members);
    if (!isJson_) return changes_.lines(changes, std::time(nullptr));
    std::string text;
    for (const kube::Member& member : changes) text += yaml::writeJson(memberValue(member)) + "\n";
    return text;
  }

  Context& context_;
  Columns columns_;
  bool isJson_;
  StatusChanges changes_;
  LiveText live_;
  std::string table_;  ///< as it is drawn now
};

}  // namespace

ExitCode showLive(Context& context, Subjects& subjects, const std::string& format) {
  pack::Kinds kinds(*subjects.packs);
  LiveStatus live(context, format);
  const kube::StatusReports reports{
      .show = [&](const std::vector<kube::Member>& members) { return live.show(members); },
      .said = [&](const Finding& finding) { live.say(finding); }};
  auto& [client, discovery] = subjects.connection;
  const auto failure = kube::watchStatus(*client, *discovery, kinds, subjects.stacks, reports);
  if (!failure) return ExitCode::done;
  // To be interrupted is how it ends.
  if (failure->code != ExitCode::interrupted) context.terminal.show(failure->findings, context.sources);
  return failure->code;
}

}  // namespace aictl::commands
