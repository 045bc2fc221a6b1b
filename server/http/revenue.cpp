// POST /v1/revenue: money that came in. Only with a key: no browser adds money.
#include <array>
#include <httplib.h>

#include "http/api.hpp"
#include "http/batch.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

constexpr std::size_t kListenerBytesMax = 200;
constexpr std::array<BatchField, 14> kFields{{{"id", true}, {"kind", true}, {"amount", true}, {"currency", true}, {"listener"}, {"work"}, {"day"}, {"service"}, {"use"}, {"territory"}, {"side"},
                                              {"units"}, {"reverses"}, {"resolves"}}};

Result<store::RevenueDraft> read_line(std::size_t index, BatchRow row) {
  const auto field = [&](std::string_view name) { return row_field("lines", index, name); };
  store::RevenueDraft line;
  line.id = COLOPHON_TRY(Id::parse(row[0], field("id")));
  line.kind = COLOPHON_TRY(store::parse_revenue_kind(row[1], field("kind")));
  const ExactAmount amount = COLOPHON_TRY(parse_exact(row[2], field("amount")));
  if (amount < 0) return fail(Errc::negative_amount, field("amount"), "Revenue is 0 or more.");
  COLOPHON_TRY(Currency::parse(row[3], field("currency")));
  line.amount = row[2];
  line.currency = row[3];
  if (row[4].size() > kListenerBytesMax) return fail(Errc::limit_exceeded, field("listener"), "At most 200 bytes.");
  line.listener = row[4];
  if (row[5].data() != nullptr) line.work = COLOPHON_TRY(Id::parse(row[5], field("work")));
  if (row[6].data() != nullptr) line.day = COLOPHON_TRY(Date::parse(row[6], field("day")));
  line.service = COLOPHON_TRY(word(row[7], field("service")));
  line.use = COLOPHON_TRY(word(row[8], field("use")));
  line.territory = COLOPHON_TRY(territory(row[9], field("territory")));
  if (row[10].data() != nullptr && row[10] != "recording" && row[10] != "composition") return fail(Errc::invalid_argument, field("side"), "It is \"recording\" or \"composition\".");
  line.side = row[10];
  if (row[11].data() != nullptr) line.units = COLOPHON_TRY(parse_int64(row[11], field("units")));
  if (line.units < 0) return fail(Errc::negative_amount, field("units"), "Units are 0 or more.");
  if (row[12].data() != nullptr) line.reverses = COLOPHON_TRY(Id::parse(row[12], field("reverses")));
  if (row[13].size() > kListenerBytesMax) return fail(Errc::limit_exceeded, field("resolves"), "At most 200 bytes.");
  line.resolves = row[13];
  return line;
}

Result<Apply> post_revenue(Call& call) {
  auto lines = std::make_shared<std::vector<store::RevenueDraft>>();
  const BatchForm form{"lines", kFields, call.services.options.limits.batch_rows_max};
  COLOPHON_TRY(read_batch(call.request.body, form, [&](std::size_t index, BatchRow row) -> Result<void> {
    lines->push_back(COLOPHON_TRY(read_line(index, row)));
    return {};
  }));
  Services& services = call.services;
  return Apply([lines, &services]() -> Result<Answer> {
    const store::Appended appended = COLOPHON_TRY(services.store.append_revenue(*lines, store::Source::server_key));
    services.metrics.revenue_accepted(appended.accepted);
    return Answer::json(JsonObject{{"accepted", static_cast<std::int64_t>(appended.accepted)}, {"duplicates", static_cast<std::int64_t>(appended.duplicates)}});
  });
}

}  // namespace

void add_revenue_routes(Routes& routes) {
  routes.add({{.method = "POST", .path = "/v1/revenue", .access = {.key_scope = "revenue:write"}, .write = post_revenue,
               .body_max = &Limits::batch_bytes_max}});
}

}  // namespace colophon::http
