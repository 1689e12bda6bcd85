#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aictl {

/// The candidate nearest to a misspelt word; "" where none is near enough to be meant.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

/// The remedy for a misspelt word: `did you mean 'gpus'?`; "" where no candidate is near enough.
std::string didYouMean(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace aictl
