// The user's own purchases beside those of everybody.
#include "model/shopping_list.hpp"

#include "footfall/model/item_entries.hpp"
#include "footfall/model/ranking.hpp"
#include "model/popularity.hpp"
#include "model/repeats.hpp"
#include "model/stage_times.hpp"
#include "model/time_window.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <cmath>

namespace footfall::model {

namespace {

using events::history_type;

class shopping_list final : public model {
 public:
  /// `popular` is a ranking.
  shopping_list(repeat_table repeats, boost::shared_ptr<const model> popular,
                const model_definition& definition, const build_record& record)
      : repeats_(std::move(repeats)),
        popular_(std::move(popular)),
        half_life_ms_(definition[option::own_half_life]),
        apart_s_(definition[option::interval_min] / 1000),
        own_share_(definition[option::own_share]),
        record_(record) {
    record_.items = popular_->record().items;
    record_.memory_bytes = sizeof(*this) + repeats_.memory_bytes() + popular_->record().memory_bytes;
  }

  void answer(const question& asked, scored_list& out) const override {
    // Kept by each thread: a request allocates nothing here once they have grown to their usual size.
    thread_local item_entries<scored_item> sums;
    thread_local scored_list popular;
    popular.clear();
    // So many more that only what is in the basket can be missing.
    auto wide = asked;
    wide.wanted += static_cast<std::size_t>(
        std::ranges::count(asked.history, history_type::basket, &profile::history_entry::type));
    const auto repeats = asked.user ? repeats_.of(*asked.user) : std::span<const repeat>{};
    sums.clear(asked.history.size() + repeats.size() + wide.wanted);
    if (!add_own(asked, repeats, sums)) return;
    double own = 0;
    for (const auto& entry : sums.entries()) own += double{entry.score};
    for (auto& entry : sums.entries())
      entry.score = static_cast<float>(own_share_ * double{entry.score} / own);
    const auto& ranks = *popular_->ranks();
    ranks.answer(wide, popular);
    for (const auto& entry : popular) static_cast<void>(sums.find_or_add(entry.item));
    for (const auto& entry : sums.entries()) {
      const auto score =
          double{entry.score} + (1 - own_share_) * double{ranks.score_of(entry.item)} / sum_of(ranks);
      if (score > 0 && !is_in_basket(asked, entry.item))
        out.push_back({entry.item, static_cast<float>(score), 0});
    }
  }
  const build_record& record() const noexcept override { return record_; }
  void save(model_writer& to) const override {
    repeats_.save(to);
    popular_->save(to);
  }

 private:
  static double sum_of(const ranking& ranks) { return ranks.total() > 0 ? ranks.total() : 1; }

  static bool is_in_basket(const question& asked, item_index item) {
    return std::ranges::any_of(asked.history, [&](const profile::history_entry& entry) {
      return entry.type == history_type::basket && entry.item == item;
    });
  }

  // False when the user has bought nothing.
  bool add_own(const question& asked, std::span<const repeat> repeats,
               item_entries<scored_item>& sums) const {
    const auto passed_ms = static_cast<double>(asked.now_ms - record_.built_at_ms);
    for (const auto& each : repeats)
      sums.find_or_add(each.item).score = static_cast<float>(double{each.decayed} * weight_of(passed_ms));
    bool has_bought = false;
    for (const auto& entry : asked.history) {
      if (entry.type != history_type::owns) continue;
      has_bought = true;
      // Once, or an occasion that the repeats do not know yet.
      const auto known = std::ranges::lower_bound(repeats, entry.item, {}, &repeat::item);
      if (known != repeats.end() && known->item == entry.item &&
          static_cast<double>(entry.time_s) < known->last_s + apart_s_)
        continue;
      const auto age_ms = static_cast<double>(asked.now_ms - std::int64_t{entry.time_s} * 1000);
      sums.find_or_add(entry.item).score += static_cast<float>(weight_of(age_ms));
    }
    return has_bought;
  }

  // The smallest weight keeps what is years old in the list, in its place.
  [[nodiscard]] double weight_of(double age_ms) const {
    if (half_life_ms_ <= 0) return 1;
    return std::max(std::exp2(-std::max(age_ms, 0.0) / half_life_ms_), 1e-30);
  }

  repeat_table repeats_;
  boost::shared_ptr<const model> popular_;
  double half_life_ms_;
  double apart_s_;
  double own_share_;
  build_record record_;
};

class shopping_list_updater final : public model_updater {
 public:
  shopping_list_updater(const model_definition& definition, events::event_type learns_from)
      : definition_(definition),
        learns_from_(learns_from),
        popular_(make_popularity_updater(definition, learns_from)) {}

  boost::shared_ptr<const model> update(const build_input& input) override {
    stage_times times;
    const auto window = choose_window(input.history, learns_from_, definition_, input.now_ms);
    repeat_table repeats(input.history,
                         {.after_s = window.after_s,
                          .until_s = to_seconds(input.now_ms),
                          .apart_s = static_cast<std::uint32_t>(definition_.ms(option::interval_min) / 1000),
                          .half_life_ms = definition_.ms(option::own_half_life)});
    times.end_stage("repeats", repeats.memory_bytes());
    auto popular = popular_->update(input);
    times.end_stage("popularity", popular->record().memory_bytes);
    auto record = record_of(window, input);
    record.stages = times.stages();
    record.duration_ns = times.duration_ns();
    record.state_bytes = popular->record().state_bytes;
    return boost::make_shared<const shopping_list>(std::move(repeats), std::move(popular), definition_,
                                                   record);
  }

 private:
  const model_definition definition_;
  const events::event_type learns_from_;
  std::unique_ptr<model_updater> popular_;
};

}  // namespace

std::unique_ptr<model_updater> make_shopping_list_updater(const model_definition& definition,
                                                          events::event_type learns_from) {
  return std::make_unique<shopping_list_updater>(definition, learns_from);
}

boost::shared_ptr<const model> load_shopping_list(const model_definition& definition,
                                                  const build_record& record, model_reader& from,
                                                  std::size_t items_end) {
  auto repeats = repeat_table::load(from, items_end);
  if (!repeats) return nullptr;
  auto popular = load_popularity(definition, record, from, items_end);
  if (!popular) return nullptr;
  return boost::make_shared<const shopping_list>(std::move(*repeats), std::move(popular), definition, record);
}

}  // namespace footfall::model
