// Popularity: one array of items, best first.
#include "model/popularity.hpp"

#include "footfall/core/clock.hpp"
#include "model/age_decay.hpp"
#include "model/time_window.hpp"
#include "model/update_period.hpp"

#include <boost/smart_ptr/make_shared.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <algorithm>
#include <optional>

namespace footfall::model {

namespace {

class popularity final : public model {
 public:
  popularity(ranking best_first, const build_record& record)
      : best_first_(std::move(best_first)), record_(record) {
    record_.items = best_first_.items().size();
    record_.memory_bytes = sizeof(*this) + best_first_.memory_bytes();
  }

  void answer(const question& asked, scored_list& out) const override { best_first_.answer(asked, out); }
  const ranking* ranks() const noexcept override { return &best_first_; }
  const build_record& record() const noexcept override { return record_; }
  void save(model_writer& to) const override { best_first_.save(to); }

 private:
  ranking best_first_;
  build_record record_;
};

// What items have gathered in one period. Doubles: the sum of a blockbuster must not stop growing where a
// float's precision ends.
class item_sums {
 public:
  item_sums(const time_window& window, std::int64_t half_life_ms, events::event_type learns_from)
      : after_s_(window.after_s),
        decay_(window.reference_s, window.after_s, half_life_ms),
        once_in_session_(learns_from == events::event_type::consume) {}

  void add(const session_view& whole) {
    const auto session = whole.after(after_s_);
    for (const auto item : session.items)
      if (item >= sums_.size()) sums_.resize(std::size_t{item} + 1);
    note(session, true);
  }

  void take_out(const session_view& whole) { note(whole.after(after_s_), false); }

  [[nodiscard]] std::size_t events() const noexcept { return events_; }
  [[nodiscard]] std::size_t memory_bytes() const noexcept { return sums_.capacity() * sizeof(sums_[0]); }

  [[nodiscard]] ranking rank() const {
    std::vector<ranked_item> order;
    for (std::size_t place = 0; place < sums_.size(); ++place) {
      const auto item = static_cast<item_index>(place);
      if (const auto score = sums_[place].amount; score > 0)
        order.push_back({item, static_cast<float>(score)});
    }
    return ranking(std::move(order));
  }

 private:
  struct sum {
    double amount = 0;  // units
    std::uint32_t events = 0;
  };

  void note(const session_view& session, bool came) {
    const auto sign = came ? 1.0 : -1.0;
    seen_.clear();
    for (std::size_t event = session.size(); event-- > 0;) {
      if (once_in_session_ && !seen_.insert(session.items[event]).second) continue;
      auto& gathered = sums_[session.items[event]];
      gathered.amount += sign * double{decay_(session.times_s[event])} * session.quantity(event);
      // What rounding has left over is nothing.
      came ? ++gathered.events : --gathered.events;
      if (gathered.events == 0) gathered = {};
      came ? ++events_ : --events_;
    }
  }

  std::uint32_t after_s_;
  age_decay decay_;
  bool once_in_session_;
  boost::unordered_flat_set<item_index> seen_;  // in one session; kept for its memory
  std::vector<sum> sums_;                       // by item
  std::size_t events_ = 0;
};

class popularity_updater final : public model_updater {
 public:
  popularity_updater(const model_definition& definition, events::event_type learns_from)
      : definition_(definition), learns_from_(learns_from) {}

  boost::shared_ptr<const model> update(const build_input& input) override {
    const system_clock clock;
    const auto started_ns = clock.steady_ns();
    const auto& book = input.history.book(learns_from_);
    const bool from_changes = sums_ && period_.goes_on(input, book, definition_);
    std::size_t changed = 0;
    if (from_changes) {
      for (const auto session : book.ended_since(period_.place())) {
        sums_->take_out(book.events_of(session));
        ++changed;
      }
    } else {
      period_.begin(input, learns_from_, definition_);
      window_ = period_.window();
      shortened_ = shorten_window(book, definition_, window_);
      sums_.emplace(window_, definition_.ms(option::half_life), learns_from_);
    }
    book.visit_live(
        [&](session_number, const session_view& session) {
          sums_->add(session);
          ++changed;
        },
        from_changes ? period_.place().sessions : 0);
    period_.follow(book);
    auto best_first = sums_->rank();
    auto record = record_of(window_, input);
    record.events_used = sums_->events();
    record.short_window = shortened_;
    record.from_changes = from_changes;
    record.sessions_changed = changed;
    record.state_bytes = sums_->memory_bytes();
    record.duration_ns = clock.steady_ns() - started_ns;
    return make_ranked(std::move(best_first), record);
  }

 private:
  const model_definition definition_;
  const events::event_type learns_from_;
  update_period period_;
  time_window window_;  // that of the period, or its newest part
  bool shortened_ = false;
  std::optional<item_sums> sums_;
};

}  // namespace

std::unique_ptr<model_updater> make_popularity_updater(const model_definition& definition,
                                                       events::event_type learns_from) {
  return std::make_unique<popularity_updater>(definition, learns_from);
}

boost::shared_ptr<const model> make_ranked(ranking best_first, const build_record& record) {
  return boost::make_shared<popularity>(std::move(best_first), record);
}

boost::shared_ptr<const model> load_popularity(const model_definition&, const build_record& record,
                                               model_reader& from, std::size_t items_end) {
  auto best_first = ranking::load(from, items_end);
  if (!best_first) return nullptr;
  return make_ranked(std::move(*best_first), record);
}

}  // namespace footfall::model
