#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace aictl::fleet {

using Pair = std::pair<std::size_t, std::size_t>;

/// All pairs of so many players in as few rounds as there can be: in each round each of them is in one pair
/// at most, so that no pair disturbs another. An even number takes one round less than there are players, in
/// which all play; an odd one as many as there are players, in each of which another one rests. None for less
/// than two players.
std::vector<std::vector<Pair>> tournament(std::size_t players);

}  // namespace aictl::fleet
