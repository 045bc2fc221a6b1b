#include "royalty/journal.hpp"

namespace colophon::royalty {

void Journal::add(std::string from, std::string to, Micros amount_micro) {
  if (amount_micro == 0) return;
  text_.assign(reinterpret_cast<const char*>(head_.data()), head_.size());
  (text_ += from) += '\n';
  (text_ += to) += '\n';
  (text_ += std::to_string(amount_micro)) += '\n';
  head_ = sha256(text_);
  entries_.push_back({std::move(from), std::move(to), amount_micro});
}

}  // namespace colophon::royalty
