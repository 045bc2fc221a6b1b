#pragma once
// The registry as JSON-LD (schema.org), out and in: how one platform learns what another has registered (docs/formats/interchange.md).
#include <functional>

#include "colophon/merkle/report.hpp"
#include "log/log.hpp"
#include "store/store.hpp"

namespace colophon::registry {

/// {"@context","@graph":[works],"platform","next"}: a page of all works that stand in the log, with their receipts, in the order of their ids. "next"
/// is the cursor of the page after it, absent at the end. A work that was erased is its id and the receipt of the decision.
Result<JsonObject> export_works(store::Store& store, tlog::Log& log, std::string_view cursor, std::size_t limit);

/// Checks one receipt with all its signatures, by keys of the platform that the caller trusts.
using CheckReceipt = std::function<Result<merkle::Report>(const Json& receipt)>;

struct Imported {
  std::size_t added = 0, changed = 0, known = 0;
  std::vector<Error> refused;                 ///< `field` begins with the item: "@graph[3].name".
  std::string next;                           ///< The document's.
};
/// Takes in a page of another platform. Only what the receipts say counts: an item whose fields say otherwise is refused, and so is one without good
/// receipts; the others are taken. A work that is known becomes withdrawn or erased, never registered again.
/// Errors: what is no such document at all; conflict (it is this platform's own).
Result<Imported> import_works(store::Store& store, std::string_view own_platform, const Json& document, const CheckReceipt& check);

}  // namespace colophon::registry
