// Ridge on sets: rows of weights by context item, which are added up.
#include "model/ridge_sets.hpp"

#include "footfall/model/item_entries.hpp"
#include "model/session_reader.hpp"
#include "model/set_regression.hpp"
#include "model/stage_times.hpp"
#include "model/time_window.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace footfall::model {

namespace {

constexpr std::size_t set_items_max = 200;
constexpr std::size_t row_weights_max = 100;
constexpr std::size_t shown_ranks = 32;  // that the bits of a candidate can tell

struct target_weight {
  static constexpr bool has_no_padding = true;
  item_index item;
  float weight;
};

class ridge_sets final : public model {
 public:
  ridge_sets(std::vector<std::uint32_t> offsets, std::vector<target_weight> weights,
             const build_record& record)
      : offsets_(std::move(offsets)), weights_(std::move(weights)), record_(record) {
    for (std::size_t item = 0; item + 1 < offsets_.size(); ++item)
      record_.items += offsets_[item + 1] != offsets_[item] ? 1 : 0;
    record_.memory_bytes =
        sizeof(*this) + offsets_.capacity() * sizeof(offsets_[0]) + weights_.capacity() * sizeof(weights_[0]);
  }

  void answer(const question& asked, scored_list& out) const override {
    const auto context = asked.context.first(std::min(asked.context.size(), context_sets_max));
    std::size_t places = 0;
    for (const auto item : context) places += row_of(item).size();
    // Kept by each thread: a request allocates nothing here once it has grown to its usual size.
    thread_local item_entries<scored_item> sums;
    sums.clear(places);
    std::size_t rank = 0;
    for (auto item = context.begin(); item != context.end(); ++item) {
      if (std::find(context.begin(), item, *item) != item) continue;
      for (const auto& each : row_of(*item)) {
        auto& sum = sums.find_or_add(each.item);
        sum.score += each.weight;
        if (rank < shown_ranks) sum.context_bits |= 1U << rank;
      }
      ++rank;
    }
    out.clear();
    for (const auto& each : sums.entries())
      if (each.score > 0) out.push_back(each);
  }

  const build_record& record() const noexcept override { return record_; }
  void save(model_writer& to) const override {
    to.put_all(std::span(offsets_));
    to.put_all(std::span(weights_));
  }

 private:
  [[nodiscard]] std::span<const target_weight> row_of(item_index item) const noexcept {
    if (std::size_t{item} + 1 >= offsets_.size()) return {};
    return std::span(weights_).subspan(offsets_[item], offsets_[item + 1] - offsets_[item]);
  }

  std::vector<std::uint32_t> offsets_;  // by item, into weights_; items + 1 entries
  std::vector<target_weight> weights_;
  build_record record_;
};

class ridge_sets_updater final : public model_updater {
 public:
  ridge_sets_updater(const model_definition& definition, events::event_type learns_from)
      : definition_(definition), learns_from_(learns_from) {}

  boost::shared_ptr<const model> update(const build_input& input) override {
    stage_times times;
    const auto window = choose_window(input.history, learns_from_, definition_, input.now_ms);
    const auto sets = read_sets(input.history.book(learns_from_), window.after_s);
    times.end_stage("sets", sets.memory_bytes());
    const auto shared = count_shared_sets(sets, input.threads);
    times.end_stage("counting", 0);
    auto weights = solve_regressions(sets, shared, definition_[option::regularization], input.threads);
    times.end_stage("solving", weights.capacity() * sizeof(weights[0]));
    auto record = record_of(window, input);
    record.sessions_used = sets.size();
    record.stages = times.stages();
    record.duration_ns = times.duration_ns();
    return by_context(std::move(weights), sets.items_end(), record);
  }

 private:
  static sequences read_sets(const session_book& book, std::uint32_t after_s) {
    sequences sets;
    session_reader reader;
    std::vector<item_index> items;
    book.visit_live([&](session_number, const session_view& whole) {
      const auto session = whole.after(after_s);
      if (session.size() == 0) return;
      items.clear();
      for (const auto& each : reader.read(session)) items.push_back(each.item);
      if (items.size() <= set_items_max) sets.add(items, session.times_s.back());
    });
    sets.index(std::numeric_limits<std::uint32_t>::max());
    return sets;
  }

  static boost::shared_ptr<const model> by_context(std::vector<set_weight> weights, std::size_t items,
                                                   const build_record& record) {
    std::ranges::sort(
        weights, {}, [](const set_weight& each) { return std::tuple(each.item, -each.weight, each.target); });
    std::vector<std::uint32_t> offsets;
    std::vector<target_weight> kept;
    auto next = weights.begin();
    for (std::size_t item = 0; item < items; ++item) {
      offsets.push_back(static_cast<std::uint32_t>(kept.size()));
      for (std::size_t row = 0; next != weights.end() && next->item == item; ++next, ++row)
        if (row < row_weights_max && next->weight != 0) kept.push_back({next->target, next->weight});
    }
    offsets.push_back(static_cast<std::uint32_t>(kept.size()));
    kept.shrink_to_fit();
    return boost::make_shared<const ridge_sets>(std::move(offsets), std::move(kept), record);
  }

  const model_definition definition_;
  const events::event_type learns_from_;
};

}  // namespace

std::unique_ptr<model_updater> make_ridge_sets_updater(const model_definition& definition,
                                                       events::event_type learns_from) {
  return std::make_unique<ridge_sets_updater>(definition, learns_from);
}

boost::shared_ptr<const model> load_ridge_sets(const model_definition&, const build_record& record,
                                               model_reader& from, std::size_t items_end) {
  std::vector<std::uint32_t> offsets;
  std::vector<target_weight> weights;
  if (!from.take_all(offsets) || !from.take_all(weights)) return nullptr;
  if (offsets.empty() || offsets.front() != 0 || offsets.back() != weights.size()) return nullptr;
  if (!std::ranges::is_sorted(offsets) || offsets.size() - 1 > items_end) return nullptr;
  for (const auto& each : weights)
    if (each.item >= items_end || !std::isfinite(each.weight)) return nullptr;
  auto kept = record;
  kept.items = 0;  // counted again
  return boost::make_shared<const ridge_sets>(std::move(offsets), std::move(weights), kept);
}

}  // namespace footfall::model
