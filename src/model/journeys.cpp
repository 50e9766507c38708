// Journeys: from the clicks of one owner to what it bought.
#include "model/journeys.hpp"

#include "footfall/model/item_entries.hpp"
#include "model/co_occurrence.hpp"
#include "model/newest_pairs.hpp"
#include "model/owner_log.hpp"
#include "model/sequences.hpp"
#include "model/similar_sessions.hpp"
#include "model/stage_times.hpp"
#include "model/time_window.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace footfall::model {

namespace {

constexpr std::size_t journeys_of_item_max = 500;
constexpr std::size_t journeys_max = 2'000'000;
constexpr double conversion_prior = 50;
// As the model of pairs of clicks has them by itself.
constexpr double click_damping = option::damping.preset;
constexpr pair_reach click_reach{static_cast<std::size_t>(option::pair_distance.preset),
                                 static_cast<float>(option::backward_weight.preset)};

// What is counted; saved as it is.
struct journey_table {
  sequences clicked;                // by journey, newest first
  std::vector<item_index> targets;  // by journey: in what it ended
  std::vector<float> weights;       // by place in `clicked`: by rank or time between
  std::vector<float> clicks;        // by item: S
  std::vector<float> ends;          // by item: B
  sequences sessions;               // of clicks

  [[nodiscard]] std::size_t memory_bytes() const noexcept {
    return clicked.memory_bytes() + sessions.memory_bytes() + targets.capacity() * sizeof(targets[0]) +
           (weights.capacity() + clicks.capacity() + ends.capacity()) * sizeof(float);
  }
};

// The scope that holds where a question names none; 0 of kinds that know no scopes.
std::int64_t scope_of(model_definition definition) {
  const auto* const scope = definition.find(option::maximum_rating_age.key);
  return scope == nullptr ? 0 : static_cast<std::int64_t>(*scope);
}

// The events that journeys begin with.
events::event_type begins_with(const model_definition& definition) {
  const auto* const kind = find_model_kind(definition.type);
  return kind == nullptr ? events::event_type::click : kind->inputs.front();
}

class journeys final : public model {
 public:
  journeys(journey_table table, const model_definition& definition, const build_record& record)
      : table_(std::move(table)),
        half_life_ms_(definition.ms(option::half_life)),
        own_scope_ms_(scope_of(definition)),
        prior_(definition[option::prior]),
        reference_s_(to_seconds(record.reference_time_ms)),
        record_(record) {
    const auto clicks = std::accumulate(table_.clicks.begin(), table_.clicks.end(), 0.0);
    const auto ends = std::accumulate(table_.ends.begin(), table_.ends.end(), 0.0);
    conversion_ = clicks > 0 ? ends / clicks : 0;
    record_.sessions_used = table_.clicked.size();
    record_.items = table_.clicked.items();
    record_.memory_bytes = sizeof(*this) + table_.memory_bytes();
  }

  void answer(const question& asked, scored_list& out) const override {
    // Kept by each thread: a request allocates nothing here once it has grown to its usual size.
    thread_local item_entries<scored_item> sums;
    const ranked_context context(asked.context, context_items_max);
    std::size_t places = 0;
    for (const auto item : std::span(context.items).first(context.size))
      places +=
          table_.clicked.holding(item).size() + places_of(table_.sessions, table_.sessions.holding(item)) + 1;
    sums.clear(places);
    const auto span = span_of(asked);
    for (std::size_t rank = 0; rank < context.size; ++rank) add_row(context.items[rank], rank, span, sums);
    for (const auto& entry : sums.entries())
      if (entry.score > 0) out.push_back(entry);
  }

  const build_record& record() const noexcept override { return record_; }

  void save(model_writer& to) const override {
    table_.clicked.save(to);
    to.put_all(std::span(table_.targets));
    to.put_all(std::span(table_.weights));
    to.put_all(std::span(table_.clicks));
    to.put_all(std::span(table_.ends));
    table_.sessions.save(to);
  }

 private:
  [[nodiscard]] time_span span_of(const question& asked) const {
    const auto scope_ms = own_scope_ms_ > 0 && asked.scope_ms > 0 ? asked.scope_ms : own_scope_ms_;
    return span_of_scope(scope_ms, half_life_ms_, reference_s_);
  }

