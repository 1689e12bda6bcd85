#include "commands/reference.h"

#include <fmt/format.h>

#include <functional>

namespace aictl::commands {
namespace {

/// Keeps what a command writes.
class Kept : public Terminal {
 public:
  std::string text;

  void write(std::string_view more) override { text += more; }
  void message(std::string_view /*line*/) override {}
  void show(Findings /*findings*/, const Sources& /*sources*/) override {}
  Answer ask(std::string_view /*question*/) override { return Answer::nobody; }
};

struct Page {
  std::string name;  ///< without `aictl`
  std::string help;
};

std::string helpOf(Context& context, const std::function<void(Context&)>& run) {
  Kept kept;
  Context asked{kept, context.sources, context.stop, {}};
  run(asked);
  return kept.text;
}

/// The verbs that the help of a command lists: `Usage: aictl gpu list …`, a line each.
std::vector<std::string> verbsIn(const std::string& help, std::string_view command) {
  std::vector<std::string> verbs;
  if (!help.starts_with("Usage: ")) return verbs;
  const std::string before = fmt::format("aictl {} ", command);
  for (std::size_t at = help.find(before); at != std::string::npos; at = help.find(before, at + 1)) {
    const auto begin = at + before.size();
    verbs.push_back(help.substr(begin, help.find_first_of(" \n", begin) - begin));
  }
  return verbs;
}

void addCommand(Context& context, const Command& command, std::vector<Page>& pages) {
  const auto help = [&](std::vector<std::string> words) {
    words.emplace_back("--help");
    return helpOf(context, [&](Context& asked) { command.run(asked, std::move(words)); });
  };
  pages.push_back({std::string(command.name), help({})});
  for (const std::string& verb : verbsIn(pages.back().help, command.name))
    pages.push_back({fmt::format("{} {}", command.name, verb), help({verb})});
}

std::vector<Page> pagesOf(Context& context) {
  std::vector<Page> pages;
  for (const auto& known : templates(context)) {
    const std::string& name = known.first;
    pages.push_back({name, helpOf(context, [&](Context& asked) { runTemplate(asked, name, {"--help"}); })});
  }
  for (const Command& command : all()) addCommand(context, command, pages);
  return pages;
}

std::string markdown(const std::vector<Page>& pages) {
  std::string text =
      "# Commands\n\n"
      "What `aictl COMMAND --help` says of each, templates first. Made by `aictl __reference markdown`.\n";
  for (const Page& page : pages) text += fmt::format("\n## aictl {}\n\n```\n{}```\n", page.name, page.help);
  return text;
}

/// A text as roff has it: no line of it is a request, and a hyphen is one that can be searched for.
std::string roff(std::string_view text) {
  std::string result;
  bool isBegin = true;
  for (const char c : text) {
    if (isBegin && (c == '.' || c == '\'')) result += "\\&";
    if (c == '\\') {
      result += "\\e";
    } else if (c == '-') {
      result += "\\-";
    } else {
      result += c;
    }
    isBegin = c == '\n';
  }
  return result;
}

std::string man(const std::vector<Page>& pages) {
  std::string text = ".TH AICTL 1 \"\" \"aictl " AICTL_VERSION
                     "\" \"User Commands\"\n"
                     ".SH NAME\naictl \\- train, serve and move AI models on Kubernetes\n"
                     ".SH SYNOPSIS\n.B aictl\n.I COMMAND\n.RI [ OPTIONS ]\n"
                     ".SH COMMANDS\nTemplates come first: an entry from flags, applied at once.\n";
  for (const Page& page : pages)
    text += fmt::format(".SS aictl {}\n.nf\n{}.fi\n", roff(page.name), roff(page.help));
  return text;
}

}  // namespace

ExitCode writeReference(Context& context, const std::vector<std::string>& arguments) {
  const std::string form = arguments.empty() ? "" : arguments.front();
  if (form != "markdown" && form != "man") {
    context.terminal.show({{.rule = "usage", .message = "__reference writes markdown or man"}},
                          context.sources);
    return ExitCode::badInput;
  }
  const auto pages = pagesOf(context);
  context.terminal.write(form == "man" ? man(pages) : markdown(pages));
  return ExitCode::done;
}

}  // namespace aictl::commands
