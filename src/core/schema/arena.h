#pragma once

#include <cstddef>
#include <memory>
#include <vector>

namespace aictl::schema {

/// Things that stay where they are and go together, made some at a time.
template <class T>
class Arena {
 public:
  T& add() {
    if (size_ % chunk == 0) chunks_.push_back(std::make_unique<T[]>(chunk));
    return (*this)[size_++];
  }
  std::size_t size() const { return size_; }
  T& operator[](std::size_t index) { return chunks_[index / chunk][index % chunk]; }
  const T& operator[](std::size_t index) const { return chunks_[index / chunk][index % chunk]; }

 private:
  static constexpr std::size_t chunk = 16;
  std::vector<std::unique_ptr<T[]>> chunks_;
  std::size_t size_ = 0;
};

}  // namespace aictl::schema
