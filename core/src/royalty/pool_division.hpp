#pragma once
// One pool, from fees and usage to an amount for each work.
#include <optional>
#include <unordered_map>
#include <vector>

#include "colophon/royalty/settlement.hpp"
#include "royalty/id_index.hpp"
#include "royalty/largest_remainder.hpp"

namespace colophon::royalty {

struct WorkAmount {
  std::uint32_t work = 0;      ///< Its number in the index of works.
  std::int64_t units = 0;
  Micros amount_micro = 0;
};

struct DividedPool {
  Micros amount_micro = 0;
  ExactAmount residue = 0;
  std::vector<WorkAmount> works;     ///< Ascending by number; only those with units or an amount.
  std::optional<Cutoff> cutoff;
};

/// Divides pools one after the other with the same scratch memory. Errors name the pool.
class PoolDivider {
 public:
  /// `works` must outlive the divider.
  PoolDivider(const IdIndex& works, const Currency& currency);
  Result<DividedPool> divide(const PoolInput& pool);

 private:
  /// The units of one listener, or of all.
  struct Use {
    std::uint32_t work = 0;
    std::int64_t units = 0;
  };
  /// Rows of usage in order of the listener, by counting sort: listener k has uses[begin[k]] to uses[begin[k + 1] - 1].
  struct UsesByListener {
    std::vector<std::size_t> begin;
    std::vector<Use> uses;
  };
  /// What each listener (or, in a direct pool, each work) paid.
  struct Payers {
    IdIndex index;
    std::vector<ExactAmount> exact;
    std::vector<Micros> micros;
  };

  Result<Payers> sum_fees(const PoolInput& pool, DividedPool& out) const;
  Result<std::int64_t> add_units(const PoolInput& pool);
  UsesByListener by_listener(const PoolInput& pool, Payers& payers) const;
  Micros divide_listener(std::span<const Use> uses, Micros fee);
  std::optional<Cutoff> divide_pro_rata(Micros amount, std::int64_t units, WantCutoff want);
  Result<void> divide_direct(const PoolInput& pool, const Payers& payers);
  void collect(DividedPool& out);
  const Hash& tie(std::uint32_t work);
  std::uint32_t touch(std::uint32_t work);

  const IdIndex& works_;
  Currency currency_;
  Id pool_;
  // By number of the work; zero between pools, which `touched_` makes cheap where a pool has few of many works.
  std::vector<std::int64_t> units_;
  std::vector<Micros> amounts_;
  std::vector<std::int64_t> listener_units_;
  std::vector<std::uint8_t> is_touched_;
  std::vector<std::uint32_t> touched_;
  std::unordered_map<std::uint32_t, Hash> ties_;
  // Of one division.
  std::vector<std::uint32_t> claims_;
  std::vector<std::int64_t> weights_;
  std::vector<Micros> parts_;
  RemainderScratch scratch_;
};

}  // namespace colophon::royalty
