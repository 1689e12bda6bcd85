#pragma once

#include "core/base/value.h"
#include "core/kube/api/objects.h"

namespace aictl::kube {

/// Whether values of the object are not to be shown.
bool isSecret(const ObjectName& name);

/// A Secret with its texts (`stringData`) as the data that a server makes of them; any other manifest as it
/// is. What is sent as a text is owned under that name, which the stored object does not have: it could not
/// be compared with it, and a text that is left out later would stay.
Value withTextsAsData(const Value& manifest);

}  // namespace aictl::kube
