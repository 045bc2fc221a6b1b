#pragma once
// The passes over a whole instance on an accelerator: its columns are copied once, then only prices go there and decisions come back.
#include <memory>
#include <string>

#include "colophon/accelerator.h"
#include "value/exact.hpp"

namespace colophon::value {

class Accelerated {
 public:
  /// Null where there is none, where it does not serve such an instance, or where its memory is too small.
  static std::unique_ptr<Accelerated> make(const Instance& instance, const RowMap& rows, const Reading& reading, const ColophonAccelerator* accelerator);
  ~Accelerated();
  Accelerated(const Accelerated&) = delete;
  Accelerated& operator=(const Accelerated&) = delete;

  /// What decide_tiles() says of all items. False where the device failed: from then on every call is false and the processor does the work.
  struct Decided { std::int64_t value = 0; std::vector<std::int64_t> used; std::vector<std::uint32_t> undecided; };   ///< used: by row; undecided: a bit an item.
  bool sieve(const Box& box, Decided& decided);

  /// What exact_pass() finds, the bound's constant part left out. `near_cost` in units of 2^-bits.
  struct Exact { int128 surplus = 0; std::int64_t value = 0; std::vector<std::int64_t> used; std::vector<std::uint8_t> taken; std::vector<std::uint32_t> near; };
  bool exact(const ExactPrices& prices, std::int64_t near_cost, Exact& exact);

  std::uint32_t passes() const { return passes_; }

 private:
  Accelerated(const Instance& instance, const ColophonAccelerator& accelerator, void* handle) : in_(instance), accelerator_(accelerator), handle_(handle) {}
  bool load(const Reading& reading);

  const Instance& in_;
  const ColophonAccelerator& accelerator_;
  void* handle_;
  std::uint32_t passes_ = 0;
  bool works_ = true;
};

}  // namespace colophon::value