  void add_row(item_index item, std::size_t rank, const time_span& span,
               item_entries<scored_item>& sums) const {
    thread_local newest_pairs row;
    const auto newest = row.count(item, table_.sessions, table_.sessions.holding(item), span, click_reach);
    const auto clicks = own_scope_ms_ > 0 ? newest : double{support_of(table_.clicks, item)};
    const auto support = clicks + prior_;
    if (support <= 0) return;
    const auto of_rank = 1 / (static_cast<double>(rank + 1) * static_cast<double>(rank + 1) * support);
    const auto add = [&](item_index target, double count) {
      if (!(count > 0)) return;
      auto& sum = sums.find_or_add(target);
      sum.score += static_cast<float>(count * of_rank);
      sum.context_bits |= 1U << rank;
    };
    for (const auto journey : table_.clicked.holding(item)) {
      const auto end_s = table_.clicked.last_s(journey);
      if (end_s <= span.after_s) break;
      const auto items = table_.clicked.items_of(journey);
      const auto place = static_cast<std::size_t>(std::ranges::find(items, item) - items.begin());
      add(table_.targets[journey],
          span.weight_of(end_s) * double{table_.weights[table_.clicked.first_place(journey) + place]});
    }
    // Looking at it is the best reason there is to think that somebody takes this very item; what others
    // looked at beside it comes next.
    if (clicks > 0) add(item, prior_ * conversion_of(item));
    for (const auto& pair : row.pairs())
      if (pair.item != item)
        add(pair.item, prior_ * double{pair.sum} / (newest + click_damping) * conversion_of(pair.item));
  }

  [[nodiscard]] double conversion_of(item_index item) const {
    const auto ends = double{support_of(table_.ends, item)} + conversion_prior * conversion_;
    return std::min(1.0, ends / (double{support_of(table_.clicks, item)} + conversion_prior));
  }

  journey_table table_;
  std::int64_t half_life_ms_;
  std::int64_t own_scope_ms_;  // 0: it knows none
  double prior_;
  std::uint32_t reference_s_;
  double conversion_ = 0;  // P
  build_record record_;
};

// Finds the journeys of owners. Not thread-safe.
class journey_finder {
 public:
  explicit journey_finder(const model_definition& definition)
      : window_s_(definition.ms(option::window) / 1000) {
    auto with_times = definition;
    if (with_times.find(option::click_half_life.key) != nullptr)
      click_half_life_s_ = definition[option::click_half_life] / 1000;
  }

  // Of the events of one owner; type 0 are clicks, type 1 what ends a journey.
  void find(std::span<const owner_event> events, std::uint32_t after_s, std::vector<journey>& to) {
    ended_.clear();
    for (std::size_t place = 0; place < events.size(); ++place) {
      const auto& end = events[place];
      if (end.type != 1 || end.time_s <= after_s) continue;
      // The same item again in one session is the same purchase.
      const std::pair once{end.session, end.item};
      if (std::ranges::find(ended_, once) != ended_.end()) continue;
      ended_.push_back(once);
      if (const auto found = look_back(events.first(place), end); found.size > 0) to.push_back(found);
    }
  }

 private:
  [[nodiscard]] journey look_back(std::span<const owner_event> before, const owner_event& end) const {
    journey found{.begin_s = end.time_s, .end_s = end.time_s, .target = end.item};
    for (auto place = before.size(); place-- > 0 && found.size < journey_items_max;) {
      const auto& click = before[place];
      const auto passed_s = std::int64_t{end.time_s} - click.time_s;
      if (passed_s > window_s_) break;
      const auto known = std::span(found.items).first(found.size);
      if (click.type != 0 || passed_s == 0 || std::ranges::find(known, click.item) != known.end()) continue;
      found.items[found.size] = click.item;
      found.weights[found.size] = static_cast<float>(
          click_half_life_s_ > 0 ? std::exp2(-static_cast<double>(passed_s) / click_half_life_s_)
                                 : 1.0 / static_cast<double>(found.size + 1));
      found.begin_s = click.time_s;
      ++found.size;
    }
    return found;
  }

  std::int64_t window_s_;
  double click_half_life_s_ = 0;
  std::vector<std::pair<session_number, item_index>> ended_;
};

class journeys_updater final : public model_updater {
 public:
  journeys_updater(const model_definition& definition, events::event_type learns_from)
      : definition_(definition), begins_with_(begins_with(definition)), learns_from_(learns_from) {}

