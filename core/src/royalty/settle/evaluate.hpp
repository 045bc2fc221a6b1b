#pragma once
// From a row's money to its parts: derivations, releases and compositions, agreements with their fees and tiers.
#include "royalty/settle/context.hpp"

namespace colophon::royalty {

class Evaluator {
 public:
  explicit Evaluator(Context& context) : c_(context) {}
  /// Appends the parts of a row, which add up to its amount (each in its own currency), to the result. Errors: not_found (a rate), overflow.
  Result<void> row(RowInfo& row);

 private:
  static constexpr std::uint32_t kNoStep = 0xFFFFFFFF;
  /// Money on its way.
  struct Flow {
    Micros amount = 0;
    std::uint8_t currency = 0;
    std::uint32_t step = kNoStep;
    std::uint32_t agreement = 0;       ///< Index + 1 of the one that it last went through.
    bool exchanged = false;
  };

  Result<void> work(const Flow& flow, std::uint32_t work);
  Result<void> derived(const Flow& flow, std::uint32_t work, bool absolute_too);
  Result<void> parts_of(const Flow& flow, std::span<const WorkPart> parts);
  Result<void> root(const Flow& flow, std::uint32_t work);
  Result<void> agreement(Flow flow, std::uint32_t version);
  Result<void> convert(Flow& flow, const Currency& to);
  Result<void> fees(Flow& flow, const Agreement& agreement);
  Result<void> tiers(Flow flow, const Agreement& agreement, std::span<const Tier> tiers);
  Result<void> tier(const Flow& flow, const Agreement& agreement, const Tier& tier);
  Result<void> shares(const Flow& flow, std::span<const RecipientShare> shares, const Agreement& agreement);
  Result<void> steps(const Flow& flow, const Agreement& agreement, const Tier& tier);
  Result<void> claims(const Flow& flow, const Agreement& agreement, const Tier& tier);
  Result<void> pay(const Flow& flow, const Recipient& to);
  void to_party(const Flow& flow, std::uint32_t party);
  void suspense(const Flow& flow, const Warnings::About& why);
  Flow add(const Flow& flow, TraceStep step);
  std::uint32_t cutoff(const std::optional<SplitCutoff>& cutoff);
  std::int64_t& so_far(OpeningLine::Kind kind, const Agreement& agreement, const Tier& tier, const Id& party = {});
  /// Adds to what has gone through a tier, and remembers it for the row's reversal.
  void move(OpeningLine::Kind kind, const Agreement& agreement, const Tier& tier, const Id& party, std::int64_t amount);
  const std::string& work_name(std::uint32_t work) const { return c_.catalogue.work(work).name; }

  Context& c_;
  const RowInfo* row_ = nullptr;
  Id pool_;
};

}  // namespace colophon::royalty
