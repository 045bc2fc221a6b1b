// What the catalogue is worth: V of the founding document, with each work's part. Shown, never paid.
#include <algorithm>
#include <array>
#include <charconv>
#include <httplib.h>
#include <numeric>

#include "http/api.hpp"
#include "jobs/plan.hpp"
#include "store/try.hpp"

namespace colophon::http {
namespace {

constexpr std::uint64_t kWorksMax = 10'000;

/// The shortest decimal that reads back as the same number: Q, R and V are float64 and core's JSON has integers only.
std::string number(double value) {
  std::array<char, 40> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

std::string json_text(std::string_view text) { return canonical_json(Json(text)); }

Json channel_json(const store::Channel& channel) {
  return JsonObject{{"channel", channel.id.to_string()}, {"name", channel.name}, {"name_zh", channel.name_zh},
                    {"budget", std::to_string(channel.budget)}, {"rate", channel.rate}};
}

/// Q, S, R and V of one work; its channels in the order of the catalogue's.
std::string work_row(const jobs::CatalogueValue& value, std::size_t index, std::string_view creator) {
  const store::Work& work = value.expectations.works[index];
  const std::size_t channels = value.expectations.channels.size();
  double revenue = 0;
  int shown = 0;
  std::string rows;
  for (std::size_t c = 0; c < channels; ++c) {
    const std::size_t cell = index * channels + c;
    revenue += value.revenue[cell];
    shown += value.shown[cell];
    rows += std::string(c == 0 ? "" : ",") + "{\"channel\":" + json_text(value.expectations.channels[c].id.to_string()) +
            ",\"S\":" + std::to_string(int{value.shown[cell]}) + ",\"R\":" + number(value.revenue[cell]) + "}";
  }
  const std::string quality = work.quality ? number(work.quality->mean_milli / 1000.0) : "null";
  const std::string variance = work.quality ? number(work.quality->variance_milli / 1000.0) : "null";
  return "{\"work\":" + json_text(work.id.to_string()) + ",\"title\":" + json_text(work.title) + ",\"kind\":" + json_text(work.kind) +
         ",\"creator\":" + json_text(creator) + ",\"Q\":" + quality + ",\"Q_variance\":" + variance + ",\"S\":" + std::to_string(shown) +
         ",\"R\":" + number(revenue) + ",\"V\":" + number(value.value.by_work[index]) + ",\"channels\":[" + rows + "]}";
}

Result<std::vector<std::string>> creators(store::Store& store, const std::vector<store::Work>& works, std::span<const std::size_t> order) {
  std::vector<Id> ids;
  for (const std::size_t index : order) ids.push_back(jobs::creator_of(works[index]));
  std::vector<std::string> names;
  for (store::Party& party : COLOPHON_TRY(store.parties(ids))) names.push_back(std::move(party.name));
  return names;
}

Result<Answer> get_catalogue(Call& call) {
  const std::uint64_t limit = COLOPHON_TRY(call.query_number("limit", 1'000, kWorksMax));
  const jobs::CatalogueValue value = COLOPHON_TRY(jobs::catalogue_value(call.store()));
  const auto& works = value.expectations.works;
  std::vector<std::size_t> order(works.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::greater{}, [&](std::size_t i) { return value.value.by_work[i]; });
  order.resize(std::min<std::size_t>(order.size(), limit));
  const auto names = COLOPHON_TRY(creators(call.store(), works, order));
  std::string body = "{\"value\":{\"V\":" + number(value.value.total) + ",\"N\":" + std::to_string(value.value.works_scored) +
                     ",\"not_scored\":" + std::to_string(value.value.works_not_scored) +
                     ",\"simulated_audience\":" + (value.expectations.simulated ? "true" : "false") +
                     ",\"period\":" + (value.expectations.period ? json_text(value.expectations.period->to_string()) : "null") + "},\"works\":[";
  for (std::size_t i = 0; i < order.size(); ++i) body += (i == 0 ? "" : ",") + work_row(value, order[i], names[i]);
  JsonArray channels;
  for (const store::Channel& channel : value.expectations.channels) channels.push_back(channel_json(channel));
  body += "],\"channels\":" + canonical_json(channels) + "}";
  return Answer::text(std::move(body), "application/json");
}

Result<Answer> get_channels(Call& call) {
  JsonArray channels;
  for (const store::Channel& channel : COLOPHON_TRY(call.store().channels())) channels.push_back(channel_json(channel));
  return Answer::json(JsonObject{{"channels", std::move(channels)}});
}

}  // namespace

void add_catalogue_routes(Routes& routes) {
  const Access reads{.key_scope = "read", .roles = kEveryRole};
  routes.add({{.method = "GET", .path = "/v1/catalogue", .access = reads, .read = get_catalogue},
              {.method = "GET", .path = "/v1/channels", .access = reads, .read = get_channels}});
}

}  // namespace colophon::http
