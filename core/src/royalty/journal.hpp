#pragma once
// The double-entry journal of a settlement and its hash chain (docs/formats/statement.md, "The journal's chain").
#include "colophon/royalty/settlement.hpp"

namespace colophon::royalty {

class Journal {
 public:
  /// Appends an entry; one of 0 is left out.
  void add(std::string from, std::string to, Micros amount_micro);
  const Hash& head() const { return head_; }
  std::vector<JournalEntry> take() { return std::move(entries_); }

 private:
  std::vector<JournalEntry> entries_;
  Hash head_{};
  std::string text_;
};

}  // namespace colophon::royalty
