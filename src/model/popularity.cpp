// Popularity: one array of items, best first.
#include "model/popularity.hpp"

#include "footfall/core/clock.hpp"
#include "footfall/text/local_days.hpp"
#include "model/age_decay.hpp"
#include "model/person_amounts.hpp"
#include "model/time_window.hpp"
#include "model/update_period.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

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

// Events that come while a period lasts may be so much later than its reference time.
constexpr std::uint32_t longest_period_s = 40 * 86'400;

std::uint32_t end_of_days_s(std::uint32_t reference_s) noexcept {
  return reference_s + std::min(longest_period_s, std::numeric_limits<std::uint32_t>::max() - reference_s);
}

// What items have gathered in one period. Doubles: the sum of a blockbuster must not stop growing where a
// float's precision ends.
class item_sums {
 public:
  item_sums(const time_window& window, std::int64_t half_life_ms, events::event_type learns_from,
            std::string_view time_zone)
      : after_s_(window.after_s),
        decay_(window.reference_s, window.after_s, half_life_ms),
        days_(time_zone, window.after_s, end_of_days_s(window.reference_s)),
        amounts_(learns_from, days_) {}
  item_sums(const item_sums&) = delete;
  item_sums& operator=(const item_sums&) = delete;

  /// Counts all sessions; returns how many.
  std::size_t add_all(const session_book& book) {
    amounts_.visit_all(book, after_s_, [this](std::span<const counted_event> some) { note(some, true); });
    return follow_owners(book, 0);
  }

  /// Counts everybody anew whose sessions have changed since `place`; returns how many sessions have.
  std::size_t follow(const session_book& book, const book_place& place) {
    const auto ended = book.ended_since(place);
    std::map<owner_number, std::vector<session_number>> counted;  // sessions, by owner
    for (const auto session : ended) counted[owners_[session]].push_back(session);
    const auto begun = follow_owners(book, place.sessions);
    for (auto session = place.sessions; session < book.size(); ++session)
      if (book.lives(session)) counted.try_emplace(owners_[session]);
    std::vector<session_number> live;
    for (auto& [owner, sessions] : counted) {
      live.clear();
      book.find_sessions(owner, live);
      std::ranges::copy_if(live, std::back_inserter(sessions),
                           [&](session_number each) { return each < place.sessions; });
      note(amounts_.count(book, sessions, after_s_), false);
      note(amounts_.count(book, live, after_s_), true);
    }
    return ended.size() + begun;
  }

  [[nodiscard]] std::size_t events() const noexcept { return events_; }
  [[nodiscard]] std::size_t memory_bytes() const noexcept {
    return sums_.capacity() * sizeof(sums_[0]) + owners_.capacity() * sizeof(owners_[0]);
  }

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
    double amount = 0;
    std::uint32_t events = 0;
  };

  // Whose sessions are those from `first` on: when one has ended the book does not know it any more.
  std::size_t follow_owners(const session_book& book, session_number first) {
    owners_.resize(first);
    std::size_t live = 0;
    for (auto session = first; session < book.size(); ++session) {
      owners_.push_back(book.owner_of(session));
      live += book.lives(session) ? 1 : 0;
    }
    return live;
  }

  void note(std::span<const counted_event> some, bool came) {
    const auto sign = came ? 1.0 : -1.0;
    for (const auto& each : some) {
      if (each.item >= sums_.size()) sums_.resize(std::size_t{each.item} + 1);
      auto& gathered = sums_[each.item];
      gathered.amount += sign * double{decay_(each.time_s)} * double{each.amount};
      // What rounding has left over is nothing.
      came ? ++gathered.events : --gathered.events;
      if (gathered.events == 0) gathered = {};
      came ? ++events_ : --events_;
    }
  }

  const std::uint32_t after_s_;
  const age_decay decay_;
  const text::local_days days_;
  person_amounts amounts_;
  std::vector<owner_number> owners_;  // by session
  std::vector<sum> sums_;             // by item
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
      changed = sums_->follow(book, period_.place());
    } else {
      period_.begin(input, learns_from_, definition_);
      window_ = period_.window();
      shortened_ = shorten_window(book, definition_, window_);
      sums_.emplace(window_, definition_.ms(option::half_life), learns_from_, input.time_zone);
      changed = sums_->add_all(book);
    }
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
