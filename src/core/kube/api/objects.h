#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/kube/api/discovery.h"
#include "core/kube/connection/client.h"

namespace aictl::kube {

/// Which object.
struct ObjectName {
  Kind kind;
  std::string namespaceName;  ///< "" for a kind of no namespace
  std::string name;
  std::string uid;    ///< "" where not known
  std::string entry;  ///< the entry of the stack that it belongs to, for findings; "" for none
};

/// What a manifest or an object of a server is called.
ObjectName nameOf(const Value& object);

/// `Deployment web in namespace 'ml'`: an object in words.
std::string describe(const ObjectName& object);

/// What to call the object on a command line: its entry, else `configmap/m`.
std::string nameFor(const ObjectName& object);

/// Whether a name given on a command line means the object: its entry, `job/a` or `job.batch/a`.
bool isMeant(const ObjectName& object, std::string_view name);

/// That the cluster does not serve the object's kind: refused.
Failure unknownKind(const ObjectName& object);

/// The object, or null where there is none. Its kind is one that `discovery` has learnt.
Result<Value> get(Client& client, const Discovery& discovery, const ObjectName& object);

/// What to accept (Request::accept) where an object's metadata is enough.
inline constexpr const char* metadataAlone =
    "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";
inline constexpr const char* metadataAloneOfList =
    "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

/// Which objects of a kind to list.
struct Selection {
  Kind kind;
  std::string namespaceName;  ///< "" for all namespaces
  std::string labels;         ///< a label selector, as in `app=web,tier!=db`; "" for all
  std::string fields;         ///< a field selector, as in `metadata.name=web`; "" for all
  int chunk = 500;            ///< objects asked for at once
};

/// `a=x,b=y` of a map of labels; "" of what is none.
std::string labelSelector(const Value& labels);

/// The path of a list, or where there is a token of its next chunk.
std::string listPath(const Resource& resource, const Selection& selection, std::string_view token);

/// The items of a list that a server gave, each with its kind: lists of built-in kinds leave it out.
void eachItem(const Value& list, const Kind& kind, const std::function<void(Value item)>& each);

/// How to go on with a list in chunks after an answer of 410: its snapshot was too old, and the server gives
/// a token to go on from the same name in the state of now. "" of another answer, or where it gives none.
std::string tokenAfterExpiry(const Response& response, std::string_view token);

/// Lists objects in chunks, each given to `each` as it comes, in the server's order. The result is the
/// resourceVersion of the list. A kind that the server has not is an empty list with "".
Result<std::string> list(Client& client, const Discovery& discovery, const Selection& selection,
                         const std::function<void(Value object)>& each);

}  // namespace aictl::kube
