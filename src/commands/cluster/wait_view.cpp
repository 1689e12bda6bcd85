#include "commands/cluster/wait_view.h"

#include <fmt/format.h>

#include <ctime>
#include <vector>

#include "commands/cluster/status_text.h"
#include "commands/stack/render_text.h"
#include "commands/table.h"

namespace aictl::commands {
namespace {

/// `failed         job.batch/a  (train/a)  it was tried too often`
std::string lineOf(const kube::Awaited& awaited) {
  const std::string& entry = awaited.status.name.entry;
  const std::string why = whyOf(awaited);
  return fmt::format("{:<11}  {}{}{}", wordOf(awaited), objectName(awaited.status.name),
                     entry.empty() ? "" : "  (" + entry + ")", why.empty() ? "" : "  " + oneLine(why));
}

/// As a status shows it.
kube::Member memberOf(const kube::Awaited& awaited) {
  kube::Member member{awaited.set, awaited.status};
  member.status.message = whyOf(awaited);
  if (awaited.ending == kube::Ending::deleted) member.status.state = kube::State::absent;
  if (awaited.ending == kube::Ending::failed) member.status.state = kube::State::failed;
  return member;
}

}  // namespace

std::string_view wordOf(const kube::Awaited& awaited) {
  if (awaited.ending == kube::Ending::none) return stateText(awaited.status.state);
  return awaited.ending == kube::Ending::absent ? stateText(kube::State::absent) : kube::name(awaited.ending);
}

std::string whyOf(const kube::Awaited& awaited) {
  return awaited.trouble.empty() ? awaited.status.message : awaited.trouble;
}

kube::WaitReports WaitView::reports() {
  if (!terminal_.canvas()) return reportsAsLines();
  kube::WaitReports reports = reportsAsLines();
  reports.changed = {};
  reports.show = [this](std::span<const kube::Awaited> objects) { show(objects); };
  return reports;
}

kube::WaitReports WaitView::reportsAsLines() {
  return {.changed = [this](const kube::Awaited& awaited) { terminal_.message(lineOf(awaited)); },
          .said = [this](const Finding& finding) { terminal_.show({finding}, sources_); }};
}

void WaitView::show(std::span<const kube::Awaited> objects) {
  const Screen screen = terminal_.canvas().value_or(Screen());
  const Layout layout{.columns = screen.columns, .colours = Colours::on};
  std::vector<kube::Member> all, unfinished;
  for (const kube::Awaited& object : objects) {
    all.push_back(memberOf(object));
    if (object.ending == kube::Ending::none) unfinished.push_back(all.back());
  }
  const std::int64_t now = std::time(nullptr);
  table_ = statusTable(all, Columns::usual, now, layout);
  constexpr std::size_t frame = 2;  // the head, and the line of the cursor
  const bool fits = all.size() + frame <= screen.lines;
  terminal_.draw(fits ? table_ : statusTable(unfinished, Columns::usual, now, layout));
}

void WaitView::end(std::span<const kube::Awaited> results) {
  if (table_.empty()) return;
  if (!results.empty()) show(results);
  terminal_.draw("");
  table_.pop_back();
  terminal_.message(table_);
}

}  // namespace aictl::commands
