#pragma once
// What the acts have in common. Private to server/registry.
#include "colophon/registry/declaration.hpp"
#include "registry/registry.hpp"
#include "store/try.hpp"

namespace colophon::registry {

/// A declaration that is about to be applied: the parsed view, its document, what it concerns.
struct Applied {
  store::Store& store;
  const Declaration& declaration;
  const Submission& submission;
  Id act;                              ///< The new act's id.
  Hash hash{};
  Id work, about;                      ///< Set by the act.
  JsonObject answer;                   ///< What the caller is told beside the act's id.

  std::string text(std::string_view name) const { return *declaration.body->find(name)->string(); }
  Id id(std::string_view name) const { return Id::parse(text(name)).value_or(Id{}); }   ///< Nil where it is empty.
  Hash body_hash(std::string_view name) const;
};

Result<void> apply_key_act(Applied& applied);
Result<void> apply_work_act(Applied& applied);
Result<void> apply_trade_act(Applied& applied);
Result<void> apply_claim_act(Applied& applied);

/// The work, where the party may speak for it and it has not ended. Errors: unknown_work ("body.work"), forbidden, conflict.
Result<store::Work> own_work(Applied& applied, const Id& work);

/// The platform's decision with its log entry.
struct Decision { std::string what, by, reason; Id about, work; };
Result<Id> insert_decision(store::Store& store, const Decision& decision);

}  // namespace colophon::registry
