#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "commands/cluster/near_cluster.h"
#include "commands/commands.h"
#include "commands/options.h"
#include "commands/stack/packs_at_hand.h"
#include "commands/stack/program_folder.h"
#include "commands/stack/stack_schema.h"
#include "core/base/file.h"
#include "core/base/names.h"
#include "core/base/nearest.h"
#include "core/pack/beginning.h"
#include "core/pack/functions.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

namespace fs = std::filesystem;

constexpr const char* schemaFile = ".aictl.schema.json";

struct InitOptions {
  std::string file = "aictl.yaml";
  std::vector<std::string> templates;  ///< empty: those that what is here is for
  std::string name;                    ///< "": that of the folder
  std::string image;                   ///< "": asked for, or made up
  std::string nameSpace;
  std::vector<std::string> packs;
  bool noCluster = false;
  ClusterOptions cluster;
};

ExitCode fail(Context& context, const Failure& failure) {
  context.terminal.show(failure.findings, context.sources);
  return failure.code;
}

Failure usage(std::string message, std::string remedy) {
  return {ExitCode::badInput,
          Finding{.rule = "usage", .message = std::move(message), .remedy = std::move(remedy)}};
}

/// A path of the command line as the stack file says it, which means those beside itself.
std::string fromFile(const std::string& path, const std::string& file) {
  std::error_code error;
  const fs::path folder = fs::absolute(file, error).parent_path();
  const std::string relative = fs::absolute(path, error).lexically_relative(folder).string();
  return relative.empty() ? path : relative;
}

std::pair<std::string, std::string> twoTexts(const jsone::Call& call, const char* fault) {
  if (call.arguments.size() != 2 || !call.arguments[0].isString() || !call.arguments[1].isString())
    call.fail(fault);
  return {std::string(call.arguments[0].string()), std::string(call.arguments[1].string())};
}

/// What was found, in the form that templates know it (templates/README.md).
jsone::Scope scopeOf(const Value& folder, NearCluster* cluster) {
  jsone::Scope scope;
  pack::addFunctions(scope);
  Value found = folder;
  if (cluster != nullptr && cluster->isThere()) {
    found.set("cluster", Value(true));
    found.set("resources", cluster->resources());
  }
  scope.set("found", std::move(found));
  scope.set("has", jsone::Function([cluster](const jsone::Call& call) -> Value {
              const auto [apiVersion, kind] = twoTexts(call, "has takes an apiVersion and a kind");
              if (cluster == nullptr) return {};
              const auto has = cluster->has(apiVersion, kind);
              return has ? Value(*has) : Value();
            }));
  // Several templates ask for the same.
  auto known = std::make_shared<std::map<std::string, Value>>();
  const auto names = [cluster, known](bool namespaced) {
    return jsone::Function([=](const jsone::Call& call) -> Value {
      const auto [apiVersion, plural] = twoTexts(call, "it takes an apiVersion and the plural of a kind");
      const auto [at, isNew] = known->emplace(apiVersion + "/" + plural, Value::list());
      if (isNew && cluster != nullptr) {
        for (const std::string& name : cluster->objects({{apiVersion, {}}, plural, namespaced}))
          at->second.push(Value(name));
      }
      return at->second;
    });
  };
  scope.set("objects", names(true));
  scope.set("cluster_objects", names(false));
  return scope;
}

/// Makes the text of a stack file, a template after the other.
class NewStack {
 public:
  NewStack(Context& context, const InitOptions& options, const PacksAtHand& hand, const jsone::Scope& scope)
      : context_(context), options_(options), hand_(hand), scope_(scope) {}

  /// The templates to begin with: those asked for, else those that fit, else the one that a person says.
  Result<std::vector<std::string>> templates() {
    const auto known = hand_.packs->templates();
    for (const std::string& name : options_.templates) {
      if (std::ranges::find(known, name) == known.end()) return unknown(name, known);
    }
    if (!options_.templates.empty()) return options_.templates;
    std::vector<std::string> fitting;
    for (const std::string& name : known) {
      auto beginning = begin(name);
      if (!beginning) return beginning.failure();
      const auto fits = beginning->fits();
      if (!fits) return fits.failure();
      if (*fits) fitting.push_back(name);
    }
    if (fitting.empty()) return asked(known);
    return fitting;
  }

