#pragma once
// The books of a settlement: every balance of every party, moved only together with the journal, so that the two agree.
#include <map>
#include <optional>
#include <unordered_map>

#include "royalty/settle/context.hpp"

namespace colophon::royalty {

class Books {
 public:
  explicit Books(Context& context);

  /// The openings as one transaction. Errors: invalid_argument (a balance twice, a kind without its fields), unknown_party, negative_amount.
  Result<void> open();
  /// What the bank said of earlier payouts. Error: not_found.
  Result<void> bank();
  /// Advances that were paid in the period.
  Result<void> pay_advances();
  /// Reserves that came due and holds that were decided or lapsed go back through recoupment. Error: overflow.
  Result<void> release();
  /// Takes back recorded rows, by a line that says where the money goes: outside, or into suspense. `amount` is in the row's currency, above 0 and
  /// at most what is left of the row.
  Result<void> reverse(RecordedRow& row, Micros amount, const RevenueLine& line);
  /// The form in which postings are kept: none of nothing, in the order of what they are.
  static void tidy(RecordedRow& row);
  /// What came from one payer of the platform: "subscription", "sale:spotify". Exact; what is below the grid goes to the rounding account.
  struct Source { std::string name; ExactAmount amount = 0; };
  /// Money from outside into a pool, which is credited `amount`: at most the sources' sum.
  void receive(const std::string& pool, const Currency& currency, std::span<const Source> sources, Micros amount);
  /// A line's money from outside into suspense, under the line's id; recorded, so that it can be taken back.
  void receive_suspense(const Id& line, const Currency& currency, const Source& source, Micros amount);
  /// Takes money out of suspense into a pool. Error: not_found, conflict (more than there is).
  Result<void> resolve(const std::string& name, const std::string& pool, const Currency& currency, Micros amount, const std::string& field);
  /// Money of a pool that an earlier settlement could not divide, now taken into it; and what this one cannot divide.
  Micros take_carried(const std::string& pool, const Currency& currency);
  void carry(const std::string& pool, const Currency& currency, Micros amount);
  /// Takes money back that lies in a pool because it could not be divided. Error: conflict (there is less).
  Result<void> reverse_carried(const std::string& pool, Micros amount, const RevenueLine& line);
  /// Posts the parts of a row as one transaction, and records it for later reversals. Error: overflow.
  Result<void> post(const RowInfo& row);
  Result<void> guarantee();
  /// Conversions and payouts. Errors: not_found (a rate), overflow.
  Result<void> pay_out();
  /// Fills parties, payouts, closings, recorded rows and totals of the result.
  Result<void> close();

 private:
  using Kind = OpeningLine::Kind;
  /// A balance beside the party's own. `party` kNobody and names as OpeningLine has them.
  struct SideKey {
    Kind kind = Kind::advance;
    std::uint32_t party = Part::kNobody;
    Id agreement;
    std::string name;
    Period due{1970, 1};
    std::uint8_t currency = 0;
    friend auto operator<=>(const SideKey&, const SideKey&) = default;
  };
  struct Side { Micros opening = 0, added = 0, taken = 0; Micros now() const { return opening + added - taken; } };

  void post_received(const Currency& currency, std::span<const Source> sources, Micros credited);
  AccountResult& account(std::uint32_t party, std::uint8_t currency);
  Side& side(const SideKey& key) { return sides_[key]; }
  Micros balance(const AccountResult& account) const;
  Result<void> open_line(const OpeningLine& line, std::size_t index);

  // The journal's accounts; docs/formats/journal.md lists them.
  std::uint32_t party_account(std::uint32_t party);
  std::uint32_t side_account(const SideKey& key);
  void post(std::uint32_t account, std::uint8_t currency, Micros amount) { journal_.post(account, currency, amount); }
  void post(const char* account, std::uint8_t currency, Micros amount) { journal_.post(journal_.account(account), currency, amount); }

  /// Where a part's money goes: held, reserved, recouped, the rest to the balance. Does not post.
  struct Way { Disposition to; std::optional<SideKey> hold, reserve, advance; };
  Way way_of(const Part& part, const RowInfo& row);
  std::optional<std::uint32_t> hold_for(const Part& part, const RowInfo& row) const;
  /// The advance that a party's earnings under an agreement's version recoup, and what of `amount` it takes.
  std::pair<std::optional<SideKey>, Micros> recoup(std::uint32_t party, const Agreement& agreement, std::uint8_t currency, Micros amount);
  /// Gives a reserve's or a hold's money to a party, through recoupment.
  Result<void> free_side(const SideKey& key, std::uint32_t to, Micros AccountResult::*movement, const std::string& text);
  const std::string& agreement_name(const Id& agreement) const;
  static SideKey key_of(const RecordedPosting& posting, std::uint32_t party, std::uint8_t currency);
  Result<void> take_back(const RecordedPosting& posting, Micros amount, const Id& revenue, const Id& row);
  /// Credits what a reversal took back, outside or to suspense.
  void give_back(const RevenueLine& line, std::uint8_t currency, Micros amount);
  Micros hold_left(std::uint32_t hold) const;
  /// Keeps count of what each hold has, for its limit.
  void count_held(const SideKey& key, Micros amount);
  bool is_open(const Hold& hold) const;

  Context& c_;
  Journal& journal_;
  std::vector<std::map<std::uint8_t, AccountResult>> accounts_;   ///< By party.
  std::map<SideKey, Side> sides_;
  std::vector<std::vector<ReversalLine>> reversals_;              ///< By party.
  std::vector<std::vector<Exchange>> exchanges_;                  ///< By party.
  std::unordered_map<Id, std::vector<std::uint32_t>> holds_of_;   ///< By party or work: holds in order of the name.
  std::unordered_map<std::string_view, std::uint32_t> hold_numbers_;
  std::vector<Micros> held_now_;                                  ///< By hold, in the currency of its limit.
  std::map<std::tuple<Id, std::uint32_t, std::uint8_t>, Micros> earned_;   ///< By agreement, party, currency: for guarantees.
  std::vector<std::uint32_t> party_accounts_;                     ///< By party, in the journal.
  std::unordered_map<Id, std::string> agreement_names_;
  Date last_;                                                     ///< The last day of the period: what the closing is dated by.
};

}  // namespace colophon::royalty
