#include "api/recommendation/asked_parts.hpp"

#include "footfall/catalog/catalogue.hpp"

#include <string_view>

namespace footfall::api {
namespace {

/// Why this request does not make the key known; empty: it does.
std::string_view register_key(const endpoint_call& call, const recommend::scenario& plan,
                              std::string_view key, std::int64_t now_ms, const catalog::catalogue& told) {
  const auto refused = recommend::refusal_of_key(key, plan, call.settings->models, told);
  if (!refused.empty()) return refused;
  return call.owner->parts_asked_for.add(key, now_ms) ? std::string_view()
                                                      : "100 other attributes are asked for already";
}

}  // namespace

void find_asked_parts(const endpoint_call& call, const recommend::scenario& plan, std::int64_t now_ms,
                      std::vector<recommend::attribute_selector>& selectors) {
  if (selectors.empty()) return;
  auto& known = call.owner->parts_asked_for;
  const auto told = call.owner->catalogue.load();
  for (auto& each : selectors) {
    if (!call.settings->dynamic_submodels) {
      if (each.by_itself) each.refused = "dynamic_submodels of the customer is off";
      continue;
    }
    if (!told || !known.touch(each.key, now_ms)) {
      if (!each.by_itself) continue;
      each.refused = told ? register_key(call, plan, each.key, now_ms, *told) : "nobody has told of items";
      if (!each.refused.empty()) continue;
    }
    each.own = known.parts_of(each.key, each.values, *told);
    if (each.by_itself && each.own.size() < each.values.size())
      each.refused = "items have more than 50 different values under it, and these are not the most frequent";
  }
}

}  // namespace footfall::api
