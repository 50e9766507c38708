#include "api/richrelevance/recommended_products.hpp"

namespace footfall::api::richrelevance {

void write_recommended(text::json_writer& json, const endpoint_call& call,
                       std::span<const recommend::recommended_item> items, const link_writer* links,
                       const product_form& form, std::int64_t now_ms) {
  for (std::size_t position = 0; position < items.size(); ++position) {
    const auto& key = call.owner->items.key_of(items[position].item);
    const auto known = find_product(*call.owner, key);
    product_links own;
    if (links != nullptr) {
      const auto id = product_id(key);
      const auto model = items[position].model;
      // A product that nobody knows the page of is counted and leads nowhere.
      own = {links->link(id, position, model, known ? std::string_view(known->link) : std::string_view()),
             links->link(id, position, model, {})};
    }
    write_product(json, key, known.get(), own, form, now_ms);
  }
}

}  // namespace footfall::api::richrelevance
