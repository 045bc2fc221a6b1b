#pragma once
// The parties, works and agreements of a settlement by number, checked against each other.
#include <span>
#include <unordered_map>
#include <vector>

#include "colophon/royalty/input.hpp"
#include "royalty/division/id_index.hpp"

namespace colophon::royalty {

class Catalogue {
 public:
  static constexpr std::uint32_t kNone = IdIndex::kNone;

  /// Numbers everything in ascending order of the id. Errors: invalid_argument (something twice), unknown_party and unknown_work with the field
  /// that names it, invalid_shares, conflict (works that derive from themselves), limit_exceeded.
  static Result<Catalogue> build(const SettlementInput& input);

  const IdIndex& parties() const { return parties_; }
  const IdIndex& works() const { return works_; }
  const Party& party(std::uint32_t number) const { return *party_[number]; }
  const Work& work(std::uint32_t number) const { return *work_[number]; }
  const Agreement& version(std::uint32_t index) const { return input_->book.agreements[index]; }

  /// The version of an agreement that is in force on a day, as an index into the book; kNone where there is none.
  std::uint32_t version_at(const Id& agreement, Date date) const;
  /// The agreement that a work's income of a side comes under on a day.
  struct Root {
    enum { one, none, two } found = none;
    std::uint32_t version = kNone;       ///< One; of two the first.
    std::uint32_t other = kNone;
  };
  Root root_of(std::uint32_t work, std::string_view side, Date date) const;
  /// The days on which something changes in how a work's income is divided, ascending: of its agreements and those that they pay, and
  /// of the works that it derives from or consists of.
  std::vector<Date> boundaries(std::uint32_t work) const;
  /// The absolute shares of a work's income: one for every derivation that it or a work on its way declares.
  struct AbsoluteShare { std::uint32_t to; Share share; };
  const std::vector<AbsoluteShare>& absolute_shares(std::uint32_t work) const { return absolute_[work]; }

 private:
  Result<void> index_parties();
  Result<void> index_works();
  Result<void> index_agreements();
  Result<void> check_work(const Work& work) const;
  Result<void> check_derivations();
  Result<void> need_party(const Id& party, const std::string& name, std::string field) const;

  const SettlementInput* input_ = nullptr;
  IdIndex parties_, works_;
  std::vector<const Party*> party_;
  std::vector<const Work*> work_;
  std::unordered_map<Id, std::vector<std::uint32_t>> versions_;   ///< By agreement: indices, ascending by (from, recorded).
  std::vector<std::vector<std::uint32_t>> roots_;                 ///< By work: the versions that name it.
  std::vector<std::uint32_t> of_all_;                             ///< The versions of all works.
  std::vector<std::vector<AbsoluteShare>> absolute_;              ///< By work.
};

}  // namespace colophon::royalty
