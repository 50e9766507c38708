#include "model/newest_ratings.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <tuple>

namespace footfall::model {

std::vector<given_rating> find_newest_ratings(const session_book& book, std::uint32_t after_s) {
  boost::unordered_flat_map<std::uint64_t, given_rating> newest;  // by owner and item
  book.visit_live([&](session_number number, const session_view& whole) {
    const auto session = whole.after(after_s);
    const auto owner = book.owner_of(number);
    for (std::size_t event = 0; event < session.size(); ++event) {
      if (session.quantity(event) == no_rating) continue;
      const given_rating given{owner, session.items[event], session.times_s[event], session.quantity(event)};
      const auto [known, is_new] = newest.try_emplace(std::uint64_t{owner} << 32 | given.item, given);
      // Of one second the one that came last: sessions hold events in the order in which they came.
      if (!is_new && given.time_s >= known->second.time_s) known->second = given;
    }
  });
  std::vector<given_rating> ratings;
  ratings.reserve(newest.size());
  for (const auto& [key, given] : newest) ratings.push_back(given);
  std::ranges::sort(ratings, [](const given_rating& left, const given_rating& right) {
    return std::tie(left.owner, right.time_s, left.item) < std::tie(right.owner, left.time_s, right.item);
  });
  return ratings;
}

std::map<std::uint32_t, rating_scale> find_scales(const std::vector<given_rating>& ratings,
                                                  const catalog::item_dictionary& items) {
  std::map<std::uint32_t, rating_scale> scales;
  for (const auto& given : ratings) {
    auto& scale = scales[items.key_of(given.item).type];
    scale.largest = std::max(scale.largest, given.value);
    scale.sum += given.value;
    scale.count += 1;
  }
  return scales;
}

}  // namespace footfall::model
