#include "bank/fields.hpp"

#include "colophon/base/calendar.hpp"

namespace colophon::bank {

std::string trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto first = text.find_first_not_of(kSpace);
  if (first == text.npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(kSpace) - first + 1));
}

std::string end_to_end_id(XmlElement element) {
  std::string id = trimmed(element.text());
  return id == "NOTPROVIDED" ? std::string() : id;
}

Reason reason_of(XmlElement parent, std::string_view name) {
  Reason reason;
  for (auto element = parent.first(); element; element = element.next()) {
    if (element.name() != name) continue;
    if (reason.code.empty()) reason.code = trimmed(element.text_at("Rsn/Cd"));
    if (reason.code.empty()) reason.code = trimmed(element.text_at("Rsn/Prtry"));
    for (auto more = element.first(); more; more = more.next()) {
      if (more.name() == "AddtlInf") reason.text += (reason.text.empty() ? "" : " ") + trimmed(more.text());
    }
  }
  return reason;
}

std::string Fields::place(XmlElement element) const { return file_ + ":" + std::to_string(element.line()) + ":" + element.path(); }

std::unexpected<Error> Fields::refuse(XmlElement element, Errc code, std::string detail) const { return fail(code, place(element), std::move(detail)); }

Result<Amount> Fields::amount(XmlElement element) const {
  auto amount = read_amount(element);
  if (!amount) amount.error().field = place(element);
  return amount;
}

Result<std::string> Fields::date(XmlElement choice) const {
  if (const auto moment = choice.child("DtTm")) {
    const auto text = trimmed(moment.text());
    const auto day = date_of_date_time(text);
    if (day.empty()) return refuse(moment, Errc::invalid_argument, "This is no moment: 2026-11-23T14:35:51Z.");
    return std::string(day);
  }
  const auto day = choice.child("Dt");
  if (!day) return std::string();
  std::string text = trimmed(day.text());
  if (text.size() > 10) text.resize(10);   // A day may carry an offset from UTC.
  if (!is_date(text)) return refuse(day, Errc::invalid_argument, "This is no day: 2026-11-28.");
  return text;
}

}  // namespace colophon::bank
