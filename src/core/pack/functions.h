#pragma once

#include "core/jsone/jsone.h"

namespace aictl::pack {

/// Puts the functions into the scope that templates, rules and kind facts have beside JSON-e's own, but for
/// those that need an entry (`include`, `ref`) or an object (`condition`):
///
/// | function                        | gives |
/// | first(a, b, …)                  | the first that is not absent, else the last |
/// | given(map)                      | the map without its absent entries |
/// | compact(x)                      | what a manifest would keep of it |
/// | at(x, path)                     | the value there, null where the path ends; a text or a list of keys |
/// | text(x)                         | its text as a person wrote it, null of null |
/// | items(map), keys(map), values(map) | `{key, value}` and so on, in order |
/// | unique(list)                    | without repetitions, in order |
/// | matches(text, regex)            | whether the pattern is found in it; false of null |
/// | quantity(x), duration(x)        | a number (bytes or units; seconds), null of null |
/// | kube_name(text)                 | a DNS label, shortened with a hash where it is too long |
/// | sha256(text)                    | 64 hexadecimal digits |
///
/// What is taken out of an argument keeps its origin, and so does what is made of one argument alone.
void addFunctions(jsone::Scope& scope);

}  // namespace aictl::pack
