// The ratings that count: of each person and item the newest, as a share of what is best for its item type.
#pragma once

#include "footfall/catalog/item_dictionary.hpp"
#include "footfall/model/session_book.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace footfall::model {

struct given_rating {
  owner_number owner;
  item_index item;
  std::uint32_t time_s;
  std::uint32_t value;  ///< 0..100, as sent
};

/// The newest rating of each owner and item later than `after_s`, owner by owner, each owner's newest first.
/// Comments without a rating say nothing and take nothing back. Throws std::bad_alloc only.
[[nodiscard]] std::vector<given_rating> find_newest_ratings(const session_book& book, std::uint32_t after_s);

/// What the ratings of one item type have in common.
struct rating_scale {
  std::uint32_t largest = 1;
  double sum = 0;
  double count = 0;
  /// Of a rating, 0..1.
  [[nodiscard]] double share(std::uint32_t value) const { return static_cast<double>(value) / largest; }
  /// Of all ratings, 0..1.
  [[nodiscard]] double mean() const { return count > 0 ? sum / (count * largest) : 0; }
};

/// By item type.
[[nodiscard]] std::map<std::uint32_t, rating_scale> find_scales(const std::vector<given_rating>& ratings,
                                                                const catalog::item_dictionary& items);

}  // namespace footfall::model
