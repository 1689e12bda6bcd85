#include "core/gpu/driver_error.h"

#include <algorithm>
#include <charconv>

#include "core/node/pci.h"

namespace aictl::gpu {

std::vector<DriverError> errorsIn(const std::vector<node::KernelMessage>& log,
                                  const ErrorCatalogue& catalogue) {
  std::vector<DriverError> errors;
  for (const node::KernelMessage& message : log) {
    const std::size_t at = message.text.find(catalogue.begin);
    if (at == std::string::npos) continue;
    const std::string_view rest = std::string_view(message.text).substr(at + catalogue.begin.size());
    const std::size_t close = rest.find("): ");
    if (close == std::string_view::npos) continue;
    const std::string_view number = rest.substr(close + 3);
    DriverError error{.pciAddress = node::pciAddress(rest.substr(0, close)),
                      .text = message.text.substr(at),
                      .microseconds = message.microseconds};
    if (std::from_chars(number.data(), number.data() + number.size(), error.number).ec != std::errc{})
      continue;
    if (catalogue.isError != nullptr && !catalogue.isError(error.text)) continue;
    if (const std::size_t dot = error.pciAddress.find('.'); dot != std::string::npos)
      error.pciAddress.resize(dot);
    errors.push_back(std::move(error));
  }
  return errors;
}

ErrorMeaning meaningOf(const DriverError& error, const ErrorCatalogue& catalogue) {
  const auto found = std::ranges::find_if(catalogue.rows, [&](const ErrorRow& row) {
    return error.number >= row.first && error.number <= row.last;
  });
  return found == catalogue.rows.end() ? catalogue.otherwise(error) : found->meaning;
}

std::string_view remedyOf(ErrorAction action, const ErrorCatalogue& catalogue) {
  return catalogue.remedies.at(static_cast<std::size_t>(action));
}

}  // namespace aictl::gpu
