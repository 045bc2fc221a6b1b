#include "colophon/royalty/bundle.hpp"

#include <algorithm>
#include <array>

namespace colophon::royalty {
namespace {

constexpr std::string_view kFormat = "colophon/settlement-bundle/1";

std::string indexed(std::string_view list, std::size_t index) {
  return std::string(list) + "[" + to_decimal(static_cast<int128>(index)) + "]";
}

/// One row of a table: an array of `N` strings.
template <std::size_t N>
Result<std::array<std::string_view, N>> read_row(const Json& row, const std::string& path) {
  const JsonArray* items = row.array();
  if (items == nullptr || items->size() != N) {
    return fail(Errc::invalid_argument, path, "A row here is a list of " + to_decimal(static_cast<int128>(N)) + " strings.");
  }
  std::array<std::string_view, N> cells;
  for (std::size_t i = 0; i < N; ++i) {
    const std::string* cell = (*items)[i].string();
    if (cell == nullptr) return fail(Errc::invalid_argument, indexed(path, i), "This must be a string.");
    cells[i] = *cell;
  }
  return cells;
}

/// Reads every item of a list, and stops at the first error.
template <class T, class Read>
Result<std::vector<T>> read_list(const JsonArray& items, const std::string& path, Read read) {
  std::vector<T> result;
  result.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    Result<T> item = read(items[i], indexed(path, i));
    if (!item) return std::unexpected(std::move(item.error()));
    result.push_back(std::move(*item));
  }
  return result;
}

Result<Fee> read_fee(const Json& row, const std::string& path) {
  const auto cells = read_row<3>(row, path);
  if (!cells) return std::unexpected(cells.error());
  const auto listener = Id::parse((*cells)[0], indexed(path, 0));
  if (!listener) return std::unexpected(listener.error());
  const auto amount = parse_exact((*cells)[1], indexed(path, 1));
  if (!amount) return std::unexpected(amount.error());
  const auto work = Id::parse((*cells)[2], indexed(path, 2));
  if (!work) return std::unexpected(work.error());
  return Fee{.listener = *listener, .amount = *amount, .work = *work};
}

Result<Usage> read_usage(const Json& row, const std::string& path) {
  const auto cells = read_row<3>(row, path);
  if (!cells) return std::unexpected(cells.error());
  const auto listener = Id::parse((*cells)[0], indexed(path, 0));
  if (!listener) return std::unexpected(listener.error());
  const auto work = Id::parse((*cells)[1], indexed(path, 1));
  if (!work) return std::unexpected(work.error());
  const auto units = parse_int64((*cells)[2], indexed(path, 2));
  if (!units) return std::unexpected(units.error());
  return Usage{.listener = *listener, .work = *work, .units = *units};
}

Result<PoolInput> read_pool(const Json& value, const std::string& path) {
  JsonFields fields(value, path);
  const auto id = fields.string("pool");
  const auto rule_text = fields.string("rule");
  const auto& fee_rows = fields.array("fees");
  const auto& usage_rows = fields.array("usages");
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  const auto pool = Id::parse(id, fields.path("pool"));
  if (!pool) return std::unexpected(pool.error());
  const auto rule = parse_rule(rule_text, fields.path("rule"));
  if (!rule) return std::unexpected(rule.error());
  auto fees = read_list<Fee>(fee_rows, fields.path("fees"), read_fee);
  if (!fees) return std::unexpected(fees.error());
  auto usages = read_list<Usage>(usage_rows, fields.path("usages"), read_usage);
  if (!usages) return std::unexpected(usages.error());
  return PoolInput{.pool = *pool, .rule = *rule, .fees = std::move(*fees), .usages = std::move(*usages)};
}

Result<PartyShare> read_share(const Json& row, const std::string& path) {
  const auto cells = read_row<2>(row, path);
  if (!cells) return std::unexpected(cells.error());
  const auto party = Id::parse((*cells)[0], indexed(path, 0));
  if (!party) return std::unexpected(party.error());
  const auto share = Share::parse((*cells)[1], indexed(path, 1));
  if (!share) return std::unexpected(share.error());
  return PartyShare{.party = *party, .share = *share};
}

Result<WorkShares> read_work(const Json& value, const std::string& path) {
  JsonFields fields(value, path);
  const auto id = fields.string("work");
  const auto& rows = fields.array("shares");
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());
  const auto work = Id::parse(id, fields.path("work"));
  if (!work) return std::unexpected(work.error());
  auto shares = read_list<PartyShare>(rows, fields.path("shares"), read_share);
  if (!shares) return std::unexpected(shares.error());
  return WorkShares{.work = *work, .shares = std::move(*shares)};
}

