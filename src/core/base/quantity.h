#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aictl {

/// The number that a Kubernetes quantity stands for (`100Gi`, `500m`, `1e3`, `-2`), in units (bytes, cores);
/// none where the text is no quantity (`16GB`). Grammar: k8s.io/apimachinery pkg/api/resource/quantity.go.
std::optional<double> quantity(std::string_view text);

/// What the author of a wrong quantity most likely meant (`16GB` → `16G`), "" where nothing is near.
std::string quantityMeant(std::string_view text);

}  // namespace aictl
