// Popularity: one array of items, best first.
#include "model/popularity.hpp"

#include "footfall/core/clock.hpp"
#include "model/age_decay.hpp"
#include "model/time_window.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>

namespace footfall::model {

namespace {

struct popular_item {
  item_index item;
  float score;
};

class popularity final : public model {
 public:
  popularity(std::vector<popular_item> best_first, const build_record& record)
      : best_first_(std::move(best_first)), record_(record) {
    for (const auto& entry : best_first_) {
      if (entry.item >= by_item_.size()) by_item_.resize(std::size_t{entry.item} + 1);
      by_item_[entry.item] = entry.score;
      total_ += double{entry.score};
    }
    by_item_.shrink_to_fit();
    record_.items = best_first_.size();
    record_.memory_bytes = sizeof(*this) + best_first_.capacity() * sizeof(popular_item) +
                           by_item_.capacity() * sizeof(by_item_[0]);
  }

  void score(std::span<const item_index>, std::size_t wanted, std::vector<scored_item>& out) const override {
    const auto count = std::min(wanted, best_first_.size());
    out.reserve(count);
    for (const auto& entry : std::span(best_first_).first(count)) out.push_back({entry.item, entry.score, 0});
  }

  float score_of(item_index item) const noexcept override {
    return item < by_item_.size() ? by_item_[item] : 0;
  }

  double total() const noexcept override { return total_; }

  const build_record& record() const noexcept override { return record_; }

 private:
  std::vector<popular_item> best_first_;
  std::vector<float> by_item_;
  double total_ = 0;
  build_record record_;
};

// Doubles: the sum of a blockbuster must not stop growing where a float's precision ends.
std::vector<double> sum_by_item(const event_history& history, events::event_type type,
                                const time_window& window, const age_decay& decay) {
  std::vector<double> sums;
  const auto types = history.types();
  const auto times_s = history.times_s();
  for (std::size_t place = 0; place < types.size(); ++place) {
    if (types[place] != type || times_s[place] <= window.after_s) continue;
    const auto item = history.items()[place];
    if (item >= sums.size()) sums.resize(std::size_t{item} + 1);
    sums[item] += history.quantities()[place] * double{decay(times_s[place])};
  }
  return sums;
}

std::vector<popular_item> order_best_first(const std::vector<double>& sums) {
  std::vector<popular_item> order;
  order.reserve(static_cast<std::size_t>(std::ranges::count_if(sums, [](double sum) { return sum > 0; })));
  for (std::size_t item = 0; item < sums.size(); ++item)
    if (sums[item] > 0) order.push_back({static_cast<item_index>(item), static_cast<float>(sums[item])});
  std::ranges::sort(order, [](const popular_item& left, const popular_item& right) {
    return left.score != right.score ? left.score > right.score : left.item < right.item;
  });
  return order;
}

}  // namespace

boost::shared_ptr<const model> build_popularity(const model_definition& definition,
                                                events::event_type learns_from, const build_input& input) {
  const system_clock clock;
  const auto started_ns = clock.steady_ns();
  auto window = choose_window(input.history, learns_from, definition, input.now_ms);
  const bool shortened = shorten_window(input.history, learns_from, definition, window);
  const age_decay decay(window.reference_s, window.after_s, definition.half_life_ms);
  auto best_first = order_best_first(sum_by_item(input.history, learns_from, window, decay));
  auto record = record_of(window, input);
  record.short_window = shortened;
  record.duration_ns = clock.steady_ns() - started_ns;
  return boost::make_shared<popularity>(std::move(best_first), record);
}

}  // namespace footfall::model
