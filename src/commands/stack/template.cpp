#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <set>

#include "commands/commands.h"
#include "commands/completion/complete.h"
#include "commands/document.h"
#include "commands/options.h"
#include "commands/stack/packs_at_hand.h"
#include "commands/table.h"
#include "commands/typed_words.h"
#include "commands/verbs.h"
#include "core/base/file.h"
#include "core/base/nearest.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

namespace fs = std::filesystem;

ExitCode fail(Context& context, const Failure& failure) {
  context.terminal.show(failure.findings, context.sources);
  return failure.code;
}

/// The template of that name; a Failure with the nearest one where there is none.
Result<pack::Packs::Found> findTemplate(const PacksAtHand& hand, const std::string& name) {
  auto found = hand.packs->find(name);
  if (!found || found->definition != nullptr) return found;
  const auto names = hand.packs->templates();
  const auto meant = didYouMean(name, names);
  return Failure(
      ExitCode::badInput,
      Finding{.rule = "unknown-template",
              .message = fmt::format("there is no template '{}'", name),
              .remedy = meant.empty() ? fmt::format("there are {}", fmt::join(names, ", ")) : meant});
}

/// Offers the names of templates where one is being typed.
bool completeName(Context& context, const CLI::App& app, const CLI::Option& name) {
  if (!isTyping(context, app, name)) return false;
  const TypedWords words(context.completion->before);
  std::vector<Candidate> candidates;
  for (auto& known : packsAtHand(context, words.stack()).packs->templates())
    candidates.push_back({std::move(known), {}});
  writeCandidates(context, candidates);
  return true;
}

struct Row {
  std::string name;
  std::string pack;
  std::string description;
};

std::vector<Row> rowsOf(const PacksAtHand& hand) {
  std::vector<Row> rows;
  for (const auto& name : hand.packs->templates()) {
    const auto found = hand.packs->find(name);
    if (found) rows.push_back({name, found->pack->name(), found->definition->description});
  }
  return rows;
}

std::string textOf(const std::vector<Row>& rows, std::string_view format, const Layout& layout) {
  if (format == "name") {
    std::string text;
    for (const Row& row : rows) text += row.name + "\n";
    return text;
  }
  if (format == "json" || format == "yaml") {
    Value list = Value::list();
    for (const Row& row : rows)
      list.push(Value::map(
          {{"name", Value(row.name)}, {"pack", Value(row.pack)}, {"description", Value(row.description)}}));
    const Value answer = document("templates", Value::map({{"templates", std::move(list)}}));
    return format == "json" ? yaml::writeJson(answer, 2) + "\n" : yaml::write(answer);
  }
  Table table;
  table.add({"TEMPLATE", "PACK", "DESCRIPTION"});
  for (const Row& row : rows) table.add({row.name, row.pack, row.description});
  return table.text(layout);
}

ExitCode listTemplates(Context& context, std::vector<std::string> arguments) {
  stack::Options options;
  std::string format = "table";
  const auto app =
      makeApp("template list", "[OPTIONS]", "Show the templates at hand, and which pack each is of.");
  addOutputOption(*app, context, format, {"table", "json", "yaml", "name"}, "How (table)");
  addStackOptions(*app, options);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  context.terminal.write(textOf(rowsOf(packsAtHand(context, options)), format, layoutFor(context.terminal)));
  return ExitCode::done;
}

/// A file of a pack as text: its documents, with what divides them.
std::string fileText(const std::vector<Value>& documents) {
  std::string text;
  for (const Value& document : documents) text += (text.empty() ? "" : "---\n") + yaml::write(document);
  return text;
}

struct PackFile {
  std::string path;
  std::string text;
};

/// The folders of parts that a schema chooses from (`x-part`). A schema may recur.
void addPartFolders(const schema::Node& node, std::set<const schema::Node*>& seen,
                    std::set<std::string>& folders) {
  if (!seen.insert(&node).second) return;
  if (!node.part.empty()) folders.insert(node.part);
  for (const auto& property : node.properties) addPartFolders(*property.schema, seen, folders);
  for (const auto* inner : {node.items, node.additional}) {
    if (inner != nullptr) addPartFolders(*inner, seen, folders);
  }
}

