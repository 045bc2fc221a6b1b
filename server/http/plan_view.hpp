#pragma once
// What the endpoints about a plan share. Private to server/http.
#include <map>

#include "http/api.hpp"
#include "jobs/pages.hpp"

namespace colophon::http {

/// "current" or an id. Error: not_found.
Result<store::PlanRow> named_plan(Call& call);
Result<std::map<Id, std::string>> channel_names(store::Store& store);
std::string name_in(const std::map<Id, std::string>& names, const Id& id);   ///< Empty where it is not there.
/// By group of the problem's floors: the creator.
Result<std::map<std::uint32_t, Id>> creators_of(store::Store& store, const value::Problem& problem);
/// GET /v1/plans/{id}/works/{work}, /prices; POST /what-if, /frontier, /evaluate.
void add_plan_question_routes(Routes& routes);

}  // namespace colophon::http
