#pragma once
// One pool, from money and usage to an amount for each claim.
#include <optional>
#include <unordered_map>
#include <vector>

#include "royalty/division/largest_remainder.hpp"
#include "royalty/settle/claims.hpp"

namespace colophon::royalty {

struct ClaimAmount {
  std::uint32_t claim = 0;
  std::int64_t units = 0;              ///< As counted, after caps.
  std::int64_t weight = 0;             ///< What the pool was divided by: the units, or in an artist-centric pool their weight.
  Micros amount_micro = 0;
};

struct DividedPool {
  std::vector<ClaimAmount> claims;     ///< Ascending by number; only those with a weight or an amount.
  std::optional<Cutoff> cutoff;        ///< Where the whole pool was one division.
  bool without_usage = false;          ///< There was money and nothing to divide it by: all of it is left.
};

/// What a pool divides: after its fees, and by whom it was paid.
struct PoolMoney {
  Id pool;
  const PoolRule* rule = nullptr;
  Micros amount_micro = 0;
  std::vector<Id> payers;              ///< Distinct; nil is nobody in particular.
  std::vector<Micros> paid_micro;      ///< By payer, before fees; adds up to at least the amount.
};

/// Divides pools one after the other with the same scratch memory.
class PoolDivider {
 public:
  /// All must outlive the divider.
  PoolDivider(const SettlementInput& input, const Catalogue& catalogue, const ClaimIndex& claims);
  /// Errors: negative_amount (units), overflow.
  Result<DividedPool> divide(const PoolMoney& money);

 private:
  struct Use {
    std::int64_t units = 0;
    std::uint32_t claim = 0;
    std::int16_t day = 0;
    bool active = false;
  };
  /// Uses that count, in order of the listener: listener k has uses[begin[k]] to uses[begin[k + 1] - 1].
  struct ByListener {
    std::vector<std::size_t> begin;
    std::vector<Use> uses;
    std::span<Use> of(std::size_t listener) { return {uses.data() + begin[listener], begin[listener + 1] - begin[listener]}; }
  };

  std::vector<std::uint8_t> counted_kinds(const PoolRule& rule) const;
  ByListener by_listener(const std::vector<std::uint8_t>& counted) const;
  Result<void> add_units(const std::vector<std::uint8_t>& counted);
  Result<void> add_units(const ByListener& uses);
  Result<void> add_unit(std::uint32_t claim, std::int64_t units);
  void cap(ByListener& uses, std::int64_t units_max);
  Result<void> weigh(ByListener& uses, const ArtistCentric& rule);
  void share_out(std::span<Use> uses, std::int64_t amount);
  Micros divide_listener(std::span<const Use> uses, Micros fee);
  void user_centric(const PoolMoney& money, ByListener& uses, Micros& left);
  std::optional<Cutoff> divide_all(Micros amount, WantCutoff want);
  void collect(DividedPool& out);
  const Hash& tie(std::uint32_t claim);
  std::uint32_t touch(std::uint32_t claim);

  const SettlementInput& input_;
  const Catalogue& catalogue_;
  const ClaimIndex& index_;
  IdIndex listeners_;                  ///< Those of the usage.
  Id pool_;
  // By claim; zero between pools, which `touched_` makes cheap where a pool has few of many works.
  std::vector<std::int64_t> units_, weights_;
  std::vector<Micros> amounts_;
  std::vector<std::int64_t> listener_units_;
  std::vector<std::uint8_t> is_touched_;
  std::vector<std::uint32_t> touched_;
  std::int64_t total_ = 0;             ///< Of the weights.
  std::unordered_map<std::uint32_t, Hash> ties_;
  // Of one division.
  std::vector<std::uint32_t> claims_;
  std::vector<std::int64_t> claim_weights_;
  std::vector<Micros> parts_;
  RemainderScratch scratch_;
};

}  // namespace colophon::royalty
