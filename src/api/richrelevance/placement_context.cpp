#include "api/richrelevance/placement_context.hpp"

#include "api/richrelevance/page_call.hpp"
#include "api/richrelevance/strategies.hpp"
#include "footfall/events/read_event.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace footfall::api::richrelevance {
namespace {

using nlohmann::json;

constexpr int depth_max = 8;

failure bad_member(std::string_view name, std::string_view what) {
  return {error::bad_parameter, fmt::format("{}: expected {}", name, what)};
}

// The member of an object; null when there is none, or `null`.
const json* member_of(const json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

// The texts of a list, or one text; `null` in a list is passed over, numbers are taken as they are written.
result<std::vector<std::string>> read_texts(const json& object, const char* name) {
  const auto* found = member_of(object, name);
  std::vector<std::string> texts;
  if (found == nullptr) return texts;
  const auto list = found->is_array() ? *found : json::array({*found});
  if (list.size() > list_items_max)
    return bad_member(name, fmt::format("at most {} entries", list_items_max));
  for (const auto& each : list) {
    if (each.is_string())
      texts.push_back(each.get<std::string>());
    else if (each.is_number_integer())
      texts.push_back(each.dump());
    else if (!each.is_null())
      return bad_member(name, "a list of texts");
  }
  std::erase(texts, std::string());
  return texts;
}

result<void> read_strategy(const json& config, const customer::customer_settings& settings,
                           placement_context& to) {
  const auto* strategy = member_of(config, "strategyConfig");
  if (strategy == nullptr) return {};
  if (!strategy->is_object()) return bad_member("strategyConfig", "an object");
  const auto names = read_texts(*strategy, "strategies");
  if (!names) return names.error();
  for (const auto& name : *names) {
    const auto* known = find_strategy(name);
    const auto* own =
        settings.find_scenario(known == nullptr ? std::string_view(name) : scenario_of(*known, settings));
    if (own == nullptr || !own->enabled) continue;
    to.scenario = own->id;
    break;
  }
  return {};
}

result<std::int64_t> read_cents(const json& object, const char* name, std::int64_t preset) {
  const auto* found = member_of(object, name);
  if (found == nullptr) return preset;
  if (!found->is_number_unsigned()) return bad_member(name, "a whole number of cents");
  return static_cast<std::int64_t>(
      std::min<std::uint64_t>(found->get<std::uint64_t>(), std::numeric_limits<std::int64_t>::max()));
}

result<void> read_filter(const json& config, box_filter& to) {
  const auto* filter = member_of(config, "filterConfig");
  if (filter == nullptr) return {};
  if (!filter->is_object()) return bad_member("filterConfig", "an object");
  if (const auto* wanted = member_of(*filter, "includeProductsMatchingFilters")) {
    if (!wanted->is_boolean()) return bad_member("includeProductsMatchingFilters", "true or false");
    to.wanted = wanted->get<bool>();
  }
  auto categories = read_texts(*filter, "categoryFilters");
  if (!categories) return categories.error();
  to.categories = std::move(*categories);
  const price_range all;
  const auto least = read_cents(*filter, "minPriceFilter", all.least);
  if (!least) return least.error();
  const auto most = read_cents(*filter, "maxPriceFilter", all.most);
  if (!most) return most.error();
  if (*least != all.least || *most != all.most) to.prices = price_range{*least, *most};
  return {};
}

result<placement_context> read_context(const json& from, const customer::customer_settings& settings) {
  if (!from.is_object()) return bad_member("placementContextInfo", "a list of objects");
  placement_context context;
  const auto* name = member_of(from, "placementName");
  if (name == nullptr || !name->is_string()) return bad_member("placementName", "the name of a placement");
  context.placement = name->get<std::string>();
  const auto* config = member_of(from, "placementConfig");
  if (config == nullptr) return context;
  if (!config->is_object()) return bad_member("placementConfig", "an object");
  if (auto read = read_strategy(*config, settings, context); !read) return read.error();
  if (auto read = read_filter(*config, context.filter); !read) return read.error();
  auto categories = read_texts(*config, "categorySeed");
  if (!categories) return categories.error();
  context.categories = std::move(*categories);
  const auto products = read_texts(*config, "productIds");
  if (!products) return products.error();
  for (const auto& product : *products) {
    auto item = events::read_item(product_type, product, settings.alphanumeric_items);
    if (!item) return failure{error::bad_parameter, "productIds: " + item.error().detail()};
    context.items.push_back(std::move(*item));
  }
  return context;
}

}  // namespace

result<std::vector<placement_context>> read_placement_contexts(std::string_view body,
                                                               const customer::customer_settings& settings) {
  // What is deeper than anything that is known is dropped while it is read.
  const auto document = json::parse(
      body, [](int depth, json::parse_event_t, json&) { return depth <= depth_max; }, false);
  if (!document.is_object()) return failure{error::bad_request, "body: expected a JSON object"};
  std::vector<placement_context> contexts;
  const auto* list = member_of(document, "placementContextInfo");
  if (list == nullptr) return contexts;
  if (!list->is_array() || list->size() > placements_max)
    return bad_member("placementContextInfo", fmt::format("a list of at most {} objects", placements_max));
  for (const auto& each : *list) {
    auto read = read_context(each, settings);
    if (!read) return read.error();
    contexts.push_back(std::move(*read));
  }
  return contexts;
}

}  // namespace footfall::api::richrelevance
