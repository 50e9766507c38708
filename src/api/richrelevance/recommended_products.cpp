#include "api/richrelevance/recommended_products.hpp"

namespace footfall::api::richrelevance {

void append_recommended(std::string& out, const endpoint_call& call,
                        std::span<const recommend::recommended_item> items, const link_writer* links,
                        const product_form& form, std::int64_t now_ms) {
  const auto catalogue = call.owner->catalogue.load();
  for (std::size_t position = 0; position < items.size(); ++position) {
    const auto& shown = items[position];
    const auto& key = call.owner->items.key_of(shown.item);
    const auto known = find_product(catalogue.get(), shown.item);
    out.append(position == 0 ? "{" : ",{");
    // A product that nobody knows the page of is counted and leads nowhere.
    if (links != nullptr)
      links->append_members(out, product_id(key), position, shown.model,
                            known ? std::string_view(known->target) : std::string_view());
    append_members(out, key, known.get(), form, now_ms);
  }
}

}  // namespace footfall::api::richrelevance