  boost::shared_ptr<const model> update(const build_input& input) override {
    stage_times times;
    const auto window = choose_window(input.history, learns_from_, definition_, input.now_ms);
    auto found = find_journeys(input.history, window.after_s);
    times.end_stage("journeys", found.capacity() * sizeof(found[0]));
    auto table = make_table(found);
    const age_decay decay(window.reference_s, window.after_s, definition_.ms(option::half_life));
    table.clicks = find_supports(input.history.book(begins_with_), window.after_s, decay);
    table.ends = find_supports(input.history.book(learns_from_), window.after_s, decay);
    table.sessions =
        sessions_of(input.history.book(begins_with_), window.after_s, journeys_of_item_max, journeys_max);
    times.end_stage("supports", table.memory_bytes());
    auto record = record_of(window, input);
    record.stages = times.stages();
    record.duration_ns = times.duration_ns();
    return boost::make_shared<const journeys>(std::move(table), definition_, record);
  }

 private:
  // Newest first, and the newest `journeys_max` only.
  [[nodiscard]] std::vector<journey> find_journeys(const event_history& history,
                                                   std::uint32_t after_s) const {
    std::vector<journey> found;
    visit_journeys(definition_, history, after_s,
                   [&](owner_number, const journey& each) { found.push_back(each); });
    std::ranges::stable_sort(found, std::greater{}, &journey::end_s);
    if (found.size() > journeys_max) found.resize(journeys_max);
    return found;
  }

  [[nodiscard]] static journey_table make_table(const std::vector<journey>& found) {
    journey_table table;
    for (const auto& each : found) {
      table.clicked.add(std::span(each.items).first(each.size), each.end_s);
      table.targets.push_back(each.target);
      table.weights.insert(table.weights.end(), each.weights.begin(),
                           each.weights.begin() + static_cast<std::ptrdiff_t>(each.size));
    }
    table.clicked.index(journeys_of_item_max);
    return table;
  }

  const model_definition definition_;
  const events::event_type begins_with_;
  const events::event_type learns_from_;
};

}  // namespace

void visit_journeys(const model_definition& definition, const event_history& history, std::uint32_t after_s,
                    const std::function<void(owner_number, const journey&)>& visit) {
  const auto* const kind = find_model_kind(definition.type);
  if (kind == nullptr) return;
  const std::array types{kind->inputs.front(), kind->learns_from};
  owner_log log(history, types);
  journey_finder finder(definition);
  std::vector<journey> found;
  for (const auto owner : log.owners(1)) {
    found.clear();
    finder.find(log.read(owner), after_s, found);
    for (const auto& each : found) visit(owner, each);
  }
}

std::unique_ptr<model_updater> make_journeys_updater(const model_definition& definition,
                                                     events::event_type learns_from) {
  return std::make_unique<journeys_updater>(definition, learns_from);
}

boost::shared_ptr<const model> load_journeys(const model_definition& definition, const build_record& record,
                                             model_reader& from, std::size_t items_end) {
  journey_table table;
  auto clicked = sequences::load(from, items_end, journeys_of_item_max);
  if (!clicked || !from.take_all(table.targets) || !from.take_all(table.weights)) return nullptr;
  const auto is_weight = [](float each) { return each >= 0 && each <= 1; };
  const auto is_item = [&](item_index each) { return each < items_end; };
  if (table.targets.size() != clicked->size() || table.weights.size() != clicked->places() ||
      !std::ranges::all_of(table.weights, is_weight) || !std::ranges::all_of(table.targets, is_item))
    return nullptr;
  auto clicks = load_supports(from, items_end);
  auto ends = clicks ? load_supports(from, items_end) : std::nullopt;
  if (!ends) return nullptr;
  auto sessions = sequences::load(from, items_end, journeys_of_item_max);
  if (!sessions) return nullptr;
  table.sessions = std::move(*sessions);
  table.clicked = std::move(*clicked);
  table.clicks = std::move(*clicks);
  table.ends = std::move(*ends);
  return boost::make_shared<const journeys>(std::move(table), definition, record);
}

}  // namespace footfall::model
