#include "colophon/royalty/journal.hpp"

#include <algorithm>

#include "colophon/base/encoding.hpp"
#include "colophon/base/limits.hpp"

namespace colophon::royalty {
namespace {

constexpr std::size_t kPieceBytes = 1u << 20;

/// The exact value of an amount, residue included, as its text has it.
std::string amount_text(const Posting& posting, const Currency& currency) {
  if (posting.residue == 0) return format_micros(posting.amount_micro, currency);
  ExactAmount scale = 1;
  for (int i = currency.exponent + 6; i < 12; ++i) scale *= 10;
  return format_exact(posting.amount_micro * scale + posting.residue);
}

}  // namespace

std::string account_part(std::string_view name) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' ||
                       c == '-' || c == '@' || c == '+';
    if (plain) out += c;
    else ((out += '%') += digits[byte >> 4]) += digits[byte & 15];
  }
  return out;
}

Result<void> check_journal_name(std::string_view name, std::string_view field) {
  const auto breaks = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '(' || c == ')'; };
  if (!name.empty() && name.size() <= limits::kNameBytesMax && std::ranges::none_of(name, breaks) && is_utf8(name)) return {};
  return fail(Errc::invalid_argument, std::string(field), "A settlement's name has 1 to 128 bytes of UTF-8 without parentheses and control characters: it stands in every line of the journal.");
}

std::uint32_t Journal::account(std::string_view name) {
  const auto [at, is_new] = account_index_.try_emplace(std::string(name), static_cast<std::uint32_t>(accounts_.size()));
  if (is_new) accounts_.emplace_back(name);
  return at->second;
}

std::uint32_t Journal::currency(const Currency& currency) {
  const auto at = std::ranges::find(currencies_, currency);
  if (at != currencies_.end()) return static_cast<std::uint32_t>(at - currencies_.begin());
  currencies_.push_back(currency);
  return static_cast<std::uint32_t>(currencies_.size() - 1);
}

void Journal::begin(Date date, std::string text, Id ref, Id reverses) {
  const auto at = static_cast<std::uint32_t>(postings_.size());
  transactions_.push_back({date, {}, std::move(text), ref, reverses, at, at});
}

void Journal::post(std::uint32_t account, std::uint32_t currency, Micros amount_micro, std::int64_t residue) {
  if (amount_micro == 0 && residue == 0) return;
  postings_.push_back({account, currency, amount_micro, residue});
}

void Journal::finish() {
  Transaction& last = transactions_.back();
  last.end = static_cast<std::uint32_t>(postings_.size());
  if (last.begin == last.end) {
    transactions_.pop_back();
    return;
  }
  last.code = name_ + "/" + std::to_string(transactions_.size());
  scratch_.assign(reinterpret_cast<const char*>(head_.data()), head_.size());
  render(last, scratch_);
  head_ = sha256(scratch_);
}

void Journal::render(const Transaction& transaction, std::string& text) const {
  ((((text += transaction.date.to_string()) += " (") += transaction.code) += ") ") += transaction.text;
  text += '\n';
  if (!transaction.ref.is_nil()) ((text += "    ; ref: ") += transaction.ref.to_string()) += '\n';
  if (!transaction.reverses.is_nil()) ((text += "    ; reverses: ") += transaction.reverses.to_string()) += '\n';
  for (std::uint32_t i = transaction.begin; i < transaction.end; ++i) {
    const Posting& posting = postings_[i];
    const Currency& currency = currencies_[posting.currency];
    ((((text += "    ") += accounts_[posting.account]) += "  ") += amount_text(posting, currency)) += ' ';
    (text += currency.name()) += '\n';
  }
}

void Journal::write(const std::function<void(std::string_view)>& sink) const {
  std::string piece = "; colophon/journal/1 " + name_ + "\n\n";
  Hash head{};
  std::string text;
  for (const Transaction& transaction : transactions_) {
    text.assign(reinterpret_cast<const char*>(head.data()), head.size());
    render(transaction, text);
    head = sha256(text);
    piece.append(text, head.size());
    ((piece += "    ; chain: ") += to_hex(head)) += "\n\n";
    if (piece.size() >= kPieceBytes) {
      sink(piece);
      piece.clear();
    }
  }
  if (!piece.empty()) sink(piece);
}

}  // namespace colophon::royalty
