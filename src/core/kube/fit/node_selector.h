#pragma once

#include <string>

#include "core/base/value.h"

namespace aictl::kube {

/// Whether the node's labels have all of these, as a pod's `nodeSelector` asks.
bool hasLabels(const Value& node, const Value& labels);

/// Whether a node is one of those that a NodeSelector (`nodeSelectorTerms`) means: one of its terms holds,
/// that is all of its expressions over labels and fields. A term with nothing in it holds for no node.
/// Source: k8s.io/component-helpers scheduling/corev1/nodeaffinity.
bool isSelected(const Value& node, const Value& nodeSelector);

/// `zone in [a, b], gpu exists; or name in [n1]`: a NodeSelector in words.
std::string selectorText(const Value& nodeSelector);

}  // namespace aictl::kube
