#include "commands/stack/stack_input.h"

#include "core/stack/document.h"

namespace aictl::commands {

StackInput renderStack(Context& context, stack::Stack stack, const std::vector<std::string>& names,
                       const std::string& fallback, Findings findings) {
  context.packs.push_back(stack.packs);
  StackInput input{.stack = std::move(stack)};
  input.nameSpace = input.stack.nameSpace.empty() ? fallback : input.stack.nameSpace;
  input.manifests = stack::render(input.stack, names, input.nameSpace, findings);
  input.stack.plain.clear();  // they are among the manifests, and what two share is copied where it changes
  input.good = !hasErrors(findings);
  context.terminal.show(std::move(findings), context.sources);
  return input;
}

StackInput readStack(Context& context, const stack::Options& options, const std::vector<std::string>& names,
                     const std::string& fallback) {
  Findings findings;
  stack::Stack stack = stack::load(options, context.sources, findings);
  return renderStack(context, std::move(stack), names, fallback, std::move(findings));
}

Value stackNamespace(Context& context, stack::Options options) {
  Findings ignored;
  options.nameSpace.clear();
  const Value document = stack::readFiles(options, context.sources, ignored);
  const Value* written = document.isMap() ? document.find("namespace") : nullptr;
  if (written == nullptr) return {};
  const auto stack = stack::load(options, context.sources, ignored);
  context.packs.push_back(stack.packs);
  return stack.nameSpace.empty() ? Value() : Value(stack.nameSpace, written->origin());
}

}  // namespace aictl::commands
