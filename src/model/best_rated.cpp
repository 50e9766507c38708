// Best rated: the newest rating of each rater, averaged with what is usual for the item type.
#include "model/best_rated.hpp"

#include "model/age_decay.hpp"
#include "model/newest_ratings.hpp"
#include "model/popularity.hpp"
#include "model/stage_times.hpp"
#include "model/time_window.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace footfall::model {

namespace {

struct item_ratings {
  double weighted = 0;  // sum of d * rating
  double weight = 0;    // sum of d
  std::uint32_t raters = 0;
};

struct rated_item {
  item_index item;
  float score;
  std::uint32_t raters;
};

// Equal scores become just so different that more raters come first: a ranking knows nothing but scores.
std::vector<ranked_item> by_raters(std::vector<rated_item> items) {
  std::ranges::sort(items, [](const rated_item& left, const rated_item& right) {
    if (left.score != right.score) return left.score > right.score;
    return left.raters != right.raters ? left.raters > right.raters : left.item < right.item;
  });
  std::vector<ranked_item> order;
  for (std::size_t place = 0; place < items.size(); ++place) {
    auto score = items[place].score;
    if (place > 0) {
      const auto above = order.back().score;
      const bool as_good = items[place - 1].raters == items[place].raters && items[place - 1].score == score;
      score = as_good ? above : std::min(score, std::nextafter(above, 0.0F));
    }
    order.push_back({items[place].item, score});
  }
  return order;
}

class best_rated_updater final : public model_updater {
 public:
  explicit best_rated_updater(const model_definition& definition, events::event_type learns_from)
      : definition_(definition), learns_from_(learns_from) {}

  // Ratings are few, and one of them moves the mean that all scores lean on.
  boost::shared_ptr<const model> update(const build_input& input) override {
    stage_times times;
    const auto window = choose_window(input.history, learns_from_, definition_, input.now_ms);
    const auto ratings = find_newest_ratings(input.history.book(learns_from_), window.after_s);
    auto order = rank(ratings, window, input.items);
    times.end_stage("counting", order.capacity() * sizeof(order[0]));
    auto record = record_of(window, input);
    record.events_used = ratings.size();
    record.stages = times.stages();
    record.duration_ns = times.duration_ns();
    return make_ranked(ranking(std::move(order)), record);
  }

 private:
  std::vector<ranked_item> rank(const std::vector<given_rating>& ratings, const time_window& window,
                                const catalog::item_dictionary& items) const {
    const age_decay decay(window.reference_s, window.after_s, definition_.ms(option::half_life));
    const auto scales = find_scales(ratings, items);
    std::map<item_index, item_ratings> by_item;
    for (const auto& given : ratings) {
      auto& gathered = by_item[given.item];
      const double weight = decay(given.time_s);
      gathered.weighted += weight * given.value;
      gathered.weight += weight;
      ++gathered.raters;
    }
    const auto prior = definition_[option::prior];
    std::vector<rated_item> order;
    for (const auto& [item, gathered] : by_item) {
      if (gathered.raters < definition_.whole(option::raters_min)) continue;
      const auto& scale = scales.at(items.key_of(item).type);
      const auto score =
          (gathered.weighted / scale.largest + prior * scale.mean()) / (gathered.weight + prior);
      if (score > 0) order.push_back({item, static_cast<float>(score), gathered.raters});
    }
    return by_raters(std::move(order));
  }

  const model_definition definition_;
  const events::event_type learns_from_;
};

}  // namespace

std::unique_ptr<model_updater> make_best_rated_updater(const model_definition& definition,
                                                       events::event_type learns_from) {
  return std::make_unique<best_rated_updater>(definition, learns_from);
}

}  // namespace footfall::model
