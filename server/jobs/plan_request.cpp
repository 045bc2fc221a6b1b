#include "jobs/plan_request.hpp"

#include <array>

#include "colophon/base/money.hpp"
#include "store/try.hpp"

namespace colophon::jobs {
namespace {

constexpr std::size_t kRowsMax = 10'000;
constexpr std::array<std::string_view, 3> kExploring{"none", "draw", "optimistic"};

Result<std::int64_t> count(std::int64_t number, const std::string& field) {
  if (number < 0) return fail(Errc::negative_amount, field, "This must not be negative.");
  if (number > 1'000'000'000) return fail(Errc::limit_exceeded, field, "This is at most a thousand million.");
  return number;
}

Result<void> read_floors(const Json& json, const std::string& path, PlanRequest& request) {
  JsonFields fields(json, path);
  request.each_creator = fields.integer_or("each_creator", 0);
  const Json* creators = fields.any("creators");
  COLOPHON_TRY(fields.finish());
  COLOPHON_TRY(count(request.each_creator, fields.path("each_creator")));
  if (creators == nullptr) return {};
  const JsonArray* list = creators->array();
  if (list == nullptr) return fail(Errc::invalid_argument, fields.path("creators"), "This must be a list.");
  if (list->size() > kRowsMax) return fail(Errc::limit_exceeded, fields.path("creators"), "At most 10,000 floors.");
  for (std::size_t i = 0; i < list->size(); ++i) {
    JsonFields row((*list)[i], fields.path("creators") + "[" + std::to_string(i) + "]");
    const auto party = row.string("party");
    CreatorFloor floor;
    floor.at_least = row.integer("at_least");
    COLOPHON_TRY(row.finish());
    floor.creator = COLOPHON_TRY(Id::parse(party, row.path("party")));
    COLOPHON_TRY(count(floor.at_least, row.path("at_least")));
    request.creators.push_back(floor);
  }
  return {};
}

Result<void> read_caps(const Json& json, const std::string& path, PlanRequest& request) {
  const JsonArray* list = json.array();
  if (list == nullptr) return fail(Errc::invalid_argument, path, "This must be a list.");
  if (list->size() > kRowsMax) return fail(Errc::limit_exceeded, path, "At most 10,000 caps.");
  for (std::size_t i = 0; i < list->size(); ++i) {
    JsonFields row((*list)[i], path + "[" + std::to_string(i) + "]");
    KindCap cap;
    cap.kind = row.string("kind");
    const auto channel = row.string_or("channel", "");
    cap.at_most = row.integer("at_most");
    COLOPHON_TRY(row.finish());
    if (!channel.empty()) cap.channel = COLOPHON_TRY(Id::parse(channel, row.path("channel")));
    COLOPHON_TRY(count(cap.at_most, row.path("at_most")));
    request.caps.push_back(std::move(cap));
  }
  return {};
}

Result<void> read_exploring(const Json& json, const std::string& path, PlanRequest& request) {
  JsonFields fields(json, path);
  const auto by = fields.string("by");
  request.explore_ppm = fields.integer("part_ppm");
  COLOPHON_TRY(fields.finish());
  for (std::size_t k = 0; k < kExploring.size(); ++k)
    if (kExploring[k] == by) request.exploring = static_cast<Exploring>(k);
  if (kExploring[static_cast<std::size_t>(request.exploring)] != by) return fail(Errc::invalid_argument, fields.path("by"), "This must be none, draw or optimistic.");
  if (request.explore_ppm < 0 || request.explore_ppm > 500'000) return fail(Errc::invalid_argument, fields.path("part_ppm"), "At most half of a page explores: 0 to 500000.");
  return {};
}

}  // namespace

Result<PlanRequest> parse_plan_request(const Json& json, std::string path) {
  JsonFields fields(json, std::move(path));
  PlanRequest request;
  const Json* rank = fields.any("rank_by_quality");
  const auto stance = fields.string_or("stance", "expected");
  const auto kappa = fields.integer_or("kappa_milli", request.quality.kappa_milli);
  const auto seed = fields.integer_or("seed", 0);
  request.quality.shrink = fields.boolean_or("shrink", true);
  request.channels_each = fields.integer_or("channels_each", 0);
  request.keep_bonus = fields.integer_or("keep_bonus", 0);
  const Json* floors = fields.any("floors");
  const Json* caps = fields.any("caps");
  const Json* explore = fields.any("explore");
  COLOPHON_TRY(fields.finish());
  if (rank != nullptr) {
    if (rank->boolean() == nullptr) return fail(Errc::invalid_argument, fields.path("rank_by_quality"), "It is true or false.");
    request.rank_by_quality = *rank->boolean();
  }
  request.quality.stance = COLOPHON_TRY(value::parse_stance(stance, fields.path("stance")));
  if (kappa < 0 || kappa > 10'000) return fail(Errc::invalid_argument, fields.path("kappa_milli"), "This is 0 to 10000 thousandths of a deviation.");
  request.quality.kappa_milli = static_cast<std::int32_t>(kappa);
  request.quality.seed = static_cast<std::uint64_t>(COLOPHON_TRY(count(seed, fields.path("seed"))));
  if (request.channels_each < 0 || request.channels_each > 255) return fail(Errc::invalid_argument, fields.path("channels_each"), "This is 1 to 255, or 0 for all.");
  if (request.keep_bonus < 0) return fail(Errc::negative_amount, fields.path("keep_bonus"), "This must not be negative.");
  if (floors != nullptr) COLOPHON_TRY(read_floors(*floors, fields.path("floors"), request));
  if (caps != nullptr) COLOPHON_TRY(read_caps(*caps, fields.path("caps"), request));
  if (explore != nullptr) COLOPHON_TRY(read_exploring(*explore, fields.path("explore"), request));
  return request;
}

JsonObject plan_request_json(const PlanRequest& request) {
  JsonArray creators, caps;
  for (const auto& floor : request.creators) creators.push_back(JsonObject{{"party", floor.creator.to_string()}, {"at_least", floor.at_least}});
  for (const auto& cap : request.caps) {
    JsonObject row{{"kind", cap.kind}, {"at_most", cap.at_most}};
    if (!cap.channel.is_nil()) row.emplace_back("channel", cap.channel.to_string());
    caps.push_back(std::move(row));
  }
  JsonObject json{{"stance", value::stance_name(request.quality.stance)}, {"kappa_milli", request.quality.kappa_milli},
                  {"seed", static_cast<std::int64_t>(request.quality.seed)}, {"shrink", request.quality.shrink}, {"channels_each", request.channels_each},
                  {"keep_bonus", request.keep_bonus}, {"floors", JsonObject{{"each_creator", request.each_creator}, {"creators", std::move(creators)}}}, {"caps", std::move(caps)},
                  {"explore", JsonObject{{"by", kExploring[static_cast<std::size_t>(request.exploring)]}, {"part_ppm", request.explore_ppm}}}};
  if (request.rank_by_quality) json.emplace_back("rank_by_quality", *request.rank_by_quality);
  return json;
}

}  // namespace colophon::jobs
