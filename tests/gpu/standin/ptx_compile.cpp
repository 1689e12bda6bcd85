#include <algorithm>
#include <cctype>
#include <charconv>

#include "ptx.h"

namespace standin::ptx {
namespace {

std::vector<std::string> tokensOf(std::string_view text) {
  std::vector<std::string> tokens;
  const auto isWord = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '%' || c == '$';
  };
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (std::isspace(static_cast<unsigned char>(c)) != 0) {
      ++at;
    } else if (isWord(c) || c == '-') {
      std::size_t end = at + 1;
      while (end < text.size() && isWord(text[end])) ++end;
      tokens.emplace_back(text.substr(at, end - at));
      at = end;
    } else {
      tokens.emplace_back(1, c);
      ++at;
    }
  }
  return tokens;
}

class Compiler {
 public:
  explicit Compiler(std::string_view text) : tokens_(tokensOf(text)) {}

  Module module() {
    Module module;
    expect(".version");
    module.version = std::stod(take());
    expect(".target");
    const std::string target = take();
    if (!target.starts_with("sm_")) fail("no target: " + target);
    module.target = std::stoi(target.substr(3));
    expect(".address_size");
    expect("64");
    while (at_ < tokens_.size()) {
      expect(".visible");
      expect(".entry");
      const std::string name = take();
      module.entries[name] = entry();
    }
    return module;
  }

 private:
  [[noreturn]] static void fail(const std::string& what) { throw Error(what); }

  const std::string& peek() const {
    static const std::string none;
    return at_ < tokens_.size() ? tokens_[at_] : none;
  }
  std::string take() {
    if (at_ >= tokens_.size()) fail("the text ends early");
    return tokens_[at_++];
  }
  void expect(const std::string& token) {
    if (const std::string found = take(); found != token) fail("expected " + token + ", found " + found);
  }
  bool takeIf(const std::string& token) {
    if (peek() != token) return false;
    ++at_;
    return true;
  }

  Entry entry() {
    entry_ = {};
    types_.clear();
    registers_.clear();
    labels_.clear();
    shared_.clear();
    jumps_.clear();
    expect("(");
    while (!takeIf(")")) {
      expect(".param");
      const std::string type = take();
      if (type != ".u32" && type != ".u64") fail("parameter of type " + type);
      entry_.parameters.push_back({take(), type == ".u64" ? 8U : 4U});
      if (peek() != ")") expect(",");
    }
    if (takeIf(".maxntid")) {
      for (int i = 0; i < 5; ++i) take();
    }
    expect("{");
    while (!takeIf("}")) statement();
    for (const auto& [index, label] : jumps_) {
      const auto found = labels_.find(label);
      if (found == labels_.end()) fail("no label " + label);
      entry_.code[index].operands[0][0].value = found->second;
    }
    entry_.registers = types_.size();
    return std::move(entry_);
  }

  void statement() {
    if (takeIf(".reg")) return declareRegisters();
    if (takeIf(".shared")) return declareShared();
    if (at_ + 1 < tokens_.size() && tokens_[at_ + 1] == ":") {
      labels_[take()] = entry_.code.size();
      return expect(":");
    }
    instruction();
  }

  void declareRegisters() {
    const std::string type = take().substr(1);
    const std::string prefix = take();
    expect("<");
    const int count = std::stoi(take());
    expect(">");
    expect(";");
    for (int i = 0; i < count; ++i) {
      const auto [place, isNew] = registers_.emplace(prefix + std::to_string(i), types_.size());
      if (!isNew) fail("register twice: " + place->first);
      types_.push_back(type);
    }
  }

  void declareShared() {
    expect(".align");
    take();
    expect(".b8");
    const std::string name = take();
    expect("[");
    shared_[name] = entry_.sharedBytes;
    entry_.sharedBytes += std::stoul(take());
    expect("]");
    expect(";");
  }

  void instruction() {
    Instruction instruction;
    if (takeIf("@")) {
      instruction.isNegated = takeIf("!");
      const Operand predicate = operand();
      if (predicate.kind != Operand::Kind::reg || types_[predicate.value] != "pred") fail("no predicate");
      instruction.predicate = static_cast<int>(predicate.value);
    }
    instruction.text = take();
    for (std::size_t from = 0; from <= instruction.text.size();) {
      const std::size_t dot = std::min(instruction.text.find('.', from), instruction.text.size());
      instruction.parts.push_back(instruction.text.substr(from, dot - from));
      from = dot + 1;
    }
    while (!takeIf(";")) {
      instruction.operands.push_back(instruction.text == "bra" ? jump() : group());
      if (peek() != ";") expect(",");
    }
    prepare(instruction, types_);
    entry_.code.push_back(std::move(instruction));
  }

  std::vector<Operand> jump() {
    jumps_.emplace_back(entry_.code.size(), take());
    return {{.kind = Operand::Kind::label}};
  }

  std::vector<Operand> group() {
    if (takeIf("{")) {
      std::vector<Operand> all;
      while (!takeIf("}")) {
        all.push_back(operand());
        if (peek() != "}") expect(",");
      }
      return all;
    }
    if (!takeIf("[")) return {operand()};
    Operand address = operand();
    address.isAddress = true;
    if (takeIf("+")) address.offset = std::stoll(take());
    expect("]");
    return {address};
  }

  Operand operand() {
    const std::string token = take();
    using Kind = Operand::Kind;
    if (const auto found = registers_.find(token); found != registers_.end())
      return {.kind = Kind::reg, .value = found->second};
    static const std::map<std::string, std::uint64_t> specials{
        {"%tid.x", 0}, {"%ntid.x", 1}, {"%ctaid.x", 2}, {"%ctaid.y", 3}, {"%nctaid.x", 4}};
    if (const auto found = specials.find(token); found != specials.end())
      return {.kind = Kind::special, .value = found->second};
    if (const auto found = shared_.find(token); found != shared_.end())
      return {.kind = Kind::shared, .value = found->second};
    for (std::size_t i = 0; i < entry_.parameters.size(); ++i) {
      if (entry_.parameters[i].name == token) return {.kind = Kind::parameter, .value = i};
    }
    if (token.starts_with("0f"))
      return {.kind = Kind::number, .value = std::stoul(token.substr(2), nullptr, 16)};
    std::int64_t number = 0;
    const auto end = std::from_chars(token.data(), token.data() + token.size(), number);
    if (end.ec != std::errc{} || end.ptr != token.data() + token.size()) fail("unknown name " + token);
    return {.kind = Kind::number, .value = static_cast<std::uint64_t>(number)};
  }

  std::vector<std::string> tokens_;
  std::size_t at_ = 0;
  Entry entry_;
  std::vector<std::string> types_;
  std::map<std::string, std::size_t> registers_;
  std::map<std::string, std::size_t> labels_;
  std::map<std::string, std::size_t> shared_;
  std::vector<std::pair<std::size_t, std::string>> jumps_;
};

}  // namespace

Module compile(std::string_view text) { return Compiler(text).module(); }

}  // namespace standin::ptx
