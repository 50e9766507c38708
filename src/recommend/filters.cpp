// THE table of filters.
#include "footfall/recommend/filters.hpp"

#include "recommend/filters/catalogue.hpp"
#include "recommend/filters/context_items.hpp"
#include "recommend/filters/group.hpp"
#include "recommend/filters/history_items.hpp"
#include "recommend/filters/item_type.hpp"
#include "recommend/filters/request_rules.hpp"
#include "recommend/filters/same_category.hpp"

#include <array>

namespace footfall::recommend {

namespace {

using events::history_type;

constexpr std::array table{
    filter{"context_items", &filter_settings::context_items, false, exclude_context_items, nullptr},
    filter{"already_purchased", &filter_settings::already_purchased, true,
           exclude_history<history_type::owns>, nullptr},
    filter{"already_consumed", &filter_settings::already_consumed, true,
           exclude_history<history_type::consumed>, nullptr},
    filter{"blacklist", nullptr, true, exclude_history<history_type::blacklist>, nullptr},
    filter{"item_type", nullptr, false, has_other_item_types, is_of_other_type},
    filter{"catalogue", nullptr, false, has_catalogue, is_not_offered},
    filter{"same_category", &filter_settings::same_category, false, has_wanted_categories,
           is_outside_wanted_categories},
    filter{"group", nullptr, false, has_group, is_outside_group},
    filter{"request", nullptr, false, has_request_rules, is_refused_by_request},
};

}  // namespace

std::span<const filter> filters() noexcept { return table; }

}  // namespace footfall::recommend
