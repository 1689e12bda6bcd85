#pragma once

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/gpu/answer.h"

namespace aictl::gpu {

/// A vendor's library, opened at run time and never closed.
class Library {
 public:
  /// The file `path`, or with "" the first of `names` that is here.
  Library(const std::string& path, std::span<const std::string_view> names);

  bool isOpen() const { return handle_ != nullptr; }
  /// Whether the system has none of these names; not so where a file that was asked for is not there.
  bool isAbsent() const { return isAbsent_; }
  const std::string& name() const { return name_; }
  const std::string& error() const { return error_; }
  /// nullptr where it is not open, or has no such function.
  void* find(const char* symbol) const { return handle_ == nullptr ? nullptr : ::dlsym(handle_, symbol); }

 private:
  void* handle_ = nullptr;
  bool isAbsent_ = true;
  std::string name_;
  std::string error_;
};

/// A function of a library that may not have it.
template <class Signature>
class Symbol;
template <class Answer, class... Arguments>
class Symbol<Answer(Arguments...)> {
 public:
  /// The first of the names that the library has, the newest form first.
  Symbol(const Library& library, std::initializer_list<const char*> names) : name_(*names.begin()) {
    for (const char* name : names) {
      function_ = reinterpret_cast<Answer (*)(Arguments...)>(library.find(name));
      if (function_ != nullptr) return;
    }
  }

  explicit operator bool() const { return function_ != nullptr; }
  Answer operator()(Arguments... arguments) const { return function_(arguments...); }
  const char* name() const { return name_; }

 private:
  const char* name_;
  Answer (*function_)(Arguments...) = nullptr;
};

/// How asking ends where the library is not open, or has not what nothing can be asked without: `missing` is
/// the name of such a function, nullptr where it has all of them. None where it can be asked.
std::optional<Outcome> unusable(const Library& library, const char* missing);

/// The name of the first of the functions that the library does not have; nullptr where it has all.
template <class... Signatures>
const char* firstMissing(const Symbol<Signatures>&... needed) {
  const char* missing = nullptr;
  ((missing = missing == nullptr && !needed ? needed.name() : missing), ...);
  return missing;
}

/// The characters before the end that a library set, or all of them where it set none.
template <std::size_t size>
std::string textOf(const std::array<char, size>& buffer) {
  return {buffer.data(), std::find(buffer.begin(), buffer.end(), '\0')};
}

}  // namespace aictl::gpu
