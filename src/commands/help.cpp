#include "commands/help.h"

#include <CLI/CLI.hpp>

#include "commands/everywhere.h"

namespace aictl::commands {
namespace {

constexpr std::size_t column = 34;  ///< where descriptions begin
constexpr std::size_t width = 100;

/// A name and its description, which is broken at words and goes on below itself.
std::string row(const std::string& name, std::string_view description) {
  std::string text = "  " + name;
  std::size_t used = text.size();
  if (used + 2 > column) {
    text += "\n";
    used = 0;
  }
  text.append(column - used, ' ');
  used = column;
  while (!description.empty()) {
    const auto end = description.find(' ');
    const auto word = description.substr(0, end);
    if (used > column && used + 1 + word.size() > width) {
      text.append("\n").append(column, ' ');
      used = column;
    } else if (used > column) {
      text += ' ';
      ++used;
    }
    text += word;
    used += word.size();
    description.remove_prefix(end == std::string_view::npos ? description.size() : end + 1);
  }
  return text + "\n";
}

/// `-f, --file FILE`
std::string optionLabel(const CLI::Option& option) {
  if (!option.nonpositional()) return option.get_name(true);
  std::string text;
  for (const auto& name : option.get_snames()) text.append(text.empty() ? "-" : ", -").append(name);
  for (const auto& name : option.get_lnames()) text.append(text.empty() ? "--" : ", --").append(name);
  if (option.get_items_expected_max() > 0 && !option.get_type_name().empty())
    text += " " + option.get_type_name();
  return text;
}

std::string labelOf(const GlobalOption& option) {
  std::string text(option.shortName);
  text.append(text.empty() ? "" : ", ").append(option.name);
  return option.values.empty() ? text : text.append(" ").append(option.values);
}

std::string description(const CLI::Option& option) {
  const std::string variable = option.get_envname();
  return option.get_description() + (variable.empty() ? "" : "; $" + variable + " says the same");
}

}  // namespace

std::string Help::make_help(const CLI::App* app, std::string /*name*/, CLI::AppFormatMode /*mode*/) const {
  std::string text = app->get_description() + "\n\nUsage: aictl " + app->get_name() + " " + usage_ + "\n";
  std::string positionals;
  for (const CLI::Option* option : app->get_options()) {
    if (!option->nonpositional()) positionals += row(optionLabel(*option), description(*option));
  }
  if (!positionals.empty()) text += "\n" + positionals;
  for (const std::string& group : app->get_groups()) {
    std::string rows;
    for (const CLI::Option* option : app->get_options()) {
      if (option->nonpositional() && option->get_group() == group)
        rows += row(optionLabel(*option), description(*option));
    }
    if (!group.empty() && !rows.empty()) text.append("\n").append(group).append(":\n").append(rows);
  }
  text += "\nEverywhere:\n";
  for (const GlobalOption& option : everywhere) text += row(labelOf(option), option.description);
  return app->get_footer().empty() ? text : text + "\n" + app->get_footer();
}

}  // namespace aictl::commands
