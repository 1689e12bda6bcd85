#include "core/jsone/text.h"

#include "core/jsone/parser.h"

namespace aictl::jsone {

const TextPart* Text::part(std::size_t index) const {
  if (index < parts_.size()) return &parts_[index];
  if (complete_) return nullptr;
  const auto text = source_.string();
  std::string literal;
  std::size_t from = parsed_;
  while (true) {
    const auto mark = text.find("${", from);
    if (mark == std::string_view::npos) break;
    if (mark > from && text[mark - 1] == '$') {  // `$${` stands for `${`
      literal.append(text.substr(from, mark - 1 - from)).append("${");
      from = mark + 2;
      continue;
    }
    literal.append(text.substr(from, mark - from));
    auto [expression, end] = parseInterpolation(source_, mark + 2);
    parts_.push_back({std::move(literal), std::move(expression), mark + 2, end});
    parsed_ = end;
    return &parts_.back();
  }
  tail_ = literal.append(text.substr(from));
  complete_ = true;
  return nullptr;
}

}  // namespace aictl::jsone
