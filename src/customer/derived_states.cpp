// THE table of derived states: one row each. Adding one is adding a file in `states/` and a row here.
#include "footfall/customer/derived_state.hpp"

#include "customer/states/make_states.hpp"

namespace footfall::customer {
namespace {

// The names are on disk (docs/store-format.md), as are those of the sections that each row writes.
constexpr derived_state_kind rows[] = {
    {"histories", make_histories},     {"viewers", make_viewers},   {"categories", make_categories},
    {"ratings", make_ratings},         {"opt_outs", make_opt_outs}, {"orders", make_orders},
    {"preferences", make_preferences}, {"tracked", make_tracked},   {"kinds", make_kinds},
    {"segments", make_segments},
};

}  // namespace

std::span<const derived_state_kind> derived_states() noexcept { return rows; }

}  // namespace footfall::customer