Result<Balance> read_opening(const Json& row, const std::string& path) {
  const auto cells = read_row<2>(row, path);
  if (!cells) return std::unexpected(cells.error());
  const auto party = Id::parse((*cells)[0], indexed(path, 0));
  if (!party) return std::unexpected(party.error());
  const auto micros = parse_int64((*cells)[1], indexed(path, 1));
  if (!micros) return std::unexpected(micros.error());
  return Balance{.party = *party, .micros = *micros};
}

/// The settlement's own fields, all but the lists.
Result<SettlementInput> read_head(std::string_view id, std::string_view period, std::string_view currency, std::string_view seed) {
  SettlementInput input;
  const auto settlement = Id::parse(id, "settlement");
  if (!settlement) return std::unexpected(settlement.error());
  const auto month = Period::parse(period);
  if (!month) return std::unexpected(month.error());
  const auto money = Currency::parse(currency);
  if (!money) return std::unexpected(money.error());
  const auto secret = from_hex(seed, "seed");
  if (!secret) return std::unexpected(secret.error());
  if (secret->size() != input.seed.size()) return fail(Errc::invalid_argument, "seed", "A seed has 64 hexadecimal digits (32 bytes).");
  input.settlement = *settlement;
  input.period = *month;
  input.currency = *money;
  std::copy(secret->begin(), secret->end(), input.seed.begin());
  return input;
}

}  // namespace

Result<SettlementInput> parse_bundle(const Json& bundle) {
  JsonFields fields(bundle, "");
  const auto format = fields.string("format");
  if (fields.ok() && format != kFormat) {
    return fail(Errc::unknown_format, "format", "This is no \"" + std::string(kFormat) + "\".");
  }
  const auto settlement = fields.string("settlement");
  const auto period = fields.string("period");
  const auto currency = fields.string("currency");
  const auto seed = fields.string("seed");
  const auto& pool_values = fields.array("pools");
  const auto& work_values = fields.array("works");
  const auto& opening_rows = fields.array("openings");
  if (auto read = fields.finish(); !read) return std::unexpected(read.error());

  auto input = read_head(settlement, period, currency, seed);
  if (!input) return input;
  auto pools = read_list<PoolInput>(pool_values, "pools", read_pool);
  if (!pools) return std::unexpected(pools.error());
  auto works = read_list<WorkShares>(work_values, "works", read_work);
  if (!works) return std::unexpected(works.error());
  auto openings = read_list<Balance>(opening_rows, "openings", read_opening);
  if (!openings) return std::unexpected(openings.error());
  input->pools = std::move(*pools);
  input->works = std::move(*works);
  input->openings = std::move(*openings);
  return input;
}

JsonObject bundle_json(const SettlementInput& input) {
  JsonArray pools, works, openings;
  for (const PoolInput& pool : input.pools) {
    JsonArray fees, usages;
    for (const Fee& fee : pool.fees) {
      fees.push_back(JsonArray{fee.listener.to_string(), format_exact(fee.amount), fee.work.to_string()});
    }
    for (const Usage& usage : pool.usages) {
      usages.push_back(JsonArray{usage.listener.to_string(), usage.work.to_string(), to_decimal(int128{usage.units})});
    }
    pools.push_back(JsonObject{{"pool", pool.pool.to_string()},
                               {"rule", rule_name(pool.rule)},
                               {"fees", std::move(fees)},
                               {"usages", std::move(usages)}});
  }
  for (const WorkShares& work : input.works) {
    JsonArray shares;
    for (const PartyShare& share : work.shares) shares.push_back(JsonArray{share.party.to_string(), share.share.to_string()});
    works.push_back(JsonObject{{"work", work.work.to_string()}, {"shares", std::move(shares)}});
  }
  for (const Balance& opening : input.openings) {
    openings.push_back(JsonArray{opening.party.to_string(), to_decimal(int128{opening.micros})});
  }
  return JsonObject{{"format", kFormat},
                    {"settlement", input.settlement.to_string()},
                    {"period", input.period.to_string()},
                    {"currency", input.currency.name()},
                    {"seed", to_hex(input.seed)},
                    {"pools", std::move(pools)},
                    {"works", std::move(works)},
                    {"openings", std::move(openings)}};
}

}  // namespace colophon::royalty
