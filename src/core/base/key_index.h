#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/value.h"

namespace aictl {

/// Where the keys of a large map stand: a hash table of positions (open addressing, at most half full), which
/// costs one allocation whatever the number of keys.
class KeyIndex {
 public:
  bool empty() const { return slots_.empty(); }
  void clear() { slots_.clear(); }

  /// The position of a key, or the number of entries where it is none of theirs.
  std::size_t find(std::span<const Entry> entries, std::string_view key) const {
    for (auto slot = hash(key) & mask();; slot = (slot + 1) & mask()) {
      const auto position = slots_[slot];
      if (position == free) return entries.size();
      if (entries[position].key.string() == key) return position;
    }
  }

  /// Takes in the last of the entries; all of them where the table has to grow, or is new.
  void add(std::span<const Entry> entries) {
    if (entries.size() * 2 <= slots_.size()) return place(entries, entries.size() - 1);
    std::size_t size = 32;
    while (size < entries.size() * 4) size *= 2;
    slots_.assign(size, free);
    for (std::size_t i = 0; i < entries.size(); ++i) place(entries, i);
  }

 private:
  static constexpr std::uint32_t free = ~std::uint32_t{0};

  static std::size_t hash(std::string_view key) { return std::hash<std::string_view>()(key); }
  std::size_t mask() const { return slots_.size() - 1; }
  void place(std::span<const Entry> entries, std::size_t position) {
    auto slot = hash(entries[position].key.string()) & mask();
    while (slots_[slot] != free) slot = (slot + 1) & mask();
    slots_[slot] = static_cast<std::uint32_t>(position);
  }

  std::vector<std::uint32_t> slots_;
};

}  // namespace aictl