/// The folders that a template's files are in: its own, and those of its parts that are in it.
std::set<std::string> foldersOf(const pack::Template& definition) {
  std::set<const schema::Node*> seen;
  std::set<std::string> folders;
  addPartFolders(definition.schema->root(), seen, folders);
  std::erase_if(folders,
                [&](const std::string& folder) { return !folder.starts_with(definition.name + "/"); });
  folders.insert(definition.name);
  return folders;
}

/// The files of a template that are its pack's own.
Result<std::vector<PackFile>> filesOf(const pack::Packs::Found& found) {
  Findings findings;
  std::vector<PackFile> files;
  for (const auto& folder : foldersOf(*found.definition)) {
    for (const auto& name : found.pack->list(folder)) {
      const std::string path = fmt::format("{}/{}.yaml", folder, name);
      const auto documents = found.pack->readOwn(path, findings);
      if (documents) files.push_back({path, fileText(*documents)});
    }
  }
  if (hasErrors(findings)) return Failure(ExitCode::badInput, std::move(findings));
  return files;
}

ExitCode showTemplate(Context& context, std::vector<std::string> arguments) {
  stack::Options options;
  std::string name;
  const auto app = makeApp("template show", "NAME [OPTIONS]", "Show the files that a template is made of.");
  const auto* typed = app->add_option("NAME", name, "The template")->required();
  addStackOptions(*app, options);
  if (completeName(context, *app, *typed)) return ExitCode::done;
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  const auto hand = packsAtHand(context, options);
  const auto found = findTemplate(hand, name);
  if (!found) return fail(context, found.failure());
  const auto files = filesOf(*found);
  if (!files) return fail(context, files.failure());
  for (const PackFile& file : *files) context.terminal.write(fmt::format("# {}\n{}\n", file.path, file.text));
  return ExitCode::done;
}

ExitCode writeFiles(Context& context, const std::vector<PackFile>& files, const std::string& folder) {
  for (const PackFile& file : files) {
    const fs::path path = fs::path(folder) / file.path;
    std::error_code error;
    fs::create_directories(path.parent_path(), error);
    const auto written = writeFile(path.string(), file.text);
    if (!written) return fail(context, written.failure());
    context.terminal.write(path.string() + "\n");
  }
  return ExitCode::done;
}

ExitCode ejectTemplate(Context& context, std::vector<std::string> arguments) {
  stack::Options options;
  std::string name;
  std::string folder;
  const auto app =
      makeApp("template eject", "NAME FOLDER [OPTIONS]",
              "Write a template's files into a folder, which is a pack then: '--pack FOLDER' and "
              "'packs: [FOLDER]' use it in the place of the one that it came from.");
  const auto* typed = app->add_option("NAME", name, "The template")->required();
  app->add_option("FOLDER", folder, "The pack to be")->required();
  addStackOptions(*app, options);
  if (completeName(context, *app, *typed)) return ExitCode::done;
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  const auto hand = packsAtHand(context, options);
  const auto found = findTemplate(hand, name);
  if (!found) return fail(context, found.failure());
  std::error_code error;
  if (fs::exists(fs::path(folder) / name, error))
    return fail(context,
                {ExitCode::badInput, Finding{.rule = "file",
                                             .message = fmt::format("{}/{} is there already", folder, name),
                                             .remedy = "choose another folder, or remove it"}});
  const auto files = filesOf(*found);
  return files ? writeFiles(context, *files, folder) : fail(context, files.failure());
}

}  // namespace

ExitCode runTemplateCommand(Context& context, std::vector<std::string> arguments) {
  constexpr std::array verbs{
      Verb{"list", "", "show the templates at hand", listTemplates},
      Verb{"show", "NAME", "show the files of a template", showTemplate},
      Verb{"eject", "NAME FOLDER", "write them into a folder, to change them", ejectTemplate}};
  return runVerb(context, "template", verbs, std::move(arguments));
}

}  // namespace aictl::commands