  /// Adds the entries that a stack begins with for a template.
  std::optional<Failure> add(const std::string& templateName) {
    auto beginning = begin(templateName);
    if (!beginning) return beginning.failure();
    auto image = beginning->image();
    if (!image) return image.failure();
    if (!image->empty()) *image = imageFor(templateName, *image);
    const auto entries = beginning->entries(*image);
    if (!entries) return entries.failure();
    const auto notes = beginning->notes(*image);
    if (!notes) return notes.failure();
    notes_.insert(notes_.end(), notes->begin(), notes->end());
    if (!entries->isMap()) return std::nullopt;
    for (const Entry& section : entries->entries()) {
      if (entries_.find(section.key.string()) == nullptr) entries_.set(section.key, Value::map());
      for (const Entry& entry : section.value.entries())
        entries_.at(section.key.string()).set(entry.key, entry.value);
    }
    return std::nullopt;
  }

  std::string text(const std::string& name) const {
    Value document = Value::map({{"stack", Value(name)}});
    if (!options_.nameSpace.empty()) document.set("namespace", Value(options_.nameSpace));
    Value packs = Value::list();
    for (const std::string& folder : options_.packs) packs.push(Value(fromFile(folder, options_.file)));
    if (!packs.empty()) document.set("packs", std::move(packs));
    for (const Entry& section : entries_.entries()) document.set(section.key, section.value);
    return fmt::format("# yaml-language-server: $schema={}\n{}", schemaFile, yaml::write(document));
  }

  const std::vector<std::string>& notes() const { return notes_; }

 private:
  Result<pack::Beginning> begin(const std::string& templateName) {
    const auto found = hand_.packs->find(templateName);
    if (!found) return found.failure();
    Findings findings;
    pack::Beginning beginning(*found, scope_, findings);
    if (hasErrors(findings)) return Failure(ExitCode::badInput, std::move(findings));
    return beginning;
  }

  static Failure unknown(const std::string& name, const std::vector<std::string>& known) {
    const auto meant = didYouMean(name, known);
    return {ExitCode::badInput,
            Finding{.rule = "unknown-template",
                    .message = fmt::format("there is no template '{}'", name),
                    .remedy = meant.empty() ? fmt::format("there are {}", fmt::join(known, ", ")) : meant}};
  }

  Result<std::vector<std::string>> asked(const std::vector<std::string>& known) {
    const std::string question = fmt::format("Which template: {}?", fmt::join(known, ", "));
    const auto answer = context_.terminal.askForLine(question);
    if (!answer || answer->empty()) {
      return usage("nothing here says what the stack is to be",
                   fmt::format("add --template, one of {}", fmt::join(known, ", ")));
    }
    if (std::ranges::find(known, *answer) == known.end()) return unknown(*answer, known);
    return std::vector{*answer};
  }

  std::string imageFor(const std::string& templateName, const std::string& suggested) {
    if (!options_.image.empty()) return options_.image;
    const auto answer =
        context_.terminal.askForLine(fmt::format("The image of {} [{}]:", templateName, suggested));
    return answer && !answer->empty() ? *answer : suggested;
  }

  Context& context_;
  const InitOptions& options_;
  const PacksAtHand& hand_;
  const jsone::Scope& scope_;
  Value entries_ = Value::map();
  std::vector<std::string> notes_;
};

/// What `validate` would say of the text, with places in the file that it is to be.
Findings findingsOf(Context& context, const std::string& text, const InitOptions& options) {
  Findings findings;
  const Value document = yaml::readDocument(text, context.sources.add(options.file, text), findings);
  stack::Options stackOptions{.files = {options.file}};
  const auto stack = stack::read(document, stackOptions, context.sources, findings);
  context.packs.push_back(stack.packs);
  (void)stack::render(stack, {}, stack.nameSpace.empty() ? "default" : stack.nameSpace, findings);
  return findings;
}

