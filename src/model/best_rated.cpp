// Best rated: the newest rating of each rater, averaged with what is usual for the item type.
#include "model/best_rated.hpp"

#include "footfall/model/item_ratings.hpp"
#include "footfall/model/ranking.hpp"
#include "model/age_decay.hpp"
#include "model/newest_ratings.hpp"
#include "model/stage_times.hpp"
#include "model/time_window.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace footfall::model {

namespace {

struct gathered_ratings {
  double weighted = 0;  // sum of d * rating
  double weight = 0;    // sum of d
  std::uint32_t raters = 0;
};

struct rated_item {
  item_index item;
  float score;
  std::uint32_t raters;
};

class best_rated final : public model, public item_ratings {
 public:
  // `raters` by item.
  best_rated(ranking order, std::vector<std::uint32_t> raters, const build_record& record)
      : order_(std::move(order)), raters_(std::move(raters)), record_(record) {
    record_.items = order_.items().size();
    record_.memory_bytes = sizeof(*this) + order_.memory_bytes() + raters_.capacity() * sizeof(raters_[0]);
  }

  void answer(const question& asked, scored_list& out) const override { order_.answer(asked, out); }
  const ranking* ranks() const noexcept override { return &order_; }
  const build_record& record() const noexcept override { return record_; }
  void save(model_writer& to) const override {
    order_.save(to);
    to.put_all(std::span(raters_));
  }
  std::optional<item_rating> rating_of(item_index item) const override {
    const auto score = order_.score_of(item);
    if (!(score > 0)) return std::nullopt;
    return item_rating{score, item < raters_.size() ? raters_[item] : 0};
  }

 private:
  ranking order_;
  std::vector<std::uint32_t> raters_;
  build_record record_;
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
    auto rated = rank(ratings, window, input.items);
    times.end_stage("counting", rated.capacity() * sizeof(rated[0]));
    auto record = record_of(window, input);
    record.events_used = ratings.size();
    record.stages = times.stages();
    record.duration_ns = times.duration_ns();
    std::vector<std::uint32_t> raters;
    for (const auto& each : rated) {
      if (raters.size() <= each.item) raters.resize(std::size_t{each.item} + 1);
      raters[each.item] = each.raters;
    }
    return boost::make_shared<const best_rated>(ranking(by_raters(std::move(rated))), std::move(raters),
                                                record);
  }

 private:
  std::vector<rated_item> rank(const std::vector<given_rating>& ratings, const time_window& window,
                               const catalog::item_dictionary& items) const {
    const age_decay decay(window.reference_s, window.after_s, definition_.ms(option::half_life));
    const auto scales = find_scales(ratings, items);
    std::map<item_index, gathered_ratings> by_item;
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
    return order;
  }

  const model_definition definition_;
  const events::event_type learns_from_;
};

}  // namespace

std::unique_ptr<model_updater> make_best_rated_updater(const model_definition& definition,
                                                       events::event_type learns_from) {
  return std::make_unique<best_rated_updater>(definition, learns_from);
}

boost::shared_ptr<const model> load_best_rated(const model_definition&, const build_record& record,
                                               model_reader& from, std::size_t items_end) {
  auto order = ranking::load(from, items_end);
  std::vector<std::uint32_t> raters;
  if (!order || !from.take_all(raters) || raters.size() > items_end) return nullptr;
  return boost::make_shared<const best_rated>(std::move(*order), std::move(raters), record);
}

}  // namespace footfall::model
