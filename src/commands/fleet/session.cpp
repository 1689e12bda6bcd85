#include "commands/fleet/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "commands/cluster/subjects.h"
#include "commands/counted.h"
#include "core/fleet/nodes.h"
#include "core/kube/logs/pod_log.h"
#include "core/stack/packs.h"

namespace aictl::commands {
namespace {

constexpr const char* allNodes = "all";

Failure shown(Context& context, Failure failure) {
  context.terminal.show(failure.findings, context.sources);
  return failure;
}

Failure usage(std::string message, std::string remedy) {
  return {ExitCode::badInput,
          Finding{.rule = "usage", .message = std::move(message), .remedy = std::move(remedy)}};
}

/// The nodes on which pods of these members are.
Result<std::set<std::string>> nodesOf(Connection& connection, const std::vector<kube::Member>& members) {
  const kube::Kind pod{"v1", "Pod"};
  if (auto failure = connection.discovery->learn(std::span(&pod, 1))) return *failure;
  std::set<std::string> nodes;
  for (const kube::PodSelection& selection : kube::podSelections(members)) {
    const auto listed =
        kube::list(*connection.client, *connection.discovery,
                   {.kind = pod,
                    .namespaceName = selection.namespaceName,
                    .labels = selection.labels,
                    .fields = selection.fields},
                   [&](const Value& object) {
                     const auto node = findString(object, {"spec", "nodeName"});
                     if (findString(object, {"status", "phase"}) == "Running" && !node.empty())
                       nodes.emplace(node);
                   });
    if (!listed) return listed.failure();
  }
  return nodes;
}

/// Where the pods are to be, and with what packs.
struct Place {
  Connection connection;
  std::shared_ptr<pack::Packs> packs;
  std::string nameSpace;
  std::vector<std::string> nodes;  ///< of the entries that are named
};

Result<Place> placeOfEntries(Context& context, const FleetOptions& options) {
  auto subjects = subjectsOf(context, options.stack, options.entries, options.cluster);
  if (!subjects) return subjects.failure();
  const auto members = readSubjects(context, *subjects);
  if (!members) return members.failure();
  Findings unknown = unknownNames(*subjects, *members);
  if (!unknown.empty()) return shown(context, {ExitCode::badInput, std::move(unknown)});
  const auto nodes = nodesOf(subjects->connection, *members);
  if (!nodes) return shown(context, nodes.failure());
  if (nodes->empty()) {
    return shown(context, {ExitCode::no, Finding{.rule = "fleet",
                                                 .message = fmt::format("no pod of {} runs",
                                                                        fmt::join(options.entries, ", "))}});
  }
  return Place{.connection = std::move(subjects->connection),
               .packs = subjects->packs,
               .nameSpace = subjects->stacks.front().set.namespaceName,
               .nodes = {nodes->begin(), nodes->end()}};
}

Result<Place> placeOfNodes(Context& context, const FleetOptions& options) {
  Place place{.packs = std::make_shared<pack::Packs>(context.sources)};
  context.packs.push_back(place.packs);
  Findings findings;
  stack::addPacks(Value(), options.stack, *place.packs, context.sources, findings);
  if (hasErrors(findings)) return shown(context, {ExitCode::badInput, std::move(findings)});
  kube::AccessOptions where = options.cluster.access;
  where.namespaceName = options.stack.nameSpace;
  auto access = accessTo(context, where);
  if (!access) return shown(context, access.failure());
  context.terminal.show(access->warnings, context.sources);
  place.nameSpace = access->namespaceName;
  auto connection = connect(context, *std::move(access), options.cluster);
  if (!connection) return connection.failure();
  place.connection = *std::move(connection);
  return place;
}

fleet::Patience patienceOf(const FleetOptions& options) {
  fleet::Patience patience{.start = std::chrono::ceil<std::chrono::milliseconds>(
                               std::chrono::duration<double>(std::stod(options.startTimeout)))};
  patience.trouble = std::min(patience.trouble, patience.start);
  return patience;
}

}  // namespace

Result<std::unique_ptr<FleetSession>> FleetSession::open(Context& context, const FleetOptions& options) {
  if (options.image.empty()) {
    return shown(context, usage("an image that has this program is needed",
                                "name it with --image or AICTL_IMAGE; packaging/Dockerfile makes one"));
  }
  auto place = options.entries.empty() ? placeOfNodes(context, options) : placeOfEntries(context, options);
  if (!place) return place.failure();
  auto form = fleet::PodForm::read(*place->packs);
  if (!form) return shown(context, form.failure());
  std::unique_ptr<FleetSession> session(
      new FleetSession(context, std::move(place->connection), place->packs, *std::move(form)));
  session->fleet_ = std::make_unique<fleet::Fleet>(fleet::Fleet{
      .client = *session->connection_.client,
      .discovery = *session->connection_.discovery,
      .packs = *session->packs_,
      .form = session->form_,
      .nameSpace = place->nameSpace,
      .image = options.image,
      .run = fleet::newRun(),
      .network = options.network,
      .usesGpu = options.usesGpu,
      .patience = patienceOf(options),
      .progress = [&context](const std::string& line) { context.terminal.message(line); },
      .said = [&context](const Finding& finding) { context.terminal.show({finding}, context.sources); }});
  if (auto failure = fleet::readForPods(*session->fleet_)) return shown(context, *std::move(failure));
  if (auto failure = session->findNodes(options, place->nodes)) return shown(context, *std::move(failure));
  if (!options.leavesBusyOut || options.takesBusyToo) return session;
  if (auto failure = session->leaveBusyOut()) return shown(context, *std::move(failure));
  return session;
}

std::optional<Failure> FleetSession::findNodes(const FleetOptions& options,
                                               const std::vector<std::string>& ofEntries) {
  const bool isAll = options.nodes.size() == 1 && options.nodes.front() == allNodes;
  auto nodes = isAll ? fleet::allNodes(fleet_->client, fleet_->discovery)
                     : fleet::namedNodes(fleet_->client, fleet_->discovery,
                                         ofEntries.empty() ? options.nodes : ofEntries);
  if (!nodes) return nodes.failure();
  context_.terminal.show(nodes->notes, context_.sources);
  nodes_ = std::move(nodes->names);
  return std::nullopt;
}

std::optional<Failure> FleetSession::leaveBusyOut() {
  const auto work = fleet::workOn(fleet_->client, fleet_->discovery, fleet_->nameSpace);
  if (!work) return work.failure();
  Findings notes;
  if (!work->isWhole) {
    notes.push_back({.severity = Severity::info,
                     .rule = "busy",
                     .message = fmt::format("what runs on the nodes is known of namespace '{}' alone: this "
                                            "user may not list the pods of others",
                                            fleet_->nameSpace)});
  }
  std::erase_if(nodes_, [&](const std::string& node) {
    const auto busy = work->busy.find(node);
    if (busy == work->busy.end()) return false;
    notes.push_back({.severity = Severity::warning,
                     .rule = "busy",
                     .message = fmt::format("it is left out: it has work, {}", busy->second),
                     .entry = node,
                     .remedy = "--busy measures there all the same"});
    return true;
  });
  context_.terminal.show(std::move(notes), context_.sources);
  if (!nodes_.empty()) return std::nullopt;
  return Failure(ExitCode::no, Finding{.rule = "busy", .message = "all of the nodes have work"});
}

void FleetSession::announce(fleet::Access access) {
  fleet::PodWish wish = fleet::wishFor(*fleet_, "", "");
  wish.access = access;
  const auto needs = form_.needs(wish);
  const std::string what = needs && !needs->empty() ? fmt::format("they need {}", fmt::join(*needs, ", "))
                                                    : "they need no privileges";
  context_.terminal.message(fmt::format("{} in namespace '{}', each on a node; {}",
                                        counted(nodes_.size(), "pod", "pods"), fleet_->nameSpace, what));
}

}  // namespace aictl::commands
