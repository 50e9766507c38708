// The products of a box as an answer shows them, with their links.
#pragma once

#include "api/richrelevance/click_links.hpp"
#include "api/richrelevance/products.hpp"
#include "footfall/api/routes.hpp"
#include "footfall/recommend/recommender.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace footfall::api::richrelevance {

/// Appends the products, as the inside of an array. `links` is null where nobody is known who could click.
void append_recommended(std::string& out, const endpoint_call& call,
                        std::span<const recommend::recommended_item> items, const link_writer* links,
                        const product_form& form, std::int64_t now_ms);

}  // namespace footfall::api::richrelevance
