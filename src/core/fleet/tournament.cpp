#include "core/fleet/tournament.h"

#include <algorithm>

namespace aictl::fleet {

// The circle method: one stays, all others move on by one place a round; who sit across play.
std::vector<std::vector<Pair>> tournament(std::size_t players) {
  std::vector<std::vector<Pair>> rounds;
  if (players < 2) return rounds;
  const std::size_t seats = players + players % 2;  // with one that nobody sits on
  const std::size_t moving = seats - 1;
  for (std::size_t round = 0; round < moving; ++round) {
    std::vector<Pair> pairs;
    for (std::size_t seat = 0; seat < seats / 2; ++seat) {
      const std::size_t left = seat == 0 ? moving : (round + seat) % moving;
      const std::size_t right = (round + moving - seat) % moving;
      if (left >= players || right >= players) continue;
      pairs.push_back(std::minmax(left, right));
    }
    rounds.push_back(std::move(pairs));
  }
  return rounds;
}

}  // namespace aictl::fleet
