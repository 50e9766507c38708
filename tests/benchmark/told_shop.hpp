// What the customer of the synthetic shop says of its items: enough for every kind of model.
#pragma once

#include "footfall/catalog/catalogue.hpp"
#include "synthetic_shop.hpp"

#include <string>

namespace footfall::benchmarks {

/// Each item has five of 20,000 words, one of 500 brands, of 20 colours and of 1,000 categories, a price, and
/// an age of up to 60 days.
inline catalog::item told_of(item_index number) {
  constexpr std::int64_t day_ms = 86'400'000;
  constexpr std::uint64_t words = 20'000;
  catalog::item told;
  told.id = std::to_string(number + 1);
  for (std::uint64_t place = 1; place <= 5; ++place)
    told.title += "w" + std::to_string((number + 1) * place * place * 7919 % words) + " ";
  told.brand = "b" + std::to_string(number % 500);
  told.price = text::price{1000 + number % 100'000, {}};
  told.categories = {{"c" + std::to_string(number % 50), "d" + std::to_string(number % 1000)}};
  told.added_ms = std::int64_t{newest_s} * 1000 - number % 60 * day_ms;
  told.attribute("colour", catalog::attribute_type::nominal).texts = {"x" + std::to_string(number % 20)};
  return told;
}

inline boost::shared_ptr<const catalog::catalogue> make_catalogue() {
  catalog::catalogue_editor editor(nullptr);
  for (item_index number = 0; number < catalogue_items; ++number) editor.put(number, told_of(number));
  return editor.finish(std::int64_t{newest_s} * 1000);
}

}  // namespace footfall::benchmarks