/// The schema beside the stack file, which its first line names; one that is there stays.
std::optional<Failure> writeSchema(const PacksAtHand& hand, const std::string& file) {
  const auto schema = stackSchema(hand);
  if (!schema) return schema.failure();
  const auto written = writeNewFile((fs::path(file).parent_path() / schemaFile).string(), *schema);
  if (written || written.failure().findings.front().rule == "exists") return std::nullopt;
  return written.failure();
}

void addOptions(CLI::App& app, InitOptions& options) {
  app.add_option("-f,--file", options.file, "The file to write (aictl.yaml)")->type_name("FILE");
  app.add_option("--template", options.templates,
                 "What to begin with; may repeat (what the files in the folder are for)")
      ->type_name("TEMPLATE")
      ->allow_extra_args(false);
  app.add_option("--name", options.name, "The name of the stack and its entries (the folder's)")
      ->type_name("NAME")
      ->check([](const std::string& text) {
        return isDnsLabel(text) ? std::string() : "'" + text + "' is no DNS label";
      });
  app.add_option("--image", options.image, "The container image")->type_name("IMAGE");
  app.add_option("--pack", options.packs, "Folder with more templates; may repeat")
      ->type_name("FOLDER")
      ->allow_extra_args(false);
  app.add_flag("--no-cluster", options.noCluster, "Do not look at the cluster");
  addNamespaceOption(app, options.nameSpace);
  addClusterOptions(app, options.cluster);
}

/// The cluster, with a word on what came of it; none where it is not wanted.
std::optional<NearCluster> lookAtCluster(Context& context, InitOptions& options) {
  if (options.noCluster) return std::nullopt;
  options.cluster.access.namespaceName = options.nameSpace;
  NearCluster cluster(context, options.cluster.access);
  if (!cluster.name().empty()) {
    context.terminal.message(
        cluster.isThere()
            ? fmt::format("what the cluster of {} has is taken into account", cluster.name())
            : fmt::format("the cluster of {} cannot be asked, and is left out of account", cluster.name()));
  }
  return cluster;
}

}  // namespace

ExitCode runInit(Context& context, std::vector<std::string> arguments) {
  InitOptions options;
  const auto app = makeApp(
      "init", "[OPTIONS]",
      "Begin a stack: write an aictl.yaml for what is here (a Dockerfile, Python requirements, train.py), "
      "and for what the cluster has, where one answers at once. It asks at a terminal, and writes over "
      "nothing. Beside it goes the schema that editors check it by.");
  addOptions(*app, options);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  std::error_code error;
  if (fs::symlink_status(options.file, error).type() != fs::file_type::not_found)
    return fail(context, usage(options.file + " is there already", "choose another name with --file"));

  const auto hand = packsAtHand(context, {.files = {options.file}, .packs = options.packs});
  Value folder = lookAtFolder(fs::path(options.file).parent_path().string());
  if (!options.name.empty()) folder.set("name", Value(options.name));
  auto cluster = lookAtCluster(context, options);
  const jsone::Scope scope = scopeOf(folder, cluster ? &*cluster : nullptr);
  NewStack begun(context, options, hand, scope);
  const auto templates = begun.templates();
  if (!templates) return fail(context, templates.failure());
  for (const std::string& name : *templates) {
    if (const auto failure = begun.add(name)) return fail(context, *failure);
  }
  if (context.stop) return ExitCode::interrupted;

  const std::string text = begun.text(std::string(findString(folder, {"name"})));
  Findings findings = findingsOf(context, text, options);
  if (hasErrors(findings)) return fail(context, {ExitCode::badInput, std::move(findings)});
  const auto written = writeNewFile(options.file, text);
  if (!written) return fail(context, written.failure());
  if (const auto failure = writeSchema(hand, options.file)) return fail(context, *failure);
  context.terminal.write(options.file + "\n");
  context.terminal.show(std::move(findings), context.sources);
  for (const std::string& note : begun.notes()) context.terminal.message(note);
  return ExitCode::done;
}

}  // namespace aictl::commands
