// Variants folded into their product.
#include "draft_sink.hpp"

#include <algorithm>

namespace footfall::catalog_import {

namespace {

using catalog::item;

template <class Value>
void add_new(std::vector<Value>& to, const std::vector<Value>& from) {
  for (const auto& value : from)
    if (std::find(to.begin(), to.end(), value) == to.end()) to.push_back(value);
}

bool can_be_bought(const item& which) noexcept {
  return !which.available || *which.available < catalog::availability::out_of_stock;
}

std::int64_t what_it_costs(const item& which) noexcept {
  return which.sale ? which.sale->minor : which.price->minor_units;
}

// The cheapest that can be bought; when none can, the cheapest of all.
const item* best_offer(const std::vector<const item*>& offers) {
  const item* best = nullptr;
  for (const auto* offer : offers) {
    if (!offer->price) continue;
    if (best == nullptr || std::pair(!can_be_bought(*offer), what_it_costs(*offer)) <
                               std::pair(!can_be_bought(*best), what_it_costs(*best)))
      best = offer;
  }
  return best;
}

}  // namespace

void fold_into(item& product, const std::vector<const item*>& variants, offer_of offer) {
  auto offers = variants;
  const item itself = product;
  if (offer == offer_of::all) offers.push_back(&itself);
  if (offer == offer_of::product) offers.assign(1, &itself);
  if (const auto* const best = best_offer(offers)) {
    product.price = best->price;
    product.sale = best->sale;
  }
  if (offer != offer_of::product) {
    product.available.reset();
    for (const auto* each : offers)
      if (each->available && (!product.available || *each->available < *product.available))
        product.available = each->available;
    if (!product.available) product.available = itself.available;
  }
  for (const auto* variant : variants) {
    add_new(product.images, variant->images);
    for (const auto& from : variant->attributes) {
      auto& to = product.attribute(from.key, from.type);
      add_new(to.texts, from.texts);
      add_new(to.numbers, from.numbers);
    }
  }
}

}  // namespace footfall::catalog_import
