// The products of a box as an answer shows them, with their links.
#pragma once

#include "api/richrelevance/click_links.hpp"
#include "api/richrelevance/products.hpp"
#include "footfall/api/routes.hpp"
#include "footfall/recommend/recommender.hpp"

#include <cstdint>
#include <span>

namespace footfall::api::richrelevance {

/// Writes the products into an open array. `links` is null where nobody is known who could click.
void write_recommended(text::json_writer& json, const endpoint_call& call,
                       std::span<const recommend::recommended_item> items, const link_writer* links,
                       const product_form& form, std::int64_t now_ms);

}  // namespace footfall::api::richrelevance
