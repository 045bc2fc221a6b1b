#pragma once
// What an operator asks of a plan, beyond the budgets of the channels: docs/formats/http-api.md, POST /v1/plans.
#include <optional>
#include <string>
#include <vector>

#include "colophon/base/id.hpp"
#include "colophon/base/json.hpp"
#include "colophon/value/quality.hpp"

namespace colophon::jobs {

struct CreatorFloor { Id creator; std::int64_t at_least = 0; };
/// How many works of a kind may be shown on a channel (nil: on each).
struct KindCap { std::string kind; Id channel; std::int64_t at_most = 0; };
enum class Exploring { none, draw, optimistic };

struct PlanRequest {
  std::optional<bool> rank_by_quality;     ///< Nothing: as the store is set.
  value::QualityRule quality;
  std::int64_t channels_each = 0;          ///< On how many channels a work may be shown; 0: on all.
  std::int64_t each_creator = 0;           ///< So many showings at least for every creator, or as many as the works allow.
  std::vector<CreatorFloor> creators;      ///< Floors of their own.
  std::vector<KindCap> caps;
  std::int64_t keep_bonus = 0;             ///< What a change from the current plan must bring, in units of value; 0: changes are free.
  Exploring exploring = Exploring::none;   ///< Works to try: those of a plan with drawn qualities (Thompson), or with optimistic ones (upper confidence bound).
  std::int64_t explore_ppm = 0;            ///< The part of a page's places that they get.
};

/// Errors: unknown_field, invalid_argument, negative_amount, invalid_id, limit_exceeded; `path` is where the object stands.
Result<PlanRequest> parse_plan_request(const Json& json, std::string path = "");
JsonObject plan_request_json(const PlanRequest& request);

}  // namespace colophon::jobs
