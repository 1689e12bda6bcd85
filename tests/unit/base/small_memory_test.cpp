#include "core/base/small_memory.h"

#include <cstdint>
#include <cstring>
#include <vector>

#include "catch.h"

using namespace aictl;

namespace {

struct Piece {
  unsigned char* memory;
  std::size_t bytes;
  unsigned char mark;

  bool isIntact() const {
    for (std::size_t i = 0; i < bytes; ++i) {
      if (memory[i] != mark) return false;
    }
    return true;
  }
};

}  // namespace

TEST_CASE("pieces of memory are aligned and never overlap, in whatever order they come and go") {
  SmallMemory memory;
  std::vector<Piece> pieces;
  std::uint32_t random = 1;
  const auto below = [&random](std::uint32_t limit) {
    random = random * 1664525U + 1013904223U;
    return (random >> 8U) % limit;
  };
  const auto giveBack = [&](std::size_t index) {
    REQUIRE(pieces[index].isIntact());
    memory.giveBack(pieces[index].memory, pieces[index].bytes);
    pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(index));
  };
  for (int round = 0; round < 20'000; ++round) {
    if (pieces.size() > 200 || (!pieces.empty() && below(3) == 0)) {
      giveBack(below(static_cast<std::uint32_t>(pieces.size())));
      continue;
    }
    const std::size_t bytes = 1 + below(below(10) == 0 ? 100'000 : 1'100);  // some are large
    auto* piece = static_cast<unsigned char*>(memory.take(bytes));
    REQUIRE(reinterpret_cast<std::uintptr_t>(piece) % alignof(std::max_align_t) == 0);
    pieces.push_back({piece, bytes, static_cast<unsigned char>(round)});
    std::memset(piece, pieces.back().mark, bytes);
  }
  while (!pieces.empty()) giveBack(pieces.size() - 1);
}
