#include "core/base/nearest.h"

namespace aictl {
namespace {

constexpr std::size_t longestWord = 64;

/// Lower case, without the marks by which people join words: `service-account` is `serviceaccount`.
std::string folded(std::string_view word) {
  std::string result;
  for (const char c : word) {
    if (c != '-' && c != '_' && c != ' ')
      result += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  }
  return result;
}

/// How many characters to change, add, leave out or exchange with their neighbour (the optimal string
/// alignment form of the Damerau-Levenshtein distance).
std::size_t distance(std::string_view a, std::string_view b) {
  std::array<std::array<std::size_t, longestWord + 1>, 3> rows{};
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    const auto& twoAbove = rows[(i + 1) % 3];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], twoAbove[j - 2] + 1);
    }
  }
  return rows[a.size() % 3][b.size()];
}

/// A misspelling changes one letter in a short word, and up to three in a long one.
std::size_t threshold(std::size_t length) { return std::clamp<std::size_t>(length / 3, 1, 3); }

/// How far a candidate is from what was written; none where it is too far to be meant.
std::optional<std::size_t> remoteness(std::string_view word, std::string_view candidate) {
  if (candidate.size() > longestWord) return std::nullopt;
  constexpr std::size_t abbreviation = 3;
  // The ending alone is missing (`gpu` for `gpus`): nearer than any other word of one changed letter.
  constexpr std::size_t ending = 2;
  if (candidate.starts_with(word) && candidate.size() - word.size() <= ending && word.size() >= abbreviation)
    return 0;
  const auto apart = distance(word, candidate);
  // Two short words that share nothing but their length are two words.
  if (apart <= threshold(std::max(word.size(), candidate.size())) &&
      apart < std::min(word.size(), candidate.size())) {
    return apart;
  }
  if (word.size() >= abbreviation && candidate.starts_with(word)) return abbreviation + 1;
  return std::nullopt;
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  const auto wanted = folded(word);
  if (wanted.empty() || wanted.size() > longestWord) return {};
  const std::string* best = nullptr;
  std::size_t bestApart = 0;
  for (const auto& candidate : candidates) {
    if (candidate == word) continue;
    const auto apart = remoteness(wanted, folded(candidate));
    if (apart && (best == nullptr || *apart < bestApart)) {
      best = &candidate;
      bestApart = *apart;
    }
  }
  return best == nullptr ? std::string() : *best;
}

std::string didYouMean(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string near = nearest(word, candidates);
  return near.empty() ? near : "did you mean '" + near + "'?";
}

}  // namespace aictl
