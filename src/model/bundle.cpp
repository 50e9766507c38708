// Bundle: greedy sets from the newest baskets of the context item.
#include "model/bundle.hpp"

#include "footfall/model/item_entries.hpp"
#include "model/sequences.hpp"
#include "model/session_reader.hpp"
#include "model/similar_sessions.hpp"
#include "model/stage_times.hpp"
#include "model/time_window.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>

namespace footfall::model {

namespace {

constexpr std::size_t basket_items_max = 100;
constexpr std::size_t baskets_max = 500;

struct counted_item {
  item_index item{};
  std::uint32_t baskets = 0;
};

class bundle final : public model {
 public:
  bundle(sequences baskets, const model_definition& definition, const build_record& record)
      : baskets_(std::move(baskets)),
        times_(definition.whole(option::times)),
        size_(definition.whole(option::size)),
        share_(definition[option::share]),
        lift_(definition[option::lift]),
        record_(record) {
    for (std::uint32_t basket = 0; basket < baskets_.size(); ++basket)
      for (const auto item : baskets_.items_of(basket)) {
        if (item >= counts_.size()) counts_.resize(std::size_t{item} + 1);
        ++counts_[item];
      }
    record_.sessions_used = baskets_.size();
    record_.items = baskets_.items();
    record_.memory_bytes = sizeof(*this) + baskets_.memory_bytes() + counts_.capacity() * sizeof(counts_[0]);
  }

  void answer(const question& asked, scored_list& out) const override {
    const ranked_context context(asked.context, context_items_max);
    const auto shown = std::span(context.items).first(context.size);
    std::size_t most_shown = 0;
    for (std::size_t rank = 0; rank < context.size; ++rank) {
      const auto found = find(shown[rank], 1U << rank, asked);
      const auto held = static_cast<std::size_t>(std::ranges::count_if(found, [&](const scored_item& each) {
        return std::ranges::find(shown, each.item) != shown.end();
      }));
      if (found.size() < 2 || held <= most_shown) continue;
      most_shown = held;
      out = found;
    }
  }

  const build_record& record() const noexcept override { return record_; }
  void save(model_writer& to) const override { baskets_.save(to); }

 private:
  [[nodiscard]] scored_list find(item_index item, std::uint32_t rank_bit, const question& asked) const {
    scored_list found{{item, 1, rank_bit}};
    const auto all = baskets_.holding(item);
    std::vector<std::uint32_t> rest(all.begin(), all.end());
    while (found.size() < size_) {
      const auto next = choose_next(rest, found, asked);
      if (!next) break;
      std::erase_if(rest, [&](std::uint32_t basket) {
        const auto items = baskets_.items_of(basket);
        return std::ranges::find(items, *next) == items.end();
      });
      found.push_back({*next, static_cast<float>(rest.size()) / static_cast<float>(all.size()), rank_bit});
    }
    return found;
  }

  [[nodiscard]] std::optional<item_index> choose_next(const std::vector<std::uint32_t>& baskets,
                                                      const scored_list& found, const question& asked) const {
    // Kept by each thread: a request allocates nothing here once it has grown to its usual size.
    thread_local item_entries<counted_item> counts;
    std::size_t places = 0;
    for (const auto basket : baskets) places += baskets_.items_of(basket).size();
    counts.clear(places);
    for (const auto basket : baskets)
      for (const auto item : baskets_.items_of(basket)) ++counts.find_or_add(item).baskets;
    const counted_item* best = nullptr;
    for (const auto& each : counts.entries())
      if (is_candidate(each, baskets.size(), found) && (best == nullptr || comes_before(each, *best)) &&
          asked.may_have(each.item))
        best = &each;
    return best == nullptr ? std::nullopt : std::optional(best->item);
  }

  [[nodiscard]] bool is_candidate(const counted_item& each, std::size_t baskets,
                                  const scored_list& found) const {
    const auto share = static_cast<double>(each.baskets) / static_cast<double>(baskets);
    const auto everywhere = static_cast<double>(counts_[each.item]) / static_cast<double>(baskets_.size());
    return each.baskets >= times_ && share >= share_ && share >= lift_ * everywhere &&
           std::ranges::find(found, each.item, &scored_item::item) == found.end();
  }

  [[nodiscard]] bool comes_before(const counted_item& left, const counted_item& right) const {
    if (left.baskets != right.baskets) return left.baskets > right.baskets;
    if (counts_[left.item] != counts_[right.item]) return counts_[left.item] < counts_[right.item];
    return left.item < right.item;
  }

  sequences baskets_;
  std::vector<std::uint32_t> counts_;  // by item: baskets that hold it
  std::uint32_t times_;
  std::size_t size_;
  double share_;
  double lift_;
  build_record record_;
};

class bundle_updater final : public model_updater {
 public:
  bundle_updater(const model_definition& definition, events::event_type learns_from)
      : definition_(definition), learns_from_(learns_from) {}

  boost::shared_ptr<const model> update(const build_input& input) override {
    stage_times times;
    const auto window = choose_window(input.history, learns_from_, definition_, input.now_ms);
    sequences baskets;
    session_reader reader;
    std::vector<item_index> items;
    input.history.book(learns_from_).visit_live([&](session_number, const session_view& whole) {
      const auto session = whole.after(window.after_s);
      if (session.size() == 0) return;
      items.clear();
      for (const auto& each : reader.read(session)) items.push_back(each.item);
      if (items.size() > basket_items_max) items.resize(basket_items_max);
      baskets.add(items, session.times_s.back());
    });
    baskets.index(baskets_max);
    times.end_stage("baskets by item", baskets.memory_bytes());
    auto record = record_of(window, input);
    record.stages = times.stages();
    record.duration_ns = times.duration_ns();
    return boost::make_shared<const bundle>(std::move(baskets), definition_, record);
  }

 private:
  const model_definition definition_;
  const events::event_type learns_from_;
};

}  // namespace

std::unique_ptr<model_updater> make_bundle_updater(const model_definition& definition,
                                                   events::event_type learns_from) {
  return std::make_unique<bundle_updater>(definition, learns_from);
}

boost::shared_ptr<const model> load_bundle(const model_definition& definition, const build_record& record,
                                           model_reader& from, std::size_t items_end) {
  auto baskets = sequences::load(from, items_end, baskets_max);
  return baskets ? boost::make_shared<const bundle>(std::move(*baskets), definition, record) : nullptr;
}

}  // namespace footfall::model
