#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "core/fleet/pod_form.h"
#include "core/fleet/pods.h"
#include "core/pack/pack.h"

/// This same program on many nodes of a cluster: `aictl gpu|rdma COMMAND --nodes`.
///
/// Each node gets a pod that runs a command of this program and ends; what it says is read from the pod's log
/// (`told.h`). A benchmark has a pod that waits on each node, and for each pair one more on the first node of
/// the two, which measures to the pod on the second and ends. So all that goes in are arguments, and all that
/// comes out are logs: no exec, no port-forward and no way from here to the network of the pods is needed, no
/// right but that to pods of one namespace, and one pod that fails costs one figure. The price is the start
/// of a pod for each pair. (One pod a node that takes orders would save it, and need a protocol of its own
/// for the orders.)
namespace aictl::fleet {

/// What all of it works with.
struct Fleet {
  kube::Client& client;
  kube::Discovery& discovery;
  pack::Packs& packs;
  const PodForm& form;
  std::string nameSpace;
  std::string image;
  std::string run;                         ///< of this run alone
  std::string network;                     ///< that pods are to be in too; "" for none
  std::string tokenSecret = {};            ///< with the word that its pods have to know; "" for none
  bool usesGpu = false;                    ///< messages lie in the memory of a GPU
  std::map<std::string, Value> read = {};  ///< of the cluster, what the form of pods asks for
  Patience patience;
  std::function<void(const std::string&)> progress;
  std::function<void(const Finding&)> said;
};

/// A name that no other run has.
std::string newRun();

/// Reads what the form of pods asks for. What is not there is a Failure.
std::optional<Failure> readForPods(Fleet& fleet);

/// A pod of this run that is to be. `part` tells apart those of one node: `server`.
PodWish wishFor(const Fleet& fleet, const std::string& node, std::string_view part);

/// Those of this run, watched and removed.
Pods podsOf(Fleet& fleet);

}  // namespace aictl::fleet
